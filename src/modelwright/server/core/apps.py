from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "modelwright.server.core"
    default_auto_field = "django.db.models.BigAutoField"
