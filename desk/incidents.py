"""The page on which a problem's incidents, or all tickets about an issue, are answered with one message: who is chosen, and what
each would read."""

import uuid
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.models import User
from tickets.content import html_of
from tickets.errors import Invalid
from tickets.html import clean
from tickets.incidents import IncidentLetter, letters_for
from tickets.models import Ticket
from tickets.models.bulk import MOST_TICKETS
from tickets.models.ticket import TicketQuerySet
from tickets.placeholders import require_liquid

MOST_SHOWN = 100
_LONGEST_LIST = 40 * MOST_TICKETS


@dataclass(frozen=True, slots=True)
class Row:
    """An incident as it is offered; `value` names it together with what its writer sees of it."""

    letter: IncidentLetter
    value: str
    is_chosen: bool


@dataclass(slots=True)
class Typed:
    """What the form says. `seen`: of each chosen incident the conversation_seq that the page showed; None before any choice."""

    html: str = ""
    text: str = ""
    seen: dict[int, int] | None = None
    solving: bool = True
    solving_problem: bool = False
    key: str = field(default_factory=lambda: uuid.uuid4().hex)

    @property
    def words(self) -> str:
        return clean(self.html or html_of(self.text))


@dataclass(frozen=True, slots=True)
class Offer:
    """`others` are those that the page does not show one by one, in one value."""

    rows: list[Row]
    others: str
    others_count: int
    are_others_chosen: bool
    chosen_count: int
    problem: str = ""  # with the words

    @property
    def warnings(self) -> int:
        return sum(bool(row.letter.warning) for row in self.rows if row.is_chosen)


def typed_in(form: QueryDict) -> Typed:
    """Raises Invalid for numbers that are none."""
    values = [part for value in form.getlist("incident") for part in value[:_LONGEST_LIST].split(",") if part]
    return Typed(
        html=form.get("html", ""),
        text=form.get("text", ""),
        seen=dict(_seen(value) for value in values),
        solving=bool(form.get("solving")),
        solving_problem=bool(form.get("solving_problem")),
        key=form.get("key", ""),
    )


def offer_for(offered: TicketQuerySet, person: User, typed: Typed) -> Offer:
    """Before any choice, those that are not solved are chosen."""
    related = offered.select_related("requester", "organization", "team", "mailbox")
    tickets = list(related[: MOST_TICKETS + 1])[:MOST_TICKETS]
    shown, others = tickets[:MOST_SHOWN], tickets[MOST_SHOWN:]
    words, wrong = typed.words, ""
    try:
        require_liquid(words)
        letters = letters_for(shown, html=words, writer=person)
    except Invalid as refusal:
        letters, wrong = letters_for(shown, html="", writer=person), str(refusal)
    chosen = {one.pk for one in tickets if not one.is_solved} if typed.seen is None else typed.seen.keys()
    return Offer(
        rows=[Row(letter, _value(letter.ticket), letter.ticket.pk in chosen) for letter in letters],
        others=",".join(map(_value, others)),
        others_count=len(others),
        are_others_chosen=bool(others) and others[0].pk in chosen,
        chosen_count=sum(one.pk in chosen for one in tickets),
        problem=wrong,
    )


def _value(ticket: Ticket) -> str:
    return f"{ticket.pk}-{ticket.conversation_seq}"


def _seen(value: str) -> tuple[int, int]:
    number, _sign, seen = value.partition("-")
    if not all(part.isascii() and part.isdecimal() and len(part) < 16 for part in (number, seen)):
        raise Invalid(_("Choose at least one ticket."))
    return int(number), int(seen)
