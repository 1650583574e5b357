from django.apps import AppConfig
from django.contrib.staticfiles import apps as staticfiles


class HelpdeskConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "helpdesk"

    def ready(self) -> None:
        """Tasks declared with @shared_task belong to our Celery application in every process."""
        import helpdesk.celery  # noqa: F401
        from helpdesk import planned

        planned.install()


class StaticFilesConfig(staticfiles.StaticFilesConfig):
    """Packages bring along files that no page of ours names; a web process keeps the headers of each file that was collected."""

    ignore_patterns = [
        *staticfiles.StaticFilesConfig.ignore_patterns,
        *("*.d.ts", "*.d.ts.map", "*.d.mts", "*.md", "*.py", "*.cjs", "*.cjs.map"),  # what browsers do not load
        "rest_framework",  # its pages of the API: ours speaks JSON only
        "django_htmx",  # its copies of htmx
        *(
            "ext",
            "editors",
            "scripts",
            "htmax*",
            "*.esm*",
        ),  # of htmx: its extensions and helps for those who write with it
    ]
