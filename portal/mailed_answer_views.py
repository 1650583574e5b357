"""The link of an acknowledgement: a page on which a customer says that an article solved it. Looking at it changes nothing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from knowledgebase.actions.mailed import mailed_articles, solved_by_mailed
from knowledgebase.queries import readable
from mail.outgoing import language_of
from portal.mailed_answers import ticket_of
from tickets.actions import solve
from tickets.errors import Refused


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mailed_answers(request: HttpRequest, token: str) -> HttpResponse:
    ticket = ticket_of(token)
    if ticket is None:
        return render(request, "portal/mailed_answers.html", {"is_over": True}, status=404)
    problem = ""
    if request.method == "POST":
        try:
            solve(ticket, actor=ticket.requester)
        except Refused as refusal:
            problem = str(refusal)
        else:
            solved_by_mailed(ticket)
            return redirect("portal:mailed_answers", token)
    language = language_of(ticket.requester, ticket)
    texts = readable(ticket.requester, language).filter(article__in=mailed_articles(ticket))
    context = {"ticket": ticket, "texts": texts, "problem": problem, "is_done": ticket.is_solved}
    return render(request, "portal/mailed_answers.html", context, status=409 if problem else 200)
