from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "modelwright.server.jobs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from modelwright.server.jobs.models import Machine
        from modelwright.server.masterdata import guide

        guide.insert_after("compute_profiles", guide.Step("machine", Machine.objects.filter(enabled=True).count))
