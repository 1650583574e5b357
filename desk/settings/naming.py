"""What still names a thing that was put away: rules and policies, which then do nothing with it or fail."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.naming import named_by
from helpdesk.labels import quoted

MOST_NAMED = 5


def warn_of_users(request: HttpRequest, sort: str, key: object) -> None:
    """Say it beside what was done. `sort`: "team", "person", "macro", "target", "plan", "calendar", "field" (by its own key)."""
    if said := words_of_users(sort, key):
        messages.warning(request, said)


def words_of_users(sort: str, key: object) -> str:
    """The sentence; empty where nothing names it."""
    users = named_by(sort, key)
    if not users:
        return ""
    listed = ", ".join(map(quoted, users[:MOST_NAMED])) + (" …" if len(users) > MOST_NAMED else "")
    return _("It is still named by %(names)s. What they do with it fails from now on: change them.") % {"names": listed}
