"""The session in which a visitor tries to help themselves: the browser's session knows which one it is."""

from collections.abc import Sequence

from django.http import HttpRequest

from accounts.models import User
from knowledgebase import actions
from knowledgebase.models import Article, HelpPlace
from knowledgebase.searching import Answers
from tickets.models import Ticket

_KEY = "help_session"
_HELPED = "help_sessions_solved"
_MOST_HELPED = 20


def asked(request: HttpRequest, place: HelpPlace, question: str, answers: Answers) -> bool:
    """Keep what was asked and shown; whether it was a question."""
    person = request.user if isinstance(request.user, User) else None
    session = actions.ask_help(
        session_of(request),
        place=place,
        question=question,
        language=answers.language,
        shown=[hit.translation.article_id for hit in answers.hits],
        person=person,
    )
    if session is not None:
        if not request.session.session_key:
            request.session.create()
        request.session[_KEY] = session.pk
    return session is not None


def opened(request: HttpRequest, article: Article) -> bool:
    """Keep that they read it; whether a session goes on, which it may end."""
    return actions.read_in_session(session_of(request), article)


def solved(request: HttpRequest) -> bool:
    """It needed nobody. False when nothing was asked, or that was long ago."""
    session = session_of(request)
    is_solved = actions.solve_session(session)
    if is_solved:
        request.session[_HELPED] = [*request.session.get(_HELPED, ()), session][-_MOST_HELPED:]
    request.session.pop(_KEY, None)
    return is_solved


def needed_a_person(request: HttpRequest, ticket: Ticket) -> None:
    """What was asked and shown goes along with the ticket, so that nobody says it twice."""
    actions.end_with_ticket(session_of(request), ticket)
    actions.name_helped(request.session.pop(_HELPED, ()), ticket.requester)
    request.session.pop(_KEY, None)


def session_of(request: HttpRequest) -> int | None:
    return request.session.get(_KEY)


def question_in(texts: Sequence[str], longest: int) -> str:
    """One line of what stands in a form's fields."""
    return " ".join(" ".join(texts).split())[:longest]
