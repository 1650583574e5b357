"""The page of macros: finding, making, changing and putting them away, with a look at a real ticket."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import staff_required
from accounts.models import User
from accounts.permissions import Permission
from desk.composer import macro_words
from desk.http import DeskRequest, with_toast
from desk.lists import sidebar, teams_for
from desk.macro_form import MacroForm
from desk.settings.http import history_context
from desk.settings.naming import words_of_users
from tickets import actions
from tickets.access import may
from tickets.actions.macros import MACRO, may_change_macro
from tickets.content import html_of, snippet_of, text_of
from tickets.errors import Invalid, Refused
from tickets.html import clean
from tickets.macros import filled, macros_like
from tickets.models import Macro, Ticket
from tickets.placeholders import PLACEHOLDERS, require_liquid

PAGE_SIZE = 50
_EXAMPLES = 5


@require_safe
@staff_required
def macros(request: DeskRequest) -> HttpResponse:
    """All that this person sees, by name; `q` finds words of the name, `archived=1` shows what was put away."""
    search, archived = request.GET.get("q", "").replace("\0", "")[:100], request.GET.get("archived") == "1"
    after = request.GET.get("after", "").replace("\0", "")[:100]
    found = macros_like(request.user, search, archived=archived).order_by("name", "pk")
    rows = list(found.filter(name__gte=after)[: PAGE_SIZE + 1] if after else found[: PAGE_SIZE + 1])
    context = {
        "rows": [(macro, snippet_of(text_of(macro.html)), macro_words(macro)) for macro in rows[:PAGE_SIZE]],
        "search_macros": search,
        "archived": archived,
        "next": rows[PAGE_SIZE].name if len(rows) > PAGE_SIZE else "",
    }
    if request.htmx and not request.htmx.boosted:
        return render(request, "desk/_macro_list.html", context)
    return render(request, "desk/macros.html", {**context, **_around(request)})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def new_macro(request: DeskRequest) -> HttpResponse:
    return _edit(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def macro(request: DeskRequest, pk: int) -> HttpResponse:
    return _edit(request, _macro(request.user, pk))


@require_POST
@staff_required
def archive(request: DeskRequest, pk: int) -> HttpResponse:
    """Out of every list; the same place offers to undo it. `undo=1` brings it back."""
    chosen = _macro(request.user, pk)
    try:
        if request.POST.get("undo"):
            actions.restore_macro(chosen, actor=request.user)
        else:
            actions.archive_macro(chosen, actor=request.user)
    except Refused as refusal:
        response = HttpResponse(status=refusal.status_code, headers={"HX-Reswap": "none"})
        return with_toast(response, str(refusal), level="error")
    chosen.refresh_from_db()
    if not request.htmx:
        return HttpResponseRedirect(reverse("desk:macros"))
    context = {
        "macro": chosen,
        "snippet": snippet_of(text_of(chosen.html)),
        "words": macro_words(chosen),
        "is_just_archived": chosen.archived_at is not None,
    }
    response = render(request, "desk/_macro_row.html", context)
    still = words_of_users("macro", chosen.pk) if context["is_just_archived"] else ""
    return with_toast(response, still, level="warning") if still else response


@require_POST
@staff_required
def preview(request: DeskRequest) -> HttpResponse:
    """The words as they would stand before one of the newest tickets."""
    number = request.POST.get("ticket", "")
    tickets = Ticket.objects.visible_to(request.user).select_related("requester", "organization", "team", "mailbox")
    ticket = tickets.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 18 else None
    words = request.POST.get("html", "") or html_of(request.POST.get("text", ""))
    context: dict[str, object] = {"example": ticket}
    try:
        require_liquid(words)
        if ticket is not None:
            context["filled"] = filled(Macro(html=clean(words)), ticket, request.user)
    except Invalid as wrong:
        context["problem"] = str(wrong)
    return render(request, "desk/_macro_preview.html", context)


def _edit(request: DeskRequest, chosen: Macro | None) -> HttpResponse:
    may_change = chosen is None or may_change_macro(request.user, chosen)
    form = MacroForm(request.POST or None, macro=chosen, teams=teams_for(request.user))
    if request.method == "POST" and form.is_valid():
        try:
            if chosen is None:
                actions.add_macro(actor=request.user, **form.fields_of_macro)
            else:
                actions.change_macro(chosen, actor=request.user, **form.fields_of_macro)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return HttpResponseRedirect(reverse("desk:macros"))
    context = {
        "form": form,
        "macro": chosen,
        "may_change": may_change,
        "html": form.data.get("html", "") if form.is_bound else (chosen.html if chosen else ""),
        "placeholders": PLACEHOLDERS.items(),
        "examples": _examples(request.user),
        **(history_context(MACRO, chosen) if may(request.user, Permission.MACROS) else {}),
        **_around(request),
    }
    return render(request, "desk/macro.html", context, status=422 if form.errors else 200)


def _examples(person: User) -> list[Ticket]:
    return list(
        Ticket.objects.visible_to(person).listed().select_related("requester").order_by("-updated_at")[:_EXAMPLES]
    )


def _macro(person: User, pk: int) -> Macro:
    try:
        return Macro.objects.visible_to(person).select_related("team", "owner", "assign_team").get(pk=pk)
    except Macro.DoesNotExist as missing:
        raise Http404 from missing


def _around(request: DeskRequest) -> dict[str, object]:
    """What the frame of every page shows."""
    return {
        "counts": sidebar(request.user),
        "nav_key": "macros",
        # Whoever sets more than these finds them among the settings.
        "frame": "settings/base.html" if may(request.user, Permission.MACROS) else "desk/base.html",
        "page_key": "macros",
    }
