from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "modelwright.server.notices"
    default_auto_field = "django.db.models.BigAutoField"
