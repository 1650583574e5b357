"""What customers answer to a survey, and whether they want any."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.people import keys_of
from helpdesk import clock
from metrics.actions.planning import plans_now
from metrics.actions.sending import new_survey
from metrics.models import Survey, SurveyOptOut
from metrics.surveys.asking import may_ask_about
from tickets.actions import rate
from tickets.content import storable
from tickets.door import current_passage, verb
from tickets.errors import IllegalTransition, Invalid, NotAllowed
from tickets.locking import locked
from tickets.models import Event, Ticket
from tickets.ratings import SurveyKind, is_score

ANSWERABLE = timedelta(days=30)  # since it was sent
CHANGEABLE = timedelta(days=7)  # since the first answer
LONGEST_COMMENT = 2_000
# Of the kinds that are on, the portal asks the first one, where no mail asked before.
_IN_PORTAL = (SurveyKind.CSAT, SurveyKind.CES, SurveyKind.NPS)


def is_open(survey: Survey, now: datetime) -> bool:
    """Whether it can be answered, or the answer changed."""
    return open_until(survey) > now


def open_until(survey: Survey) -> datetime:
    if survey.answered_at is not None:
        return survey.answered_at + CHANGEABLE
    return (survey.sent_at or survey.solved_at) + ANSWERABLE


@verb
def answer_survey(survey: Survey, *, score: int, comment: str = "") -> Event | None:
    """Take the answer down, or change it; None if it is the same. Who has the survey's token answers as its person.

    Raises IllegalTransition once its time is over, Invalid for a score that the scale does not have.
    """
    ticket = locked(survey.ticket)
    survey = Survey.objects.select_related("person").get(pk=survey.pk)
    now = current_passage().now()
    if not is_open(survey, now):
        raise IllegalTransition(_("It is too late to answer this now. Write to us instead: we read every message."))
    if not is_score(survey.kind, score):
        raise Invalid(_("Choose one of the answers, then send it."))
    comment = storable(comment).strip()[:LONGEST_COMMENT]
    if (survey.score, survey.comment) == (score, comment):
        return None

    before = survey.score
    survey.score, survey.comment, survey.changed_at = score, comment, now
    survey.answered_at = survey.answered_at or now
    survey.save(update_fields=["score", "comment", "changed_at", "answered_at"])
    return rate(
        ticket,
        actor=survey.person,
        survey=survey.pk,
        of=SurveyKind(survey.kind),
        score=score,
        before=before,
        comment=comment,
    )


@verb
def rate_request(ticket: Ticket, *, person: User, score: int, comment: str = "") -> Survey:
    """The requester rates a solved request in the portal: by the survey that was sent, else by one that then is not sent.

    Raises NotAllowed for everybody else, IllegalTransition where nothing is to be rated.
    """
    ticket = locked(ticket)
    if ticket.requester_id != person.pk:
        raise NotAllowed(_("Only the person who asked can rate our help."))
    survey = survey_of(ticket)
    if survey is None:
        raise IllegalTransition(_("This request cannot be rated now. Write to us instead: we read every message."))
    if survey._state.adding:
        survey.save()
    answer_survey(survey, score=score, comment=comment)
    return survey


def survey_of(ticket: Ticket) -> Survey | None:
    """The one about the present solving, not saved yet where none was sent; None where nobody is to be asked."""
    if ticket.solved_at is None:
        return None
    sent = Survey.objects.filter(ticket=ticket, solved_at=ticket.solved_at).first()
    if sent is not None:
        return sent
    plans = {plan.kind: plan for plan in plans_now()}
    asked = (plans[kind] for kind in _IN_PORTAL if plans[kind].is_on and may_ask_about(ticket, plans[kind]))
    plan = next(asked, None)
    return new_survey(ticket, plan) if plan is not None else None


def gets_surveys(person: User) -> bool:
    """Who was merged into them and wanted none speaks for them, too."""
    return not SurveyOptOut.objects.filter(person__in=keys_of(person)).exists()


@transaction.atomic
def stop_surveys(person: User) -> bool:
    """No surveys by mail any more; False if they got none already."""
    return SurveyOptOut.objects.get_or_create(person=person, defaults={"at": clock.now()})[1]


def want_surveys(person: User) -> bool:
    """Take that back; False if they get them anyhow."""
    return SurveyOptOut.objects.filter(person__in=keys_of(person)).delete()[0] > 0
