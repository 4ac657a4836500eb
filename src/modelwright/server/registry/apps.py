from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "modelwright.server.registry"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from modelwright.server.accounts.projects import BEFORE_DELETION
        from modelwright.server.masterdata import usage
        from modelwright.server.registry import environment
        from modelwright.server.registry.services import delete_models_of

        usage.NODE_USERS.append(environment.users_of)
        BEFORE_DELETION.append(delete_models_of)
