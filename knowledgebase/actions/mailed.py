"""Articles that went out with an acknowledgement. Their session counts as no deflection: the ticket was there already."""

from collections.abc import Sequence

from django.db import transaction

from helpdesk import clock
from knowledgebase.actions.sessions import LONGEST_QUESTION
from knowledgebase.models import HelpArticle, HelpOutcome, HelpPlace, HelpSession
from tickets.models import Ticket


@transaction.atomic
def mail_answers(ticket: Ticket, *, question: str, language: str, articles: Sequence[int]) -> HelpSession:
    """Keep which articles the requester of a mailed request is offered; agents see them on the ticket."""
    now = clock.now()
    session = HelpSession.objects.create(
        place=HelpPlace.MAIL,
        question=" ".join(question.split())[:LONGEST_QUESTION],
        language=language,
        person=ticket.requester,
        ticket=ticket,
        started_at=now,
        last_at=now,
    )
    HelpArticle.objects.bulk_create(HelpArticle(session=session, article_id=key, shown_at=now) for key in articles)
    return session


def solved_by_mailed(ticket: Ticket) -> bool:
    """They say that one of these solved it, whenever they read the mail. False when they said so before."""
    now = clock.now()
    mailed = HelpSession.objects.filter(ticket=ticket, place=HelpPlace.MAIL, outcome="")
    return bool(mailed.update(outcome=HelpOutcome.SOLVED, ended_at=now, last_at=now))


def mailed_articles(ticket: Ticket) -> list[int]:
    """In the order in which the mail named them."""
    mailed = HelpArticle.objects.filter(session__ticket=ticket, session__place=HelpPlace.MAIL)
    return list(mailed.order_by("pk").values_list("article", flat=True))
