"""The verbs: every change to a ticket, whoever asks for it, is one of these.

A verb takes the lock, checks permission and state and refuses with a typed error (tickets/errors.py), returns None if nothing
changes, makes the change, and records the event. Called from outside they open their own transaction; called by one another
they share it.
"""

from tickets.actions.assignment import assign, assign_team
from tickets.actions.conversation import add_note, receive_automatic, receive_message, reply
from tickets.actions.drafts import DraftVersion, discard_draft, keep_unsent, save_draft
from tickets.actions.escalation import accept_escalation, de_escalate, decline_escalation, escalate, hand_back
from tickets.actions.lifecycle import close, delete, mark_spam, reopen, restore, set_status, solve, unmark_spam
from tickets.actions.opening import open_ticket
from tickets.actions.properties import set_kind, set_priority, set_subject, tag
from tickets.actions.reading import mark_read
from tickets.actions.relations import add_participant, link, remove_participant, unlink

__all__ = [
    "DraftVersion",
    "accept_escalation",
    "add_note",
    "add_participant",
    "assign",
    "assign_team",
    "close",
    "de_escalate",
    "decline_escalation",
    "delete",
    "discard_draft",
    "escalate",
    "hand_back",
    "keep_unsent",
    "link",
    "mark_read",
    "mark_spam",
    "open_ticket",
    "receive_automatic",
    "receive_message",
    "remove_participant",
    "reopen",
    "reply",
    "restore",
    "save_draft",
    "set_kind",
    "set_priority",
    "set_status",
    "set_subject",
    "solve",
    "tag",
    "unlink",
    "unmark_spam",
]
