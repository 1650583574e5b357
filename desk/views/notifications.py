"""Where somebody reads what they were told, and says how they want to be told."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import staff_required
from accounts.permissions import Permission, role_may
from desk.http import DeskRequest
from desk.lists import sidebar
from desk.models import Notification
from desk.notifications import reading
from desk.notifications.inbox import NEWEST, entries_of, newest_of, page_of, visible_notifications
from desk.notifications.kinds import BY_MAIL_ALONE, CHOSEN, Channel, NotificationKind
from desk.notifications.mailing import read_switch_off_token
from desk.notifications.settings import (
    Matrix,
    change_settings,
    matrix_of,
    reset_settings,
    settings_of,
    switch_off_mail,
)
from tickets.events import EventKind


@require_safe
@staff_required
def notifications(request: DeskRequest) -> HttpResponse:
    """All of them, page by page; `show=unread` and `kind` filter."""
    only_unread, kind = request.GET.get("show") == "unread", request.GET.get("kind", "")
    kind = kind if kind in NotificationKind.values else ""
    after, before = NEWEST.read(request.GET.get("after")), NEWEST.read(request.GET.get("before"))
    context = {
        "page": page_of(request.user, only_unread=only_unread, kind=kind, after=after, before=before),
        "only_unread": only_unread,
        "kind": kind,
        "kinds": [(kind, label) for kind, label in NotificationKind.choices if kind not in BY_MAIL_ALONE],
        "nav_key": "notifications",
    }
    if request.htmx:
        return render(request, "desk/_notifications.html", context)
    return render(request, "desk/notifications.html", {**context, "counts": sidebar(request.user)})


@require_safe
@staff_required
def panel(request: DeskRequest) -> HttpResponse:
    """The newest, for the panel below the bell; the number beside it is set right."""
    reading.recount(request.user)
    context = {"entries": newest_of(request.user)}
    if request.htmx:
        return render(request, "desk/_notification_panel.html", context)
    return HttpResponseRedirect(reverse("desk:notifications"))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def go(request: DeskRequest, pk: int) -> HttpResponse:
    """Read it, and show what it is about."""
    notification = _notification(request, pk)
    reading.read(notification, actor=request.user)
    return HttpResponseRedirect(_about(notification))


@require_POST
@staff_required
def read(request: DeskRequest, pk: int) -> HttpResponse:
    """Mark it read; with `undo`, unread."""
    notification = _notification(request, pk)
    if request.POST.get("undo"):
        reading.unread(notification, actor=request.user)
    else:
        reading.read(notification, actor=request.user)
    if not request.htmx:
        return HttpResponseRedirect(reverse("desk:notifications"))
    [entry] = entries_of(visible_notifications(request.user).filter(pk=pk))
    return render(request, "desk/_notification.html", {"entry": entry, "with_bell": True})


@require_POST
@staff_required
def read_all(request: DeskRequest) -> HttpResponse:
    """Mark all read; `undo`, the moment at which that was done, takes it back."""
    page = HttpResponseRedirect(reverse("desk:notifications"))
    if "undo" in request.GET:
        at = _moment(request.GET["undo"])
        number = reading.unread_since(at, actor=request.user) if at else 0
        text = ngettext("%(number)s is unread again.", "%(number)s are unread again.", number) % {"number": number}
        messages.info(request, text if number else _("Nothing was left to take back."))
        return page
    at = reading.read_all(actor=request.user)
    if at is not None:
        undo = f"{reverse('desk:read_notifications')}?undo={at.strftime('%Y-%m-%dT%H:%M:%S.%fZ')}"
        messages.success(request, _("All are read."), extra_tags=undo)
    return page


@require_safe
@staff_required
def words(request: DeskRequest, pk: int) -> HttpResponse:
    """What a browser shows of it; 204 when it was read since."""
    notification = _notification(request, pk, unlisted=True)
    if notification.read_at is not None:
        return HttpResponse(status=204)
    [entry] = entries_of([notification])
    return JsonResponse(
        {
            "title": entry.text,
            "body": f"#{entry.ticket.pk} {entry.ticket.subject}\n{entry.words}".strip(),
            "url": reverse("desk:notification", args=[pk]),
        }
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def settings(request: DeskRequest) -> HttpResponse:
    """Kinds and channels; with `reset`, all as usual."""
    if request.method == "POST":
        if request.POST.get("reset"):
            reset_settings(actor=request.user)
            messages.success(request, _("All is as usual again."))
        else:
            change_settings(
                actor=request.user,
                choices=_matrix(request),
                is_quiet="is_quiet" in request.POST,
                catches_up="catches_up" in request.POST,
            )
            messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("desk:notification_settings"))
    chosen = settings_of(request.user)
    matrix = matrix_of(chosen)
    rows = [
        (kind, kind.label, [(channel, name, _box(kind, channel, matrix)) for channel, name in Channel.choices])
        for kind in CHOSEN
    ]
    context = {
        "settings": chosen,
        "rows": rows,
        "channels": Channel.choices,
        "counts": sidebar(request.user),
        "nav_key": "notifications",
    }
    return render(request, "desk/notification_settings.html", context)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def switch_off(request: DeskRequest, token: str) -> HttpResponse:
    """No more mails of these kinds, by the signed link of a mail: looking at it asks, sending it does (RFC 8058)."""
    found = read_switch_off_token(token)
    if found is None:
        raise Http404
    person, kinds = found
    if request.method == "POST":
        switch_off_mail(person, kinds)
    labels = [label for kind, label in NotificationKind.choices if kind in kinds]
    return render(request, "desk/notifications_off.html", {"labels": labels, "is_done": request.method == "POST"})


def _notification(request: DeskRequest, pk: int, *, unlisted: bool = False) -> Notification:
    rows = visible_notifications(request.user, unlisted=unlisted).select_related("event__actor", "ticket")
    notification = rows.filter(pk=pk).first()
    if notification is None:
        raise Http404
    return notification


def _about(notification: Notification) -> str:
    """What was written about a case stands on a page of its own, what went wrong with a rule on the rule's; else the ticket."""
    if notification.kind == NotificationKind.REVIEWED:
        return reverse("metrics:review", args=[notification.event.data["review"]])
    is_stopped_rule = notification.event.kind == EventKind.RULE_STOPPED
    if is_stopped_rule and role_may(notification.person.role, Permission.SETTINGS):
        return reverse("rules:rule", args=[notification.event.data["stopped"]])
    return reverse("desk:ticket", args=[notification.ticket_id])


def _box(kind: NotificationKind, channel: str, matrix: Matrix) -> bool | None:
    """None where this kind is not told by this channel at all."""
    return None if kind in BY_MAIL_ALONE and channel != Channel.EMAIL else matrix[kind][channel]


def _matrix(request: DeskRequest) -> Matrix:
    """A box that is not ticked is not sent."""
    return {kind: {channel: f"{kind}.{channel}" in request.POST for channel in Channel.values} for kind in CHOSEN}


def _moment(text: str) -> datetime | None:
    try:
        at = parse_datetime(text)
    except ValueError:
        return None
    return at if at is not None and at.tzinfo is not None else None
