"""Which event tells whom of what: one line for each. Of several lines that name the same person the first holds."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from accounts.actors import ActorKind
from accounts.models import Team, User
from accounts.models.user import STAFF_ROLES
from accounts.permissions import Permission, role_may
from desk.notifications.kinds import NotificationKind as Kind
from tickets.events import EventKind
from tickets.models import Concession, Escalation, Event, SideConversation
from tickets.ratings import is_low

_DECIDES = Permission.DECIDE_CONCESSIONS
Whom = Callable[[Event], Iterable[int | None]]


class Rule(NamedTuple):
    """`whom` by their keys; `followers`: those who follow the ticket too, found by whoever writes the rows."""

    kind: Kind
    whom: Whom
    followers: bool = False


def rules_for(kind: str) -> tuple[Rule, ...]:
    return _RULES.get(kind, ())


def told_by(event: Event) -> tuple[dict[int, Kind], Kind | None]:
    """Of what the event tells each person, and of what the followers beside them; its own actor is never among them."""
    people: dict[int, Kind] = {}
    followers: Kind | None = None
    for rule in rules_for(event.kind):
        for person in rule.whom(event):
            if person is not None and person != event.actor_id:
                people.setdefault(person, rule.kind)
        if rule.followers:
            followers = rule.kind
    return people, followers


def _assignee(event: Event) -> list[int | None]:
    return [event.ticket.assignee_id]


def _new_assignee(event: Event) -> list[int | None]:
    return event.changes.get("assignee_id", [None, None])[1:]


def _assignee_at_opening(event: Event) -> list[int | None]:
    return [event.data["snapshot"]["assignee_id"]]


def _named(event: Event) -> list[int | None]:
    return event.data.get("mentions", [])


def _to_tell(event: Event) -> list[int | None]:
    """Whom the verb itself names."""
    return event.data.get("tell", [])


def _assignee_of_low_rating(event: Event) -> list[int | None]:
    return _assignee(event) if is_low(event.data["of"], event.data["score"]) else []


def _new_team(event: Event) -> list[int | None]:
    team = event.changes.get("team_id", [None, event.ticket.team_id])[1]
    return list(Team.members.through.objects.filter(team=team).values_list("user", flat=True)) if team else []


def _escalated_by(event: Event) -> list[int | None]:
    escalation = event.data.get("escalation")
    return list(Escalation.objects.filter(pk=escalation).values_list("by", flat=True)) if escalation else []


def _side_opened_by(event: Event) -> list[int | None]:
    return [
        *SideConversation.objects.filter(pk=event.data["side"]).values_list("opened_by", flat=True),
        *_assignee(event),
    ]


def _asked_by(event: Event) -> list[int | None]:
    return list(Concession.objects.filter(pk=event.data["concession"]).values_list("asked_by", flat=True))


def _deciders(event: Event) -> list[int | None]:
    """Those of the ticket's team who decide on concessions; where it has none beside who asks, all who do: else nobody hears.

    Others see what waits in their sidebar.
    """
    deciders = User.objects.staff().filter(role__in=[role for role in STAFF_ROLES if role_may(role, _DECIDES)])
    people = (
        set(deciders.filter(teams=event.ticket.team_id).values_list("pk", flat=True)) if event.ticket.team_id else set()
    )
    return list(people - {event.actor_id} or deciders.values_list("pk", flat=True))


def _sleeper(event: Event) -> list[int | None]:
    """Whose ticket comes back by itself; who brings it back by hand needs no telling, nor anybody of what was put away."""
    if event.actor_kind == ActorKind.PERSON or event.ticket.is_spam or event.ticket.deleted_at is not None:
        return []
    if event.ticket.assignee_id is not None:
        return _assignee(event)
    snoozes = Event.objects.filter(ticket=event.ticket_id, kind=EventKind.SNOOZED).order_by("-seq")
    return list(snoozes.values_list("actor", flat=True)[:1])


_RULES: dict[str, tuple[Rule, ...]] = {
    EventKind.OPENED: (Rule(Kind.ASSIGNED, _assignee_at_opening),),
    EventKind.ASSIGNED: (Rule(Kind.ASSIGNED, _new_assignee),),
    EventKind.RECEIVED: (Rule(Kind.CUSTOMER_WROTE, _assignee, followers=True),),
    EventKind.REPLIED: (Rule(Kind.COLLEAGUE_WROTE, _assignee, followers=True),),
    EventKind.NOTED: (Rule(Kind.MENTIONED, _named), Rule(Kind.COLLEAGUE_WROTE, _assignee, followers=True)),
    EventKind.ESCALATED: (Rule(Kind.ESCALATED, _new_team),),
    EventKind.ESCALATION_ACCEPTED: (Rule(Kind.ESCALATION_ANSWERED, _escalated_by),),
    EventKind.ESCALATION_DECLINED: (
        Rule(Kind.ESCALATION_ANSWERED, _escalated_by), Rule(Kind.ESCALATION_ANSWERED, _new_assignee)
    ),
    EventKind.HANDED_BACK: (
        Rule(Kind.ESCALATION_ANSWERED, _escalated_by), Rule(Kind.ESCALATION_ANSWERED, _new_assignee)
    ),
    # What they were told is true no more.
    EventKind.ESCALATION_UNACCEPTED: (Rule(Kind.ESCALATION_ANSWERED, _escalated_by),),
    EventKind.ESCALATION_RESUMED: (Rule(Kind.ESCALATION_ANSWERED, _escalated_by),),
    EventKind.QUESTION_ASKED: (Rule(Kind.ASKED, _to_tell),),
    EventKind.QUESTION_ANSWERED: (Rule(Kind.ANSWERED, _to_tell),),
    EventKind.QUESTION_OVERDUE: (Rule(Kind.ASKED, _to_tell),),
    EventKind.SIDE_ANSWERED: (Rule(Kind.SIDE_ANSWERED, _side_opened_by, followers=True),),
    EventKind.TASK_ADDED: (Rule(Kind.TASK, _to_tell),),
    EventKind.TASK_CHANGED: (Rule(Kind.TASK, _to_tell),),
    EventKind.TASK_OVERDUE: (Rule(Kind.TASK, _to_tell),),
    EventKind.TOLD: (Rule(Kind.RULE, _to_tell),),
    EventKind.RULE_STOPPED: (Rule(Kind.RULE, _to_tell),),
    EventKind.REMINDER_DUE: (Rule(Kind.REMINDED, _to_tell),),
    EventKind.SLA_WARNED: (Rule(Kind.SLA, _to_tell),),
    EventKind.SLA_BREACHED: (Rule(Kind.SLA, _to_tell),),
    EventKind.CONCESSION_ASKED: (Rule(Kind.CONCESSION_ASKED, _deciders),),
    EventKind.CONCESSION_APPROVED: (Rule(Kind.CONCESSION_DECIDED, _asked_by),),
    EventKind.CONCESSION_DECLINED: (Rule(Kind.CONCESSION_DECIDED, _asked_by),),
    EventKind.CONCESSION_REOPENED: (
        Rule(Kind.CONCESSION_DECIDED, _asked_by), Rule(Kind.CONCESSION_ASKED, _deciders)
    ),
    EventKind.EMERGENCY_CALLED: (Rule(Kind.EMERGENCY, _to_tell),),
    EventKind.EMERGENCY_UNANSWERED: (Rule(Kind.EMERGENCY, _to_tell),),
    EventKind.UNSNOOZED: (Rule(Kind.WOKE, _sleeper),),
    EventKind.RATED: (Rule(Kind.RATED_LOW, _assignee_of_low_rating),),
    EventKind.REVIEWED: (Rule(Kind.REVIEWED, _to_tell),),
    EventKind.UNDELIVERED: (Rule(Kind.UNDELIVERED, _to_tell),),
    EventKind.MERGED: (Rule(Kind.MERGED, _assignee),),
    EventKind.MERGED_HERE: (Rule(Kind.MERGED, _assignee),),
}  # fmt: skip
