"""A session of somebody who tries to help themselves. It changes neither an article nor a ticket."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.models import User
from helpdesk import clock
from knowledgebase.models import Article, HelpArticle, HelpOutcome, HelpPlace, HelpSession
from tickets.content import storable
from tickets.models import Ticket

IDLE = timedelta(minutes=30)
LONGEST_QUESTION = 500
# Fewer are no question yet, unless they were typed into a search.
LEAST_WORDS = 3


def is_question(text: str, place: HelpPlace) -> bool:
    """Any search is one; elsewhere it takes three words."""
    return len(text.split()) >= (1 if place == HelpPlace.SEARCH else LEAST_WORDS)


@transaction.atomic
def ask_help(
    session: int | None,
    *,
    place: HelpPlace,
    question: str,
    language: str,
    shown: Sequence[int],
    person: User | None = None,
) -> HelpSession | None:
    """Somebody asked and was shown the articles with these keys; None for what is no question.

    The session goes on unless it is over; then another one begins.
    """
    question = _one_line(question)
    if not is_question(question, place):
        return None
    now = clock.now()
    going_on = _going_on(session)
    if going_on is None or (person is not None and going_on.person_id not in (None, person.pk)):
        going_on = HelpSession(place=place, started_at=now)
    going_on.question, going_on.language, going_on.last_at = question, language, now
    going_on.person = person or going_on.person
    going_on.save()
    rows = [HelpArticle(session=going_on, article_id=article, shown_at=now) for article in shown]
    HelpArticle.objects.bulk_create(rows, ignore_conflicts=True)
    return going_on


@transaction.atomic
def read_in_session(session: int | None, article: Article) -> bool:
    """They opened an article while the session goes on. False when there is none."""
    going_on = _going_on(session)
    if going_on is None:
        return False
    now = clock.now()
    row, _is_new = HelpArticle.objects.get_or_create(
        session=going_on, article=article, defaults={"shown_at": now, "read_at": now}
    )
    if row.read_at is None:
        row.read_at = now
        row.save(update_fields=["read_at"])
    going_on.last_at = now
    going_on.save(update_fields=["last_at"])
    return True


@transaction.atomic
def solve_session(session: int | None) -> bool:
    """They say that it is solved. False when it is over already."""
    return _end(_going_on(session), HelpOutcome.SOLVED)


@transaction.atomic
def end_with_ticket(
    session: int | None, ticket: Ticket, *, question: str = "", place: HelpPlace = HelpPlace.FORM, language: str = ""
) -> bool:
    """What they found was not enough: the session goes along with what they wrote. False when there is none.

    `question`: what they sent. Where it is one, it counts also for who was shown nothing before, as without a script.
    """
    going_on = _going_on(session)
    if going_on is None and question and not HelpSession.objects.filter(ticket=ticket).exists():
        going_on = _asked_by_sending(_one_line(question), place, language, ticket)
    return _end(going_on, HelpOutcome.TICKET, ticket)


def name_helped(sessions: Sequence[int], person: User) -> None:
    """Who it was that had said "solved" without signing in, told by the ticket that they write after all."""
    HelpSession.objects.filter(pk__in=sessions, person=None, outcome=HelpOutcome.SOLVED).update(person=person)


def find_going_on(session: int | None) -> HelpSession | None:
    """None once it is over."""
    return _those_going_on(session).first() if session is not None else None


def _going_on(session: int | None) -> HelpSession | None:
    return _those_going_on(session).select_for_update().first() if session is not None else None


def _those_going_on(session: int) -> QuerySet[HelpSession]:
    return HelpSession.objects.filter(pk=session, outcome="", last_at__gt=clock.now() - IDLE)


def _asked_by_sending(question: str, place: HelpPlace, language: str, ticket: Ticket) -> HelpSession | None:
    """The session whose answers had not reached the page yet when it was sent, else a new one. None for what is no question."""
    if not is_question(question, place):
        return None
    now = clock.now()
    on_their_way = HelpSession.objects.filter(
        Q(person=None) | Q(person=ticket.requester), outcome="", place=place, question=question, last_at__gt=now - IDLE
    )
    found = on_their_way.select_for_update().order_by("-last_at").first()
    return found or HelpSession(place=place, question=question, language=language, started_at=now)


def _one_line(question: str) -> str:
    return " ".join(storable(question).split())[:LONGEST_QUESTION]


def _end(session: HelpSession | None, outcome: HelpOutcome, ticket: Ticket | None = None) -> bool:
    if session is None:
        return False
    # Who wrote at once began and ended in the same instant (before_writing.py).
    session.outcome, session.ended_at = outcome, session.started_at if session.pk is None else clock.now()
    session.last_at = session.ended_at
    if ticket is not None:
        session.ticket, session.person = ticket, ticket.requester
    session.save()
    return True
