from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "modelwright.server.jobs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from modelwright.server.jobs import background, load
        from modelwright.server.jobs.models import Machine
        from modelwright.server.masterdata import guide
        from modelwright.server.notices import delivering, outbox

        present = Machine.objects.present
        guide.insert_after("compute_profiles", guide.Step("machine", lambda: present().filter(enabled=True).count()))
        background.register(load.Sampler())
        background.register(delivering.Spreading(), woken_by=outbox.TOLD)
        for work in delivering.WORK:
            background.register(work)
