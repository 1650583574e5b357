"""The keys of the desk, in one place: templates take a key from here by its name, and the sheet behind ? is drawn from here.

What templates and behaviors use beside it, tests/desk/test_keys.py finds. A key of several letters ("g i") is pressed one after
the other; helpdesk/keyboard.py says what stands on "Ctrl" elsewhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Key:
    press: str  # as in data-key
    name: object
    # Pressed by a behavior of the page, or by the person in words: no control carries it.
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class KeyGroup:
    name: object
    keys: Mapping[str, Key]


GROUPS = (
    KeyGroup(
        _("Everywhere"),
        {
            "palette": Key("Ctrl K", _("Find or do anything"), is_own=True),
            "search": Key("/", _("Search tickets")),
            "new": Key("c", _("New ticket")),
            "log_talk": Key("l", _("Log a call or a visit")),
            "take_back": Key("Z", _("Undo: take back a reply on its way, or what was just done")),
            "keys": Key("?", _("Show all keys")),
        },
    ),
    KeyGroup(
        _("In a list"),
        {
            "next": Key("j", _("Next ticket"), is_own=True),
            "previous": Key("k", _("Previous ticket"), is_own=True),
            "open": Key("o", _("Open the ticket"), is_own=True),
            "select": Key("x", _("Select the ticket"), is_own=True),
            "select_next": Key("J", _("Select on the way down"), is_own=True),
            "select_previous": Key("K", _("Select on the way up"), is_own=True),
            "take_next": Key("n", _("Take next")),
            "save_view": Key("S", _("Save as view")),
        },
    ),
    KeyGroup(
        _("On a ticket"),
        {
            "reply": Key("r", _("Reply")),
            "note": Key("n", _("Internal note")),
            "forward": Key("f", _("Forward")),
            "take": Key("i", _("Assign to me")),
            "assign": Key("a", _("Assign to…")),
            "solve": Key("e", _("Solve or reopen")),
            "status": Key("s", _("Status")),
            "priority": Key("p", _("Priority")),
            "tag": Key("t", _("Add tags")),
            "ask": Key("q", _("Ask a colleague")),
            "escalate": Key("E", _("Escalate")),
            "suggested": Key("v", _("Similar tickets and articles")),
            "insert_suggested": Key("1", _("Insert the first of them; 2 the second, and so on"), is_own=True),
            "add_task": Key("y", _("Add a task")),
            "snooze": Key("z", _("Snooze")),
            "merge": Key("m", _("Merge into another ticket")),
            "rename": Key("R", _("Rename")),
            "more": Key(".", _("More")),
            "spam": Key("!", _("Mark as spam")),
            "delete": Key("#", _("Delete")),
            "next_ticket": Key("j", _("Next ticket of the list"), is_own=True),
            "previous_ticket": Key("k", _("Previous ticket of the list"), is_own=True),
            "back": Key("u", _("Back to the list")),
        },
    ),
    KeyGroup(
        _("Go to"),
        {
            "view-mine": Key("g i", _("My open")),
            "view-drafts": Key("g d", _("Drafts")),
            "view-questions": Key("g q", _("Questions to me")),
            "view-due": Key("g b", _("Breaching soon")),
            "view-unassigned": Key("g u", _("Unassigned")),
            "view-teams": Key("g t", _("My teams")),
            "view-mentions": Key("g m", _("Mentions")),
            "view-pending": Key("g w", _("Waiting on customer")),
            "view-on_hold": Key("g h", _("On hold")),
            "view-snoozed": Key("g z", _("Snoozed")),
            "view-open": Key("g a", _("All open")),
            "view-solved": Key("g s", _("Solved recently")),
            "notifications": Key("g n", _("Notifications")),
        },
    ),
    KeyGroup(
        _("While writing"),
        {
            "send": Key("Ctrl Enter", _("Send, or add the note"), is_own=True),
            "send_solve": Key("Ctrl Shift Enter", _("Send and solve"), is_own=True),
            "send_ways": Key("Ctrl Shift L", _("Other ways to send, and later"), is_own=True),
            "macro": Key("/", _("Insert a macro, at the start of a line"), is_own=True),
            "mention": Key("@", _("Name a colleague in a note"), is_own=True),
            "leave": Key("Escape", _("Back to the conversation"), is_own=True),
        },
    ),
    KeyGroup(
        _("With tickets selected"),
        {
            "bulk_solve": Key("e", _("Solve")),
            "bulk_assign": Key("a", _("Assign")),
            "bulk_team": Key("T", _("Move to a team")),
            "bulk_status": Key("s", _("Status")),
            "bulk_priority": Key("p", _("Priority")),
            "bulk_tags": Key("t", _("Tags")),
            "bulk_snooze": Key("z", _("Snooze")),
            "bulk_macro": Key("m", _("Macro")),
            "bulk_spam": Key("!", _("Mark as spam")),
            "bulk_delete": Key("#", _("Delete")),
            "bulk_undo": Key("u", _("Undo")),
            "bulk_clear": Key("Escape", _("Deselect"), is_own=True),
        },
    ),
)
KEYS = {name: key for group in GROUPS for name, key in group.keys.items()}
