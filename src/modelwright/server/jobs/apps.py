from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "modelwright.server.jobs"
    default_auto_field = "django.db.models.BigAutoField"
