"""Making an article of a solved ticket."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.form_answers import status_of
from desk.articles.forms import TicketArticleForm
from desk.articles.http import around
from desk.http import DeskRequest, on_ticket
from knowledgebase.actions import make_article as make
from knowledgebase.drafting import draft_of
from knowledgebase.queries import language_shown
from knowledgebase.searching import answers_to
from tickets.errors import IllegalTransition, Refused
from tickets.models import Ticket

_MOST_ALIKE = 3


@require_http_methods(["GET", "HEAD", "POST"])
@on_ticket
def make_article(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """Its question and answer, prefilled without personal data; articles that may say it already stand beside."""
    if not ticket.is_solved:
        raise IllegalTransition(IllegalTransition.sentence)
    draft = draft_of(ticket)
    initial = {"title": draft.title[:200], "body": draft.body, "language": language_shown(ticket.language)}
    form = TicketArticleForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = make(
                ticket,
                actor=request.user,
                title=form.cleaned_data["title"],
                body=form.cleaned_data["body"],
                category=form.category,
                section=form.section,
                language=form.cleaned_data["language"],
                visibility=form.cleaned_data["visibility"],
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return HttpResponseRedirect(reverse("articles:text", args=[made.article_id, made.language]))
    is_first = request.method != "POST"
    found = answers_to(request.user, ticket.subject, language=ticket.language, limit=_MOST_ALIKE) if is_first else None
    alike = found.hits if found is not None else []
    context = {"form": form, "ticket": ticket, "draft": draft, "alike": alike, **around(request)}
    return render(request, "desk/articles/from_ticket.html", context, status=status_of(form))
