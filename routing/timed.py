"""Rules that act so long after something: each is asked once for every ticket and moment, whoever comes by how often."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import DateTimeField, Exists, F, Max, OuterRef, Q, QuerySet, Subquery

from helpdesk import clock
from routing.acting import FIRED, act
from routing.facts import facts_now
from routing.kinds import Since
from routing.models import Rule, TimedAct, Trace
from routing.moments import latest_moment
from routing.rulebook import ActiveRule, read_rulebook
from tickets.door import current_passage, verb
from tickets.locking import locked
from tickets.models import Escalation, Message, Status, Ticket
from tickets.models.escalation import EscalationState
from tickets.models.message import MessageKind

MOST_AT_ONCE = 500
# A rule that is new is asked about what came due lately, and does not wake the tickets of years.
LATELY = timedelta(days=30)


def act_on_time() -> int:
    """Ask every time-based rule about the tickets whose time has come; how often one acted."""
    return sum(_ask(rule) for rule in read_rulebook().timed())


def due_for(rule: ActiveRule, now: datetime) -> "QuerySet[Any]":
    """The tickets whose time has come and that this rule was not asked about, each with its moment as `since`."""
    when = rule.reading.when
    latest = latest_moment(when, now)
    asked = TimedAct.objects.filter(
        Q(acted=True) | Q(version=rule.version), rule=rule.pk, ticket=OuterRef("pk"), since=OuterRef("since")
    )
    tickets = _with_moment(when.since)
    if latest is None:
        return tickets.none()
    return tickets.filter(~Exists(asked), since__lte=latest, since__gt=latest - LATELY).order_by("since", "pk")


def _with_moment(since: Since | None) -> "QuerySet[Any]":
    tickets = Ticket.objects.not_merged()
    if since == Since.OPENED:
        return tickets.unfinished().annotate(since=F("opened_at"))
    if since == Since.WAITING:
        return tickets.unfinished().filter(waiting_since__isnull=False).annotate(since=F("waiting_since"))
    if since == Since.SOLVED:
        return tickets.listed().filter(status=Status.SOLVED).annotate(since=F("solved_at"))
    if since == Since.ESCALATED:
        waiting = Escalation.objects.filter(ticket=OuterRef("pk"), state=EscalationState.WAITING).order_by()
        return tickets.unfinished().annotate(since=Subquery(waiting.values("created_at")[:1]))
    waiting_for_them = (
        tickets.unfinished().filter(status=Status.PENDING).annotate(answered=_newest_of_ours(is_human=True))
    )
    if since == Since.REMINDED:
        reminded = waiting_for_them.annotate(since=_newest_of_ours(is_human=False))
        return reminded.filter(Q(answered=None) | Q(since__gt=F("answered")))
    return waiting_for_them.annotate(since=F("answered"))


def _newest_of_ours(*, is_human: bool) -> Subquery:
    """When we wrote to the customer last, by a person or by a rule."""
    ours = Message.objects.filter(
        ticket=OuterRef("pk"), kind=MessageKind.PUBLIC, from_staff=True, is_human=is_human, is_auto=False
    ).order_by()
    newest = ours.values("ticket").annotate(at=Max("created_at")).values("at")
    return Subquery(newest, output_field=DateTimeField())


def _ask(rule: ActiveRule) -> int:
    due = list(due_for(rule, clock.now()).values_list("pk", "since")[:MOST_AT_ONCE])
    return sum(_come_due(rule, Ticket(pk=number), since) for number, since in due)


@verb
def _come_due(rule: ActiveRule, ticket: Ticket, since: datetime) -> bool:
    """Whether it acted. Asked again under the lock whether its time has come: another worker may have been here."""
    ticket = locked(ticket)
    now = current_passage().now()
    if not Rule.objects.active().filter(pk=rule.pk, version=rule.version).exists():
        return False  # switched off since, by the guards or an admin: it acts on none of those left
    if not due_for(rule, now).filter(pk=ticket.pk, since=since).exists():
        return False
    event = ticket.events.select_related("actor").get(seq=ticket.event_seq)
    event.ticket = ticket
    failure = rule.reading.conditions.first_failure(facts_now(event, ticket))
    outcome = act(rule, event, at=now) if failure is None else failure
    acted = failure is None and outcome is FIRED
    TimedAct.objects.update_or_create(
        rule_id=rule.pk, ticket=ticket, since=since, defaults={"version": rule.version, "acted": acted, "at": now}
    )
    asked = [[rule.pk, rule.version, outcome]]
    current_passage().last_rows.append(Trace(ticket=ticket, seq=event.seq, at=now, asked=asked))
    return acted
