from django.apps import AppConfig


class SchedulesConfig(AppConfig):
    name = "modelwright.server.schedules"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from modelwright.server.jobs import background
        from modelwright.server.masterdata import usage
        from modelwright.server.notices import topics
        from modelwright.server.schedules import due, outputs, telling

        topics.register(telling.ScheduleTopic())
        usage.PROFILE_USERS.append(outputs.users_of_profile)
        background.register(due.start_due)
