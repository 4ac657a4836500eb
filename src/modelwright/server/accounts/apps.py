from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "modelwright.server.accounts"
    default_auto_field = "django.db.models.BigAutoField"
