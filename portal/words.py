"""What customers read for a status: whose turn it is, never our own terms."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from tickets.models import Status, Ticket

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a request stands: `key` for filters and colours, the words on it, and what that means for the reader."""

    key: str
    label: "_StrOrPromise"
    short: "_StrOrPromise"
    meaning: "_StrOrPromise"
    icon: str
    tone: str
    statuses: tuple[Status, ...]


STANDS = (
    Stand(
        "with-us",
        _("We're on it"),
        _("With us"),
        _("You get an email as soon as there is news. Is there more to tell? Just write below."),
        "headset",
        "open",
        (Status.NEW, Status.OPEN, Status.ON_HOLD),
    ),
    Stand(
        "with-you",
        _("We need your answer"),
        _("Your turn"),
        _("Our last message asks something of you. Answer below and we go on."),
        "message-circle-question-mark",
        "pending",
        (Status.PENDING,),
    ),
    Stand(
        "solved",
        _("Solved – tell us if not"),
        _("Solved"),
        _("Write below if anything is still open: it comes right back to us."),
        "circle-check",
        "solved",
        (Status.SOLVED,),
    ),
    Stand(
        "closed",
        _("Closed"),
        _("Closed"),
        _("This was solved a while ago. Write below and we open a new request that continues this one."),
        "archive",
        "",
        (Status.CLOSED,),
    ),
)
_BY_STATUS = {status: stand for stand in STANDS for status in stand.statuses}


# Nobody of ours has begun: it would not be true that we are on it.
_RECEIVED = replace(
    _BY_STATUS[Status.NEW],
    label=_("We have it"),
    meaning=_(
        "It waits for the next of us who is free. You get an email as soon as there is news; to tell more, write below."
    ),
)


def stand_of(ticket: Ticket) -> Stand:
    return _RECEIVED if ticket.status == Status.NEW else _BY_STATUS[Status(ticket.status)]
