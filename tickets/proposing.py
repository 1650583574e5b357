"""Which team a ticket should go to at a level, and why: who knows what it is about, who speaks its language, who has least to do.

How well somebody knows it counts only between teams that speak the language alike: an expert who cannot read it is no help.

Skills are tied to tags: a ticket with the tag asks for the skill. Nothing here decides anything; the form shows all teams with
their reasons, the proposed one first, and the verb takes the first where nobody chose.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.languages import language_name, speaks
from accounts.models import AgentSkill, Proficiency, Team, User
from helpdesk.labels import within_sentence
from tickets.models import Level, Ticket
from tickets.models.escalation import EscalationState
from tickets.proposals import find_proposal

NOWHERE: Mapping[int, int | None] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Knower:
    """Somebody of a team who knows what the ticket is about."""

    person: User
    skills: tuple[AgentSkill, ...]

    @property
    def points(self) -> int:
        return sum(skill.proficiency for skill in self.skills)

    @property
    def words(self) -> str:
        """Bea Novak (Billing, expert)."""
        known = ", ".join(
            f"{one.skill.name}, {within_sentence(Proficiency(one.proficiency).label)}" for one in self.skills
        )
        return f"{self.person.display_name} ({known})"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A team that works at the level, and what speaks for it."""

    team: Team
    level: Level
    waiting: int  # tickets of that level in its queue that nobody has
    online: int
    knowers: tuple[Knower, ...] = ()  # the best first
    speakers: int = 0
    language: str = ""  # empty where every team of the level speaks it
    had_it: bool = False
    has_declined: bool = False  # this ticket, before

    @property
    def person(self) -> User | None:
        """Who of the team fits best: for those who hand the ticket on to know, not to be assigned."""
        return self.knowers[0].person if self.knowers else None

    @property
    def reasons(self) -> list[str]:
        """Sentences without a full stop, the weightiest first."""
        before = [_("had it before")] if self.had_it else [_("declined it before")] if self.has_declined else []
        return [*before, *self._skills(), *self._languages(), *self._load()]

    @property
    def order(self) -> tuple[object, ...]:
        """What comes first is proposed; private teams only where there is no other."""
        points = self.knowers[0].points if self.knowers else 0
        load = self.waiting / max(self.online, 1)
        return (
            self.team.is_private,
            self.has_declined and not self.had_it,
            not self.had_it,
            not self.knowers,
            not self.speakers,
            -points,
            not self.online,
            load,
            self.team.name,
            self.team.pk,
        )

    def _skills(self) -> list[str]:
        if not self.knowers:
            return []
        others = len(self.knowers) - 1
        if not others:
            return [_("%(person)s knows it") % {"person": self.knowers[0].words}]
        sentence = ngettext("%(person)s and %(count)s more know it", "%(person)s and %(count)s more know it", others)
        return [sentence % {"person": self.knowers[0].words, "count": others}]

    def _languages(self) -> list[str]:
        if not (self.speakers and self.language):
            return []
        return [_("answers in %(language)s") % {"language": language_name(self.language)}]

    def _load(self) -> list[str]:
        if not self.online:
            return [_("nobody there is online")]
        if not self.waiting:
            return [_("nothing waits there")]
        return [
            ngettext("%(count)s ticket waits there", "%(count)s tickets wait there", self.waiting)
            % {"count": self.waiting}
        ]


@dataclass(slots=True)
class _Asked:
    """What the ticket asks for."""

    language: str
    tags: list[str]
    former: Mapping[int, int | None]
    declined_by: frozenset[int | None]


def proposals_for(
    ticket: Ticket, levels: Iterable[int], *, actor: User | None = None, former: Mapping[int, int | None] = NOWHERE
) -> list[Proposal]:
    """Every team that works at one of the levels and that `actor` may know of (None: the open ones), level by level.

    Of each level the proposed one comes first; `former`, by level the key of the team that had it, before all others; whoever
    declined it, last. A ticket without tags asks for those that smart routing proposes. A fixed number of statements.
    """
    wanted = [Level(level) for level in levels]
    declined = ticket.escalations.filter(state=EscalationState.DECLINED).values_list("to_team", flat=True)
    asked = _Asked(ticket.language, _tags_of(ticket), former, frozenset(declined))
    teams = list(_teams_at(wanted, actor))
    waiting = _waiting(teams)
    known = _known(teams, asked)
    proposals: list[Proposal] = []
    for level in wanted:
        serving = [team for team in teams if team.serves(level)]
        there = [_proposal(team, level, asked, known, waiting.get((team.pk, int(level)), 0)) for team in serving]
        if all(one.speakers for one in there):
            there = [replace(one, language="") for one in there]
        proposals += sorted(there, key=lambda one: one.order)
    return proposals


def proposed_team(ticket: Ticket, level: int, *, former: Mapping[int, int | None] = NOWHERE) -> Team | None:
    """Where it goes when nobody chose; None when no open team works at that level."""
    return next((one.team for one in proposals_for(ticket, [level], former=former)), None)


def teams_before(ticket: Ticket) -> dict[int, int | None]:
    """By level, the key of the team from which it was escalated there last; where it never was, of the one that did so last."""
    left = list(ticket.escalations.order_by("pk").values_list("from_level", "from_team"))
    by_level, newest = dict(left), left[-1][1] if left else None
    return {level: by_level.get(level, newest) for level in Level.values}


def _tags_of(ticket: Ticket) -> list[str]:
    tags = list(ticket.tags.values_list("name", flat=True))
    proposal = None if tags else find_proposal(ticket, "tags")
    return tags if proposal is None or proposal.is_done else list(proposal.value)


def _teams_at(levels: Sequence[int], actor: User | None) -> "QuerySet[Team]":
    teams = Team.objects.filter(archived_at=None, levels__overlap=[int(level) for level in levels])
    if actor is None:
        teams = teams.filter(is_private=False)
    elif not actor.is_admin:
        teams = teams.filter(Q(is_private=False) | Q(pk__in=actor.teams.order_by().values("pk")))
    people = User.objects.staff().only("name", "email", "level", "availability", "languages")
    return teams.prefetch_related(Prefetch("members", people, to_attr="people"))


def _waiting(teams: Sequence[Team]) -> dict[tuple[int, int], int]:
    rows = Ticket.objects.to_take().filter(team__in=teams).order_by().values_list("team_id", "level")
    return {(team, level): count for team, level, count in rows.annotate(count=Count("pk"))}


def _known(teams: Sequence[Team], asked: _Asked) -> dict[int, list[AgentSkill]]:
    """By person: their skills that the ticket's tags ask for."""
    if not asked.tags:
        return {}
    people = {person.pk for team in teams for person in _people(team)}
    skills = AgentSkill.objects.filter(
        skill__is_active=True, skill__tags__overlap=asked.tags, person__in=people
    ).select_related("skill")
    known: dict[int, list[AgentSkill]] = {}
    for skill in skills:
        known.setdefault(skill.person_id, []).append(skill)
    return known


def _proposal(team: Team, level: Level, asked: _Asked, known: dict[int, list[AgentSkill]], waiting: int) -> Proposal:
    there = [person for person in _people(team) if (person.level or 0) >= level]
    knowers = [Knower(person, tuple(known[person.pk])) for person in there if person.pk in known]
    knowers.sort(key=lambda one: (not one.person.is_online, -one.points, one.person.name, one.person.pk))
    return Proposal(
        team=team,
        level=level,
        waiting=waiting,
        online=sum(person.is_online for person in there),
        knowers=tuple(knowers),
        speakers=sum(speaks(person, asked.language) for person in there),
        language=asked.language,
        had_it=team.pk == asked.former.get(level),
        has_declined=team.pk in asked.declined_by,
    )


def _people(team: Team) -> list[User]:
    return team.people  # type: ignore[attr-defined]  # prefetched
