"""The timer of surveys: finds what was solved long enough ago, from where it looked last, in the index of solved tickets."""

import logging
from datetime import datetime, timedelta

from django.db.models import QuerySet

from helpdesk import clock
from metrics.actions.planning import plan_of
from metrics.actions.sending import send_survey
from metrics.models import SurveyPlan
from tickets.errors import Refused
from tickets.models import Ticket
from tickets.ratings import SurveyKind

MOST_AT_ONCE = 500  # the next run takes the rest
# A survey that comes later than this after its time is a puzzle to whoever gets it.
LATEST = timedelta(days=3)

logger = logging.getLogger(__name__)


def send_due_surveys() -> int:
    """Of each kind that is on; how many were sent. Each ticket is an act of its own; safe to run twice at once."""
    plans = {kind: plan_of(kind) for kind in SurveyKind.values}
    return sum(_send_due(plan, plans) for plan in plans.values() if plan.is_on)


def _send_due(plan: SurveyPlan, plans: dict[str, SurveyPlan]) -> int:
    now = clock.now()
    until = now - timedelta(hours=plan.delay_hours)
    since = max(plan.looked_until or until - LATEST, until - LATEST)
    if until <= since:  # turned on just now, or to be sent later than until now
        return 0
    tickets = list(_solved(since, until)[:MOST_AT_ONCE])
    if len(tickets) == MOST_AT_ONCE:
        until = tickets[-1].solved_at or until
        tickets = list(_solved(since, until))  # all of the last moment
    sent = sum(_send_or_log(ticket, plan, plans) for ticket in tickets)
    SurveyPlan.objects.filter(pk=plan.pk).update(looked_until=until)
    return sent


def _solved(since: datetime, until: datetime) -> "QuerySet[Ticket]":
    return Ticket.objects.solved().filter(solved_at__gt=since, solved_at__lte=until).order_by("solved_at", "number")


def _send_or_log(ticket: Ticket, plan: SurveyPlan, plans: dict[str, SurveyPlan]) -> bool:
    """One that cannot be sent does not hold up the others."""
    try:
        return send_survey(ticket, plan=plan, plans=plans) is not None
    except Refused as refusal:
        logger.warning("No survey about ticket %s: %s", ticket.pk, refusal)
        return False
