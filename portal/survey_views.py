"""Where customers rate our help: by the link of the mail, whose token is the key, or on their solved request.

Looking records nothing, because programs look at every link of a mail; the button does.
"""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import forbidden
from metrics.actions.answering import answer_survey, gets_surveys, rate_request, stop_surveys, want_surveys
from metrics.models import Survey
from portal.forms import AnswerForm, CopyForm
from portal.queries import request_page, ticket_or_404
from portal.rating import Rating, rating_of
from portal.reading import ReaderRequest, reader_required
from tickets.errors import NotAllowed, Refused


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: HttpRequest, token: str) -> HttpResponseBase:
    """404 for a token that is not ours. In the language of the mail, whoever opens it."""
    found = _survey_with(token)
    if found is None:
        return render(request, "portal/survey.html", {"rating": None}, status=404)
    with translation.override(found.language):
        if request.method != "POST":
            return _page(request, rating_of(found, chosen=_score(request.GET.get("score"))))
        score, comment = _score(request.POST.get("score")), request.POST.get("comment", "")
        try:
            answer_survey(found, score=-1 if score is None else score, comment=comment)
        except Refused as refusal:
            return _page(request, rating_of(found, chosen=score, comment=comment, problem=str(refusal)), 422)
    return redirect("portal:survey", token)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """No more surveys, by the link of a mail: looking at it asks, sending it does (RFC 8058); and may be taken back."""
    found = _survey_with(token)
    if found is None:
        return render(request, "portal/survey.html", {"rating": None}, status=404)
    with translation.override(found.language):
        is_back = request.method == "POST" and "back" in request.POST
        if is_back:
            want_surveys(found.person)
        elif request.method == "POST":
            stop_surveys(found.person)
        context = {"is_done": not gets_surveys(found.person), "is_back": is_back}
        return render(request, "portal/surveys_stopped.html", context)


@require_POST
@reader_required
def rate(request: ReaderRequest, number: int) -> HttpResponseBase:
    """On the page of a solved request, by who asked."""
    ticket = ticket_or_404(request.reader, number)
    score = _score(request.POST.get("score"))
    comment = request.POST.get("comment", "")
    try:
        rate_request(ticket, person=request.reader, score=-1 if score is None else score, comment=comment)
    except NotAllowed as refusal:
        return forbidden(request, str(refusal))
    except Refused as refusal:
        return _refused(request, number, score, comment, str(refusal))
    messages.success(request, _("Thank you. Your rating is with us."))
    return redirect("portal:request", number)


def _refused(request: ReaderRequest, number: int, score: int | None, comment: str, problem: str) -> HttpResponse:
    """The request with what was chosen and written; where nothing is to be rated any more, only why."""
    page = request_page(request.reader, number)
    if page.rating is None or not page.rating.is_open:
        messages.error(request, problem)
        return redirect("portal:request", number)
    page = replace(page, rating=rating_of(page.rating.survey, chosen=score, comment=comment, problem=problem))
    return render(
        request,
        "portal/request.html",
        {"page": page, "form": AnswerForm(), "files": (), "copying": CopyForm()},
        status=422,
    )


def _page(request: HttpRequest, rating: Rating, status: int = 200) -> HttpResponse:
    return render(request, "portal/survey.html", {"rating": rating}, status=status)


def _survey_with(token: str) -> Survey | None:
    return Survey.objects.select_related("ticket", "person").filter(token=token).first()


def _score(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 3 else None
