"""What the mail app does when something happened to a ticket: it writes mails into the outbox, nothing else."""

from accounts.actors import ActorKind
from accounts.general import general
from helpdesk.prepared import Prepared
from mail.following import follow_messages
from mail.outgoing import post_acknowledgement, post_reply
from mail.senders import MACHINE_ADDRESS
from mail.side_conversations import post_side
from outbox.posting import is_past
from tickets.door import current_passage
from tickets.events import EventKind
from tickets.models import Channel, Event, Message

ACKNOWLEDGED = (Channel.EMAIL, Channel.PORTAL, Channel.WIDGET)
# Of messages that stood on another ticket before.
ARRIVALS = (EventKind.MERGED_HERE, EventKind.UNMERGED, EventKind.UNSPLIT_HERE, EventKind.MOVED_HERE)
# Whose words nobody looked at before they went: what an integration hands on, somebody wrote.
OUR_MACHINES = (ActorKind.RULE, ActorKind.BOT, ActorKind.SYSTEM)
WRITTEN_BY_MAIL = (Channel.EMAIL, Channel.PROACTIVE)

_with_author = Prepared(lambda key: Message.objects.filter(pk=key).select_related("author"))


def on_event(event: Event) -> None:
    if is_past():
        return
    if event.kind == EventKind.OPENED:
        _opened(event)
    elif event.kind in ARRIVALS:
        follow_messages(event.data["messages"], to=event.ticket)
    elif event.kind == EventKind.REPLIED and "talk" not in event.data:  # a talk was heard already
        post_reply(
            event.ticket,
            _message(event),
            at=event.at,
            left_out=event.data.get("left_out", ()),
            by_machine=event.actor_kind in OUR_MACHINES,
        )
    elif event.kind in (EventKind.SIDE_OPENED, EventKind.SIDE_WRITTEN):
        message = Message.objects.select_related("author", "side").get(pk=event.data["message"])
        post_side(event.ticket, message, at=event.at)


def _opened(event: Event) -> None:
    ticket = event.ticket
    if "split_from" in event.data:  # it was said and mailed before
        follow_messages(event.data["messages"], to=ticket)
    elif event.data.get("by_staff"):
        if ticket.channel in WRITTEN_BY_MAIL:
            post_reply(ticket, _message(event), at=event.at)
    elif (
        ticket.channel in ACKNOWLEDGED
        and general(current_passage().desk_revision).acknowledges
        and event.data.get("acknowledge", True)
        and not MACHINE_ADDRESS.match(ticket.answer_address)
    ):
        post_acknowledgement(ticket, event.data["message"], at=event.at, answers=event.data.get("message_id"))


def _message(event: Event) -> Message:
    key = event.data["message"]
    return current_passage().said.get(key) or _with_author(key)[0]
