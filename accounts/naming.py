"""What of the desk's settings still names a thing, such as a team that is put away: whoever names things tells it here."""

from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

Names = Callable[[str, object], list[str]]


def named_by(sort: str, key: object) -> list[str]:
    """The names of what is in force and names it, such as rules that are on: they do nothing with it from now on, or fail.

    `sort`: "team", "person", "macro", "target", "plan", "calendar", "field" (by its own key).
    """
    return [name for names in _namers() for name in names(sort, key)]


@cache
def _namers() -> tuple[Names, ...]:
    return tuple(import_string(path) for path in settings.NAMERS)
