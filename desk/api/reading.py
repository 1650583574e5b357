"""Reading a ticket over the API does what opening it at the desk does: it reads what tells of it too."""

from typing import Any

from accounts.models import User
from desk.notifications.reading import read_ticket
from tickets import actions
from tickets.api.input import ReadIn
from tickets.api.verbs import Verb
from tickets.models import Ticket


def mark_read(ticket: Ticket, person: User, words: dict[str, Any]) -> None:
    """Remember that you have read it; with all of it your notifications that tell of it are read."""
    seen_seq = words.get("seen_seq")
    actions.mark_read(ticket, actor=person, seen_seq=seen_seq)
    if person.unread_notifications and (seen_seq is None or seen_seq >= ticket.conversation_seq):
        read_ticket(ticket, actor=person)


READ = Verb("read", mark_read, ReadIn)
