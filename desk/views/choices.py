"""What menus and folded parts of a ticket's page show once somebody opens them; without our script, pages of their own."""

from zoneinfo import ZoneInfo

from django.db.models import Case, Q, When
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.working_hours import is_working
from desk.conversation import timeline_of
from desk.http import DeskRequest, on_ticket
from desk.lists import sidebar, teams_for
from tickets.content import storable
from tickets.load import MOST_COUNTED, open_counts
from tickets.models import Ticket

_MOST_PEOPLE = 8
_LONGEST_SEARCH = 100
# What a menu of colleagues needs of a person.
SHOWN = ("name", "email", "availability", "working_hours", "time_zone")


@require_safe
@on_ticket
def assignees(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """Colleagues whose name or address holds `q`; without it, whoever has the ticket first."""
    search = storable(request.GET.get("q", "")).strip()[:_LONGEST_SEARCH]
    staff = User.objects.staff().only(*SHOWN).order_by("name", "email")
    if search:
        staff = staff.filter(Q(name__icontains=search) | Q(email__icontains=search))
    else:
        staff = staff.order_by(Case(When(pk=ticket.assignee_id or 0, then=0), default=1), "name", "email")
    people = list(staff[: _MOST_PEOPLE + 1])
    counts = open_counts([person.pk for person in people[:_MOST_PEOPLE]])
    context = {
        "people": [(person, load_words(person, counts[person.pk])) for person in people[:_MOST_PEOPLE]],
        "has_more": len(people) > _MOST_PEOPLE,
        "search": search,
    }
    return part_response(request, ticket, "desk/_assignees.html", _("Assignee"), context)


@require_safe
@on_ticket
def teams(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    working_there = [team for team in teams_for(request.user) if team.serves(ticket.level)]
    return part_response(request, ticket, "desk/_teams.html", _("Team"), {"teams": working_there})


@require_safe
@on_ticket
def timeline(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    happenings = timeline_of(ticket, request.user)
    return part_response(request, ticket, "desk/_timeline.html", _("Timeline"), {"happenings": happenings})


def load_words(person: User, count: int) -> str:
    """What somebody has to do now, and whether these are their hours, in the words of a menu."""
    load = _open(count)
    is_there = is_working(person.working_hours, ZoneInfo(person.time_zone or "UTC"), timezone.now())
    return load if is_there else _("off now, %(load)s") % {"load": load}


def _open(count: int) -> str:
    if count > MOST_COUNTED:
        return _("%(count)s+ open") % {"count": MOST_COUNTED}
    return ngettext("%(count)s open", "%(count)s open", count) % {"count": count} if count else _("free")


def part_response(
    request: DeskRequest, ticket: Ticket, template: str, title: str, context: dict[str, object]
) -> HttpResponse:
    """The part alone for htmx, else a page around it."""
    context |= {"ticket": ticket}
    if request.htmx:
        return render(request, template, context)
    page = {**context, "part": template, "title": title, "counts": sidebar(request.user)}
    return render(request, "desk/part.html", page)
