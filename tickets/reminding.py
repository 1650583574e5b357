"""Telling people of the reminders, questions and tasks whose time has come."""

import logging
from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import QuerySet

from helpdesk import clock
from tickets.actions.asking import tell_question_overdue
from tickets.actions.checklist import tell_task_overdue
from tickets.actions.reminding import tell_reminder
from tickets.errors import Refused
from tickets.models import Event, Question, Reminder, Status, Task, Ticket
from tickets.models.question import QuestionState

T = TypeVar("T", Question, Reminder, Task)

MOST_AT_ONCE = 1_000  # the next run takes the rest

logger = logging.getLogger(__name__)


def tell_reminders() -> int:
    """Tell what is due, the longest due first; how many. Each is an act of its own; safe to run twice at once."""
    due = Reminder.objects.filter(at__lte=clock.now(), told_at=None, ended_at=None).order_by("at", "pk")
    return sum(_tell_or_log(one, tell_reminder) for one in due.select_related("ticket")[:MOST_AT_ONCE])


def tell_overdue() -> int:
    """Tell of questions without an answer and of tasks that are not done, on tickets that are worked on; how many."""
    now = clock.now()
    questions = Question.objects.filter(
        state=QuestionState.OPEN, due_at__lte=now, told_at=None, message__ticket__in=_worked_on()
    )
    tasks = Task.objects.filter(done_at=None, due_at__lte=now, told_at=None, ticket__in=_worked_on())
    return sum(
        _tell_or_log(one, tell_question_overdue)
        for one in questions.select_related("message__ticket").order_by("due_at", "pk")[:MOST_AT_ONCE]
    ) + sum(
        _tell_or_log(one, tell_task_overdue)
        for one in tasks.select_related("ticket").order_by("due_at", "pk")[:MOST_AT_ONCE]
    )


def _worked_on() -> QuerySet[Any]:
    ended = (Status.SOLVED, Status.CLOSED)
    return Ticket.objects.listed().exclude(status__in=ended).order_by().values("pk")


def _tell_or_log(one: T, tell: Callable[[T], Event | None]) -> bool:
    """One that cannot be told does not hold up the others."""
    try:
        return tell(one) is not None
    except (Refused, Ticket.DoesNotExist) as problem:
        logger.warning("%s %s is not told: %s", type(one).__name__, one.pk, problem)
        return False
