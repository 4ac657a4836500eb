from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "modelwright.server.journal"

    def ready(self) -> None:
        from modelwright.server.jobs import background
        from modelwright.server.journal import pruning, services

        background.register(services.seal_pending)
        background.register(pruning.KeepForLimitedTime())
