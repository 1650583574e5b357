"""The voice of the customer: what people write about, by tag or by a field of the forms, how many it concerns, in whose words.

Counted from tickets opened in the period. Quotes are a customer's first words with personal data struck out.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db.models import Count, F, QuerySet
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.utils.translation import gettext as _

from accounts.models import User
from knowledgebase.drafting import without_manners
from metrics import rows
from metrics.models import TicketFacts
from metrics.questions import Inquiry
from search.ticket_vectors import words_of_tickets
from tickets.models import Field, Tag, Ticket
from tickets.models.form import FieldKind
from tickets.personal_data import without_personal_data

BY_TAG = "tag"
LONGEST_QUOTE = 240
MOST_AREAS = 40
MOST_FIELDS = 20
# Whom an area concerns: where their keys and names stand, from the facts of a ticket.
_CONCERNED = {
    "customers": ("ticket__requester", "ticket__requester__name"),
    "organizations": ("organization", "organization__name"),
}
MOST_LOOKED_THROUGH = 2_000  # newest tickets with their areas, for quotes


class Area(NamedTuple):
    """`key`: as an address carries it. `before`: how many tickets in as many days before."""

    key: str
    name: str
    tickets: int
    customers: int
    organizations: int
    before: int


class Quote(NamedTuple):
    ticket: Ticket
    words: str


def ways_to_sort() -> list[tuple[str, str]]:
    """By tag, and by each field whose answers are chosen from a list: key and name."""
    asked = Field.objects.filter(kind__in=(FieldKind.CHOICE, FieldKind.TREE), archived_at__isnull=True)
    return [(BY_TAG, _("Tag")), *asked.values_list("key", "name")[:MOST_FIELDS]]


def areas(asked: Inquiry, by: str, most: int = MOST_AREAS) -> list[Area]:
    """Those that concern the most customers first."""
    counted = (
        _sorted_by(_opened(asked), by)
        .annotate(
            tickets=Count("*"),
            customers=Count("ticket__requester", distinct=True),
            organizations=Count("organization", distinct=True),
        )
        .order_by("-customers", "-tickets", "area")
    )
    found = list(counted.values_list("area", "tickets", "customers", "organizations")[:most])
    earlier = _sorted_by(_opened(asked.before), by).filter(area__in=[row[0] for row in found])
    before = dict(earlier.annotate(tickets=Count("*")).values_list("area", "tickets"))
    names = _names_of([row[0] for row in found], by)
    told = [Area(names[area], names[area], n, people, firms, before.get(area, 0)) for area, n, people, firms in found]
    return sorted(told, key=lambda area: (-area.customers, -area.tickets, area.name))


def tickets_about(asked: Inquiry, by: str, area: str) -> "QuerySet[TicketFacts]":
    """The very facts that were counted for an area."""
    return _with_area(rows.opened(asked), by).filter(area=area)


def concerned(asked: Inquiry, by: str, area: str, whom: str) -> "QuerySet[Any]":
    """Whom an area concerns, as it counts them: each of its `customers`, or of its `organizations`, by `whose` key, and on how
    many `tickets`; the most first.
    """
    column, name = _CONCERNED[whom]
    about = tickets_about(asked, by, area).filter(**{f"{column}__isnull": False}).order_by()
    return about.values(whose=F(column)).annotate(tickets=Count("*")).order_by("-tickets", name, "whose")


def quotes(tickets: Iterable[Ticket]) -> list[Quote]:
    """In their order; of tickets with requester and organization at hand, in one statement."""
    asked = list(tickets)
    words = words_of_tickets([ticket.pk for ticket in asked])
    return [Quote(ticket, _quoted(words.get(ticket.pk, ""), ticket)) for ticket in asked]


def newest_quotes(asked: Inquiry, by: str, found: Sequence[Area], person: User, each: int) -> dict[str, list[Quote]]:
    """Of each area the newest few that the person sees."""
    told: dict[str, list[int]] = {area.key: [] for area in found}
    newest = _with_area(rows.opened(asked), by).order_by("-opened_at", "-ticket").values_list("area", "ticket")
    for key, number in newest[:MOST_LOOKED_THROUGH]:
        if key in told and len(told[key]) < each:
            told[key].append(number)
    for area in found:  # what is rare is looked for
        if len(told[area.key]) < min(each, area.tickets):
            rare = tickets_about(asked, by, area.key).order_by("-opened_at", "-ticket")
            told[area.key] = list(rare.values_list("ticket", flat=True)[:each])
    numbers = {number for of_area in told.values() for number in of_area}
    visible = Ticket.objects.visible_to(person).filter(pk__in=numbers).select_related("requester", "organization")
    quoted = {quote.ticket.pk: quote for quote in quotes(visible)}
    return {key: [quoted[number] for number in of_area if number in quoted] for key, of_area in told.items()}


def _opened(asked: Inquiry) -> "QuerySet[TicketFacts]":
    """With the period said of the tickets as well: then PostgreSQL reads them one after the other, not each by its number."""
    start, end = asked.period.start, asked.period.end
    return rows.opened(asked).filter(ticket__opened_at__gte=start, ticket__opened_at__lt=end)


def _sorted_by(opened: "QuerySet[TicketFacts]", by: str) -> "QuerySet[Any]":
    """Tags by their keys: to sort by names costs most of the time."""
    found = opened.annotate(area=F("ticket__tags")) if by == BY_TAG else _with_area(opened, by)
    return found.filter(area__isnull=False).order_by().values("area")


def _names_of(areas: Sequence[Any], by: str) -> dict[Any, str]:
    if by == BY_TAG:
        return dict(Tag.objects.filter(pk__in=areas).values_list("pk", "name"))
    return {area: area for area in areas}


def _with_area(opened: "QuerySet[TicketFacts]", by: str) -> "QuerySet[Any]":
    """Of a tree its first branch: deeper ones are too fine for a product's areas."""
    if by == BY_TAG:
        return opened.annotate(area=F("ticket__tags__name"))
    is_tree = Field.objects.filter(key=by, kind=FieldKind.TREE).exists()
    value = KeyTransform(by, "ticket__fields")
    return opened.annotate(area=KeyTextTransform(0, value) if is_tree else KeyTextTransform(by, "ticket__fields"))


def _quoted(words: str, ticket: Ticket) -> str:
    """Without the subject, which stands beside it; the subject itself where nothing was written."""
    subject, _line, text = words.partition("\n")
    plain = " ".join(without_personal_data(without_manners(text).strip() or subject, ticket).split())
    return plain if len(plain) <= LONGEST_QUOTE else plain[: LONGEST_QUOTE - 1].rstrip() + "…"
