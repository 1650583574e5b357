"""The session in which a visitor tries to help themselves: a signed cookie knows which one it is.

Not the browser's session: answers are asked for while somebody writes, and one that came late would put back what it held
before they sent their words.
"""

import functools
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import get_language

from accounts.models import User
from knowledgebase import actions
from knowledgebase.actions.sessions import LONGEST_QUESTION, find_going_on
from knowledgebase.models import Article, HelpPlace
from knowledgebase.queries import language_shown
from knowledgebase.searching import Answers
from tickets.models import Ticket

COOKIE = "help"
_SALT = "portal.helping"
# When it is over, the session itself knows.
_LIFE = timedelta(days=1)
_HELPED = "help_sessions_solved"
_MOST_HELPED = 20

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def remembering(view: View[P]) -> View[P]:
    """Of a view in which a session begins or ends: its answer tells the browser."""

    @functools.wraps(view)
    def remembered(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        before = session_of(request)
        response = view(request, *args, **kwargs)
        after = session_of(request)
        if after is None and COOKIE in request.COOKIES:
            response.delete_cookie(COOKIE, samesite="Lax")
        elif after is not None and after != before:
            response.set_signed_cookie(
                COOKIE,
                str(after),
                salt=_SALT,
                httponly=True,
                secure=settings.SESSION_COOKIE_SECURE,
                samesite="Lax",
            )
        return response

    return remembered


def asked(request: HttpRequest, place: HelpPlace, question: str, answers: Answers, elsewhere: Answers) -> bool:
    """Keep what was asked and shown, also in another language; whether it was a question."""
    person = request.user if isinstance(request.user, User) else None
    session = actions.ask_help(
        session_of(request),
        place=place,
        question=question,
        language=answers.language,
        shown=[hit.translation.article_id for hit in (*answers.hits, *elsewhere.hits)],
        person=person,
    )
    if session is not None:
        _remember(request, session.pk)
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
    _remember(request, None)
    return is_solved


def needed_a_person(request: HttpRequest, ticket: Ticket, words: Sequence[str]) -> None:
    """What was asked and shown goes along with the ticket, so that nobody says it twice. `words`: what they sent."""
    actions.end_with_ticket(
        session_of(request),
        ticket,
        question=question_in(words),
        language=language_shown(get_language() or ""),
    )
    actions.name_helped(request.session.pop(_HELPED, ()), ticket.requester)
    _remember(request, None)


def looked_for(request: HttpRequest) -> str:
    """What they asked the help centre last, while that session goes on."""
    session = find_going_on(session_of(request))
    return session.question if session is not None and session.place == HelpPlace.SEARCH else ""


def session_of(request: HttpRequest) -> int | None:
    """None also for a cookie that is not ours."""
    if not hasattr(request, "_help_session"):
        word = request.get_signed_cookie(COOKIE, default="", salt=_SALT, max_age=_LIFE)
        _remember(request, int(word) if word else None)
    return request._help_session  # type: ignore[attr-defined]  # set above


def question_in(texts: Sequence[str]) -> str:
    """One line of what stands in a form's fields."""
    return " ".join(" ".join(texts).split())[:LONGEST_QUESTION]


def _remember(request: HttpRequest, session: int | None) -> None:
    request._help_session = session  # type: ignore[attr-defined]  # of this request; the decorator tells the browser
