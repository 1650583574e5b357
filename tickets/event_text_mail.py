"""Sentences about mails of ours; part of tickets/event_text.py. To whom one went, and why not, stands at its message."""

from django.utils.translation import gettext as _

from tickets.event_names import Names
from tickets.models import Event


def undelivered(event: Event, who: str, names: Names) -> str:
    return _("An answer came back") if event.data["came_back"] else _("An answer could not be sent")
