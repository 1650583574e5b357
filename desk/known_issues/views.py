"""Known issues at the desk: everybody of ours reads them, leads publish them and tell how they go on."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.form_answers import status_of
from accounts.http import forbidden, staff_required
from accounts.permissions import Permission, role_may
from desk.http import DeskRequest
from desk.keyset import Page
from desk.known_issues.forms import NewIssueForm, UpdateForm
from desk.known_issues.wordings import TranslationForm
from desk.lists import sidebar
from status.actions import publish_issue, translate_issue, update_issue
from status.models import KnownIssue
from tickets.errors import Refused
from tickets.wording import other_languages

PAGE_SIZE = 30


@require_safe
@staff_required
def known_issues(request: DeskRequest) -> HttpResponse:
    """The newest first; `after`: the last one of the page before."""
    after = request.GET.get("after", "")
    found = (
        KnownIssue.objects.filter(pk__lt=int(after))
        if after.isdecimal() and len(after) < 18
        else KnownIssue.objects.all()
    )
    rows = list(found[: PAGE_SIZE + 1])
    more = str(rows[PAGE_SIZE - 1].pk) if len(rows) > PAGE_SIZE else None
    context = {"page": Page(rows[:PAGE_SIZE], more), "may_publish": _may(request)}
    return render(request, "desk/known_issues/list.html", {**context, **_around(request)})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def new(request: DeskRequest) -> HttpResponse:
    if not _may(request):
        return forbidden(request, _("Known issues are published by team leads."))
    form = NewIssueForm(request.POST or None, person=request.user)
    if form.is_valid():
        try:
            issue = publish_issue(actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Customers read it now."))
            return HttpResponseRedirect(reverse("known_issues:one", args=[issue.pk]))
    return render(request, "desk/known_issues/new.html", {"form": form, **_around(request)}, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def known_issue(request: DeskRequest, pk: int) -> HttpResponse:
    """What was said so far; leads say how it goes on."""
    issue = KnownIssue.objects.select_related("problem").filter(pk=pk).first() if pk < 2**63 else None
    if issue is None:
        raise Http404
    if request.method == "POST" and not _may(request):
        return forbidden(request, _("Known issues are published by team leads."))
    form = UpdateForm(request.POST or None, initial={"state": issue.state})
    if issue.problem_id is None:
        del form.fields["tell_incidents"]
    if form.is_valid():
        seen = request.POST.get("seen", "")
        try:
            update_issue(issue, actor=request.user, seen=int(seen) if seen.isdecimal() else None, **form.cleaned_data)
        except Refused as refusal:
            issue.refresh_from_db()
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Told. Who subscribed gets a mail."))
            return HttpResponseRedirect(reverse("known_issues:one", args=[issue.pk]))
    context: dict[str, Any] = {
        "issue": issue,
        "updates": list(issue.updates.select_related("author")),
        "subscribers": issue.subscriptions.filter(confirmed_at__isnull=False).count(),
        "form": form if _may(request) else None,
        "languages": other_languages() if _may(request) else [],
    }
    return render(request, "desk/known_issues/one.html", {**context, **_around(request)}, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def translation(request: DeskRequest, pk: int, code: str) -> HttpResponse:
    """All that was said of it beside boxes for another language: what was published in a hurry, or came in by the API."""
    issue = KnownIssue.objects.filter(pk=pk).first() if pk < 2**63 else None
    language = dict(other_languages()).get(code)
    if issue is None or language is None:
        raise Http404
    if not _may(request):
        return forbidden(request, _("Known issues are published by team leads."))
    form = TranslationForm(request.POST or None, issue=issue, updates=list(issue.updates.all()), code=code)
    if form.is_valid():
        try:
            translate_issue(issue, actor=request.user, language=code, words=form.words(), updates=form.updates())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Customers read it now."))
            return HttpResponseRedirect(reverse("known_issues:one", args=[issue.pk]))
    context = {"issue": issue, "form": form, "language": language}
    return render(
        request, "desk/known_issues/translation.html", {**context, **_around(request)}, status=status_of(form)
    )


def _may(request: DeskRequest) -> bool:
    return role_may(request.user.role, Permission.ANNOUNCE)


def _around(request: DeskRequest) -> dict[str, object]:
    return {"counts": sidebar(request.user), "nav_key": "known_issues"}
