"""What the rules made of a ticket's events, from the compact rows that are kept for 30 days; and tidying those."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from helpdesk import clock
from routing.acting import FAILED, FIRED
from routing.conditions import Condition, Group
from routing.models import Rule, RuleFailure, RuleState, RuleVersion, TimedAct, Trace
from routing.reading import read_conditions
from tickets.models import Event, Ticket

KEPT = timedelta(days=30)
MOST_SHOWN = 20
_STEP = 5_000


@dataclass(frozen=True, slots=True)
class Asked:
    """One rule that an event asked. `against`: the condition that failed, or the group of which none holds; None: it acted.

    `has_failed`: its conditions held, but what it does was refused or broke, for this `problem`.
    """

    rule: RuleVersion
    against: Condition | Group | None
    has_failed: bool = False
    problem: str = ""

    @property
    def has_acted(self) -> bool:
        return self.against is None and not self.has_failed


@dataclass(frozen=True, slots=True)
class Explained:
    event: Event
    asked: list[Asked]


def explain(ticket: Ticket, most: int = MOST_SHOWN, *, rules_of: datetime | None = None) -> list[Explained]:
    """The newest events that rules listened to, the newest first, each with every rule that was considered, in their order.

    `rules_of`: when the rules stood as they were asked, where that was not at the event's own time (a rehearsal).
    """
    traces = list(Trace.objects.filter(ticket=ticket).order_by("-seq", "-pk")[:most])
    events = {event.seq: event for event in ticket.events.filter(seq__in={trace.seq for trace in traces})}
    for trace in traces:
        trace.at = rules_of or trace.at
    versions = _versions(traces)
    problems = {
        (failure.rule_id, rules_of or failure.at): failure.problem
        for failure in RuleFailure.objects.filter(ticket=ticket)
    }
    return [
        Explained(events[trace.seq], _asked(trace, events[trace.seq], versions, problems))
        for trace in traces
        if trace.seq in events
    ]


def forget_old_traces() -> int:
    """In steps, so that no statement holds many rows for long."""
    before = clock.now() - KEPT
    gone = 0
    while keys := list(Trace.objects.filter(at__lt=before).order_by("at").values_list("pk", flat=True)[:_STEP]):
        gone += Trace.objects.filter(pk__in=keys).delete()[0]
    RuleFailure.objects.filter(at__lt=before).delete()
    TimedAct.objects.filter(acted=False, at__lt=before - KEPT).delete()
    return gone


def _versions(traces: list[Trace]) -> dict[int, list[RuleVersion]]:
    """All forms that rules had up to the newest of these traces, of each the newest first."""
    if not traces:
        return {}
    newest = max(trace.at for trace in traces)
    found: dict[int, list[RuleVersion]] = {}
    for version in RuleVersion.objects.filter(at__lte=newest).select_related("rule").order_by("rule", "-number"):
        found.setdefault(version.rule_id, []).append(version)
    return found


def _asked(
    trace: Trace,
    event: Event,
    versions: dict[int, list[RuleVersion]],
    problems: dict[tuple[int, datetime], str],
) -> list[Asked]:
    """Those in the row, and those that were on and listened, whose first condition the index knew to fail."""
    asked = []
    for rule, number, outcome in trace.asked:
        version = next((one for one in versions.get(rule, ()) if one.number == number), None)
        if version is not None:
            problem = problems.get((rule, trace.at), "") if outcome == FAILED else ""
            asked.append(Asked(version, _node(version, outcome), outcome == FAILED, problem))
    known = {row[0] for row in trace.asked}
    last = max((one.rule.rule.position for one in asked), default=None)
    stopped = bool(asked) and asked[-1].has_acted and {"do": "stop"} in asked[-1].rule.effects
    for rule, forms in versions.items():
        then = next((one for one in forms if one.at <= trace.at), None)
        if rule in known or then is None or not _listened(then, event, trace.at):
            continue
        if stopped and last is not None and then.rule.position > last:
            continue
        asked.append(Asked(then, _node(then, 1)))
    return sorted(asked, key=lambda one: (one.rule.rule.position, one.rule.rule_id))


def _listened(version: RuleVersion, event: Event, at: datetime) -> bool:
    archived = version.rule.archived_at
    return (
        version.state == RuleState.ON
        and event.kind in version.when.get("events", ())
        and (archived is None or archived > at)
    )


def _node(version: RuleVersion | Rule, number: int | None) -> Condition | Group | None:
    if number in (FIRED, FAILED):
        return None
    nodes = {node.number: node for node in read_conditions(version.conditions).nodes()}
    return nodes.get(number)
