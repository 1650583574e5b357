"""Into whose queues chosen tickets can go, and which teams are reached by escalating them only."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from accounts.models import Team
from tickets.models import Level
from tickets.models.ticket import TicketQuerySet


@dataclass(frozen=True, slots=True)
class WayUp:
    """A team, and the level at which it takes tickets over."""

    team: Team
    level: Level

    @property
    def value(self) -> str:
        return f"{self.level.value}-{self.team.pk}"


@dataclass(slots=True)
class TeamChoices:
    """`fitting` work at the level of every ticket; `others` neither do so, nor stand above all of them."""

    fitting: list[Team] = field(default_factory=list)
    ways_up: list[WayUp] = field(default_factory=list)
    others: list[Team] = field(default_factory=list)


def team_choices(tickets: TicketQuerySet, teams: Iterable[Team]) -> TeamChoices:
    levels = _levels_of(tickets)
    choices = TeamChoices()
    for team in teams:
        up = _first_above(levels, team)
        if all(team.serves(level) for level in levels):
            choices.fitting.append(team)
        elif up is not None:
            choices.ways_up.append(WayUp(team, up))
        else:
            choices.others.append(team)
    return choices


def ways_up(tickets: TicketQuerySet, teams: Iterable[Team]) -> list[WayUp]:
    """To each team that works above all of the tickets."""
    levels = _levels_of(tickets)
    found = ((team, _first_above(levels, team)) for team in teams)
    return [WayUp(team, level) for team, level in found if level is not None]


def _levels_of(tickets: TicketQuerySet) -> list[Level]:
    return [Level(level) for level in tickets.order_by("level").values_list("level", flat=True).distinct()]


def _first_above(levels: list[Level], team: Team) -> Level | None:
    above = [served for served in sorted(team.levels) if levels and served > max(levels)]
    return Level(above[0]) if above else None
