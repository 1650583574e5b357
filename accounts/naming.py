"""What of the desk's settings still names a thing, such as a team that is put away: whoever names things tells it here."""

from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string
from rest_framework import serializers

Names = Callable[[str, object], list[str]]


def named_by(sort: str, key: object) -> list[str]:
    """The names of what is in force and names it, such as rules that are on: they do nothing with it from now on, or fail.

    `sort`: "team", "person", "macro", "target", "plan", "calendar", "field" (by its own key).
    """
    return [name for names in _namers() for name in names(sort, key)]


class Named(serializers.Serializer):
    """Beside what was put away, over the API."""

    named_by = serializers.SerializerMethodField(
        help_text="The rules that are on, policies in force and emergency plans that still name it: change them."
    )

    sort = ""
    key = "pk"

    def get_named_by(self, thing: object) -> list[str]:
        return named_by(self.sort, getattr(thing, self.key))


@cache
def _namers() -> tuple[Names, ...]:
    return tuple(import_string(path) for path in settings.NAMERS)
