"""The verbs: every change to a ticket, whoever asks for it, is one of these.

A verb takes the lock, checks permission and state and refuses with a typed error (tickets/errors.py), returns None if nothing
changes, makes the change, and records the event. Called from outside they open their own transaction; called by one another
they share it.
"""

from tickets.actions.announcements import (
    announce,
    archive_announcement,
    change_announcement,
    read_announcement,
    restore_announcement,
    take_thanks_back,
    thank_for,
)
from tickets.actions.asking import answer, ask, withdraw
from tickets.actions.assignment import assign, assign_team
from tickets.actions.bulk import cancel_bulk, start_bulk, undo_bulk
from tickets.actions.checklist import SeenTask, add_task, change_task, order_tasks, remove_task, set_task_done
from tickets.actions.concession_limits import set_concession_limit
from tickets.actions.concessions import (
    approve_concession,
    decline_concession,
    grant_concession,
    reopen_concession,
    withdraw_concession,
)
from tickets.actions.conversation import add_note, receive_automatic, receive_message, reply
from tickets.actions.copying import copy_colleague, uncopy_colleague
from tickets.actions.deriving import derive
from tickets.actions.drafts import DraftVersion, discard_draft, keep_unsent, save_draft
from tickets.actions.emergencies import acknowledge_emergency, declare_emergency, stand_down, take_due_step
from tickets.actions.erasing import erase_person
from tickets.actions.escalation import accept_escalation, de_escalate, decline_escalation, escalate, hand_back
from tickets.actions.fields import set_field, set_fields, set_form
from tickets.actions.following import follow, unfollow
from tickets.actions.holding import hold, schedule, take_back
from tickets.actions.holding_forwards import Forward, hold_forward, send_forward
from tickets.actions.identity import confirm_identity, send_identity_code, verify_identity
from tickets.actions.incidents import answer_incident, detach_incident
from tickets.actions.judging import judge_escalation
from tickets.actions.lifecycle import close, delete, mark_spam, reopen, restore, set_status, solve, unmark_spam
from tickets.actions.linking import link, set_close_rule, unlink
from tickets.actions.macros import add_macro, apply_macro, archive_macro, change_macro, restore_macro, use_macros
from tickets.actions.mentioning import read_mentions
from tickets.actions.merging import merge, unmerge
from tickets.actions.moving import move_message, undo_move
from tickets.actions.opening import open_ticket
from tickets.actions.problems import answer_incidents, answer_tickets
from tickets.actions.properties import set_brand, set_kind, set_priority, set_subject, tag
from tickets.actions.proposals import (
    accept_proposal,
    act_on_proposal,
    dismiss_proposal,
    propose,
    take_back_proposal,
)
from tickets.actions.rating import note_survey, rate
from tickets.actions.reading import mark_read
from tickets.actions.relations import add_participant, remove_participant
from tickets.actions.reminding import end_reminder, remind
from tickets.actions.routing import note_stopped_rule, set_level_at_opening, tell
from tickets.actions.sending import Letter, send_letter
from tickets.actions.side_conversations import (
    close_side_conversation,
    open_side_conversation,
    receive_side_answer,
    write_side,
)
from tickets.actions.snoozing import snooze, unsnooze
from tickets.actions.splitting import split, unsplit
from tickets.actions.taking import take_next
from tickets.actions.talking import log_talk, open_with_talk
from tickets.actions.timing import change_time, log_time, remove_time
from tickets.actions.undoing import undo
from tickets.actions.unsolving import unsolve

__all__ = [
    "accept_proposal",
    "acknowledge_emergency",
    "declare_emergency",
    "stand_down",
    "take_due_step",
    "act_on_proposal",
    "dismiss_proposal",
    "propose",
    "take_back_proposal",
    "note_survey",
    "rate",
    "remove_time",
    "log_time",
    "change_time",
    "DraftVersion",
    "Forward",
    "Letter",
    "SeenTask",
    "accept_escalation",
    "add_macro",
    "add_note",
    "add_participant",
    "copy_colleague",
    "announce",
    "add_task",
    "answer",
    "answer_incident",
    "answer_incidents",
    "answer_tickets",
    "apply_macro",
    "approve_concession",
    "archive_announcement",
    "archive_macro",
    "ask",
    "assign",
    "assign_team",
    "cancel_bulk",
    "change_announcement",
    "change_macro",
    "change_task",
    "close",
    "close_side_conversation",
    "confirm_identity",
    "de_escalate",
    "decline_escalation",
    "decline_concession",
    "delete",
    "derive",
    "detach_incident",
    "discard_draft",
    "end_reminder",
    "erase_person",
    "escalate",
    "follow",
    "grant_concession",
    "hand_back",
    "hold",
    "hold_forward",
    "keep_unsent",
    "judge_escalation",
    "link",
    "log_talk",
    "mark_read",
    "mark_spam",
    "merge",
    "move_message",
    "note_stopped_rule",
    "open_side_conversation",
    "open_ticket",
    "read_announcement",
    "open_with_talk",
    "order_tasks",
    "read_mentions",
    "receive_automatic",
    "receive_message",
    "remind",
    "receive_side_answer",
    "remove_participant",
    "remove_task",
    "reopen",
    "reopen_concession",
    "reply",
    "restore",
    "restore_announcement",
    "restore_macro",
    "save_draft",
    "schedule",
    "send_identity_code",
    "send_forward",
    "send_letter",
    "set_close_rule",
    "set_concession_limit",
    "set_field",
    "set_fields",
    "set_form",
    "set_brand",
    "set_kind",
    "set_level_at_opening",
    "set_priority",
    "set_status",
    "set_subject",
    "set_task_done",
    "snooze",
    "solve",
    "split",
    "start_bulk",
    "tag",
    "take_back",
    "take_next",
    "undo",
    "undo_bulk",
    "take_thanks_back",
    "tell",
    "thank_for",
    "undo_move",
    "unfollow",
    "uncopy_colleague",
    "unlink",
    "unmark_spam",
    "unmerge",
    "unsnooze",
    "unsolve",
    "unsplit",
    "use_macros",
    "verify_identity",
    "withdraw_concession",
    "withdraw",
    "write_side",
]
