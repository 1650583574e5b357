"""Answers before a human: beside the form while somebody writes, and the end of a session that needed nobody."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.http import client_ip
from accounts.limits import HELP_QUESTIONS, TooMany, spend
from knowledgebase.actions.sessions import is_question
from knowledgebase.elsewhere import only_elsewhere
from knowledgebase.models import HelpPlace
from knowledgebase.searching import answers_to
from portal import helping
from portal.drafted import drafted_for, is_drafted
from portal.languages import in_language
from portal.passages import marked_passages
from status.queries import issue_about
from tickets.content import storable

_MOST_SHOWN = 3


@never_cache
@require_POST
@helping.remembering
@in_language
def answers(request: HttpRequest, language: str) -> HttpResponseBase:
    """For what stands in the form so far: the likely articles with the passage that answers; nothing for less than a question."""
    fields = [storable(request.POST.get(name, "")) for name in ("subject", "text")]
    question = helping.question_in(fields)
    context: dict[str, Any] = {"found": [], "is_likely": False, "language": language}
    if is_question(question, HelpPlace.FORM) and _may_ask(request):
        found = answers_to(request.user, question, language=language, limit=_MOST_SHOWN)
        others = only_elsewhere(request.user, question, language=language, found=found)
        helping.asked(request, HelpPlace.FORM, question, found, others)
        context |= {"found": marked_passages(found, question), "is_likely": found.is_likely}
        context["elsewhere"] = marked_passages(others, question)
        context["issue"] = issue_about(question)
        context["later"] = is_drafted(question)
    return render(request, "portal/help/_answers.html", context)


@never_cache
@require_safe
@in_language
def drafted(request: HttpRequest, language: str) -> HttpResponseBase:
    """What a language model says to what was asked last, or that it is being written; nothing where there is none."""
    context = {"drafted": drafted_for(request, request.user, helping.session_of(request), language)}
    return render(request, "portal/_drafted.html", {"language": language, **context})


@require_POST
@helping.remembering
@in_language
def say_solved(request: HttpRequest, language: str) -> HttpResponseBase:
    """Pressed by whoever found the answer; a second press says the same."""
    helping.solved(request)
    return redirect("help:solved", language)


@require_safe
@in_language
def solved(request: HttpRequest, language: str) -> HttpResponseBase:
    return render(request, "portal/help/solved.html", {"language": language})


def _may_ask(request: HttpRequest) -> bool:
    """Who asks without end gets no answers any more, and can send the form all the same."""
    try:
        spend(HELP_QUESTIONS, client_ip(request))
    except TooMany:
        return False
    return True
