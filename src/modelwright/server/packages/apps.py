from django.apps import AppConfig


class PackagesConfig(AppConfig):
    name = "modelwright.server.packages"
    default_auto_field = "django.db.models.BigAutoField"
