"""What still has to happen on a ticket: questions to colleagues, tasks, and one's own reminders."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.api.views import paged
from accounts.models import User
from helpdesk.api.fields import Flag, Id, ListOf, Moment, RequestBody, Text, UtcTime, Words
from helpdesk.api.pagination import PageOut, PageQuery, Sort, page_of
from helpdesk.api.problems import UnknownReference
from helpdesk.api.schema import Operation
from tickets.access import ticket_for
from tickets.actions import (
    add_task,
    answer,
    ask,
    change_task,
    end_reminder,
    order_tasks,
    remind,
    remove_task,
    set_task_done,
    withdraw,
)
from tickets.actions.checklist import MOST_TASKS, UNSET, SeenTask
from tickets.api.input import MOST_CHARACTERS
from tickets.api.output import NamedRef, PersonRef, Shown
from tickets.api.references import person_named, team_named
from tickets.content import Body
from tickets.door import verb
from tickets.models import Question, Reminder, Task, Ticket
from tickets.models.question import QuestionQuerySet, QuestionState
from tickets.models.reminder import LONGEST_WORDS
from tickets.models.task import LONGEST_TEXT


class QuestionOut(Shown):
    id = serializers.IntegerField()
    ticket = serializers.IntegerField(source="message.ticket_id", help_text="Its number.")
    message = serializers.IntegerField(source="message_id", help_text="The note that asks.")
    words = serializers.CharField(source="message.text")
    asked_by = PersonRef()
    to_person = PersonRef(allow_null=True)
    to_team = NamedRef(allow_null=True)
    due_at = UtcTime(allow_null=True)
    state = serializers.ChoiceField(QuestionState.values)
    answer = serializers.IntegerField(source="answer_id", allow_null=True, help_text="The note that answers.")
    answered_by = PersonRef(allow_null=True)
    created_at = UtcTime()
    ended_at = UtcTime(allow_null=True)


class QuestionList(serializers.Serializer):
    results = QuestionOut(many=True)


class QuestionPage(PageOut):
    results = QuestionOut(many=True)


class QuestionIn(RequestBody):
    person = Id(required=False, allow_null=True, help_text="A colleague; either this or a team.")
    team = Id(required=False, allow_null=True)
    text = Words(max_length=MOST_CHARACTERS)
    due_at = Moment(required=False, allow_null=True, help_text="In the future, within a year.")


class QuestionAnswerIn(RequestBody):
    text = Words(max_length=MOST_CHARACTERS)


class TaskOut(Shown):
    id = serializers.IntegerField()
    text = serializers.CharField()
    assignee = PersonRef(allow_null=True)
    due_at = UtcTime(allow_null=True)
    done_at = UtcTime(allow_null=True)
    done_by = PersonRef(allow_null=True)
    created_at = UtcTime()


class TaskList(serializers.Serializer):
    results = TaskOut(many=True)


class TaskIn(RequestBody):
    text = Words(max_length=LONGEST_TEXT)
    assignee = Id(required=False, allow_null=True)
    due_at = Moment(required=False, allow_null=True)


class SeenTaskIn(RequestBody):
    text = Words(max_length=LONGEST_TEXT)
    assignee = Id(allow_null=True)
    due_at = Moment(allow_null=True)


class TaskChange(RequestBody):
    text = Words(max_length=LONGEST_TEXT, required=False)
    assignee = Id(required=False, allow_null=True, help_text="Null: nobody.")
    due_at = Moment(required=False, allow_null=True, help_text="Null: no time.")
    is_done = Flag(required=False)
    seen = SeenTaskIn(
        required=False,
        help_text="The task as you read it. What you left as it was then stays as it is by now; what somebody else changed "
        "meanwhile, and you too, is refused.",
    )


class TaskOrder(RequestBody):
    order = ListOf(Id(), max_length=MOST_TASKS, help_text="Ids of tasks; those left out follow in their old order.")


class ReminderOut(Shown):
    id = serializers.IntegerField()
    ticket = serializers.IntegerField(source="ticket_id", help_text="Its number.")
    at = UtcTime()
    words = serializers.CharField()
    told_at = UtcTime(allow_null=True, help_text="When its time had come.")
    ended_at = UtcTime(allow_null=True)
    created_at = UtcTime()


class ReminderList(serializers.Serializer):
    results = ReminderOut(many=True)


class ReminderPage(PageOut):
    results = ReminderOut(many=True)


class ReminderIn(RequestBody):
    at = Moment(help_text="In the future, within a year.")
    words = Text(max_length=LONGEST_WORDS, required=False)


class Questions(ApiView):
    staff_only = True
    operations = {
        "get": Operation("list_questions", gives=QuestionList),
        "post": Operation("ask_question", takes=QuestionIn, gives=QuestionOut, status=201),
    }

    def get(self, request: ApiRequest, number: int) -> Response:
        """Every question asked on this ticket, the oldest first."""
        return _listed(_questions().filter(message__ticket=ticket_for(request.user, number)), QuestionOut, request)

    def post(self, request: ApiRequest, number: int) -> Response:
        """Ask a colleague or a team; whoever has the ticket keeps it."""
        words = self.taken(request)
        question = ask(
            ticket_for(request.user, number),
            actor=request.user,
            person=person_named("person", words.get("person")),
            team=team_named("team", words.get("team")),
            body=Body.from_text(words["text"]),
            due_at=words.get("due_at"),
        )
        return _one(_questions().get(pk=question.pk), QuestionOut, request, 201)


class MyQuestions(ApiView):
    staff_only = True
    operations = {"get": Operation("my_questions", query=PageQuery, gives=QuestionPage)}

    def get(self, request: ApiRequest) -> Response:
        """What colleagues ask you or your teams, the oldest first."""
        asked = self.asked(request)
        visible = Ticket.objects.visible_to(request.user).unfinished().order_by().values("pk")
        rows = _questions().to(request.user).filter(message__ticket__in=visible)
        page = page_of(rows, sort=Sort("pk"), request=request, limit=asked["limit"], cursor=asked.get("cursor", ""))
        return paged(page, QuestionOut)


class AnswerQuestion(ApiView):
    staff_only = True
    operations = {"post": Operation("answer_question", takes=QuestionAnswerIn, gives=QuestionOut)}

    def post(self, request: ApiRequest, number: int, pk: int) -> Response:
        """Answer it by a note; whoever asked is told."""
        words = self.taken(request)
        question = _question(ticket_for(request.user, number), pk)
        answer(question, actor=request.user, body=Body.from_text(words["text"]))
        return _one(_questions().get(pk=pk), QuestionOut, request)


class WithdrawQuestion(ApiView):
    staff_only = True
    operations = {"post": Operation("withdraw_question", gives=QuestionOut)}

    def post(self, request: ApiRequest, number: int, pk: int) -> Response:
        """Nobody needs to answer any more; for who asked, who has the ticket, and those who lead."""
        withdraw(_question(ticket_for(request.user, number), pk), actor=request.user)
        return _one(_questions().get(pk=pk), QuestionOut, request)


class Tasks(ApiView):
    staff_only = True
    operations = {
        "get": Operation("list_tasks", gives=TaskList),
        "post": Operation("add_task", takes=TaskIn, gives=TaskOut, status=201),
    }

    def get(self, request: ApiRequest, number: int) -> Response:
        """The checklist in its order."""
        return _listed(_tasks(ticket_for(request.user, number)), TaskOut, request)

    def post(self, request: ApiRequest, number: int) -> Response:
        """Add a step at the end."""
        words = self.taken(request)
        ticket = ticket_for(request.user, number)
        assignee = person_named("assignee", words.get("assignee"))
        task = add_task(ticket, actor=request.user, text=words["text"], assignee=assignee, due_at=words.get("due_at"))
        return _one(task, TaskOut, request, 201)


class OrderTasks(ApiView):
    staff_only = True
    operations = {"post": Operation("order_tasks", takes=TaskOrder, gives=TaskList)}

    def post(self, request: ApiRequest, number: int) -> Response:
        """Put the tasks in another order."""
        words = self.taken(request)
        ticket = ticket_for(request.user, number)
        if len(set(words["order"])) != ticket.tasks.filter(pk__in=words["order"]).count():
            raise UnknownReference("order", _("There is no such task on this ticket."))
        order_tasks(ticket, actor=request.user, order=words["order"])
        return _listed(_tasks(ticket), TaskOut, request)


class OneTask(ApiView):
    staff_only = True
    operations = {
        "patch": Operation("change_task", takes=TaskChange, gives=TaskOut),
        "delete": Operation("remove_task", status=204),
    }

    def patch(self, request: ApiRequest, number: int, pk: int) -> Response:
        """Tick it off, or change what it says, whose it is or until when."""
        words = self.taken(request)
        task = _tasks(ticket_for(request.user, number)).get(pk=pk)
        _change(task, request.user, words)
        return _one(_tasks(task.ticket).get(pk=pk), TaskOut, request)

    def delete(self, request: ApiRequest, number: int, pk: int) -> Response:
        """Take it off the list."""
        remove_task(_tasks(ticket_for(request.user, number)).get(pk=pk), actor=request.user)
        return Response(status=204)


class Reminders(ApiView):
    staff_only = True
    operations = {
        "get": Operation("list_reminders", gives=ReminderList),
        "post": Operation("add_reminder", takes=ReminderIn, gives=ReminderOut, status=201),
    }

    def get(self, request: ApiRequest, number: int) -> Response:
        """Yours of this ticket that are not ended, the next first."""
        return _listed(_reminders(request.user, ticket=ticket_for(request.user, number)), ReminderOut, request)

    def post(self, request: ApiRequest, number: int) -> Response:
        """Be reminded of this ticket; it stays where it is."""
        words = self.taken(request)
        ticket = ticket_for(request.user, number)
        reminder = remind(ticket, actor=request.user, at=words["at"], words=words.get("words", ""))
        return _one(reminder, ReminderOut, request, 201)


class OneReminder(ApiView):
    staff_only = True
    operations = {"delete": Operation("end_reminder", status=204)}

    def delete(self, request: ApiRequest, number: int, pk: int) -> Response:
        """Done with it, or no longer wanted."""
        ticket = ticket_for(request.user, number)
        end_reminder(Reminder.objects.get(pk=pk, ticket=ticket, person=request.user), actor=request.user)
        return Response(status=204)


class MyReminders(ApiView):
    staff_only = True
    operations = {"get": Operation("my_reminders", query=PageQuery, gives=ReminderPage)}

    def get(self, request: ApiRequest) -> Response:
        """All of yours that are not ended, the oldest first."""
        asked = self.asked(request)
        visible = Ticket.objects.visible_to(request.user).order_by().values("pk")
        rows = _reminders(request.user, ticket__in=visible)
        page = page_of(rows, sort=Sort("pk"), request=request, limit=asked["limit"], cursor=asked.get("cursor", ""))
        return paged(page, ReminderOut)


@verb
def _change(task: Task, actor: User, words: dict[str, Any]) -> None:
    if "is_done" in words:
        set_task_done(task, actor=actor, done=words["is_done"])
    assignee = person_named("assignee", words["assignee"]) if "assignee" in words else UNSET
    due_at = words.get("due_at", UNSET)
    seen = None
    if "seen" in words:
        then = words["seen"]
        seen = SeenTask(text=then["text"], assignee_id=then["assignee"], due_at=then["due_at"])
    change_task(task, actor=actor, text=words.get("text"), assignee=assignee, due_at=due_at, seen=seen)


def _questions() -> QuestionQuerySet:
    return Question.objects.select_related("message", "asked_by", "to_person", "to_team", "answered_by")


def _question(ticket: Ticket, pk: int) -> Question:
    return Question.objects.select_related("message__ticket").get(pk=pk, message__ticket=ticket)


def _tasks(ticket: Ticket) -> QuerySet[Task]:
    return Task.objects.filter(ticket=ticket).select_related("ticket", "assignee", "done_by")


def _reminders(person: User, **which: Any) -> QuerySet[Reminder]:
    return Reminder.objects.filter(person=person, ended_at=None, **which)


def _listed(rows: Any, shown: type[serializers.Serializer], request: ApiRequest) -> Response:
    return Response({"results": shown(rows, many=True, context={"person": request.user}).data})


def _one(row: Any, shown: type[serializers.Serializer], request: ApiRequest, status: int = 200) -> Response:
    return Response(shown(row, context={"person": request.user}).data, status)
