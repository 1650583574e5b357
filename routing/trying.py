"""Trying a rule before it acts: which of the last 30 days' events it would have acted on, each with its ticket as it was then
(rebuilt from the log), and what it would have changed. Nothing is written. Bounded in tickets and in time."""

import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import nlargest
from itertools import islice

from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import Team
from helpdesk import clock
from routing.conditions import Condition, Group
from routing.effects import Do, Effect
from routing.facts import EventFacts, facts_now, facts_then
from routing.reading import Reading
from routing.rulebook import ActiveRule
from routing.timed import due_for
from routing.words import Labels, effect_text
from tickets.history import State, apply, state_at
from tickets.models import Event, Kind, Level, Message, Priority, Status, Ticket
from tickets.tag_names import TagNames

PERIOD = timedelta(days=30)
MOST_TICKETS = 2_000
MOST_MATCHES = 20
SECONDS = 1.5
_CHUNK = 100  # tickets


@dataclass(frozen=True, slots=True)
class Match:
    """`at`: when what the rule waits for happened. `changes`: what it would have changed there, in words; empty: nothing, it
    was so already."""

    ticket: Ticket
    event: Event
    at: datetime
    changes: list[str]


@dataclass(slots=True)
class Trial:
    """`count` of those looked at; `is_whole`: all of the period were."""

    matches: list[Match] = field(default_factory=list)
    count: int = 0
    looked_at: int = 0
    is_whole: bool = True


def try_rule(reading: Reading, *, version: int = 0, rule: int = 0) -> Trial:
    """The newest matches first."""
    if reading.when.is_timed:
        return _try_timed(reading, rule, version)
    trial = Trial()
    until = time.monotonic() + SECONDS
    since = clock.now() - PERIOD
    lately = Ticket.objects.filter(updated_at__gt=since).order_by("-updated_at", "-pk").values_list("pk", flat=True)
    numbers = list(lately[: MOST_TICKETS + 1])
    trial.is_whole = len(numbers) <= MOST_TICKETS
    tickets = iter(numbers[:MOST_TICKETS])
    matching: list[tuple[Event, State]] = []
    while chunk := list(islice(tickets, _CHUNK)):
        if time.monotonic() > until:
            trial.is_whole = False
            break
        for facts, state in replayed(chunk, reading.when.events, since):
            trial.looked_at += 1
            if reading.conditions.first_failure(facts) is None:
                matching.append((facts.event, state))
    trial.count = len(matching)
    newest = nlargest(MOST_MATCHES, matching, key=lambda match: match[0].at)
    trial.matches = [
        Match(event.ticket, event, event.at, would_change(reading.effects, state)) for event, state in newest
    ]
    return trial


@dataclass(frozen=True, slots=True)
class Checked:
    """One node of a rule's conditions on one ticket."""

    node: Condition | Group
    depth: int
    holds: bool


@dataclass(frozen=True, slots=True)
class Run:
    """A rule against one ticket: whether it would act, what every condition says, and what would change.

    `asked_at`: the event that would have asked it last, with the ticket as it was then; None: the ticket as it is now.
    `is_due`: whether anything asks it there: something that it listens to has happened, or its time has come.
    """

    would_act: bool
    checked: list[Checked]
    changes: list[str]
    asked_at: Event | None = None
    is_due: bool = True


def run_on(reading: Reading, ticket: Ticket) -> Run:
    """At the newest event that the rule listens to, so that it says what `try_rule` says of that event."""
    if reading.when.is_timed:
        is_due = due_for(_as_active(reading), clock.now()).filter(pk=ticket.pk).exists()
        return _run_now(reading, ticket, is_due=is_due)
    newest = ticket.events.filter(kind__in=reading.when.events).order_by("-seq").first()
    if newest is None:
        return _run_now(reading, ticket, is_due=False)
    events = list(ticket.events.filter(seq__lte=newest.seq).select_related("actor").order_by("seq"))
    state, event = state_at(events), events[-1]
    event.ticket = ticket
    return _run(reading, facts_then(event, state), state, asked_at=event)


def _run_now(reading: Reading, ticket: Ticket, *, is_due: bool) -> Run:
    event = ticket.events.select_related("actor").get(seq=ticket.event_seq)
    event.ticket = ticket
    facts = facts_now(event, ticket)
    return _run(reading, facts, State(columns=dict(facts.columns), tags=set(facts.tags)), is_due=is_due)


def _run(
    reading: Reading, facts: EventFacts, state: State, *, asked_at: Event | None = None, is_due: bool = True
) -> Run:
    would_act = is_due and reading.conditions.first_failure(facts) is None
    changes = would_change(reading.effects, state) if would_act else []
    return Run(would_act, list(_checked(reading.conditions, facts, 0)), changes, asked_at, is_due)


def would_change(effects: Iterable[Effect], state: State) -> list[str]:
    """In words, and in order, without what is so already. Where a queue would refuse it, that alone: nothing is done then."""
    effects = list(effects)
    if refusal := _refusal(effects, state):
        return [refusal]
    effects = [effect for effect in effects if not _is_so(effect, state)]
    labels = Labels.of(effects=effects)
    return [effect_text(effect, labels) for effect in effects if effect.do != Do.STOP]


def _refusal(effects: Iterable[Effect], state: State) -> str:
    """A sentence where a team does not work at the level that the ticket would have by then; "" where none refuses."""
    level = state.columns.get("level", Level.FIRST_LINE)
    for effect in effects:
        if effect.do in (Do.SET_LEVEL, Do.ESCALATE):
            level = effect["level"]
        elif effect.do == Do.ASSIGN_TEAM:
            team = Team.objects.filter(pk=effect["team"]).first()
            if team is not None and not team.serves(level):
                return _(
                    "Nothing: %(team)s does not work at %(level)s. Open the ticket at a level of this team, or escalate it."
                ) % {"team": team.name, "level": Level(level).label}
    return ""


def _checked(node: Condition | Group, facts: EventFacts, depth: int) -> Iterable[Checked]:
    if isinstance(node, Condition):
        yield Checked(node, depth, node.holds(facts))
        return
    yield Checked(node, depth, node.first_failure(facts) is None)
    for part in node.parts:
        yield from _checked(part, facts, depth + 1)


def replayed(numbers: list[int], kinds: Collection[str], since: datetime) -> Iterable[tuple[EventFacts, State]]:
    """Their events of these kinds since then, each with its ticket's state after it; four statements for all these tickets.

    What came after the last of them is not read: of rules for openings, which are most, that is nearly everything.
    """
    ours = Event.objects.filter(ticket__in=numbers, kind__in=kinds, at__gt=since).order_by()
    last = dict(ours.values_list("ticket").annotate(last=Max("seq")))
    tickets = Ticket.objects.select_related("requester", "organization").in_bulk(last)
    until = Event.objects.filter(ticket__in=last, seq__lte=max(last.values(), default=0))
    events = list(until.select_related("actor").order_by("ticket", "seq"))
    asked = {event.pk for event in events if event.kind in kinds and event.at > since}
    spoken = [event.data.get("message") for event in events if event.pk in asked]
    messages = Message.objects.in_bulk([pk for pk in spoken if isinstance(pk, int)])
    state, of, names = State(), None, TagNames()
    for event in events:
        if event.ticket_id != of:
            state, of = State(), event.ticket_id
        apply(state, event)
        if event.pk in asked:
            event.ticket = tickets[event.ticket_id]
            then = State(columns=dict(state.columns), tags=set(state.tags), at=state.at)
            facts = facts_then(event, then, names)
            facts.__dict__["message"] = messages.get(event.data.get("message"))  # read for all of them already
            yield facts, then


def _try_timed(reading: Reading, rule: int, version: int) -> Trial:
    """Whose time has come by now, of those that the rule was not asked about yet."""
    due = list(
        due_for(_as_active(reading, rule, version), clock.now()).select_related("requester", "organization")[
            : MOST_TICKETS + 1
        ]
    )
    trial = Trial(is_whole=len(due) <= MOST_TICKETS)
    until = time.monotonic() + SECONDS
    for ticket in due[:MOST_TICKETS]:
        if time.monotonic() > until:
            trial.is_whole = False
            break
        trial.looked_at += 1
        run = _run_now(reading, ticket, is_due=True)
        if run.would_act:
            trial.count += 1
            if len(trial.matches) < MOST_MATCHES:
                event = ticket.events.get(seq=ticket.event_seq)
                trial.matches.append(Match(ticket, event, ticket.since, run.changes))
    trial.matches.sort(key=lambda match: match.at, reverse=True)
    return trial


def _as_active(reading: Reading, rule: int = 0, version: int = 0) -> ActiveRule:
    return ActiveRule(rule, version, "", 0, reading)


def _is_so(effect: Effect, state: State) -> bool:
    columns = state.columns
    if effect.do == Do.ASSIGN_TEAM:
        return columns.get("team_id") == effect["team"]
    if effect.do == Do.ASSIGN_PERSON:
        return columns.get("assignee_id") == effect["person"]
    if effect.do == Do.SET_STATUS:
        return columns.get("status") == Status(effect["status"])
    if effect.do == Do.SET_PRIORITY:
        return columns.get("priority") == Priority(effect["priority"])
    if effect.do == Do.SET_KIND:
        return columns.get("kind") == Kind(effect["kind"])
    if effect.do in (Do.SET_LEVEL, Do.ESCALATE):
        return columns.get("level") == Level(effect["level"]) and effect["team"] in (None, columns.get("team_id"))
    if effect.do == Do.SET_FIELD:
        return (columns.get("fields") or {}).get(effect["field"]) == effect["value"]
    if effect.do == Do.TAG:
        return set(effect["add"]) <= state.tags and not set(effect["remove"]) & state.tags
    return False
