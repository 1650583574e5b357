"""News: announcements to read, wins and lessons to share."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.form_answers import status_of
from accounts.http import forbidden, staff_required
from accounts.once import done_once
from accounts.permissions import Permission, role_may
from desk.announcement_form import AnnouncementForm
from desk.announcements import news_page, one_shown, readers_of
from desk.http import DeskRequest, refused
from desk.lists import sidebar, teams_for
from desk.views.emergencies import banner_context
from tickets import actions
from tickets.actions.announcements import may_change_announcement
from tickets.content import storable
from tickets.errors import Refused
from tickets.models import Announcement
from tickets.models.announcement import AnnouncementKind

_LONGEST_SEARCH = 100
_KINDS = (
    ("", gettext_lazy("All")),
    (AnnouncementKind.ANNOUNCEMENT.value, gettext_lazy("Announcements")),
    (AnnouncementKind.WIN.value, gettext_lazy("Wins")),
    (AnnouncementKind.LESSON.value, gettext_lazy("Lessons")),
)


@require_safe
@staff_required
def news(request: DeskRequest) -> HttpResponse:
    """All that this person sees, newest first; `kind` and `q` narrow it, `archived=1` shows what was put away."""
    kind, archived = request.GET.get("kind", ""), request.GET.get("archived") == "1"
    search = storable(request.GET.get("q", "")).strip()[:_LONGEST_SEARCH]
    cursors = {name: request.GET.get(name) for name in ("after", "before")}
    page = news_page(request.user, kind=kind, search=search, archived=archived, **cursors)
    context = {"page": page, "kind": kind, "search_news": search, "archived": archived}
    if request.htmx and not request.htmx.boosted:
        return render(request, "desk/_news_list.html", context)
    context |= {"kinds": _KINDS, "may_announce": _may_announce(request)}
    return render(request, "desk/news.html", {**context, **_around(request)})


@require_safe
@staff_required
def banner(request: DeskRequest) -> HttpResponse:
    """Emergencies that call this person, and what is still to be read; nothing when there is nothing."""
    return render(request, "desk/_news_banner.html", banner_context(request))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def new(request: DeskRequest) -> HttpResponse:
    kind = request.GET.get("kind", AnnouncementKind.WIN)
    if kind not in AnnouncementKind:
        raise Http404
    if kind == AnnouncementKind.ANNOUNCEMENT and not _may_announce(request):
        return forbidden(request, _("Announcements are made by team leads. You can share a win or a lesson."))
    return _edit(request, kind, None)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def edit(request: DeskRequest, pk: int) -> HttpResponse:
    announcement = _announcement(request, pk)
    if not may_change_announcement(request.user, announcement):
        return forbidden(request, _("Somebody else wrote this. Ask them, or a team lead, to change it."))
    return _edit(request, announcement.kind, announcement)


@require_POST
@staff_required
def archive(request: DeskRequest, pk: int) -> HttpResponse:
    """Away from everybody; the same place offers to undo it. `undo=1` brings it back."""
    announcement = _announcement(request, pk)
    act = actions.restore_announcement if request.POST.get("undo") else actions.archive_announcement
    try:
        act(announcement, actor=request.user)
    except Refused as refusal:
        return refused(request, refusal)
    return _one(request, announcement, is_just_archived=not request.POST.get("undo"))


@require_POST
@staff_required
def thanks(request: DeskRequest, pk: int) -> HttpResponse:
    """Say thank you; `undo=1` takes it back."""
    announcement = _announcement(request, pk)
    act = actions.take_thanks_back if request.POST.get("undo") else actions.thank_for
    act(announcement, actor=request.user)
    return _one(request, announcement)


@require_POST
@staff_required
def read(request: DeskRequest, pk: int) -> HttpResponse:
    """Got it: the banner goes on to the next, or away."""
    is_new = actions.read_announcement(_announcement(request, pk), actor=request.user)
    if not request.htmx:
        return HttpResponseRedirect(reverse("desk:news"))
    return render(request, "desk/_news_read.html", {**banner_context(request), "is_new": is_new})


@require_safe
@staff_required
def readers(request: DeskRequest, pk: int) -> HttpResponse:
    """Who has read it and who has not, for its author and for leads."""
    announcement = _announcement(request, pk)
    if not may_change_announcement(request.user, announcement):
        return forbidden(request, _("Only its author and team leads see who has read it."))
    context = {"readers": readers_of(announcement), "announcement": announcement}
    if request.htmx:
        return render(request, "desk/_readers.html", context)
    return render(request, "desk/readers.html", {**context, **_around(request)})


def _edit(request: DeskRequest, kind: str, announcement: Announcement | None) -> HttpResponse:
    form = AnnouncementForm(
        request.POST or None,
        person=request.user,
        kind=kind,
        teams=teams_for(request.user),
        announcement=announcement,
    )
    if request.method == "POST" and form.is_valid():
        try:
            said = _saved(request, form, kind, announcement)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, said)
            return HttpResponseRedirect(reverse("desk:news"))
    context = {
        "form": form,
        "kind": kind,
        "announcement": announcement,
        "html": form.data.get("html", "") if form.is_bound else (announcement.html if announcement else ""),
        **_around(request),
    }
    return render(request, "desk/announcement.html", context, status=status_of(form))


def _saved(request: DeskRequest, form: AnnouncementForm, kind: str, announcement: Announcement | None) -> str:
    """What is said of it."""
    fields = form.fields_of_announcement
    if announcement is not None:
        actions.change_announcement(announcement, actor=request.user, **fields)
        return _("Saved.")

    def announce() -> str:
        actions.announce(actor=request.user, kind=AnnouncementKind(kind), **fields)
        return reverse("desk:news")

    _address, is_new = done_once(request, request.user, announce)
    return _("Shared.") if is_new else _("This was shared already; nothing was done twice.")


def _one(request: DeskRequest, announcement: Announcement, *, is_just_archived: bool = False) -> HttpResponse:
    """The entry as it is then; without htmx, the page."""
    if not request.htmx:
        return HttpResponseRedirect(reverse("desk:news"))
    context = {"shown": one_shown(request.user, announcement), "is_just_archived": is_just_archived}
    return render(request, "desk/_news_entry.html", context)


def _announcement(request: DeskRequest, pk: int) -> Announcement:
    announcement = Announcement.objects.visible_to(request.user).filter(pk=pk).first()
    if announcement is None:
        raise Http404
    return announcement


def _may_announce(request: DeskRequest) -> bool:
    return role_may(request.user.role, Permission.ANNOUNCE)


def _around(request: DeskRequest) -> dict[str, object]:
    """What the frame of every page shows."""
    return {"counts": sidebar(request.user), "nav_key": "news"}
