"""Solved tickets that are asked about, and what came of it. Hours are counted back from now, because pages ask the real clock."""

from datetime import timedelta

from accounts.models import User
from helpdesk import clock
from metrics.actions.answering import answer_survey
from metrics.models import Survey
from metrics.surveys.due import send_due_surveys
from outbox.models import OutboundEmail
from tests.factories import make_ticket
from tickets import actions
from tickets.content import Body
from tickets.models import Event, Ticket

YESTERDAY = 25  # hours: a survey about what was solved then is due


def solved_ticket(customer: User, agent: User, *, ago: float = YESTERDAY, **fields: object) -> Ticket:
    """Opened and answered, and solved so many hours ago."""
    solved_at = clock.now() - timedelta(hours=ago)
    with clock.at(solved_at - timedelta(hours=2)):
        ticket = make_ticket(requester=customer, **fields)
        actions.reply(ticket, actor=agent, body=Body.from_text("Unplug it."), seen_seq=None)
    with clock.at(solved_at):
        actions.solve(ticket, actor=agent)
    return Ticket.objects.get(pk=ticket.pk)


def survey_about(ticket: Ticket) -> Survey:
    """Sent now."""
    send_due_surveys()
    return Survey.objects.get(ticket=ticket)


def rated(survey: Survey, score: int, comment: str = "", *, after_days: float = 0) -> Event | None:
    with clock.at(clock.now() + timedelta(days=after_days)):
        return answer_survey(survey, score=score, comment=comment)


def survey_mails() -> list[OutboundEmail]:
    return list(OutboundEmail.objects.filter(kind="survey").order_by("pk"))
