from django.apps import AppConfig


class HelpdeskConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "helpdesk"

    def ready(self) -> None:
        """Tasks declared with @shared_task belong to our Celery application in every process."""
        import helpdesk.celery  # noqa: F401
        from helpdesk import planned

        planned.install()
