"""Sentences about articles, for tickets/event_text.py. The events hold all that they say."""

from django.utils.translation import gettext as _

from tickets.event_names import Names
from tickets.events import EventKind
from tickets.models import Event


def article_made(event: Event, who: str, names: Names) -> str:
    return _("%(who)s made an article of this: “%(title)s”") % {"who": who, "title": event.data["title"]}


SENTENCES = {EventKind.ARTICLE_MADE: article_made}
