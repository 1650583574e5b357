"""Sending a survey about a solved ticket: the row, the event and the mail, in one act."""

from accounts.models import User
from metrics.models import Survey, SurveyPlan
from metrics.surveys.asking import (
    is_rested,
    is_sampled,
    may_ask_about,
    may_be_mailed,
    question_for,
    survey_language,
)
from metrics.surveys.mailing import post_survey
from tickets.actions import note_survey
from tickets.door import current_passage, verb
from tickets.locking import locked
from tickets.models import Ticket
from tickets.ratings import SurveyKind


@verb
def send_survey(ticket: Ticket, *, plan: SurveyPlan, plans: dict[str, SurveyPlan]) -> Survey | None:
    """Ask the requester; None where that is not to be: reopened or put away since, asked lately, sampled out, unwanted."""
    found_solved_at = ticket.solved_at
    ticket = locked(ticket)
    if ticket.solved_at != found_solved_at or not is_sampled(ticket, plan) or not may_ask_about(ticket, plan):
        return None
    # Their row is locked after the ticket's, so that two tickets of theirs are not asked about at once.
    person = User.objects.select_for_update(no_key=True).get(pk=ticket.requester_id)
    now = current_passage().now()
    if not may_be_mailed(person, ticket.answer_address) or not is_rested(person, plan, plans, now):
        return None

    survey = new_survey(ticket, plan)
    survey.sent_at = now
    survey.save()
    post_survey(survey, ticket, at=now)
    note_survey(ticket, person=person, survey=survey.pk, of=SurveyKind(plan.kind), solved_at=survey.solved_at)
    return survey


def new_survey(ticket: Ticket, plan: SurveyPlan) -> Survey:
    """About the present solving of the ticket; not saved yet."""
    assert ticket.solved_at is not None  # noqa: S101 - asked by `may_ask_about`
    language = survey_language(ticket)
    return Survey(
        kind=plan.kind,
        ticket=ticket,
        solved_at=ticket.solved_at,
        person=ticket.requester,
        team=ticket.team,
        agent_id=ticket.assignee_id,
        language=language,
        question=question_for(plan, language),
    )
