from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "modelwright.server.training"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from modelwright.server.accounts.projects import BEFORE_DELETION
        from modelwright.server.datasets import services as datasets
        from modelwright.server.jobs import background, failures, kinds
        from modelwright.server.masterdata import guide, usage
        from modelwright.server.notices import topics
        from modelwright.server.training import (
            beginnings,
            cleaning,
            deleting,
            jobs,
            machines,
            telling,
            templates,
            words,
        )

        failures.WORDS.update(reason=words.reason, format=words.format_name, detail=words.detail)
        background.register(cleaning.CleanUp())
        kinds.register(jobs.Training())
        kinds.register(jobs.Rehearsing())
        topics.register(telling.ProcessTopic())
        datasets.USERS.append(templates.users_of)
        usage.PROFILE_USERS.append(machines.users_of_profile)
        usage.LOGIC_USERS.append(templates.users_of_logics)
        guide.insert_after("dataset", beginnings.first_model())
        BEFORE_DELETION.append(deleting.delete_trainings_of)
