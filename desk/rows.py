"""One row of a list of tickets as HTML.

In Python and not in a template: a list draws thirty rows, and their templates took two thirds of the page's time.
"""

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import lru_cache

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from accounts.brands import brand_of
from desk.columns import Shown
from desk.queries import Row
from desk.snoozing import short_moment
from desk.templatetags.due import due_at
from helpdesk.templatetags.ui import Now, avatar, avatar_of, icon, level, priority, sentiment, status, time_at
from tickets.fields import PATH_SIGN
from tickets.models import Channel, Kind, Level, Priority, Sentiment, Status
from tickets.models.saved_view import ListColumn

MOST_TAGS = 4
MOST_ANSWERS = 3
_NUMBER = 123456789
_PLACE = str(_NUMBER)
Cell = Callable[[Row, Now], str]


def rows_html(tickets: Iterable[Row], shown: Shown) -> SafeString:
    address = reverse("desk:ticket", args=[_NUMBER])
    now = Now.of_viewer()
    rows = [_row(ticket, address.replace(str(_NUMBER), str(ticket.number)), shown, now) for ticket in tickets]
    return mark_safe("".join(rows))  # noqa: S308  # each text in a row is escaped below


def _row(ticket: Row, address: str, shown: Shown, now: Now) -> str:
    unread, dot = (" ticket-row--unread", _dot(now.language)) if ticket.is_unread else ("", "")
    tags = _tags(ticket.tags) if ListColumn.TAGS in shown.columns else ""
    upset = _upset(now.language) if ticket.is_upset else ""
    cells = "".join([_CELLS[column](ticket, now) for column in shown.cells])
    return f"""
<tr class="ticket-row{unread}" id="ticket-{ticket.number}" data-row>
  <th scope="row" class="ticket-row__main">{_select(ticket.number, now)}<div class="ticket-row__lines">
    <div class="ticket-row__line"><a class="ticket-row__link" href="{address}" data-row-link>
      {dot}
      <span class="ticket-row__subject">{escape(ticket.subject)}</span>
    </a>
    {upset}{_held(ticket.held_until) if ticket.held_until else ""}{_snippet(ticket)}</div>
    <div class="ticket-row__line ticket-row__line--people">
    <span class="ticket-row__who">{_who(ticket, shown)} <span class="faint">#{ticket.number}</span></span>
    <span class="ticket-row__tags">{tags}</span></div>
  </div></th>{cells}
</tr>"""


def _held(until: datetime) -> str:
    """An answer waits on it for its time."""
    name = escape(_("An answer leaves %(time)s") % {"time": short_moment(until)})
    return f'<span class="ticket-row__held" title="{name}">{icon("mail-clock", label=name)}</span>'


@lru_cache
def _upset(_language: str | None) -> str:
    return f'<span class="ticket-row__upset">{sentiment(Sentiment.UPSET, str(Sentiment.UPSET.label))}</span>'


def _snippet(ticket: Row) -> str:
    if ticket.highlight:
        return f'<span class="ticket-row__snippet">{ticket.highlight}</span>'
    return f'<span class="ticket-row__snippet" aria-hidden="true">{escape(ticket.snippet)}</span>'


def _who(ticket: Row, shown: Shown) -> str:
    if ticket.organization and ListColumn.ORGANIZATION in shown.columns:
        return escape(f"{ticket.requester} · {ticket.organization}")
    return escape(ticket.requester)


def _tags(tags: list[str]) -> str:
    shown = [f'<span class="badge badge--tag"><span class="badge__text">{escape(tag)}</span></span>' for tag in tags]
    more = len(tags) - MOST_TAGS
    return "".join(shown[:MOST_TAGS]) + (f'<span class="count">+{more}</span>' if more > 0 else "")


def _assignee_cell(ticket: Row, now: Now) -> str:
    who = avatar_of(ticket.assignee, str(ticket.assignee_id), decorative=False) if ticket.assignee_id else ""
    return f'<td class="tickets__assignee">{who or _nobody(now.language)}</td>'


def _waiting_cell(ticket: Row, now: Now) -> str:
    when = time_at(ticket.waiting_since, now, "short") if ticket.waiting_since else _not_waiting(now.language)
    return f'<td class="tickets__when">{when}</td>'


def _due_cell(ticket: Row, now: Now) -> str:
    due = due_at(ticket.next_due_at, now) if ticket.next_due_at else _nothing_due(now.language)
    return f'<td class="tickets__when tickets__due" data-name="{_due_name(now.language)}">{due}</td>'


def _time_cell(column: str) -> Cell:
    def cell(ticket: Row, now: Now) -> str:
        at = getattr(ticket, column)
        return f'<td class="tickets__when">{time_at(at, now, "short") if at else ""}</td>'

    return cell


# These depend on nothing but what they are given and the language that is active.
@lru_cache(maxsize=64)
def _level_cell(value: int, _language: str | None) -> str:
    return f'<td class="tickets__level">{level(value, str(Level(value).label))}</td>'


@lru_cache(maxsize=64)
def _priority_cell(value: int, _language: str | None) -> str:
    return f'<td class="tickets__priority">{priority(value, str(Priority(value).label), short=True)}</td>'


@lru_cache(maxsize=64)
def _status_cell(value: str, _language: str | None) -> str:
    return f'<td class="tickets__status">{status(value, str(Status(value).label))}</td>'


@lru_cache(maxsize=64)
def _channel_cell(value: str, _language: str | None) -> str:
    return f'<td class="tickets__channel">{escape(Channel(value).label)}</td>'


@lru_cache(maxsize=64)
def _kind_cell(value: str, _language: str | None) -> str:
    return f'<td class="tickets__kind">{escape(Kind(value).label)}</td>'


def _brand_cell(ticket: Row, now: Now) -> str:
    return f'<td class="tickets__brand"><bdi>{escape(brand_of(ticket.brand_id).name)}</bdi></td>'


def _fields_cell(ticket: Row, now: Now) -> str:
    """The first answers; a tick says nothing without its question."""
    answers = json.loads(ticket.fields).values() if ticket.fields != "{}" else ()
    told = [PATH_SIGN.join(value) if isinstance(value, list) else str(value) for value in answers if value is not True]
    return f'<td class="tickets__fields">{escape(" · ".join(told[:MOST_ANSWERS]))}</td>'


@lru_cache
def _dot(_language: str | None) -> str:
    return f'<span class="ticket-row__dot"><span class="visually-hidden">{escape(_("Unread"))}</span></span>'


def _select(number: int, now: Now) -> str:
    return _selecting(now.language).replace(_PLACE, str(number))


@lru_cache
def _selecting(_language: str | None) -> str:
    name = escape(_("Select #%(number)s") % {"number": _NUMBER})
    box = f'<input type="checkbox" data-select value="{_NUMBER}" aria-label="{name}">'
    return f'<label class="ticket-row__select">{box}</label>'


@lru_cache
def _nobody(_language: str | None) -> str:
    return f'{avatar(None)}<span class="visually-hidden">{escape(_("Nobody"))}</span>'


@lru_cache
def _not_waiting(_language: str | None) -> str:
    return f'<span class="faint" aria-label="{escape(_("not waiting"))}">–</span>'


@lru_cache
def _due_name(_language: str | None) -> str:
    """Shown where the table has no heads."""
    return escape(_("Due"))


@lru_cache
def _nothing_due(_language: str | None) -> str:
    return f'<span class="faint" aria-label="{escape(_("nothing due"))}">–</span>'


_CELLS: dict[str, Cell] = {
    "kind": lambda ticket, now: _kind_cell(ticket.kind, now.language),
    "fields": _fields_cell,
    "channel": lambda ticket, now: _channel_cell(ticket.channel, now.language),
    "brand": _brand_cell,
    "level": lambda ticket, now: _level_cell(ticket.level, now.language),
    "priority": lambda ticket, now: _priority_cell(ticket.priority, now.language),
    "status": lambda ticket, now: _status_cell(ticket.status, now.language),
    "assignee": _assignee_cell,
    "opened": _time_cell("opened_at"),
    "updated": _time_cell("updated_at"),
    "due": _due_cell,
    "waiting": _waiting_cell,
    "solved": _time_cell("solved_at"),
    "snoozed": _time_cell("snoozed_until"),
}
