"""The first page of the settings, with their search; the history of all of them; and taking a change back."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import AgentRequest, may_required
from accounts.models import SettingChange
from accounts.permissions import Permission
from desk.keyset import Page
from desk.settings.deadlines import PROMISING, preview_of_undoing, what_holds
from desk.settings.history import changes_of, name_of, told
from desk.settings.history import undo as undo_change
from desk.settings.http import PAGE_SIZE, REFUSED, page_number, search_of
from desk.settings.kinds import BY_CODE, IN_HISTORY
from desk.settings.pages import find_pages, groups_for
from desk.sla.answers import fingerprint, preview_words


@require_safe
@may_required(Permission.MACROS)
def start(request: AgentRequest) -> HttpResponse:
    """All that this person may set; `q` finds where something is set, whatever they call it."""
    search = search_of(request)
    found = find_pages(request.user.role, search) if search else []
    groups = [] if search else groups_for(request.user.role)
    context = {"search_settings": search, "found": found, "groups": groups, "page_key": ""}
    return render(request, "settings/start.html", context)


@require_safe
@may_required(Permission.SETTINGS)
def history(request: AgentRequest) -> HttpResponse:
    kind, search = request.GET.get("kind", ""), search_of(request)
    kind = kind if kind in BY_CODE else ""
    found = changes_of(kind)
    if search:
        found = found.filter(Q(name__icontains=search) | Q(actor__name__icontains=search))
    number = page_number(request)
    rows = list(found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE + 1])
    context = {
        "history": told(rows[:PAGE_SIZE]),
        "page": Page([], str(number + 1) if len(rows) > PAGE_SIZE else None, str(number - 1) if number > 1 else None),
        "kinds": IN_HISTORY,
        "chosen_kind": kind,
        "search_changes": search,
        "page_key": "history",
    }
    return render(request, "settings/history.html", context)


@require_POST
@may_required(Permission.MACROS)
def undo(request: AgentRequest, pk: int) -> HttpResponse:
    """Take one change back, by the verb that would make it; the verb says who may. First it says which deadlines follow."""
    change = SettingChange.objects.filter(pk=pk).first()
    if change is None:
        raise Http404
    try:
        if asked := _ask_first(request, change):
            return asked
        undo_change(change, actor=request.user)
    except REFUSED as refusal:
        messages.error(request, str(refusal) or _("You are not allowed to do this."))
    else:
        messages.success(request, _("Taken back: “%(name)s” is as it was before.") % {"name": name_of(change)})
    return HttpResponseRedirect(back_from(request))


def _ask_first(request: AgentRequest, change: SettingChange) -> HttpResponse | None:
    """The question how many open tickets would get other deadlines; None: there is none, or it was answered."""
    if change.kind not in PROMISING:
        return None
    confirmed = fingerprint("undo", change.pk, what_holds())
    if request.POST.get("confirmed") == confirmed:
        return None
    preview = preview_of_undoing(change, actor=request.user)
    if preview is None or not preview.changed:
        return None
    context = {
        "heading": _("Take back the change of “%(name)s”") % {"name": name_of(change)},
        "question": preview_words(preview),
        "confirmed": confirmed,
        "given": [("next", request.POST.get("next", ""))],
        "back": back_from(request),
        "page_key": "history",
    }
    return render(request, "settings/sla/asking.html", context)


def back_from(request: HttpRequest, otherwise: str = "") -> str:
    """Where the person was, if that is a page of ours."""
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours else otherwise or reverse("settings:start")
