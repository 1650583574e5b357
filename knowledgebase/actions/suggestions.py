"""What was offered beside a ticket is counted: shown, put into a reply, sent with it."""

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Permission
from helpdesk import clock
from knowledgebase.listener import addresses_in, articles_at
from knowledgebase.models import Suggestion
from knowledgebase.models.suggestion import SuggestionKind
from knowledgebase.suggesting import Suggested, found_among, suggestions_for
from tickets.access import require
from tickets.content import text_of
from tickets.errors import IllegalTransition
from tickets.models import Message, Ticket
from tickets.models.message import MessageKind

# Later than so, whatever was put in has been thrown away.
_SENT_WITHIN = timedelta(days=7)
_KNOWN_BY = 60
_AT_ONCE = 200


@transaction.atomic
def show_suggestions(ticket: Ticket, *, actor: User) -> list[Suggested]:
    """What may help, noted as shown. Looking again notes only what is new."""
    require(actor, Permission.REPLY)
    suggested = suggestions_for(ticket, actor)
    now = clock.now()
    rows = [
        Suggestion(ticket=ticket, person=actor, kind=one.kind, target=one.target, place=place, shown_at=now)
        for place, one in enumerate(suggested, start=1)
    ]
    Suggestion.objects.bulk_create(rows, ignore_conflicts=True)
    return suggested


@transaction.atomic
def insert_suggestion(ticket: Ticket, *, actor: User, kind: str, target: int) -> Suggested:
    """Note that it was put into a reply, and answer what is put in."""
    require(actor, Permission.REPLY)
    suggested = suggestions_for(ticket, actor)
    chosen = found_among(suggested, kind, target)
    if chosen is None or not chosen.can_be_inserted:
        raise IllegalTransition(_("This is not offered any more. Close the list and open it again."))
    now = clock.now()
    Suggestion.objects.update_or_create(
        ticket=ticket,
        person=actor,
        kind=kind,
        target=target,
        defaults={"inserted_at": now, "words": _known_by(chosen), "sent_at": None},
        create_defaults={
            "place": suggested.index(chosen) + 1,
            "shown_at": now,
            "inserted_at": now,
            "words": _known_by(chosen),
        },
    )
    return chosen


def settle_suggestions() -> int:
    """Note which of those that were put in have been sent; how many. Safe to run twice at once."""
    waiting = Suggestion.objects.filter(inserted_at__gt=clock.now() - _SENT_WITHIN, sent_at=None)
    settled = 0
    for row in waiting.order_by("inserted_at")[:_AT_ONCE]:
        sent = next((message for message in _replies_since(row) if _holds(message, row)), None)
        if sent is not None:
            settled += Suggestion.objects.filter(pk=row.pk, sent_at=None).update(sent_at=sent.created_at)
    return settled


def _replies_since(row: Suggestion) -> QuerySet[Message]:
    said = Message.objects.filter(ticket=row.ticket_id, kind=MessageKind.PUBLIC, author=row.person_id)
    return said.filter(created_at__gte=row.inserted_at).order_by("created_at", "pk")[:20]


def _holds(message: Message, row: Suggestion) -> bool:
    if row.kind == SuggestionKind.ARTICLE:
        return row.target in articles_at(addresses_in(message.html or message.text))
    return row.words in _plain(message.text)


def _known_by(chosen: Suggested) -> str:
    """The middle of the first line that says enough: greetings and names are changed before it is sent."""
    words = text_of(chosen.html) if chosen.html else chosen.text
    lines = [line for line in (_plain(line) for line in words.splitlines()) if len(line) > 20]
    return (lines[0] if lines else _plain(words))[:_KNOWN_BY].strip("….")


def _plain(text: str) -> str:
    return " ".join(text.split())
