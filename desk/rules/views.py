"""Rules: the list in its order, and the builder."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import may_required
from accounts.permissions import Permission
from desk.http import DeskRequest, with_toast
from desk.keyset import Page
from desk.rules.builder import Builder
from desk.rules.drafts import Draft
from desk.rules.history import history_of
from desk.settings.http import archive_or_bring_back, archived_asked, page_number, row_of, search_of
from routing import actions
from routing.conditions import Problem
from routing.models import Rule, RuleState
from routing.queries import rules_like, words_of
from routing.reading import WrongRule
from routing.references import with_gone
from tickets.errors import Refused

PAGE_SIZE = 100
PAGE = {"page_key": "rules"}


@require_safe
@may_required(Permission.SETTINGS)
def rules(request: DeskRequest) -> HttpResponse:
    search, archived = search_of(request), archived_asked(request)
    listed = _listed(rules_like(search, archived=archived), page_number(request))
    if search or archived:
        listed["may_order"] = False
    context = {**listed, "search": search, "archived": archived, **PAGE}
    return render(request, "settings/rules/rules.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may_required(Permission.SETTINGS)
def new_rule(request: DeskRequest) -> HttpResponse:
    return _edit(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@may_required(Permission.SETTINGS)
def rule(request: DeskRequest, pk: int) -> HttpResponse:
    return _edit(request, find_rule(pk))


@require_POST
@may_required(Permission.SETTINGS)
def builder(request: DeskRequest) -> HttpResponse:
    """The builder anew, after one of its buttons or another choice; nothing is saved."""
    draft = Draft.read(request.POST)
    draft.change(request.POST.get("act", ""))
    response = render(request, "settings/rules/_builder.html", {"builder": Builder(draft)})
    response["HX-Trigger"] = "built"  # so that it is tried anew
    return response


@require_POST
@may_required(Permission.SETTINGS)
def switch(request: DeskRequest, pk: int) -> HttpResponse:
    """On or off."""
    chosen = find_rule(pk)
    state = RuleState.ON if request.POST.get("state") == RuleState.ON else RuleState.OFF
    try:
        actions.set_rule_state(chosen, actor=request.user, state=state)
    except Refused as refusal:
        return _refused(request, refusal, chosen)
    return _to_list(request, _("“%(name)s” is on.") if state == RuleState.ON else _("“%(name)s” is off."), chosen)


@require_POST
@may_required(Permission.SETTINGS)
def duplicate(request: DeskRequest, pk: int) -> HttpResponse:
    try:
        copy = actions.duplicate_rule(find_rule(pk), actor=request.user)
    except Refused as refusal:
        return _refused(request, refusal, None)
    messages.success(request, _("This is the copy, as a draft."))
    return HttpResponseRedirect(reverse("rules:rule", args=[copy.pk]))


@require_POST
@may_required(Permission.SETTINGS)
def archive(request: DeskRequest, pk: int) -> HttpResponse:
    """`undo=1` brings it back."""
    return archive_or_bring_back(
        request,
        find_rule(pk),
        archive=actions.archive_rule,
        bring_back=actions.restore_rule,
        to=reverse("rules:rules"),
    )


@require_POST
@may_required(Permission.SETTINGS)
def restore_version(request: DeskRequest, pk: int, number: int) -> HttpResponse:
    chosen = find_rule(pk)
    if not chosen.versions.filter(number=number).exists():
        raise Http404
    try:
        actions.restore_version(chosen, actor=request.user, number=number)
    except Refused as refusal:
        return _refused(request, refusal, chosen)
    messages.success(request, _("The rule says what it said then."))
    return HttpResponseRedirect(reverse("rules:rule", args=[pk]))


@require_POST
@may_required(Permission.SETTINGS)
def order(request: DeskRequest) -> HttpResponse:
    """`order`: the rules as they were dragged; or `rule` and `to` (up, down), by the buttons."""
    keys = [int(key) for key in request.POST.getlist("order") if key.isdecimal() and len(key) < 19]
    if not keys:
        keys = _moved(request.POST.get("rule", ""), request.POST.get("to", ""))
    try:
        has_moved = actions.order_rules(keys, actor=request.user)
    except Refused as refusal:
        return _refused(request, refusal, None)
    if not request.htmx:
        number = _page_of(request)
        return HttpResponseRedirect(reverse("rules:rules") + (f"?after={number}" if number > 1 else ""))
    return _rules_again(request, has_moved)


def _rules_again(request: DeskRequest, has_moved: bool) -> HttpResponse:
    response = render(request, "settings/rules/_list.html", _listed(rules_like(), _page_of(request)))
    return with_toast(response, _("The order is changed.")) if has_moved else response


def _page_of(request: DeskRequest) -> int:
    """The page of the list that is being put in order."""
    number = request.POST.get("page", "")
    return int(number) if number.isdecimal() and 0 < len(number) < 6 else 1


def _listed(rules: "QuerySet[Rule]", number: int) -> dict[str, Any]:
    """One page of them, numbered from 1."""
    start = max(number - 1, 0) * PAGE_SIZE
    rows = list(rules[start : start + PAGE_SIZE + 1])
    found = rows[:PAGE_SIZE]
    return {
        "rules": list(zip(found, words_of(found), strict=True)),
        "gone": with_gone(found),
        "pages": Page(
            found, str(number + 1) if len(rows) > PAGE_SIZE else None, str(number - 1) if number > 1 else None
        ),
        "number": number,
        "may_order": len(found) > 1 or number > 1,
    }


def find_rule(pk: int) -> Rule:
    return row_of(Rule.objects.all(), pk)


def _edit(request: DeskRequest, chosen: Rule | None) -> HttpResponse:
    draft = Draft.of(chosen) if chosen else Draft()
    problems: list[Problem] = []
    if request.method == "POST":
        draft = Draft.read(request.POST)
        if act := request.POST.get("act", ""):  # without a script, the builder's buttons send the whole page
            draft.change(act)
        else:
            saved, problems = _save(request, chosen, draft)
            if saved is not None:
                return _after_saving(request, saved)
    return _page(request, chosen, draft, problems)


def _save(request: DeskRequest, chosen: Rule | None, draft: Draft) -> tuple[Rule | None, list[Problem]]:
    """The rule as it is saved, or what is wrong."""
    seen = request.POST.get("version", "")
    try:
        if chosen is None:
            token = request.POST.get("token", "")[:40]
            chosen = actions.add_rule(actor=request.user, token=token if token.isalnum() else "", **draft.words)
        else:
            version = int(seen) if seen.isdecimal() and len(seen) < 10 else None
            actions.change_rule(chosen, actor=request.user, version=version, **draft.words)
    except WrongRule as wrong:
        return None, wrong.problems
    except Refused as refusal:
        return None, [Problem("", str(refusal))]
    return chosen, []


def _after_saving(request: DeskRequest, saved: Rule) -> HttpResponse:
    """Of a draft its own page, which says that it does nothing yet and offers to turn it on."""
    saved.refresh_from_db()
    if saved.state == RuleState.DRAFT:
        messages.success(request, _("Saved as a draft."))
        return HttpResponseRedirect(reverse("rules:rule", args=[saved.pk]))
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse("rules:rules"))


def _page(request: DeskRequest, chosen: Rule | None, draft: Draft, problems: list[Problem]) -> HttpResponse:
    if chosen is not None:
        chosen.refresh_from_db()
    context: dict[str, Any] = {
        "rule": chosen,
        "builder": Builder(draft, problems),
        "states": RuleState.choices,
        "token": request.POST.get("token", "") or uuid4().hex,
        "problems": [problem.sentence for problem in problems if problem.place in ("", "name", "description")],
        "has_problems": bool(problems),
        "heading": chosen.name if chosen else _("New rule"),
        "back": reverse("rules:rules"),
        "versions": history_of(chosen) if chosen else [],
        "failures": chosen.failures.select_related("ticket")[:5] if chosen else [],
        **PAGE,
    }
    return render(request, "settings/rules/rule.html", context, status=422 if problems else 200)


def _moved(key: str, to: str) -> list[int]:
    keys = list(rules_like().values_list("pk", flat=True))
    if not key.isdecimal() or len(key) > 18 or int(key) not in keys:
        return []
    place = keys.index(int(key))
    other = place - 1 if to == "up" else place + 1
    if 0 <= other < len(keys):
        keys[place], keys[other] = keys[other], keys[place]
    return keys


def _to_list(request: DeskRequest, said: str, chosen: Rule) -> HttpResponse:
    messages.success(request, said % {"name": chosen.name})
    return HttpResponseRedirect(reverse("rules:rules"))


def _refused(request: DeskRequest, refusal: Refused, chosen: Rule | None) -> HttpResponse:
    messages.error(request, str(refusal))
    return HttpResponseRedirect(reverse("rules:rule", args=[chosen.pk]) if chosen else reverse("rules:rules"))
