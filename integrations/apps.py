from django.apps import AppConfig


class IntegrationsConfig(AppConfig):
    name = "integrations"

    def ready(self) -> None:
        from integrations.transferring import issues_after
        from tickets.previews import foretell_merges_with

        foretell_merges_with(issues_after)
