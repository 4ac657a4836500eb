from django.apps import AppConfig


class DatasetsConfig(AppConfig):
    name = "modelwright.server.datasets"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from modelwright.server.accounts.projects import BEFORE_DELETION
        from modelwright.server.datasets import (
            checking,
            environment,
            fetching,
            packing,
            services,
            surveying,
            taking,
        )
        from modelwright.server.datasets.models import Dataset
        from modelwright.server.jobs import background
        from modelwright.server.masterdata import guide, usage

        background.register(fetching.run_pending)
        background.register(checking.run_pending)
        background.register(packing.run_pending)
        background.register(taking.run_pending)
        usage.NODE_USERS.append(environment.users_of)
        background.register(surveying.run_pending)
        BEFORE_DELETION.append(services.delete_datasets_of)
        guide.insert_after("project", guide.Step("dataset", Dataset.objects.count))
