"""The link of an acknowledgement: a page on which a customer says that an article solved it. Looking at it changes nothing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
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
    language = language_of(ticket.requester, ticket)
    # In the language of the mail, whoever opens it.
    with translation.override(language):
        problem = ""
        if request.method == "POST":
            try:
                solve(ticket, actor=ticket.requester)
            except Refused as refusal:
                problem = str(refusal)
            else:
                solved_by_mailed(ticket)
                return redirect("portal:mailed_answers", token)
        mailed = mailed_articles(ticket)
        texts = readable(ticket.requester, language).filter(article__in=mailed)
        context = {
            "ticket": ticket,
            "texts": sorted(texts, key=lambda text: mailed.index(text.article_id)),
            "problem": problem,
            "is_done": ticket.is_solved,
        }
        return render(request, "portal/mailed_answers.html", context, status=409 if problem else 200)
