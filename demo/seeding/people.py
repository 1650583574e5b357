"""Who the seeded tickets belong to: the staff that is there, or a small one; many customers in many companies."""

from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random

from django.contrib.auth.hashers import make_password

from accounts.models import Organization, Role, Team, User
from demo.people import FIRST_NAMES, LAST_NAMES
from demo.seeding.copying import Table
from mail.models import Mailbox

CUSTOMERS_PER_TICKET = 0.2
CUSTOMERS_PER_ORGANIZATION = 25
AT_ONCE = 50_000
_USER_COLUMNS = (
    "id", "password", "last_login", "email", "name", "role", "is_active", "level", "organization_id", "phone", "language",
    "time_zone", "theme", "created_at",
)  # fmt: skip
_ORGANIZATION_COLUMNS = ("id", "name", "tier", "domains", "shares_tickets", "notes", "created_at")


@dataclass(frozen=True, slots=True)
class Above:
    """Keys of a team that takes escalations, and of its agents; with the level."""

    level: int
    team: int
    members: list[int]


@dataclass(frozen=True, slots=True)
class Crowd:
    """Keys; `customers` with their organization's and their name."""

    agents: list[int]
    team: int
    above: list[Above]
    mailbox: int
    customers: list[tuple[int, int, str]]


def create_crowd(random: Random, tickets: int) -> Crowd:
    team, agents = _staff()
    above = _above()
    mailbox, _created = Mailbox.objects.get_or_create(
        is_default=True, defaults={"address": "support@example.com", "name": "Support"}
    )
    number = max(2, round(tickets * CUSTOMERS_PER_TICKET))
    return Crowd(agents, team.pk, above, mailbox.pk, _customers(random, number))


def _staff() -> tuple[Team, list[int]]:
    team = Team.objects.filter(levels__contains=[1], is_private=False).order_by("pk").first()
    team = team or Team.objects.create(name="First line", levels=[1])
    agents = User.objects.filter(role=Role.AGENT, is_active=True).order_by("pk")
    if agents.count() < 2:
        _hire("agent", 8, level=1)
        team.members.add(*agents.all())
    members = list(team.members.filter(role=Role.AGENT).order_by("pk").values_list("pk", flat=True))
    return team, members or list(agents.values_list("pk", flat=True))


def _above() -> list[Above]:
    """Everybody's teams of levels 2 and 3 with their agents; a small one where there is none."""
    found = []
    for team in Team.objects.filter(levels__overlap=[2, 3], is_private=False, archived_at=None).order_by("pk"):
        agents = team.members.filter(role=Role.AGENT, is_active=True).order_by("pk")
        if members := list(agents.values_list("pk", flat=True)):
            found.append(Above(min(level for level in team.levels if level >= 2), team.pk, members))
    if not found:
        team = Team.objects.create(name="Seeded specialists", levels=[2])
        specialists = _hire("specialist", 3, level=2)
        team.members.add(*specialists)
        found = [Above(2, team.pk, [person.pk for person in specialists])]
    return found


def _hire(what: str, number: int, *, level: int) -> list[User]:
    unusable = make_password(None)
    return User.objects.bulk_create(
        User(
            email=f"seeded-{what}{n}@example.com",
            name=f"{what.capitalize()} {n}",
            role=Role.AGENT,
            level=level,
            password=unusable,
        )
        for n in range(1, number + 1)
    )


def _customers(random: Random, number: int) -> list[tuple[int, int, str]]:
    now = datetime.now(UTC)
    organizations = Table(Organization, _ORGANIZATION_COLUMNS, count=number // CUSTOMERS_PER_ORGANIZATION + 1)
    firms = []
    for _number in range(number // CUSTOMERS_PER_ORGANIZATION + 1):
        key = organizations.key()
        firms.append(key)
        organizations.add(key, organization_name(key), "standard", [domain_of(key)], False, "", now)
    organizations.flush()

    users = Table(User, _USER_COLUMNS, count=number)
    # Whole names, so that many customers share one in memory.
    names = [
        [f"{first} {last}" for first in FIRST_NAMES[code].split() for last in LAST_NAMES[code].split()]
        for code in ("en", "de")
    ]
    customers: list[tuple[int, int, str]] = []
    for _number in range(number):
        key = users.key()
        firm = random.choice(firms)
        name = random.choice(random.choice(names))
        users.add(
            key, "!seeded", None, email_of(key, firm), name, "customer", True, None, firm, "", "", "", "system", now
        )
        customers.append((key, firm, name))
        if len(users.lines) >= AT_ONCE:
            users.flush()
    users.flush()
    return customers


def organization_name(organization: int) -> str:
    return f"Company {organization}"


def domain_of(organization: int) -> str:
    return f"company{organization}.example"


def email_of(customer: int, organization: int) -> str:
    return f"person{customer}@{domain_of(organization)}"
