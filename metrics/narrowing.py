"""What figures can be narrowed to beside a period and teams. Pages, lists, exports and the API read it here, so that a figure,
the list behind it and a link that somebody shares mean the same tickets.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand, Organization, User
from accounts.models.organization import Tier
from accounts.models.user import STAFF_ROLES
from accounts.permissions import Permission, role_may
from mail.models import Mailbox
from tickets.content import storable
from tickets.models import Channel, Level, Priority, Tag, TicketForm

LONGEST = 254
BRAND = "brand"
_LARGEST = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Narrowing:
    """`column`: from the facts of a ticket. Its values are `choices`, or the keys of `things`, which are `called` so.

    `words`: what programs may write instead of a value (word → value as it is written).
    """

    name: str
    label: Any
    column: str
    about: Any = ""
    choices: tuple[tuple[Any, Any], ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    things: "Callable[[User], QuerySet[Any]] | None" = None
    called: tuple[str, ...] = ("name",)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A value, how people read it, and what finds it again when it is typed."""

    value: Any
    words: str
    written: str


def agents_for(person: User) -> "QuerySet[User]":
    """Colleagues, former ones too, whose figures somebody may look at: all of them, or those of their teams."""
    staff = User.objects.filter(role__in=STAFF_ROLES).order_by("name", "email")
    if role_may(person.role, Permission.ALL_METRICS):
        return staff
    return staff.filter(pk__in=User.objects.filter(teams__in=person.teams.values("pk")).values("pk"))


NARROWINGS: tuple[Narrowing, ...] = (
    Narrowing(
        "agent",
        _("Agent"),
        "assignee",
        _("Responses by who gave them, ratings by whose ticket was solved, all else by who has the ticket now."),
        things=agents_for,
        called=("name", "email"),
    ),
    Narrowing("channel", _("Channel"), "channel", choices=tuple(Channel.choices)),
    Narrowing("level", _("Level"), "level", choices=tuple(Level.choices)),
    Narrowing(
        "priority",
        _("Priority"),
        "priority",
        choices=tuple(Priority.choices),
        words={one.name.lower(): str(one.value) for one in Priority},  # as tickets have it over the API
    ),
    Narrowing("tag", _("Tag"), "ticket", things=lambda person: Tag.objects.all()),
    Narrowing("organization", _("Organization"), "organization", things=lambda person: Organization.objects.all()),
    Narrowing("tier", _("Tier"), "organization__tier", choices=tuple(Tier.choices)),
    Narrowing("form", _("Form"), "ticket__form", things=lambda person: TicketForm.objects.all()),
    Narrowing(
        "mailbox",
        _("Mailbox"),
        "ticket__mailbox",
        things=lambda person: Mailbox.objects.order_by("address"),
        called=("address", "name"),
    ),
    Narrowing(
        BRAND,
        _("Brand"),
        "ticket__brand",
        things=lambda person: Brand.objects.defer("logo"),
    ),
)
BY_NAME: Mapping[str, Narrowing] = {narrowing.name: narrowing for narrowing in NARROWINGS}


def condition(only: Mapping[str, Any], prefix: str, own: Mapping[str, str], *, ticket: str = "") -> Q:
    """On the facts of a ticket at `prefix`; `own`: where rows have a column of their own for it (name → column).

    `ticket`: from there to the facts, where the ticket itself has to be asked.
    """
    found = Q()
    for name, value in only.items():
        if name == "tag":
            tagged = Tag.tickets.through._default_manager.filter(tag=value).values("ticket")
            found &= Q(**{f"{prefix}ticket__in": tagged})
        else:
            column = BY_NAME[name].column
            on_the_way = ticket if column.startswith("ticket__") else ""
            found &= Q(**{own.get(name) or prefix + on_the_way + column: value})
    return found


def chosen(name: str, given: str, person: User) -> Chosen | None:
    """What was typed or stands in an address: a key, or what the thing is called; None: there is no such thing (for them)."""
    narrowing, given = BY_NAME[name], storable(given).strip()[:LONGEST]
    if narrowing.things is None:
        given = narrowing.words.get(given.casefold(), given)
        found = next(((value, label) for value, label in narrowing.choices if str(value) == given), None)
        return Chosen(found[0], str(found[1]), str(found[0])) if found else None
    things = narrowing.things(person)
    if given.isascii() and given.isdecimal() and int(given) <= _LARGEST:
        thing = things.filter(pk=given).first()
        if thing is not None:
            return _as_chosen(narrowing, thing)
    named = (things.filter(**{f"{column}__iexact": given}).first() for column in narrowing.called)
    return next((_as_chosen(narrowing, thing) for thing in named if thing is not None), None)


def suggested(name: str, given: str, person: User, most: int) -> list[Chosen]:
    """Those with it in their name."""
    narrowing, given = BY_NAME[name], storable(given).strip()[:LONGEST]
    if narrowing.things is None:
        return []
    like = Q()
    for column in narrowing.called:
        like |= Q(**{f"{column}__icontains": given})
    return [_as_chosen(narrowing, thing) for thing in narrowing.things(person).filter(like)[:most]]


def _as_chosen(narrowing: Narrowing, thing: Any) -> Chosen:
    """People are found again by their address, because two may have one name."""
    if isinstance(thing, User):
        return Chosen(thing.pk, thing.display_name, thing.email)
    words = str(getattr(thing, narrowing.called[0])) or str(thing)
    return Chosen(thing.pk, words, words)
