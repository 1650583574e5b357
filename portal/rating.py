"""The box in which a customer rates our help, as the page of a survey and the page of a request show it."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from helpdesk import clock
from metrics.actions.answering import is_open, open_until, survey_of
from metrics.models import Survey
from metrics.surveys.choices import Choice, choices_of
from tickets.models import Ticket
from tickets.ratings import SCALES, score_text


@dataclass(frozen=True, slots=True)
class Rating:
    """`chosen` is what the form begins with; `answer` what was sent before, in words, empty while there is none."""

    survey: Survey
    choices: list[Choice]
    ends: tuple[str, str]
    chosen: int | None
    comment: str
    answer: str
    is_open: bool
    until: datetime
    problem: str = ""


def rating_of(survey: Survey, *, chosen: int | None = None, comment: str | None = None, problem: str = "") -> Rating:
    """In the present language."""
    scale = SCALES[survey.kind]
    return Rating(
        survey=survey,
        choices=choices_of(survey.kind),
        ends=(str(scale.ends[0]), str(scale.ends[1])),
        chosen=chosen if chosen in scale.scores else survey.score,
        comment=survey.comment if comment is None else comment,
        answer=score_text(survey.kind, survey.score) if survey.score is not None else "",
        is_open=is_open(survey, clock.now()),
        until=open_until(survey),
        problem=problem,
    )


def rating_for(person: User, ticket: Ticket) -> Rating | None:
    """On their request, once it is solved; None for everybody else, and where there is nothing to rate any more."""
    if not ticket.is_solved or ticket.requester_id != person.pk:
        return None
    survey = survey_of(ticket)
    rating = rating_of(survey) if survey is not None else None
    return rating if rating is not None and (rating.is_open or rating.answer) else None
