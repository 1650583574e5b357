"""Messages that are about something else become a ticket of their own, and come back."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import User
from accounts.permissions import Permission
from helpdesk.insert import insert
from tickets.access import require_permission
from tickets.actions import transfers
from tickets.actions.checklist import bring_tasks, task_columns
from tickets.actions.concessions import bring_concessions, concession_columns
from tickets.actions.emergencies import bring_emergencies
from tickets.actions.escalation import end_escalation
from tickets.actions.opening import terms_for
from tickets.actions.timing import bring_time, time_columns
from tickets.actions.transferring_links import bring_links, kind_column
from tickets.content import snippet_of, whole_subject
from tickets.door import current_passage, verb
from tickets.errors import Invalid
from tickets.events import EventKind, change, record, record_opening
from tickets.locking import locked
from tickets.models import Event, Message, Participant, Sentiment, Status, Ticket, Transfer
from tickets.models.message import MessageKind
from tickets.models.participant import ParticipantRole
from tickets.models.transfer import TransferKind
from tickets.sentiment import sentiment_of
from tickets.waiting import Waits, oldest, waits_of


@verb
def split(ticket: Ticket, *, actor: Actor, messages: Iterable[Message], subject: str = "") -> Ticket:
    """Open a ticket of its own for some messages, as of the time of the first of them; the new ticket.

    It belongs to whoever wrote the first customer's message, stays with the same team and person, and waits where one of its
    messages was not answered. Raises Invalid for messages that are not here, for all of them, and for none that was public.
    """
    ticket = locked(ticket)
    require_permission(actor, Permission.MERGE, ticket)
    chosen = sorted(messages, key=lambda message: (message.created_at, message.pk))
    refuse_split(ticket, chosen, actor=actor)

    keys = [message.pk for message in chosen]
    waits = waits_of(ticket.events.all())
    came = {str(key): waits[str(key)] for key in keys if str(key) in waits}
    first = next(message for message in chosen if is_said(message))
    new = _split_off(ticket, chosen, first, came, subject)
    terms = terms_for(new, {"by_staff": first.from_staff, "tags": []})
    insert(new)
    current_passage().note_opening(new, first.pk)
    transfer = transfers.start(TransferKind.SPLIT, ticket, new, keys, waits=waits, waits_there={})
    order = [key for key in transfer.before["order"] if key not in keys]
    new_order = [key for key in transfer.before["order"] if key in keys]
    transfer.before["seen"] = transfers.renumber(ticket, transfer.before["order"], order)
    transfers.renumber(new, [], new_order)
    transfer.save(update_fields=["before"])
    _copy_in(new, people_in_copy(ticket, chosen))
    record_opening(
        new,
        actor=actor,
        message=first.pk,
        by_staff=first.from_staff,
        tags=[],
        acknowledge=False,
        split_from=ticket.pk,
        batch=transfer.pk,
        messages=keys,
        replies=_times_of(message for message in chosen if _is_reply(message)),
        asked=_times_of(message for message in chosen if _is_asked(message)),
        waits_here=came,
        **terms,
    )
    left = transfers.without(waits, came)
    record(
        ticket,
        EventKind.SPLIT,
        actor=actor,
        changes=change(ticket, conversation_seq=len(order), waiting_since=oldest(left)),
        snippet=transfers.newest_words(ticket),
        batch=transfer.pk,
        other=new.pk,
        messages=keys,
        waits_gone=list(came),
    )
    return new


@verb
def unsplit(ticket: Ticket, *, actor: Actor) -> Event | None:
    """Take a split back: all that stands on the split-off `ticket` returns, what was written there since behind the rest.

    The ticket is then closed and leads to where it came from; people, unsent words and what was granted go along. None if it
    was not split off or that is undone. Raises IllegalTransition while something later builds on the split, and when an
    emergency is running on both.
    """
    transfer = ticket.transfers_in.filter(kind=TransferKind.SPLIT, undone_at__isnull=True).first()
    if transfer is None:
        require_permission(actor, Permission.MERGE, ticket)
        return None
    transfer.target = ticket
    both = transfers.locked_for_undo(transfer, actor)
    if both is None:
        return None
    source, ticket = both

    waits = waits_of(ticket.events.all())
    waits_there = waits_of(source.events.all())
    written = transfers.order_of(ticket)
    since = list(ticket.messages.exclude(pk__in=transfer.messages).values_list("pk", flat=True))
    before = transfers.order_of(source)
    transfers.bring_back(transfer)
    Message.objects.filter(pk__in=since).update(ticket=source, moved_at=current_passage().now())
    order = _order_again(transfer, before, written)
    transfers.renumber(source, before, order, back=transfer.before["seen"])
    transfers.bring_people(ticket, source)
    transfers.bring_drafts(ticket, source)
    bring_tasks(ticket, source)
    bring_time(ticket, source)
    transfer.before |= {
        "concessions": bring_concessions(ticket, source),
        "emergencies": bring_emergencies(ticket, source),
        "links": bring_links(ticket, source),
    }
    transfer.save(update_fields=["before"])
    transfers.bring_reminders(ticket, source)
    end_escalation(ticket)

    fresh = transfers.fresh_for(source, waits, EventKind.SPLIT, transfer)
    columns = transfers.arrival(source, waits_there | waits, fresh=fresh, touched=False)
    event = record(
        source,
        EventKind.UNSPLIT_HERE,
        actor=actor,
        changes=change(
            source,
            **columns,
            conversation_seq=len(order),
            **kind_column(source),
            **task_columns(source),
            **concession_columns(source),
            **time_columns(source),
        ),
        snippet=transfers.newest_words(source),
        batch=transfer.pk,
        other=ticket.pk,
        messages=[*transfer.messages, *since],
        waits_here=waits,
        added=transfers.bring_tags(ticket, source),
    )
    transfers.close_away(ticket, EventKind.UNSPLIT, transfer, actor=actor, into=source, waits=waits)
    return event


def refuse_split(ticket: Ticket, chosen: list[Message], *, actor: Actor) -> None:
    """Raise unless these messages may become a ticket of their own."""
    transfers.refuse_source(ticket, actor)
    if not chosen or any(message.ticket_id != ticket.pk for message in chosen):
        raise Invalid(_("Choose messages that stand on this ticket."))
    if not any(is_said(message) for message in chosen):
        raise Invalid(_("Choose at least one message that is no note: a ticket needs somebody who said something."))
    if not ticket.messages.exclude(pk__in=[message.pk for message in chosen]).filter(seq__isnull=False).exists():
        raise Invalid(_("That is all there is. Leave at least one message here."))


def is_said(message: Message) -> bool:
    """In public, and by a person."""
    return message.kind == MessageKind.PUBLIC and message.seq is not None


def _is_reply(message: Message) -> bool:
    return is_said(message) and message.from_staff and message.is_human


def _is_asked(message: Message) -> bool:
    return is_said(message) and message.from_customer and not message.thanks


def _times_of(messages: Iterable[Message]) -> dict[str, str]:
    """By key, for the log of a ticket that has no events of its own about them."""
    return {str(message.pk): message.created_at.isoformat() for message in messages}


def requester_of(ticket: Ticket, chosen: list[Message]) -> User:
    """Whose ticket the split-off one will be: the first customer's who wrote in it."""
    writers = (message.author for message in chosen if message.from_customer and is_said(message))
    return next((writer for writer in writers if writer is not None), ticket.requester)


def _split_off(ticket: Ticket, chosen: list[Message], first: Message, waits: Waits, subject: str) -> Ticket:
    now = current_passage().now()
    requester = requester_of(ticket, chosen)
    said = [message for message in chosen if is_said(message)]
    replies = [message.created_at for message in said if _is_reply(message) and message != first]
    # As `transfers.newest_words` has it: what a rule wrote is shown, too.
    newest = next(one for one in reversed(chosen) if one.kind == MessageKind.PUBLIC and not one.is_auto)
    return Ticket(
        subject=whole_subject(subject) or ticket.subject,
        snippet=snippet_of(newest.text),
        status=Status.OPEN,
        priority=ticket.priority,
        channel=first.channel,
        level=ticket.level,
        requester=requester,
        requester_address=ticket.requester_address if requester == ticket.requester else "",
        organization_id=ticket.organization_id if requester == ticket.requester else requester.organization_id,
        team_id=ticket.team_id,
        assignee_id=ticket.assignee_id,
        mailbox_id=ticket.mailbox_id,
        brand_id=ticket.brand_id,
        language=ticket.language,
        sentiment=_sentiment_in(said, ticket.language),
        conversation_seq=sum(message.seq is not None for message in chosen),
        event_seq=1,
        opened_at=first.created_at,
        updated_at=now,
        waiting_since=oldest(waits),
        first_reply_at=min(replies, default=None),
    )


def _sentiment_in(said: list[Message], language: str) -> Sentiment:
    """Of what a customer said last."""
    words = next((message.text for message in reversed(said) if message.from_customer), "")
    return sentiment_of(words, language)


def people_in_copy(ticket: Ticket, chosen: list[Message]) -> list[User]:
    """Who goes on reading and being answered: other customers who wrote one of these, and who is in copy and got one of them."""
    requester = requester_of(ticket, chosen)
    said = [message for message in chosen if is_said(message)]
    wrote = [message.author for message in said if message.from_customer and message.author is not None]
    got = {address for message in said for field in ("to", "cc") for address in message.recipients.get(field, ())}
    copied = ticket.participants.filter(role=ParticipantRole.CC).select_related("person").order_by("pk")
    addressed = [row.person for row in copied if row.person.email in got]
    return [person for person in dict.fromkeys([*wrote, *addressed]) if person != requester]


def _copy_in(new: Ticket, people: Iterable[User]) -> None:
    now = current_passage().now()
    Participant.objects.bulk_create(
        Participant(ticket=new, person=person, role=ParticipantRole.CC, since=now) for person in people
    )


def _order_again(transfer: Transfer, before: list[int], written: list[int]) -> list[int]:
    """What was here in its old order, then what came here since, then what was written on the split-off ticket since."""
    old = transfer.before["order"]
    here = {*before, *written}
    return [
        *(key for key in old if key in here),
        *(key for key in before if key not in old),
        *(key for key in written if key not in old),
    ]
