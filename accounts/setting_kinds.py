"""What a kind of setting is to the history and to the file of the whole configuration; and the kinds of accounts."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum, auto
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.abilities import (
    ABILITIES as ABILITIES_CODE,
)
from accounts.abilities import (
    SKILL,
    abilities_described,
    add_skill,
    change_skill,
    set_abilities,
    skill_described,
    with_abilities,
)
from accounts.actions.staff import AGENT, agent_described, change_agent, invite_agent
from accounts.actions.teams import TEAM, add_team, change_team, team_described
from accounts.actors import Actor
from accounts.directory import ORGANIZATION, Refusal, add_organization, change_organization, organization_described
from accounts.models import Organization, Proficiency, Role, Skill, Team, User
from accounts.models.organization import Tier
from accounts.models.user import STAFF_ROLES, normal_email
from accounts.setting_changes import Description

MOST_AT_ONCE = 1_000
_DOMAIN = re.compile(r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


class Shape(StrEnum):
    """Of a field's value in the file."""

    TEXT = auto()
    TEXT_OR_NONE = auto()
    FLAG = auto()
    NUMBER_OR_NONE = auto()
    TEXTS = auto()
    NUMBERS = auto()
    LIST = auto()  # its verb looks at what is in it
    NAMED = auto()  # values by their names; the same


@dataclass(frozen=True, slots=True)
class Kind:
    """Things of one kind, each described by plain values: names and addresses instead of keys.

    `section` is its place in the file, `identity` the field by which the file knows one from another (empty: there is only
    one). `add` and `change` are the verbs, taking fields of a description; `put_away` takes True to archive a thing and
    False to bring it back. All of them refuse with a sentence.
    """

    code: str
    name: "_StrOrPromise"
    section: str
    identity: str
    labels: "Mapping[str, _StrOrPromise]"
    things: Callable[[], Iterable[Any]]  # those in use, in the order of the file
    find: Callable[[str], Any | None]  # by the key of a SettingChange
    describe: Callable[[Any], Description]
    add: Callable[[Actor, Description], Any]
    change: Callable[[Any, Actor, Description], Any]
    spelled: Callable[[str], str] = str  # as such a name is kept, however the file has it
    put_away: Callable[[Any, Actor, bool], Any] | None = None
    # Those put away whose names are still theirs: where the file names one again, it comes back.
    archived: Callable[[], Iterable[Any]] = tuple
    # Where it matters which comes first: takes all things in use in the order wanted.
    put_in_order: Callable[[Actor, list[Any]], Any] | None = None
    url: Callable[[Any], str] | None = None
    # What the file may say of each field; what it needs of a new thing, beside its identity.
    shapes: "Mapping[str, Shape]" = field(default_factory=dict)
    required: tuple[str, ...] = ()
    # Fields whose values are a word of a closed list: value → what people read.
    words: "Mapping[str, Mapping[Any, _StrOrPromise]]" = field(default_factory=dict)


def row_of(model: Any) -> Callable[[str], Any]:
    """Finds a row by the key that a change remembers."""
    return lambda key: model.objects.filter(pk=key).first() if key.isdecimal() else None


def people_at(addresses: Iterable[str]) -> list[User]:
    """Colleagues by their addresses. Raises Refusal for one that is nobody's."""
    wanted = list(dict.fromkeys(normal_email(address) for address in addresses))
    found = User.objects.filter(role__in=STAFF_ROLES).in_bulk(wanted, field_name="email")
    if missing := next((address for address in wanted if address not in found), None):
        raise Refusal(_("There is no colleague with the address %(address)s.") % {"address": missing})
    return [found[address] for address in wanted]


def team_of(name: str | None) -> Team | None:
    """By its name, None for none. Raises Refusal."""
    if not name:
        return None
    team = Team.objects.filter(name=name).first()
    if team is None:
        raise Refusal(_("There is no team “%(name)s”.") % {"name": name})
    return team


def _team_fields(fields: Description) -> dict[str, Any]:
    known = {name: value for name, value in fields.items() if name not in ("members", "is_archived")}
    return known | ({"members": people_at(fields["members"])} if "members" in fields else {})


def _agent_fields(fields: Description) -> dict[str, Any]:
    return {name: fields[name] for name in ("name", "role", "level") if name in fields}


AGENTS = Kind(
    code=AGENT,
    name=gettext_lazy("Agent"),
    section="agents",
    identity="email",
    labels={
        "email": gettext_lazy("Address"),
        "name": gettext_lazy("Name"),
        "role": gettext_lazy("Role"),
        "level": gettext_lazy("Level"),
        "is_active": gettext_lazy("Can sign in"),
    },
    things=lambda: User.objects.staff().order_by("email"),
    find=row_of(User),
    describe=lambda person: {k: v for k, v in agent_described(person).items() if k != "is_active"},
    add=lambda actor, fields: invite_agent(actor=actor, email=fields["email"], **_agent_fields(fields)),
    change=lambda person, actor, fields: change_agent(person, actor=actor, **_agent_fields(fields)),
    shapes={
        "email": Shape.TEXT,
        "name": Shape.TEXT,
        "role": Shape.TEXT,
        "level": Shape.NUMBER_OR_NONE,
    },
    required=("name",),
    words={"role": {role.value: role.label for role in Role}},
)

TEAMS = Kind(
    code=TEAM,
    name=gettext_lazy("Team"),
    section="teams",
    identity="name",
    labels={
        "name": gettext_lazy("Name"),
        "public_name": gettext_lazy("Name for customers"),
        "public_names": gettext_lazy("Name for customers in other languages"),
        "levels": gettext_lazy("Levels"),
        "is_private": gettext_lazy("Private"),
        "members": gettext_lazy("Members"),
    },
    things=lambda: Team.objects.filter(archived_at=None).order_by("name"),
    find=row_of(Team),
    describe=team_described,
    add=lambda actor, fields: add_team(actor=actor, **_team_fields(fields)),
    change=lambda team, actor, fields: change_team(team, actor=actor, **_team_fields(fields)),
    shapes={
        "name": Shape.TEXT,
        "public_name": Shape.TEXT,
        "public_names": Shape.NAMED,
        "levels": Shape.NUMBERS,
        "is_private": Shape.FLAG,
        "members": Shape.TEXTS,
    },
)


def _person(actor: Actor) -> User:
    """The directory's changes are people's; a machine's are the first admin's."""
    return actor if isinstance(actor, User) else first_admin()


def first_admin() -> User:
    """Raises Refusal where there is none."""
    admin = User.objects.staff().filter(role=Role.ADMIN).order_by("pk").first()
    if admin is None:
        raise Refusal(_("There is no admin yet. Make one with `manage.py createsuperuser`."))
    return admin


def _organization_fields(fields: Description) -> dict[str, Any]:
    """Raises Refusal for what a form would not let through."""
    if fields.get("tier", Tier.STANDARD) not in Tier.values:
        raise Refusal(_("A tier is one of: %(list)s.") % {"list": ", ".join(Tier.values)})
    if wrong := next((one for one in fields.get("domains", ()) if not _DOMAIN.fullmatch(one)), None):
        raise Refusal(_("“%(domain)s” is not a mail domain.") % {"domain": wrong})
    return dict(fields)


ORGANIZATIONS = Kind(
    code=ORGANIZATION,
    name=gettext_lazy("Organization"),
    section="organizations",
    identity="name",
    labels={
        "name": gettext_lazy("Name"),
        "tier": gettext_lazy("Tier"),
        "domains": gettext_lazy("Mail domains"),
        "shares_tickets": gettext_lazy("See each other's requests"),
        "notes": gettext_lazy("Notes"),
    },
    things=lambda: Organization.objects.order_by("name"),
    find=row_of(Organization),
    describe=organization_described,
    add=lambda actor, fields: add_organization(actor=_person(actor), **_organization_fields(fields)),
    change=lambda organization, actor, fields: change_organization(
        organization, actor=_person(actor), **_organization_fields(fields)
    ),
    shapes={
        "name": Shape.TEXT,
        "tier": Shape.TEXT,
        "domains": Shape.TEXTS,
        "shares_tickets": Shape.FLAG,
        "notes": Shape.TEXT,
    },
    words={"tier": dict(Tier.choices)},
)


def _skill_fields(fields: Description) -> dict[str, Any]:
    return {name: fields[name] for name in ("name", "tags", "is_active") if name in fields}


def _ability_fields(fields: Description) -> dict[str, Any]:
    """Raises Refusal for what a form would not let through."""
    found = {name: fields[name] for name in ("languages", "capacity") if name in fields}
    if any(type(most) is not int or not 0 <= most <= MOST_AT_ONCE for most in found.get("capacity", {}).values()):
        raise Refusal(_("At once, somebody works on 0 to %(most)s tickets.") % {"most": MOST_AT_ONCE})
    if "skills" not in fields:
        return found
    known = {skill.name: skill for skill in Skill.objects.filter(name__in=list(fields["skills"]))}
    if missing := next((name for name in fields["skills"] if name not in known), None):
        raise Refusal(_("There is no skill “%(name)s”.") % {"name": missing})
    if any(how not in Proficiency.values for how in fields["skills"].values()):
        raise Refusal(_("How well somebody knows it is 1 (learning), 2 (good) or 3 (expert)."))
    return {**found, "skills": {known[name]: how for name, how in fields["skills"].items()}}


def _with_abilities(actor: Actor, fields: Description) -> User:
    (person,) = people_at([fields["email"]])
    set_abilities(person, actor=_person(actor), **_ability_fields(fields))
    return person


SKILLS = Kind(
    code=SKILL,
    name=gettext_lazy("Skill"),
    section="skills",
    identity="name",
    labels={
        "name": gettext_lazy("Name"),
        "tags": gettext_lazy("Tags that ask for it"),
        "is_active": gettext_lazy("In use"),
    },
    things=lambda: Skill.objects.filter(is_active=True).order_by("name"),
    find=row_of(Skill),
    describe=skill_described,
    add=lambda actor, fields: add_skill(actor=_person(actor), name=fields["name"], tags=fields.get("tags", ())),
    change=lambda skill, actor, fields: change_skill(skill, actor=_person(actor), **_skill_fields(fields)),
    put_away=lambda skill, actor, away: change_skill(skill, actor=_person(actor), is_active=not away),
    archived=lambda: Skill.objects.filter(is_active=False),
    shapes={"name": Shape.TEXT, "tags": Shape.TEXTS, "is_active": Shape.FLAG},
)

ABILITIES = Kind(
    code=ABILITIES_CODE,
    name=gettext_lazy("What a colleague can do"),
    section="abilities",
    identity="email",
    labels={
        "email": gettext_lazy("Colleague"),
        "skills": gettext_lazy("Skills"),
        "languages": gettext_lazy("Languages"),
        "capacity": gettext_lazy("At once, by channel"),
    },
    things=lambda: with_abilities().order_by("email"),
    find=row_of(User),
    describe=abilities_described,
    add=_with_abilities,
    change=lambda person, actor, fields: set_abilities(person, actor=_person(actor), **_ability_fields(fields)),
    shapes={"email": Shape.TEXT, "skills": Shape.NAMED, "languages": Shape.TEXTS, "capacity": Shape.NAMED},
)
