"""A little of what is still to do, on tickets that people of the demo work on now: a question, a checklist, a reminder."""

from datetime import timedelta

from accounts.models import User
from demo.people import ANN
from helpdesk import clock
from tickets import actions
from tickets.content import Body
from tickets.models import Ticket

AGENT, SPECIALIST, COLLEAGUE = "agent@example.com", "agent2@example.com", "grace@example.com"
QUESTION = "Have you seen this before? If you know the way round, one sentence is enough for me."
CHECKLIST = ("Try it with a fresh account", "Write the answer", "Add what we learned to the help page")
REMINDER = "Ask how it went."


def add_what_is_to_do() -> None:
    """Said within the last hour, so that it is news."""
    agent, specialist, colleague = (User.objects.get(email=email) for email in (AGENT, SPECIALIST, COLLEAGUE))
    now = clock.now()
    _ask(_newest(agent)[:1], agent, specialist, minutes=50)
    _ask(_newest(colleague)[:1], colleague, agent, minutes=40)
    for ticket in _newest(agent)[1:]:
        with clock.at(max(now - timedelta(minutes=30), ticket.updated_at)):
            tasks = [actions.add_task(ticket, actor=agent, text=text) for text in CHECKLIST]
            actions.set_task_done(tasks[0], actor=agent)
            actions.remind(ticket, actor=agent, at=now + timedelta(days=1), words=REMINDER)


def _newest(person: User) -> list[Ticket]:
    """The two that they changed last, if any, but for Ann's, whose story is told elsewhere: a small demo may have none."""
    tickets = Ticket.objects.unfinished().awake().filter(assignee=person).exclude(requester__email=ANN.email)
    return list(tickets.order_by("-updated_at", "-pk")[:2])


def _ask(tickets: list[Ticket], asker: User, asked: User, *, minutes: int) -> None:
    now = clock.now()
    for ticket in tickets:
        with clock.at(max(now - timedelta(minutes=minutes), ticket.updated_at)):
            body = Body.from_text(QUESTION)
            actions.ask(ticket, actor=asker, person=asked, body=body, due_at=now + timedelta(hours=4))
