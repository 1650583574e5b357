"""Erasing what a ticket says of a person, at their wish: the only act that changes what was said, and what the log tells of it.

What figures are counted from stays: who wrote when, each change of a column, how long things took. Words go.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.permissions import Permission
from accounts.personal import ERASED, Whom
from tickets.access import require
from tickets.actions.merging_people import tickets_naming
from tickets.content import snippet_of
from tickets.door import verb
from tickets.events import EventKind, record
from tickets.locking import locked
from tickets.models import Event, Field, Message, Ticket
from tickets.models.form import FieldKind

# Answers that are one of a few say nothing of a person, and are counted; all others are their words.
_COUNTED = (FieldKind.CHOICE, FieldKind.TREE, FieldKind.CHECKBOX)
# What events hold in somebody's words. All else in them are keys and codes, which a name may well be spelled like.
_WORDS = frozenset({"reason", "tried", "asked", "answer", "words", "text", "title", "name", "comment", "address", "to"})
_TEXTS = ("text", "html", "quoted_text", "quoted_html", "signature")
_QUOTED = ("quoted_text", "quoted_html")
_COLUMNS = [*_TEXTS, "recipients", "verdict", "talk"]


@verb
def erase_person(ticket: Ticket, *, actor: User, whom: Whom) -> Event | None:
    """What they wrote is gone, and what others wrote names them no more; None when nothing of theirs is left in it.

    Of a request of theirs the subject goes too, and what mails quoted. Their files are erased apart, before. Raises NotAllowed.
    """
    ticket = locked(ticket)
    require(actor, Permission.PRIVACY)
    is_theirs = ticket.requester_id in whom.keys
    messages = list(ticket.messages.order_by("created_at", "pk"))
    is_about = is_theirs or any(message.author_id in whom.keys for message in messages)
    is_close = is_about or ticket.participants.filter(person__in=whom.keys).exists()
    erased = [message for message in messages if _erase_words(message, whom, is_about, is_close)]
    log = [event for event in ticket.events.all() if _erase_log(event, whom, _gone(ticket, is_theirs), is_close)]
    columns = _erase_columns(ticket, whom, messages, is_theirs, is_close)
    if not erased and not log and not columns:
        return None

    Message.objects.bulk_update(erased, _COLUMNS)
    Event.objects.bulk_update(log, ["data"])
    if columns:
        ticket.save(update_fields=columns)
    return record(ticket, EventKind.PERSON_ERASED, actor=actor, person=whom.key, messages=[one.pk for one in messages])


def tickets_of(whom: Whom) -> QuerySet[Ticket]:
    """As requester, as somebody who takes part, or as a writer."""
    named: QuerySet[Ticket] = Ticket.objects.none()
    for person in User.objects.filter(pk__in=whom.keys):
        named = named | tickets_naming(person)
    return named.distinct() if whom.keys else named


def tickets_telling_of(whom: Whom) -> QuerySet[Ticket]:
    """Those of others in whose words they are named: only who reads all of them knows."""
    written = Message.objects.filter(_holds(whom, [*_TEXTS, "recipients", "verdict"])).order_by().values("ticket")
    told = Event.objects.filter(_holds(whom, ["data"])).order_by().values("ticket")
    named = Ticket.objects.filter(_holds(whom, ["subject", "snippet", "fields", "requester_address"])).values("pk")
    return Ticket.objects.filter(Q(pk__in=written) | Q(pk__in=told) | Q(pk__in=named))


def _holds(whom: Whom, columns: Iterable[str]) -> Q:
    found = Q(pk__in=[])
    for column in columns:
        for one in whom.telling:
            found |= Q(**{f"{column}__icontains": one})
    return found


def _erase_words(message: Message, whom: Whom, is_about: bool, is_close: bool) -> bool:
    """Whether anything of the message changed."""
    before = [getattr(message, column) for column in _COLUMNS]
    if message.author_id in whom.keys:
        message.text, message.recipients = ERASED, {}
        message.html = message.quoted_text = message.quoted_html = message.signature = ""
    elif is_about:
        # What is quoted in answers to them are their words.
        message.quoted_text = message.quoted_html = ""
    for column in _TEXTS:
        setattr(message, column, whom.strike(getattr(message, column), closely=is_close))
    for column in ("recipients", "verdict", "talk"):
        setattr(message, column, whom.strike_in(getattr(message, column)))
    return before != [getattr(message, column) for column in _COLUMNS]


def _erase_columns(ticket: Ticket, whom: Whom, messages: list[Message], is_theirs: bool, is_close: bool) -> list[str]:
    """Which columns of the ticket changed."""
    public = [message for message in messages if not message.is_note and not message.is_auto]
    wanted = {
        "subject": ERASED if is_theirs else whom.strike(ticket.subject, closely=is_close),
        "snippet": snippet_of(public[-1].text) if public else whom.strike(ticket.snippet, closely=is_close),
        "requester_address": "" if is_theirs else ticket.requester_address,
        "fields": _erased_answers(ticket.fields, whom, _gone(ticket, is_theirs)),
        "proposed": whom.strike_in(ticket.proposed),
    }
    changed = [column for column, value in wanted.items() if getattr(ticket, column) != value]
    for column in changed:
        setattr(ticket, column, wanted[column])
    return changed


def _gone(ticket: Ticket, is_theirs: bool) -> frozenset[str] | None:
    """The keys of answers that are their own words; None on a ticket that is not theirs."""
    if not is_theirs:
        return None
    counted = Field.objects.filter(kind__in=_COUNTED).values_list("key", flat=True)
    return frozenset(Field.objects.exclude(key__in=counted).values_list("key", flat=True))


def _erased_answers(answers: Any, whom: Whom, gone: frozenset[str] | None) -> Any:
    if not isinstance(answers, dict):
        return answers
    return {key: whom.strike_in(value) for key, value in answers.items() if gone is None or key not in gone}


def _erase_log(event: Event, whom: Whom, gone: frozenset[str] | None, is_close: bool) -> bool:
    """The same of what the log holds, so that the ticket can still be rebuilt from it; whether it changed."""
    data = {key: whom.strike_in(value, closely=is_close and key in _WORDS) for key, value in event.data.items()}
    if snapshot := data.get("snapshot"):
        data["snapshot"] = _erased_state(snapshot, event.data["snapshot"], whom, gone, is_close)
    if changes := data.get("changes"):
        was = event.data["changes"]
        data["changes"] = dict(changes)
        for column in {"subject", "fields"} & changes.keys():
            data["changes"][column] = [
                _erased_state({column: now}, {column: before}, whom, gone, is_close)[column]
                for now, before in zip(changes[column], was[column], strict=True)
            ]
    if gone is not None and event.kind == EventKind.FIELDS_SET:
        data["fields"] = _erased_answers(data["fields"], whom, gone)
    if event.kind == EventKind.RATED and (gone is not None or event.actor_id in whom.keys):
        data["comment"] = ""
    changed, event.data = data != event.data, data
    return changed


def _erased_state(
    columns: dict[str, Any], before: dict[str, Any], whom: Whom, gone: frozenset[str] | None, is_close: bool
) -> dict[str, Any]:
    """Tracked columns as they would have been: `columns` have been struck, `before` have not."""
    erased = dict(columns)
    if "subject" in before:
        erased["subject"] = ERASED if gone is not None else whom.strike(before["subject"], closely=is_close)
    if "fields" in before:
        erased["fields"] = _erased_answers(before["fields"], whom, gone)
    return erased
