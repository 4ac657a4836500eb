from django.apps import AppConfig


class MasterdataConfig(AppConfig):
    name = "modelwright.server.masterdata"
    default_auto_field = "django.db.models.BigAutoField"
