"""What differs between two forms of a rule before a ticket, for the history: its conditions and what it sets, in words."""

from typing import Any

from django.utils.translation import gettext as _

from desk.settings.differences import Difference, difference
from mail.rules import told
from tickets.models import Priority


def mail_conditions_told(before: Any, after: Any) -> list[Difference]:
    was, now = ([told(condition) for condition in conditions or ()] for conditions in (before, after))
    return [(_("Conditions"), *difference(was, now, between="; "))]


def sets_told(before: Any, after: Any) -> list[Difference]:
    """Each field that is set to something else than before."""
    was, now = before or {}, after or {}
    labels = {
        "tags": _("Tags"),
        "priority": _("Priority"),
        "team": _("Team"),
        "mailbox": _("Mailbox"),
        "form": _("Form"),
    }
    words = {"priority": dict(Priority.choices)}
    return [
        (label, *difference(was.get(name), now.get(name), words.get(name, {})))
        for name, label in labels.items()
        if was.get(name) != now.get(name)
    ]
