"""The verbs on proactive messages. Managers write them; whoever gets one stops them by one click."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.people import keys_of
from accounts.permissions import Permission
from helpdesk import clock
from helpdesk.nudge import nudge_once
from mail.models import Mailbox
from mail.proactive.models import (
    AUTOMATIC,
    ProactiveAct,
    ProactiveHistory,
    ProactiveMessage,
    ProactiveRecipient,
    ProactiveState,
    Reached,
    Unsubscribed,
    When,
)
from mail.proactive.segments import FIELDS, customers_in, preview_of
from mail.proactive.wording import require_placeholders
from tickets.access import require
from tickets.content import storable, text_of
from tickets.errors import Invalid
from tickets.html import clean

LONGEST = 100_000
MOST_DAYS = 365
MOST_AN_HOUR = 20_000
_FIELDS = ("subject", "html", "mailbox", "segment", "when", "send_at", "days", "per_hour")


@transaction.atomic
def write_proactive(*, actor: User, mailbox: Mailbox, **words: Any) -> ProactiveMessage:
    """A draft; nothing leaves until it is started. Raises Invalid with what to write instead."""
    require(actor, Permission.PROACTIVE)
    message = ProactiveMessage(author=actor, mailbox=mailbox, created_at=clock.now())
    _set(message, words)
    message.save()
    _note(message, ProactiveAct.WRITTEN, actor)
    return message


@transaction.atomic
def change_proactive(message: ProactiveMessage, *, actor: User, **words: Any) -> bool:
    """Of a draft or a stopped one; whom it reached already does not get it again. False if nothing changes."""
    require(actor, Permission.PROACTIVE)
    message = _locked(message)
    if message.state not in (ProactiveState.DRAFT, ProactiveState.STOPPED):
        raise Invalid(_("It is on its way. Stop it first, then change it."))
    before, occasion = _described(message), _occasion(message)
    _set(message, words)
    if _described(message) == before:
        return False
    _leave_out_outsiders(message, is_other_time=_occasion(message) != occasion)
    message.is_gathered = False  # the segment may be another now
    message.save()
    _note(message, ProactiveAct.CHANGED, actor)
    return True


@transaction.atomic
def start_proactive(message: ProactiveMessage, *, actor: User) -> bool:
    """From now on it goes out, or at its time, or as its days come; False if it runs or is done."""
    require(actor, Permission.PROACTIVE)
    message = _locked(message)
    if message.state in (ProactiveState.RUNNING, ProactiveState.DONE):
        return False
    now = clock.now()
    if message.when == When.AT and not message.recipients.exists():
        _refuse_past(message.send_at, now)
    if not message.is_automatic and not preview_of(message.segment, author=message.author).count:
        raise Invalid(_("Nobody would get it. Choose another segment."))
    message.state, message.started_at = ProactiveState.RUNNING, now
    message.save(update_fields=["state", "started_at"])
    _note(message, ProactiveAct.STARTED, actor)
    transaction.on_commit(_nudge, robust=True)
    return True


@transaction.atomic
def stop_proactive(message: ProactiveMessage, *, actor: User) -> bool:
    """Nobody else gets it until it is started again; False if it does not run."""
    require(actor, Permission.PROACTIVE)
    message = _locked(message)
    if message.state != ProactiveState.RUNNING:
        return False
    message.state = ProactiveState.STOPPED
    message.save(update_fields=["state"])
    _note(message, ProactiveAct.STOPPED, actor)
    return True


def is_unsubscribed(person: User) -> bool:
    """Who was merged into them and wanted none speaks for them, too."""
    return Unsubscribed.objects.filter(person__in=keys_of(person)).exists()


def unsubscribe(person: User) -> bool:
    """No more proactive messages; False if that is so already."""
    return Unsubscribed.objects.get_or_create(person=person, defaults={"at": clock.now()})[1]


def subscribe_again(person: User) -> bool:
    return bool(Unsubscribed.objects.filter(person__in=keys_of(person)).delete()[0])


def note_answer(message_ids: list[str], ticket_number: int) -> None:
    """An answer to one of them opened a request; the first one counts."""
    named = [f"<{message_id}>" for message_id in message_ids]
    ProactiveRecipient.objects.filter(email__message_id__in=named, ticket=None).update(ticket_id=ticket_number)


def _set(message: ProactiveMessage, words: dict[str, Any]) -> None:
    for name, value in words.items():
        if name not in _FIELDS:
            raise TypeError(f"{name} of a proactive message is not set here")
        setattr(message, name, value)
    message.subject = " ".join(storable(message.subject).split())
    message.html = clean(storable(message.html))
    message.segment = {name: list(message.segment[name]) for name in FIELDS if message.segment.get(name)}
    if not message.subject or len(message.subject) > 200:
        raise Invalid(_("Write a subject of at most 200 characters."))
    if not text_of(message.html).strip() or len(message.html) > LONGEST:
        raise Invalid(_("Write the message."))
    require_placeholders(message.subject)
    require_placeholders(message.html)
    if message.when == When.AT and message.send_at is None:
        raise Invalid(_("Choose the time when it is to be sent."))
    if message.when in AUTOMATIC and not (message.days is not None and 0 <= message.days <= MOST_DAYS):
        raise Invalid(_("Write after how many days it is to be sent, from 0 to %(most)s.") % {"most": MOST_DAYS})
    if not 1 <= message.per_hour <= MOST_AN_HOUR:
        raise Invalid(_("At most so many an hour: write a number from 1 to %(most)s.") % {"most": MOST_AN_HOUR})


def _refuse_past(send_at: datetime | None, now: datetime) -> None:
    if send_at is None or send_at <= now:
        raise Invalid(_("Its time is over. Choose a later one, or send it at once."))


def _described(message: ProactiveMessage) -> list[Any]:
    return [getattr(message, name if name != "mailbox" else "mailbox_id") for name in _FIELDS]


def _occasion(message: ProactiveMessage) -> tuple[str, int | None]:
    return message.when, message.days if message.is_automatic else None


def _leave_out_outsiders(message: ProactiveMessage, *, is_other_time: bool) -> None:
    """Who waited for what it was before: of another segment, or by something else that happened. The others still get it."""
    waiting = message.recipients.filter(state=Reached.WAITING)
    if not is_other_time:
        waiting = waiting.exclude(
            person__in=customers_in(message.segment, author=message.author).order_by().values("pk")
        )
    waiting.delete()


def _locked(message: ProactiveMessage) -> ProactiveMessage:
    return (
        ProactiveMessage.objects.select_for_update(of=("self",)).select_related("author", "mailbox").get(pk=message.pk)
    )


def _note(message: ProactiveMessage, act: ProactiveAct, actor: User) -> None:
    ProactiveHistory.objects.create(message=message, act=act, person=actor, at=clock.now())


def _nudge() -> None:
    from mail.proactive.tasks import send_proactive

    nudge_once(send_proactive)
