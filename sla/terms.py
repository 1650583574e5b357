"""What a version of a policy promises, as plain frozen values: no database here.

    {"targets": {"first_response": {"business": true, "seconds": {"1": 28800, "2": 14400, "3": 7200, "4": 3600},
                                    "channels": {"chat": {"4": 60}}},
                 "level": {"business": false, "seconds": {"1": 86400, "2": 172800}},
                 "acceptance": {"business": true, "seconds": {"2": 1800}}},
     "pause": ["pending", "on_hold"],
     "warn": [{"percent": 75, "tell": ["assignee", "team"], "people": [17]}],
     "breach": [{"do": "notify", "tell": ["leads"]}, {"do": "raise_priority"}, {"do": "assign", "person": 17}]}

Seconds stand by priority, for holding a level and accepting what comes up to one by level; where one is missing, nothing is
promised. A channel may have other ones.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tickets.models import Channel, Level, Priority, Status

LONGEST = 366 * 24 * 3600
MOST_WARNINGS = 5
MOST_PEOPLE = 50


class Target(models.TextChoices):
    FIRST_RESPONSE = "first_response", gettext_lazy("First response")
    NEXT_RESPONSE = "next_response", gettext_lazy("Next response")
    RESOLUTION = "resolution", gettext_lazy("Resolution")
    LEVEL = "level", gettext_lazy("Time at a level")
    ACCEPTANCE = "acceptance", gettext_lazy("Accepting an escalation")


RESPONSES = (Target.FIRST_RESPONSE, Target.NEXT_RESPONSE)
# Promised by level, not by priority, and the same on every channel.
BY_LEVEL = (Target.LEVEL, Target.ACCEPTANCE)


class Tell(models.TextChoices):
    """Whom a warning or breach tells."""

    ASSIGNEE = "assignee", gettext_lazy("Whose ticket it is")
    TEAM = "team", gettext_lazy("Everybody in its team")
    LEADS = "leads", gettext_lazy("Team leads")


class Do(models.TextChoices):
    """What happens to the ticket on a breach."""

    NOTIFY = "notify", gettext_lazy("Tell people")
    RAISE_PRIORITY = "raise_priority", gettext_lazy("Raise the priority")
    ESCALATE = "escalate", gettext_lazy("Escalate one level")
    MOVE = "move", gettext_lazy("Move to another team")
    ASSIGN = "assign", gettext_lazy("Give it to somebody")
    UNASSIGN = "unassign", gettext_lazy("Take it off its owner")


PAUSING = (Status.PENDING, Status.ON_HOLD)


@dataclass(frozen=True, slots=True)
class Goal:
    """How long something may take, by priority (by level: `BY_LEVEL`)."""

    seconds: Mapping[int, int]
    business: bool
    channels: Mapping[str, Mapping[int, int]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether anything is promised."""
        return bool(self.seconds or self.channels)


@dataclass(frozen=True, slots=True)
class Warn:
    percent: int
    tell: tuple[Tell, ...]
    people: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Act:
    do: Do
    tell: tuple[Tell, ...] = ()
    people: tuple[int, ...] = ()
    team: int | None = None
    person: int | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    goals: Mapping[Target, Goal] = field(default_factory=dict)
    pause: frozenset[str] = frozenset(PAUSING)
    warn: tuple[Warn, ...] = ()
    breach: tuple[Act, ...] = ()

    @classmethod
    def parse(cls, data: Mapping[str, Any]) -> "Terms":
        """From plain data; what means the same is the same. Raises ValueError with a sentence."""
        _refuse_unknown(data, ("targets", "pause", "warn", "breach"), _("A policy"))
        targets = _object(data.get("targets", {}), "targets")
        for name in targets:
            if name not in Target.values:
                raise ValueError(_("There is no target “%(name)s”.") % {"name": name})
        warnings = [_warning(given) for given in _listed(data.get("warn", ()), "warn")]
        if len(warnings) > MOST_WARNINGS:
            raise ValueError(_("At most %(most)s warnings.") % {"most": MOST_WARNINGS})
        if len({warning.percent for warning in warnings}) < len(warnings):
            raise ValueError(_("Two warnings at the same time are one. Take one of them out."))
        goals = {Target(name): _goal(Target(name), given) for name, given in targets.items()}
        return cls(
            goals={target: goal for target, goal in goals.items() if goal},
            pause=frozenset(_one_of(PAUSING, status) for status in _listed(data.get("pause", PAUSING), "pause")),
            warn=tuple(sorted(warnings, key=lambda warning: warning.percent)),
            breach=_united([_act(given) for given in _listed(data.get("breach", ()), "breach")]),
        )

    def seconds_for(self, target: Target, *, priority: int, level: int, channel: str = "") -> int | None:
        """How long is promised; None: nothing is."""
        goal = self.goals.get(target)
        if goal is None:
            return None
        key = level if target in BY_LEVEL else priority
        return goal.channels.get(channel, {}).get(key, goal.seconds.get(key))

    def counts_business_time(self, target: Target) -> bool:
        goal = self.goals.get(target)
        return goal is not None and goal.business

    @property
    def needs_calendar(self) -> bool:
        return any(goal.business for goal in self.goals.values())


def _goal(target: Target, given: object) -> Goal:
    given = _object(given, target)
    _refuse_unknown(given, ("business", "seconds", "channels"), str(target.label))
    business = given.get("business", True)
    if not isinstance(business, bool):
        raise ValueError(_("“business” is true or false."))
    channels = _object(given.get("channels", {}), "channels")
    if channels and target in BY_LEVEL:
        raise ValueError(_("%(target)s is the same on every channel.") % {"target": target.label})
    times = {_one_of(Channel.values, channel): _seconds(target, by_key) for channel, by_key in channels.items()}
    return Goal(
        _seconds(target, given.get("seconds", {})),
        business,
        {channel: times[channel] for channel in times if times[channel]},
    )


def _seconds(target: Target, given: object) -> dict[int, int]:
    known = Level.values if target in BY_LEVEL else Priority.values
    seconds: dict[int, int] = {}
    for key, value in _object(given, "seconds").items():
        if str(key) not in map(str, known):
            raise ValueError(_("%(target)s: there is no “%(key)s”.") % {"target": target.label, "key": key})
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= LONGEST:
            raise ValueError(
                _("%(target)s: a time is from one second to a year, in seconds.") % {"target": target.label}
            )
        seconds[int(key)] = value
    return seconds


def _warning(given: object) -> Warn:
    given = _object(given, "warn")
    _refuse_unknown(given, ("percent", "tell", "people"), _("A warning"))
    percent = given.get("percent")
    if isinstance(percent, bool) or not isinstance(percent, int) or not 1 <= percent <= 99:
        raise ValueError(_("A warning comes after 1 to 99 percent of the time."))
    return Warn(percent, _whom(given.get("tell", ())), _people(given.get("people", ())))


def _act(given: object) -> Act:
    given = _object(given, "breach")
    _refuse_unknown(given, ("do", "tell", "people", "team", "person"), _("What happens on a breach"))
    do = Do(_one_of(Do.values, given.get("do")))
    team, person = given.get("team"), given.get("person")
    if do == Do.MOVE and not _is_key(team):
        raise ValueError(_("Say to which team a breach moves the ticket."))
    if do == Do.ASSIGN and not _is_key(person):
        raise ValueError(_("Say to whom a breach gives the ticket."))
    if do == Do.NOTIFY:
        return Act(do, _whom(given.get("tell", ())), _people(given.get("people", ())))
    return Act(do, team=team if do == Do.MOVE else None, person=person if do == Do.ASSIGN else None)


def _united(acts: Sequence[Act]) -> tuple[Act, ...]:
    """All who are told, by one act where the first of them stood."""
    told = [act for act in acts if act.do == Do.NOTIFY]
    if not told[1:]:
        return tuple(acts)
    whom = {tell for act in told for tell in act.tell}
    all_told = Act(
        Do.NOTIFY,
        tuple(tell for tell in Tell if tell in whom),
        tuple(sorted({person for act in told for person in act.people})),
    )
    return tuple(all_told if act is told[0] else act for act in acts if act is told[0] or act.do != Do.NOTIFY)


def _whom(given: object) -> tuple[Tell, ...]:
    whom = {_one_of(Tell.values, one) for one in _listed(given, "tell")}
    return tuple(tell for tell in Tell if tell in whom)


def _people(given: object) -> tuple[int, ...]:
    people = _listed(given, "people")
    if len(people) > MOST_PEOPLE or not all(map(_is_key, people)):
        raise ValueError(_("“people” is a list of at most %(most)s colleagues.") % {"most": MOST_PEOPLE})
    return tuple(sorted({int(str(person)) for person in people}))


def _is_key(given: object) -> bool:
    return isinstance(given, int) and not isinstance(given, bool) and 0 < given < 2**63


def _one_of(known: Sequence[str], given: object) -> str:
    if not isinstance(given, str) or given not in list(map(str, known)):
        raise ValueError(_("“%(given)s” is none of %(known)s.") % {"given": given, "known": ", ".join(map(str, known))})
    return given


def _listed(given: object, where: str) -> Sequence[object]:
    if isinstance(given, str | bytes) or not isinstance(given, Sequence):
        raise ValueError(_("“%(where)s” is a list.") % {"where": where})
    return given


def _object(given: object, where: str) -> Mapping[str, Any]:
    if not isinstance(given, Mapping):
        raise ValueError(_("“%(where)s” is an object.") % {"where": where})
    return given


def _refuse_unknown(given: Mapping[str, Any], known: Sequence[str], what: str) -> None:
    _object(given, what)
    for key in given:
        if key not in known:
            raise ValueError(_("%(what)s has no “%(key)s”.") % {"what": what, "key": key})
