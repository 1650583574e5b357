"""A customer's requests: the list, and one of them."""

from collections.abc import Callable, Sequence

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST, require_safe

from accounts.http import forbidden
from accounts.signing_in import home_of
from knowledgebase.queries import language_shown
from portal import asking, drafts, files
from portal.confirming import find_pending
from portal.forms import AnswerForm, CopyForm
from portal.home_articles import home_articles
from portal.queries import SORTS, RequestPage, request_list, request_page, ticket_or_404
from portal.reading import ReaderRequest, reader_required
from portal.words import STANDS
from status.queries import open_issues
from tickets.access import survivor_of
from tickets.actions import reopen, solve
from tickets.errors import NotAllowed, Refused
from tickets.models import Attachment, Ticket
from tickets.request_links import remember


@gzip_page
@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponseBase:
    """What this is, for strangers; their requests, for customers; our own people go to the desk."""
    language = language_shown(get_language() or "")
    if not request.user.is_authenticated:
        articles = home_articles(AnonymousUser(), language)
        context = {"language": language, "issues": open_issues(), "articles": articles}
        return render(request, "portal/welcome.html", context)
    if request.user.is_staff:
        return redirect(home_of(request.user))
    filters = {name: request.GET.get(name, "") for name in ("search", "stand", "sort", "after", "before")}
    page = request_list(request.user, **filters)
    is_filtered = any(value.strip() for name, value in filters.items() if name != "sort")
    context = {
        "language": language,
        "issues": open_issues(),
        "articles": None if is_filtered else home_articles(request.user, language, [row.ticket for row in page.rows]),
        "page": page,
        "search": filters["search"],
        "stand": filters["stand"],
        "sort": filters["sort"] or "activity",
        "stands": STANDS,
        "sorts": [(key, words) for key, (_column, words) in SORTS.items()],
        "is_filtered": bool(filters["search"].strip() or filters["stand"]),
        "pending": find_pending(request),
    }
    return render(request, "portal/requests.html", context)


@never_cache
@require_safe
@reader_required
def request_detail(request: ReaderRequest, number: int) -> HttpResponseBase:
    survivor = _survivor(request, number)
    if survivor != number:
        messages.info(request, _("We answer that request together with this one."))
        return redirect("portal:request", survivor)
    ticket = ticket_or_404(request.reader, number)
    # What somebody began to write is for those who are signed in as them; by the link, for the browser that kept it.
    draft = drafts.find_here(request, ticket) if request.is_by_link else drafts.find_draft(request.reader, ticket)
    if draft is None:
        return _request_page(request, number, AnswerForm())
    form = AnswerForm(initial={"text": drafts.typed_in(draft).get("text", "")})
    kept = (
        files.kept_here(request, draft.words.get("attachments", [])) if request.is_by_link else drafts.files_of(draft)
    )
    return _request_page(request, number, form, kept)


@never_cache
@require_safe
@reader_required
def conversation(request: ReaderRequest, number: int) -> HttpResponseBase:
    """The part of the page that changes by itself; 204 when `state` says that the reader has it already."""
    if (survivor := _survivor(request, number)) != number:
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("portal:request", args=[survivor])})
    page = _page_or_404(request, number)
    if request.GET.get("state") == page.state:
        return HttpResponse(status=204)
    return render(request, "portal/_conversation.html", {"page": page})


@require_POST
@reader_required
def answer(request: ReaderRequest, number: int) -> HttpResponseBase:
    ticket = ticket_or_404(request.reader, number)
    attachments, problems = files.of_form(request, request.reader if request.is_by_link else None)
    if request.POST.get("keep"):
        return _kept(request, ticket, attachments)
    form = AnswerForm(request.POST)
    for problem in problems:
        form.add_error("text", problem)
    if form.is_valid():
        token, text = form.cleaned_data["token"], form.cleaned_data["text"]
        try:
            landed = asking.answer(ticket, person=request.reader, token=token, text=text, attachments=attachments)
        except Refused as refusal:
            form.add_error("text", str(refusal))
        else:
            if request.is_by_link:
                files.forget_kept(request)
                drafts.forget_here(request, ticket)
                remember(request, landed.pk, request.reader)
            else:
                drafts.forget_draft(request.reader, ticket)
            if landed.pk != ticket.pk and ticket.merged_into_id is None:
                messages.success(request, _("That request was closed, so we opened this new one that continues it."))
            return redirect(f"{reverse('portal:request', args=[landed.number])}#newest")
    return _request_page(request, number, form, attachments)


def _kept(request: ReaderRequest, ticket: Ticket, attachments: Sequence[Attachment]) -> HttpResponseBase:
    """Without a script, by the button."""
    typed = request.POST.copy()
    typed.setlist("attachments", [str(file.pk) for file in attachments])
    if request.is_by_link:
        if drafts.keep_here(request, ticket, typed):
            messages.success(request, _("Your draft is kept in this browser for two weeks."))
    elif drafts.keep_draft(request.reader, ticket, typed):
        messages.success(request, _("Your draft is kept here, on every device."))
    return redirect("portal:request", ticket.pk)


@require_POST
@reader_required
def mark_solved(request: ReaderRequest, number: int) -> HttpResponseBase:
    return _act(request, number, solve, _("Good to hear. Write here if anything comes up again."))


@require_POST
@reader_required
def mark_unsolved(request: ReaderRequest, number: int) -> HttpResponseBase:
    return _act(request, number, reopen, _("It is open again. Tell us what is still wrong, so that we can go on."))


def _act(request: ReaderRequest, number: int, verb: Callable[..., object], done: str) -> HttpResponseBase:
    ticket = ticket_or_404(request.reader, number)
    try:
        if verb(ticket, actor=request.reader) is not None:
            messages.success(request, done)
    except NotAllowed:
        return forbidden(
            request, _("Only the person who asked can say whether it is solved. You can write to us all the same.")
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("portal:request", number)


def _request_page(
    request: ReaderRequest, number: int, form: AnswerForm, attachments: Sequence[Attachment] = ()
) -> HttpResponseBase:
    context = {"page": _page_or_404(request, number), "form": form, "files": attachments, "copying": CopyForm()}
    return render(request, "portal/request.html", context, status=422 if form.errors else 200)


def _survivor(request: ReaderRequest, number: int) -> int:
    """The number of the request in which this one is answered: itself, or what it was merged into, if they may see that."""
    ticket = ticket_or_404(request.reader, number)
    if ticket.merged_into_id is None:
        return ticket.pk
    survivor = survivor_of(ticket)
    return survivor.pk if Ticket.objects.visible_to(request.reader).filter(pk=survivor.pk).exists() else ticket.pk


def _page_or_404(request: ReaderRequest, number: int) -> RequestPage:
    try:
        return request_page(request.reader, number)
    except Ticket.DoesNotExist as missing:
        raise Http404 from missing
