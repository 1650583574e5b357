"""What still has to happen on a ticket, as its page shows it: questions that wait, tasks, the reader's reminders."""

from dataclasses import dataclass, field

from accounts.models import User
from helpdesk.prepared import Prepared
from tickets.actions.asking import may_withdraw
from tickets.models import Question, Reminder, Task, Ticket

MOST_REMINDERS = 20

_questions = Prepared(
    lambda ticket: (
        Question.objects.filter(message__ticket=ticket)
        .select_related("message", "asked_by", "to_person", "to_team", "answered_by")
        .order_by("pk")
    )
)
_tasks = Prepared(
    lambda ticket: Task.objects.filter(ticket=ticket).select_related("assignee").order_by("position", "pk")
)
_reminders = Prepared(
    lambda ticket, person: Reminder.objects.filter(ticket=ticket, person=person, ended_at__isnull=True).order_by(
        "at", "pk"
    )[:MOST_REMINDERS]
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question without an answer, and what it is to the reader."""

    question: Question
    is_to_me: bool
    is_mine: bool  # they asked it themselves
    may_withdraw: bool


@dataclass(slots=True)
class FollowThrough:
    waiting: list[Waiting] = field(default_factory=list)
    # By the keys of their notes.
    asked: dict[int, Question] = field(default_factory=dict)
    answers: dict[int, Question] = field(default_factory=dict)
    tasks: list[Task] = field(default_factory=list)
    reminders: list[Reminder] = field(default_factory=list)

    @property
    def is_for_reader(self) -> bool:
        """Something stays in sight until they have done it."""
        return bool(self.to_reader or self.due_reminders)

    @property
    def to_reader(self) -> list[Waiting]:
        return [one for one in self.waiting if one.is_to_me]

    @property
    def of_others(self) -> list[Waiting]:
        return [one for one in self.waiting if not one.is_to_me]

    @property
    def due_reminders(self) -> list[Reminder]:
        return [reminder for reminder in self.reminders if reminder.is_due]

    @property
    def later_reminders(self) -> list[Reminder]:
        return [reminder for reminder in self.reminders if not reminder.is_due]


def follow_through_of(ticket: Ticket, person: User, *, has_questions: bool, has_reminders: bool) -> FollowThrough:
    """Only what there is is asked for."""
    questions = _questions(ticket.pk) if has_questions else []
    return FollowThrough(
        waiting=_waiting(questions, person, ticket),
        asked={question.message_id: question for question in questions},
        answers={question.answer_id: question for question in questions if question.answer_id},
        tasks=tasks_of(ticket),
        reminders=_reminders(ticket.pk, person.pk) if has_reminders else [],
    )


def tasks_of(ticket: Ticket) -> list[Task]:
    return _tasks(ticket.pk) if ticket.tasks_total else []


def _waiting(questions: list[Question], person: User, ticket: Ticket) -> list[Waiting]:
    still = [question for question in questions if question.is_open]
    teams = {question.to_team_id for question in still if question.to_team_id is not None}
    mine = set(person.teams.filter(pk__in=teams).values_list("pk", flat=True)) if teams else set()
    return [
        Waiting(
            question,
            is_to_me=question.to_person_id == person.pk
            or question.to_team_id in mine
            and question.asked_by_id != person.pk,
            is_mine=question.asked_by_id == person.pk,
            may_withdraw=may_withdraw(person, question, ticket),
        )
        for question in still
    ]
