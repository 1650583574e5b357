"""Asking a person in the widget: likely answers while somebody writes, the form, and the code that confirms an address."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts import signing_in
from accounts.brands import brand_shown
from accounts.form_answers import refuse, status_of
from accounts.forms import CodeForm
from accounts.http import client_ip
from accounts.limits import STRANGERS_REQUESTS, TooMany, spend
from accounts.models import User
from accounts.signing_in import CodeFor, SignInRefused
from knowledgebase.actions import end_with_ticket, name_helped
from knowledgebase.actions.sessions import is_question
from knowledgebase.elsewhere import only_elsewhere
from knowledgebase.models import HelpPlace
from knowledgebase.searching import answers_to
from portal import asking, files, helping
from portal.drafted import is_drafted
from portal.forms import RequestForm, StrangersRequestForm
from portal.models import PendingRequest
from portal.passages import marked_passages
from portal.topics import NO_TOPIC, OTHER, find_topic, topic_is_gone, topic_of
from portal.widget.looking_views import keep_question
from portal.widget.parts import PartRequest, may_ask, shown, widget_part
from status.queries import issue_about
from tickets.content import storable
from tickets.errors import Refused
from tickets.forms import topics
from tickets.models import Attachment, Channel, Ticket

_MOST_SHOWN = 3


@require_POST
@widget_part
def answers(request: PartRequest, language: str) -> HttpResponseBase:
    """For what stands in the form or the search so far; nothing for less than a question."""
    fields = [storable(request.POST.get(name, "")) for name in ("q", "subject", "text")]
    question = helping.question_in(fields)
    found: list[Any] = []
    elsewhere: list[Any] = []
    issue, later, is_likely = None, False, False
    if is_question(question, HelpPlace.WIDGET) and may_ask(request):
        answered = answers_to(request.visit.reader, question, language=language, limit=_MOST_SHOWN)
        others = only_elsewhere(request.visit.reader, question, language=language, found=answered)
        keep_question(request, question, answered, others)
        elsewhere = marked_passages(others, question)
        found, is_likely = marked_passages(answered, question), answered.is_likely
        issue, later = issue_about(question), is_drafted(question)
    context: dict[str, Any] = {
        "found": found,
        "elsewhere": elsewhere,
        "is_likely": is_likely,
        "issue": issue,
        "later": later,
    }
    return shown(request, "_answers", language, **context)


@require_http_methods(["GET", "HEAD", "POST"])
@widget_part
def ask(request: PartRequest, language: str) -> HttpResponseBase:
    """The form. Who is known writes at once; others confirm their address first, as in the portal. `q`: what they looked for."""
    is_known = bool(request.visit.email)
    question = request.GET.get("q", "")[:250]
    offered = topics()
    if request.method != "POST" and "topic" not in request.GET and len(offered) > 1:
        return shown(request, "topics", language, topics=offered, other=OTHER, question=question)
    topic = topic_of(request, offered)
    form_of = RequestForm if is_known else StrangersRequestForm
    form = form_of(request.POST or None, topic=topic or NO_TOPIC, asked=request.POST.getlist("asked"))
    form.fields["subject"].initial = question
    attachments = _files_of(request, form) if request.method == "POST" else []
    if topic is None and request.method == "POST":
        form.add_error(None, topic_is_gone())
    if form.is_valid() and not form.is_unfinished:
        try:
            person = request.visit.known()
            if person is not None:
                mine = files.given_to(person, attachments)
                ticket = asking.ask(person=person, channel=Channel.WIDGET, attachments=mine, **form.words)
                return _opened(request, language, ticket, form.words)
            if not is_known:
                _keep_until_confirmed(request, form.words, attachments)
                return _code_form(request, language, CodeForm())
        except (Refused, TooMany) as refusal:
            refuse(form, "text", refusal)
    context: dict[str, Any] = {"form": form, "files": attachments, "may_choose": len(offered) > 1}
    return shown(request, "ask", language, status_of(form), visit=request.visit, **context)


@require_POST
@widget_part
def questions(request: PartRequest, language: str) -> HttpResponseBase:
    """The questions of a topic as they are with these answers; nothing is kept, and nothing called wrong yet."""
    form = RequestForm(topic=find_topic(request) or NO_TOPIC, typed=request.POST)
    return render(request, "portal/_questions.html", {"form": form})


@sensitive_post_parameters("code")
@require_POST
@widget_part
def confirm(request: PartRequest, language: str) -> HttpResponseBase:
    """The code from the mail: with it the address is theirs, and the request is opened. `again` asks for another code."""
    visit = request.visit
    pending = PendingRequest.objects.filter(pk=visit.pending or 0, email=visit.pending_email).first()
    if pending is None:
        return shown(request, "gone", language, 404)
    form = CodeForm(request.POST if "code" in request.POST else None)
    try:
        if request.POST.get("again"):
            request.visit = replace(visit, code=signing_in.mail_code(request, pending.email, code_for=CodeFor.REQUEST))
        elif form.is_valid():
            person = signing_in.person_who_asks(request, visit.code or 0, pending.email, form.cleaned_data["code"])
            return _open_pending(request, language, pending, person)
    except (SignInRefused, TooMany, Refused) as refusal:
        form = CodeForm(request.POST)
        form.is_valid()
        refuse(form, "code", refusal)
    return _code_form(request, language, form)


def _files_of(request: PartRequest, form: RequestForm) -> list[Attachment]:
    """Nobody's until the request is opened; should the form come back, this visitor still has them."""
    attachments, problems = files.gathered(request, None, request.visit.files)
    for problem in problems:
        form.add_error("text", problem)
    request.visit = replace(request.visit, files=tuple(file.pk for file in attachments))
    return attachments


def _keep_until_confirmed(request: PartRequest, words: dict, attachments: Sequence[Attachment]) -> None:
    """Keep the form's words, and mail the code. Raises TooMany."""
    spend(STRANGERS_REQUESTS, client_ip(request))
    pending = asking.keep(**words, attachments=attachments)
    code = signing_in.mail_code(request, pending.email, code_for=CodeFor.REQUEST)
    request.visit = replace(request.visit, pending=pending.pk, pending_email=pending.email, code=code)


def _open_pending(request: PartRequest, language: str, pending: PendingRequest, person: User) -> HttpResponseBase:
    known = replace(request.visit, email=pending.email, name=pending.name, pending=None, pending_email="", code=None)
    if known.is_refused:
        desk = f"{brand_shown().site}{reverse('portal:home')}"
        return shown(request, "ours", language, 403, portal=desk)
    words = {"subject": pending.subject, "text": pending.text}
    ticket = asking.open_pending(pending, person=person, channel=Channel.WIDGET)
    request.visit = known
    return _opened(request, language, ticket, words)


def _opened(request: PartRequest, language: str, ticket: Ticket, words: Mapping[str, Any]) -> HttpResponseBase:
    """What was asked and shown before goes along with it. The frame keeps the visit, so that they see later how it stands."""
    question = helping.question_in([words["subject"], words["text"]])
    end_with_ticket(request.visit.help, ticket, question=question, place=HelpPlace.WIDGET, language=language)
    name_helped(request.visit.helped, ticket.requester)
    request.visit = replace(request.visit, help=None, helped=(), files=())
    return shown(request, "opened", language, ticket=ticket)


def _code_form(request: PartRequest, language: str, form: CodeForm) -> HttpResponseBase:
    context = {"form": form, "email": request.visit.pending_email, "demo": settings.DEMO}
    return shown(request, "confirm", language, status_of(form), **context)
