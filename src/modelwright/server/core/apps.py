from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "modelwright.server.core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from modelwright.server.core import searching

        searching.install()
