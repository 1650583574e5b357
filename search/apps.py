from django.apps import AppConfig


class SearchConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "search"

    def ready(self) -> None:
        import search.checks  # noqa: F401  # registers them
        from search import nearest

        nearest.install()
