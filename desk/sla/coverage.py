"""The picture of coverage: a week, hour by hour, with who is there and what comes."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from accounts.http import AgentRequest, may_required
from accounts.languages import language_name, languages_of_customers
from accounts.models import Team
from accounts.permissions import Permission
from sla.coverage import Cell, Coverage, Gap, coverage_of, teams_for
from sla.coverage_words import clock_of, gap_sentence, tickets_words, when
from sla.words import DAY_NAMES

_REASON = gettext_lazy("How hours are covered is for team leads and admins.")
SENTENCES = 5
# How many tickets an hour brings, in steps of the hour that brings most.
_STEPS = 4


@dataclass(frozen=True, slots=True)
class ShownCell:
    """What an hour of the table says: a few characters to see, a sentence to hear or to hover for."""

    cell: Cell
    state: str
    step: int
    tickets: str
    words: str


@require_safe
@may_required(Permission.ABILITIES, _REASON)
def coverage(request: AgentRequest) -> HttpResponse:
    """In the viewer's zone; `team` and `language` narrow it."""
    team, language = _team(request), _language(request)
    zone = timezone.get_current_timezone()
    found = coverage_of(request.user, zone=zone, team=team, language=language)
    context = {
        "coverage": found,
        "days": [(name, str(name)[:2]) for name in DAY_NAMES],
        "hours": [(f"{hour:02}", [_shown(cell, found.most) for cell in row]) for hour, row in enumerate(found.cells)],
        "sentences": [gap_sentence(gap) for gap in found.gaps[:SENTENCES]],
        "gaps": [_row(gap) for gap in found.gaps],
        "notes": _notes(found),
        "total": tickets_words(found.tickets),
        "share": round(found.uncovered / found.tickets * 100) if found.tickets else 0,
        "teams": teams_for(request.user),
        "team": team,
        "languages": _languages(found, language),
        "language": language,
        "zone": zone.key.replace("_", " "),
        "page_key": "coverage",
    }
    return render(request, "settings/sla/coverage.html", context)


def _team(request: AgentRequest) -> Team | None:
    """Raises Http404 for one that there is not, or that is none of theirs to see."""
    key = request.GET.get("team", "")
    if not key:
        return None
    team = teams_for(request.user).filter(pk=key).first() if key.isdecimal() and len(key) < 10 else None
    if team is None:
        raise Http404
    return team


def _language(request: HttpRequest) -> str:
    language = request.GET.get("language", "")
    return language if language in dict(languages_of_customers()) else ""


def _languages(found: Coverage, chosen: str) -> list[tuple[str, str]]:
    """Those that customers write in, the most usual first."""
    codes = list(dict.fromkeys([*found.languages, *([chosen] if chosen else [])]))
    return [(code, language_name(code)) for code in codes]


def _shown(cell: Cell, most: float) -> ShownCell:
    state = "gap" if cell.is_gap else "covered" if cell.people else "nobody"
    step = min(_STEPS, int(cell.tickets / most * _STEPS) + 1) if cell.tickets else 0
    people = ngettext("%(number)s colleague", "%(number)s colleagues", cell.people) % {"number": cell.people}
    words = _("%(day)s %(start)s–%(end)s: %(people)s, %(tickets)s") % {
        "day": DAY_NAMES[cell.day],
        "start": clock_of(cell.hour * 2),
        "end": clock_of(cell.hour * 2 + 2),
        "people": people if cell.people else _("nobody"),
        "tickets": tickets_words(cell.tickets) if cell.tickets else _("no tickets"),
    }
    return ShownCell(cell, state, step, _short(cell.tickets), words)


def _short(tickets: float) -> str:
    if not tickets:
        return ""
    return "<1" if tickets < 1 else str(round(tickets))


def _row(gap: Gap) -> dict[str, Any]:
    who = (
        _("Nobody who writes %(language)s") % {"language": language_name(gap.language)} if gap.language else _("Nobody")
    )
    said = when(gap)
    return {"who": who, "when": said[:1].upper() + said[1:], "tickets": tickets_words(gap.tickets)}


def _notes(found: Coverage) -> list[str]:
    """How those were counted who have not said when they work or what they write."""
    notes = []
    if found.without_hours and found.calendar:
        notes.append(
            ngettext(
                "%(number)s colleague has no working hours of their own and is counted by the calendar “%(calendar)s”.",
                "%(number)s colleagues have no working hours of their own and are counted by the calendar “%(calendar)s”.",
                found.without_hours,
            )
            % {"number": found.without_hours, "calendar": found.calendar}
        )
    elif found.without_hours:
        notes.append(_("Colleagues without working hours of their own are counted as always there."))
    if found.without_languages:
        notes.append(
            ngettext(
                "%(number)s colleague has not said which languages they write, and counts for none.",
                "%(number)s colleagues have not said which languages they write, and count for none.",
                found.without_languages,
            )
            % {"number": found.without_languages}
        )
    return notes
