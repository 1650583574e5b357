"""Refusals of the verbs: typed, each with a sentence that the person who tried can act on.

Screens and API turn them into answers in one place (`status_code`).
"""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


class Refused(Exception):
    """A verb did nothing, and says why."""

    code = "refused"
    status_code = 409
    sentence: "_StrOrPromise" = _("This cannot be done.")

    def __init__(self, sentence: "_StrOrPromise | None" = None) -> None:
        if sentence is not None:
            self.sentence = sentence
        super().__init__(self.sentence)

    def __str__(self) -> str:
        return str(self.sentence)


class NotAllowed(Refused):
    code = "not_allowed"
    status_code = 403
    sentence = _("You are not allowed to do this. Ask a team lead or an admin.")


class IllegalTransition(Refused):
    code = "illegal_transition"
    sentence = _("The ticket's state does not allow this.")


class Invalid(Refused):
    code = "invalid"
    status_code = 400
    sentence = _("Something is missing or wrong.")


class Stale(Refused):
    """The conversation moved on after the writer last looked: nothing is sent, the words stay a draft."""

    code = "stale"
    sentence = _("There is something new in this conversation. Read it, then send again: your words are kept.")

    def __init__(self, seen_seq: int, conversation_seq: int) -> None:
        self.seen_seq = seen_seq
        self.conversation_seq = conversation_seq
        super().__init__()


class TooOften(Refused):
    code = "too_often"
    status_code = 429
    sentence = _("That was too often in a short time. Try again later.")


class TooManyEvents(Refused):
    """More than `door.MOST_EVENTS` events of one act: something triggers itself."""

    code = "too_many_events"
    status_code = 500
    sentence = _("One change set off too many others; nothing was changed. An admin should look at the rules.")
