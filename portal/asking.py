"""Sending what a customer wrote: through the verbs, once however often the button was pressed."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import get_language

from accounts.brands import brand_shown
from accounts.models import User
from accounts.people import is_address_of, person_for_address
from helpdesk import clock
from portal.files import given_to
from portal.models import PendingRequest, Submission
from tickets.actions import open_ticket, receive_message
from tickets.content import Body, storable
from tickets.errors import Invalid
from tickets.fields import value_text
from tickets.forms import fields_named
from tickets.models import Attachment, Channel, Ticket, TicketForm

_PENDING_LIFE = timedelta(days=3)
_TOKEN_LIFE = timedelta(days=30)


def ask(
    *,
    person: User,
    token: uuid.UUID,
    subject: str,
    text: str,
    form: TicketForm | None = None,
    answers: Mapping[str, object] | None = None,
    attachments: Sequence[Attachment] = (),
    channel: Channel = Channel.PORTAL,
) -> Ticket:
    """Open a request of the brand whose portal or widget it is; the one already opened if this form was sent before.

    Raises Refused.
    """
    return _once(
        person,
        token,
        lambda: open_ticket(
            actor=person,
            requester=person,
            subject=subject,
            body=Body.from_text(text),
            channel=channel,
            attachments=attachments,
            brand_id=brand_shown().pk,
            language=(get_language() or "")[:10],
            form=form,
            answers=answers,
        ),
    )


def answer(
    ticket: Ticket,
    *,
    person: User,
    token: uuid.UUID,
    text: str,
    attachments: Sequence[Attachment] = (),
    channel: Channel = Channel.PORTAL,
) -> Ticket:
    """Add to a request; the request it landed on, which is a new one when this was closed. Raises Refused."""
    return _once(
        person,
        token,
        lambda: (
            receive_message(
                ticket, actor=person, body=Body.from_text(text), channel=channel, attachments=attachments
            ).ticket
        ),
    )


def keep(
    *,
    token: uuid.UUID,
    email: str,
    name: str,
    subject: str,
    text: str,
    form: TicketForm | None = None,
    answers: Mapping[str, object] | None = None,
    attachments: Sequence[Attachment],
) -> PendingRequest:
    """Keep the words of somebody until they have shown that the address is theirs."""
    words: dict[str, Any] = {"name": storable(name), "subject": storable(subject), "text": storable(text)}
    words |= {"form": form, "answers": dict(answers or {})}
    pending, _created = PendingRequest.objects.update_or_create(token=token, email=email, defaults=words)
    pending.attachments.set(attachments)
    return pending


def open_pending(pending: PendingRequest, *, person: User, channel: Channel = Channel.PORTAL) -> Ticket:
    """The kept words become a request of the person whose address they were sent from."""
    if not is_address_of(person, pending.email):
        raise ValueError("The words were kept for another address.")
    person = person_for_address(person.email, pending.name)
    with transaction.atomic():
        files = given_to(person, pending.attachments.all())
        ticket = _ask_kept(pending, person, files, channel)
        pending.delete()
    return ticket


def _ask_kept(pending: PendingRequest, person: User, files: Sequence[Attachment], channel: Channel) -> Ticket:
    """Where the topic has changed meanwhile and would ask otherwise, its answers become words: nothing that was said is lost."""
    words: dict[str, Any] = {"person": person, "token": pending.token, "subject": pending.subject, "attachments": files}
    words["channel"] = channel
    try:
        return ask(**words, text=pending.text, form=pending.form, answers=pending.answers)
    except Invalid:
        return ask(**words, text="\n".join([pending.text, "", *_told(pending)]))


def _told(pending: PendingRequest) -> list[str]:
    named = fields_named(pending.answers)
    return [
        f"{named[key].name}: {value_text(named[key], value)}" for key, value in pending.answers.items() if key in named
    ]


def _once(person: User, token: uuid.UUID, act: Callable[[], Ticket]) -> Ticket:
    """The unique row makes a second press wait for the first and then find what came of it."""
    with transaction.atomic():
        submission, is_first = Submission.objects.get_or_create(person=person, token=token)
        if is_first or submission.ticket is None:
            submission.ticket = act()
            submission.save(update_fields=["ticket"])
    return submission.ticket


def forget_unconfirmed() -> int:
    """Remove words whose address nobody confirmed within three days, and tokens of forms sent long ago; how many words."""
    now = clock.now()
    Submission.objects.filter(created_at__lt=now - _TOKEN_LIFE).delete()
    removed, _by_model = PendingRequest.objects.filter(created_at__lt=now - _PENDING_LIFE).delete()
    return removed
