"""Asking: the form, and confirming the address of whoever is not signed in."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts import signing_in
from accounts.form_answers import refuse, status_of
from accounts.forms import CodeForm
from accounts.limits import TooMany
from accounts.models import User
from accounts.signing_in import SignInRefused
from accounts.views import keep_theme, send_again
from knowledgebase.queries import language_shown
from portal import asking, drafts, files, helping
from portal.confirming import find_pending, keep_until_confirmed, open_pending
from portal.forms import LONGEST_SUBJECT, RequestForm, StrangersRequestForm
from portal.models import RequestDraft
from portal.topics import NO_TOPIC, OTHER, find_topic, topic_is_gone, topic_of
from tickets.content import storable
from tickets.errors import Refused
from tickets.forms import topics


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@helping.remembering
def new_request(request: HttpRequest) -> HttpResponseBase:
    """The form; whoever is not signed in confirms their address before the request is opened.

    `q`: what they looked for in the help centre, so that nobody types it twice.
    """
    person = request.user if isinstance(request.user, User) else None
    offered = topics()
    draft = _find_draft(request, person) if request.method != "POST" else None
    looked_for = " ".join(storable(request.GET.get("q", "")).split())
    if request.method != "POST" and "topic" not in request.GET and len(offered) > 1:
        begun = drafts.typed_in(draft) if draft else None
        choices = {"topics": offered, "person": person, "other": OTHER, "draft": begun, "looked_for": looked_for}
        return render(request, "portal/topics.html", choices)
    if request.method == "POST" and request.POST.get("keep"):
        return _kept(request, person)
    topic = topic_of(request, offered)
    form = (RequestForm if person else StrangersRequestForm)(
        request.POST or None,
        topic=topic or NO_TOPIC,
        asked=request.POST.getlist("asked"),
        typed=drafts.typed_in(draft) if draft else None,
    )
    if draft is None:
        form.initial.setdefault("subject", looked_for[:LONGEST_SUBJECT])
    if topic is None and request.method == "POST":
        form.add_error(None, topic_is_gone())
    attachments, problems = files.of_form(request) if request.method == "POST" else ([], [])
    if draft is not None:
        attachments = (
            drafts.files_of(draft) if draft.pk else files.kept_here(request, draft.words.get("attachments", []))
        )
    for problem in problems:
        form.add_error("text", problem)
    if form.is_valid() and not form.is_unfinished:
        try:
            if person is None:
                keep_until_confirmed(request, form.words, attachments)
                return redirect("portal:confirm")
            ticket = asking.ask(person=person, attachments=attachments, **form.words)
        except (Refused, TooMany) as refusal:
            refuse(form, "text", refusal)
        else:
            drafts.forget_draft(person, None)
            drafts.forget_here(request, None)
            helping.needed_a_person(request, ticket, [form.words["subject"], form.words["text"]])
            messages.success(request, _("Your request is with us. We answer by email and here."))
            return redirect("portal:request", ticket.number)
    language = language_shown(get_language() or "")
    context = {
        "form": form,
        "files": attachments,
        "person": person,
        "language": language,
        "may_choose": len(offered) > 1,
        "draft": draft,
    }
    return render(request, "portal/new_request.html", context, status=status_of(form))


@never_cache
@require_POST
def questions(request: HttpRequest) -> HttpResponseBase:
    """The questions of a topic as they are with these answers; nothing is kept, and nothing called wrong yet."""
    topic = find_topic(request) or NO_TOPIC
    return render(request, "portal/_questions.html", {"form": RequestForm(topic=topic, typed=request.POST)})


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
@helping.remembering
def confirm(request: HttpRequest) -> HttpResponseBase:
    """The code for a request that waits for it: with it the address is confirmed, the person in, the request opened."""
    pending = find_pending(request)
    if pending is None:
        return redirect("portal:home")
    if isinstance(request.user, User):
        if request.method == "POST":
            return open_pending(request, pending, request.user)
        return render(request, "portal/confirm.html", {"pending": pending})
    if signing_in.who(request) != pending.email:
        signing_in.begin(request, pending.email, by_link=False)
    if request.method == "POST" and request.POST.get("again"):
        return send_again(request, "portal:confirm")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            person = signing_in.person_by_code(request, form.cleaned_data["code"])
        except (SignInRefused, TooMany) as refusal:
            refuse(form, "code", refusal)
        else:
            signing_in.complete(request, person)
            return keep_theme(open_pending(request, pending, person), person.theme)
    context = {"pending": pending, "form": form, "demo": settings.DEMO}
    return render(request, "portal/confirm.html", context, status=status_of(form))


def _find_draft(request: HttpRequest, person: User | None) -> RequestDraft | None:
    """Their own; else what somebody kept in this browser, perhaps they before they signed in."""
    return (drafts.find_draft(person, None) if person else None) or drafts.find_here(request, None)


def _kept(request: HttpRequest, person: User | None) -> HttpResponseBase:
    """Without a script, by the button."""
    attachments, _problems = files.of_form(request)
    typed = request.POST.copy()
    typed.setlist("attachments", [str(file.pk) for file in attachments])
    if person is None:
        if drafts.keep_here(request, None, typed):
            messages.success(
                request, _("Your draft is kept in this browser for two weeks. You find it when you ask a question.")
            )
    elif drafts.keep_draft(person, None, typed):
        drafts.forget_here(request, None)
        messages.success(request, _("Your draft is kept. You find it when you ask a question, on every device."))
    return redirect("portal:home")
