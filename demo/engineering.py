"""Issues of the demo company's engineers. Their tracker is at an address that does not exist, so nobody is ever asked."""

from datetime import timedelta

from accounts.models import User
from demo.company import STAFF
from helpdesk import clock
from integrations.actions import link_issue
from integrations.models import Issue, Tracker, TrackerKind
from tickets.models import Level, Ticket

_BASE, _PROJECT = "https://git.taskmoor.example", "taskmoor/app"
_NEVER = timedelta(days=3650)
# Title, state, whether it is done, who has it.
_ISSUES = (
    ("Boards with custom fields load every task twice", "Open", False, "Ines Prado"),
    ("Export leaves out attachments above 20 MB", "Closed", True, "Tomas Lind"),
    ("Overtime balance ignores public holidays", "Open", False, ""),
)


def link_issues() -> None:
    """Those that level 3 has now."""
    now = clock.now()
    tracker = Tracker.objects.create(
        name="Taskmoor app", kind=TrackerKind.GITLAB, base=_BASE, project=_PROJECT, created_at=now, due_at=now + _NEVER
    )
    agent = User.objects.get(email=STAFF[0].email)
    tickets = Ticket.objects.unfinished().filter(level=Level.EXPERT, team__is_private=False).order_by("pk")
    for number, (ticket, (title, state, is_done, who)) in enumerate(zip(tickets, _ISSUES, strict=False), start=412):
        Issue.objects.create(
            tracker=tracker,
            key=str(number),
            title=title,
            url=f"{_BASE}/{_PROJECT}/-/issues/{number}",
            state=state,
            is_done=is_done,
            assignee=who,
            changed_at=now,
            looked_at=now,
            comments_to=now,
        )
        link_issue(ticket, actor=agent, tracker=tracker, key=str(number))
