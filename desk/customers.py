"""What the pages of customers and organizations show."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.changes import changes_of
from accounts.customers import customers_like
from accounts.languages import language_name
from accounts.models import DirectoryChange, Organization, User
from accounts.models.change import ChangeKind
from accounts.models.organization import Tier
from desk.columns import Shown
from desk.keyset import Cursor, Keyset, Page
from desk.queries import Row, load_rows
from tickets.models import PersonMerge, Ticket
from tickets.models.saved_view import ListColumn

PAGE_SIZE = 30
MOST_MEMBERS = 12
MOST_OFFERED = 8
MOST_MERGES = 20
_TICKET_COLUMNS = (ListColumn.TAGS, ListColumn.LEVEL, ListColumn.STATUS, ListColumn.ASSIGNEE)
_NEWEST_TICKET = Keyset("-updated_at", "-number")


class NameKeyset(Keyset):
    """By a column of text."""

    def _fits(self, value: object) -> bool:
        return isinstance(value, str) and "\0" not in value

    def _value(self, value: str) -> object:
        return value


SORTS: dict[str, tuple[object, Keyset]] = {
    "name": (gettext_lazy("Name"), NameKeyset("name", "pk")),
    "newest": (gettext_lazy("Customer since"), Keyset("-created_at", "-pk")),
}


@dataclass(frozen=True, slots=True)
class Change:
    """A line of the history."""

    text: str
    row: DirectoryChange


@dataclass(frozen=True, slots=True)
class Merge:
    """Somebody who was merged into this person, and how far that is."""

    row: PersonMerge
    followed: int


def customers_page(text: str, organization: int | None, sort: str, after: Cursor, before: Cursor) -> Page[User]:
    """One statement, however many there are."""
    customers = customers_like(text).select_related("organization")
    if organization is not None:
        customers = customers.filter(organization=organization)
    keyset = SORTS[sort][1]
    rows = list(keyset.window(customers, size=PAGE_SIZE, after=after, before=before))
    return keyset.page(rows, size=PAGE_SIZE, after=after, before=before)


def tickets_page(person: User, about: User | Organization, after: str | None, before: str | None) -> Page[Row]:
    """All tickets of a customer or an organization that `person` sees, the last changed first."""
    tickets = Ticket.objects.visible_to(person).filter(deleted_at=None)
    tickets = tickets.filter(requester=about) if isinstance(about, User) else tickets.filter(organization=about)
    start, end = _NEWEST_TICKET.read(after), _NEWEST_TICKET.read(before)
    rows = load_rows(person, _NEWEST_TICKET.window(tickets, size=PAGE_SIZE, after=start, before=end))
    return _NEWEST_TICKET.page(rows, size=PAGE_SIZE, after=start, before=end)


def tickets_shown() -> Shown:
    return Shown((*(column.value for column in _TICKET_COLUMNS), "updated"))


def merges_of(person: User) -> list[Merge]:
    """Those in force or on their way back."""
    rows = person.merges_here.select_related("person").order_by("-pk")[:MOST_MERGES]
    return [
        Merge(row, row.tickets.filter(put_back=False).count()) if not row.is_finished else Merge(row, row.total)
        for row in rows
        if not (row.is_undone and row.is_finished)
    ]


def members_of(organization: Organization) -> list[User]:
    """One more than is shown."""
    return list(User.objects.customers().filter(organization=organization).order_by("name", "pk")[: MOST_MEMBERS + 1])


def offered_for_merge(person: User, text: str) -> list[User]:
    """Customers like the words; without any, those of the same name."""
    others = customers_like(text or person.name or person.email).exclude(pk=person.pk).filter(is_active=True)
    return list(others.select_related("organization").order_by("name", "pk")[:MOST_OFFERED])


def history_of(thing: User | Organization) -> list[Change]:
    changes = changes_of(thing)
    names = _names_in(changes)
    return [Change(_sentence(change, names), change) for change in changes]


def _names_in(changes: Iterable[DirectoryChange]) -> dict[int, str]:
    """Of organizations (negative keys, so that one table serves) and people that changes name: two statements."""
    organizations = {key for change in changes for key in change.changes.get("organization", ()) if key}
    people = {change.data["person"] for change in changes if "person" in change.data}
    named: dict[int, str] = {}
    if organizations:
        found = Organization.objects.filter(pk__in=organizations).values_list("pk", "name")
        named |= {-key: name for key, name in found}
    if people:
        named |= {person.pk: person.display_name for person in User.objects.filter(pk__in=people).only("name", "email")}
    return named


_FIELDS = {
    "name": gettext_lazy("name"),
    "email": gettext_lazy("first address"),
    "phone": gettext_lazy("phone number"),
    "further_phones": gettext_lazy("further phone numbers"),
    "language": gettext_lazy("language"),
    "organization": gettext_lazy("organization"),
    "tier": gettext_lazy("tier"),
    "domains": gettext_lazy("mail domains"),
}


def _sentence(change: DirectoryChange, names: dict[int, str]) -> str:
    who = change.actor.display_name
    if change.kind == ChangeKind.ADDRESS_ADDED:
        return _("%(who)s added the address %(address)s") % {"who": who, "address": change.data["address"]}
    if change.kind == ChangeKind.ADDRESS_REMOVED:
        return _("%(who)s removed the address %(address)s") % {"who": who, "address": change.data["address"]}
    if change.kind == ChangeKind.ADDRESS_CONFIRMED:
        return _("%(who)s confirmed the address %(address)s") % {"who": who, "address": change.data["address"]}
    if change.kind in (ChangeKind.MERGED, ChangeKind.UNMERGED):
        sentence = _("%(who)s merged %(person)s into this person")
        if change.kind == ChangeKind.UNMERGED:
            sentence = _("%(who)s took the merge of %(person)s back")
        return sentence % {"who": who, "person": names.get(change.data["person"], _("somebody"))}
    parts = [_part(field, before, after, names) for field, (before, after) in change.changes.items()]
    return f"{who} {'; '.join(parts)}"


def _part(field: str, before: Any, after: Any, names: dict[int, str]) -> str:
    """Notes by their earlier words, which are nowhere else any more."""
    if field == "notes":
        return _("changed the notes from “%(before)s”") % {"before": before} if before else _("wrote notes")
    if field == "shares_tickets":
        if after:
            return _("let everybody of the organization see all of its requests")
        return _("let everybody of the organization see their own requests only")
    if after in ("", None, []):
        return _("removed the %(field)s %(before)s") % {"field": _FIELDS[field], "before": _shown(field, before, names)}
    return _("set the %(field)s to %(after)s") % {"field": _FIELDS[field], "after": _shown(field, after, names)}


def _shown(field: str, value: Any, names: dict[int, str]) -> str:
    if field == "organization":
        return names.get(-value, _("an organization that is gone"))
    if field == "tier":
        return str(Tier(value).label)
    if field == "language":
        return language_name(value)
    if field == "further_phones":
        return ", ".join(entry["number"] for entry in value)
    return ", ".join(value) if isinstance(value, list) else str(value)
