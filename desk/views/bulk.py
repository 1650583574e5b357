"""Acting on many tickets of a list: the bar, starting an act, and looking at what became of it."""

from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import staff_required
from accounts.models import User
from accounts.permissions import Permission, role_may
from desk.bulk import arguments_in, kind_in, matching, numbers_in, question_for, token_in
from desk.bulk_teams import TeamChoices, team_choices
from desk.composer import macro_words
from desk.http import DeskRequest, refused
from desk.lists import sidebar, teams_for, views_for
from desk.views.choices import SHOWN, load_words
from search.query import LONGEST_QUERY
from tickets.actions import cancel_bulk, start_bulk, undo_bulk
from tickets.bulk.results import result_of, results_of
from tickets.bulk.running import run
from tickets.content import storable
from tickets.errors import Invalid, Refused
from tickets.load import open_counts
from tickets.macros import macros_like, named_first
from tickets.models import BulkAct, Ticket
from tickets.models.bulk import Outcome
from tickets.models.macro import MacroUse

# So few are done while their agent looks, a worker takes what is left after that time.
MOST_AT_ONCE = 25
SECONDS_AT_ONCE = 1.0
_MOST_OFFERED = 8
_MOST_LISTED = 50


@require_safe
@staff_required
def bar(request: DeskRequest) -> HttpResponse:
    """What can be done to the chosen tickets; asked for when the first one is chosen."""
    context = {
        "has_teams": bool(teams_for(request.user)),
        "may_delete": role_may(request.user.role, Permission.DELETE),
        "tag_forms": (("add", _("Add tags"), _("Add")), ("remove", _("Remove tags"), _("Remove"))),
        **_people(""),
        **_macros(request.user, ""),
    }
    return render(request, "desk/_bulk_bar.html", context)


@require_safe
@staff_required
def choices(request: DeskRequest, what: str) -> HttpResponse:
    """Colleagues or macros whose names hold `q`; the teams that can take `tickets`."""
    search = storable(request.GET.get("q", "")).strip()[:100]
    if what == "people":
        return render(request, "desk/_bulk_people.html", _people(search))
    if what == "macros":
        return render(request, "desk/_bulk_macros.html", _macros(request.user, search))
    if what == "teams":
        return render(request, "desk/_bulk_teams.html", {"choices": _teams(request)})
    raise Http404


@require_safe
@staff_required
def matches(request: DeskRequest) -> HttpResponse:
    """The numbers of all tickets in the view `view`, or that the search `q` finds, up to 1,000."""
    key = request.GET.get("view", "")
    if not key:
        search = request.GET.get("q", "").strip()[:LONGEST_QUERY]
        numbers, is_all = matching(request.user, None, search)
        return JsonResponse({"numbers": numbers, "isAll": is_all})
    view = next((view for view in views_for(request.user) if view.key == key), None)
    if view is None:
        raise Http404
    pick = None if view.is_search else view.pick
    numbers, is_all = matching(request.user, pick, view.saved.filter if view.saved else "")
    return JsonResponse({"numbers": numbers, "isAll": is_all})


@require_POST
@staff_required
def start(request: DeskRequest) -> HttpResponse:
    """Do `act` to `tickets`; what cannot be taken back is asked first, unless `confirmed`."""
    try:
        kind, numbers = kind_in(request.POST), numbers_in(request.POST)
        arguments = arguments_in(request.POST, kind, request.user)
        question = None if request.POST.get("confirmed") else question_for(kind, numbers, arguments, request.user)
        if question is not None:
            return render(request, "desk/_bulk_question.html", {"question": question, "form": request.POST})
        act = start_bulk(
            actor=request.user,
            kind=kind,
            numbers=numbers,
            arguments=arguments,
            token=token_in(request.POST),
            by_worker=len(numbers) > MOST_AT_ONCE,
        )
    except Refused as refusal:
        return refused(request, refusal)
    return _begun(request, act, len(numbers))


@require_safe
@staff_required
def acts(request: DeskRequest) -> HttpResponse:
    """What I did to many tickets lately."""
    mine = BulkAct.objects.filter(actor=request.user).select_related("actor", "undone_by")[:_MOST_LISTED]
    context = {"results": results_of(mine), "counts": sidebar(request.user), "nav_key": "bulk"}
    return render(request, "desk/bulk_acts.html", context)


@require_safe
@staff_required
def act(request: DeskRequest, pk: int) -> HttpResponse:
    """How far it is, and in the end what became of it."""
    return _shown(request, _act(request, pk))


@require_POST
@staff_required
def cancel(request: DeskRequest, pk: int) -> HttpResponse:
    chosen = _act(request, pk)
    cancel_bulk(chosen, actor=request.user)
    return _to(request, _act(request, pk))


@require_POST
@staff_required
def undo(request: DeskRequest, pk: int) -> HttpResponse:
    done = _act(request, pk)
    count = result_of(done, with_reasons=False).changed
    try:
        undoing = undo_bulk(done, actor=request.user, by_worker=count > MOST_AT_ONCE)
    except Refused as refusal:
        return refused(request, refusal)
    return _begun(request, undoing, count)


def _begun(request: DeskRequest, act: BulkAct, count: int) -> HttpResponse:
    """Few tickets are done now, so that the answer is the result."""
    if count <= MOST_AT_ONCE:
        run(act.pk, seconds=SECONDS_AT_ONCE)
    response = _to(request, _act(request, act.pk))
    response["HX-Trigger"] = "bulk:begun"
    return response


def _to(request: DeskRequest, act: BulkAct) -> HttpResponse:
    if not request.htmx:
        return HttpResponseRedirect(reverse("desk:bulk_act", args=[act.pk]))
    return _shown(request, act)


def _shown(request: DeskRequest, act: BulkAct) -> HttpResponse:
    context = {"result": result_of(act), "put_back": _put_back(act)}
    if request.htmx:
        return render(request, "desk/_bulk_act.html", context)
    return render(request, "desk/bulk_act.html", {**context, "counts": sidebar(request.user), "nav_key": "bulk"})


def _put_back(act: BulkAct) -> str:
    """The numbers that an undo put back, so that they can be chosen again."""
    if act.undoes_id is None or act.is_running:
        return ""
    return ",".join(map(str, act.steps.filter(outcome=Outcome.CHANGED).values_list("number", flat=True)))


def _act(request: DeskRequest, pk: int) -> BulkAct:
    """One's own."""
    found = BulkAct.objects.select_related("actor", "undone_by").filter(actor=request.user, pk=pk).first()
    if found is None:
        raise Http404
    return found


def _teams(request: DeskRequest) -> TeamChoices:
    try:
        numbers = numbers_in(request.GET)
    except Invalid:
        numbers = []
    return team_choices(Ticket.objects.visible_to(request.user).filter(pk__in=numbers), teams_for(request.user))


def _people(search: str) -> dict[str, object]:
    staff = User.objects.staff().only(*SHOWN).order_by("name", "email")
    if search:
        staff = staff.filter(name__icontains=search) | staff.filter(email__icontains=search)
    people = list(staff[: _MOST_OFFERED + 1])
    counts = open_counts([person.pk for person in people[:_MOST_OFFERED]])
    return {
        "people": [(person, load_words(person, counts[person.pk])) for person in people[:_MOST_OFFERED]],
        "has_more_people": len(people) > _MOST_OFFERED,
        "people_search": search,
    }


def _macros(person: User, search: str) -> dict[str, object]:
    usable = macros_like(person, search).exclude(use=MacroUse.NOTE)
    usable = usable.order_by(*named_first(search), "-use_count", "name", "pk")
    found = list(usable[: _MOST_OFFERED + 1])
    return {
        "macros": [(macro, macro_words(macro)) for macro in found[:_MOST_OFFERED]],
        "has_more_macros": len(found) > _MOST_OFFERED,
        "macro_search": search,
    }
