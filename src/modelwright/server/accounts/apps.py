from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "modelwright.server.accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from modelwright.server.accounts.presets import make_presets

        post_migrate.connect(make_presets, sender=self)
