"""One row of a list of tickets as HTML.

In Python and not in a template: a list draws thirty rows, and their templates took two thirds of the page's time.
"""

from collections.abc import Iterable
from functools import lru_cache

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from desk.queries import Row
from helpdesk.templatetags.ui import Now, avatar, avatar_of, level, priority, status, time_at
from tickets.models import Level, Priority, Status

MOST_TAGS = 4
_NUMBER = 123456789


def rows_html(tickets: Iterable[Row], *, is_solved_view: bool) -> SafeString:
    address = reverse("desk:ticket", args=[_NUMBER])
    now = Now.of_viewer()
    rows = [_row(ticket, address.replace(str(_NUMBER), str(ticket.number)), is_solved_view, now) for ticket in tickets]
    return mark_safe("".join(rows))  # noqa: S308  # each text in a row is escaped below


def _row(ticket: Row, address: str, is_solved_view: bool, now: Now) -> str:
    language = now.language
    unread, dot = (" ticket-row--unread", _dot(language)) if ticket.is_unread else ("", "")
    return f"""
<tr class="ticket-row{unread}" id="ticket-{ticket.number}" data-row>
  <th scope="row" class="ticket-row__main">
    <div class="ticket-row__line"><a class="ticket-row__link" href="{address}" data-row-link>
      {dot}
      <span class="ticket-row__subject">{escape(ticket.subject)}</span>
    </a>
    <span class="ticket-row__snippet" aria-hidden="true">{_snippet(ticket)}</span></div>
    <div class="ticket-row__line"><span class="ticket-row__who">{_who(ticket)} <span class="faint">#{ticket.number}</span></span>
    <span class="ticket-row__tags">{_tags(ticket.tags)}</span></div>
  </th>
  {_marks(ticket.level, ticket.priority, ticket.status, language)}
  <td>{_assignee(ticket) if ticket.assignee_id else _nobody(language)}</td>
  <td class="tickets__when">{_when(ticket, is_solved_view, now)}</td>
</tr>"""


def _snippet(ticket: Row) -> str:
    return ticket.highlight or escape(ticket.snippet)


def _who(ticket: Row) -> str:
    return escape(f"{ticket.requester} · {ticket.organization}" if ticket.organization else ticket.requester)


def _assignee(ticket: Row) -> str:
    return avatar_of(ticket.assignee, str(ticket.assignee_id), decorative=False)


def _tags(tags: list[str]) -> str:
    shown = [f'<span class="badge badge--tag"><span class="badge__text">{escape(tag)}</span></span>' for tag in tags]
    more = len(tags) - MOST_TAGS
    return "".join(shown[:MOST_TAGS]) + (f'<span class="count">+{more}</span>' if more > 0 else "")


def _when(ticket: Row, is_solved_view: bool, now: Now) -> str:
    if is_solved_view:
        return time_at(ticket.solved_at, now, "short") if ticket.solved_at else ""
    return time_at(ticket.waiting_since, now, "short") if ticket.waiting_since else _not_waiting(now.language)


# These depend on nothing but what they are given and the language that is active.
@lru_cache(maxsize=1024)
def _marks(its_level: int, its_priority: int, its_status: str, _language: str | None) -> str:
    return f"""<td>{level(its_level, str(Level(its_level).label))}</td>
  <td>{priority(its_priority, str(Priority(its_priority).label), short=True)}</td>
  <td>{status(its_status, str(Status(its_status).label))}</td>"""


@lru_cache
def _dot(_language: str | None) -> str:
    return f'<span class="ticket-row__dot"><span class="visually-hidden">{escape(_("Unread"))}</span></span>'


@lru_cache
def _nobody(_language: str | None) -> str:
    return f'{avatar(None)}<span class="visually-hidden">{escape(_("Nobody"))}</span>'


@lru_cache
def _not_waiting(_language: str | None) -> str:
    return f'<span class="faint" aria-label="{escape(_("not waiting"))}">–</span>'
