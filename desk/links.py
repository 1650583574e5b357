"""What the page of a ticket shows of its links, and which tickets can be linked."""

from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from search.queries import search_tickets
from tickets.models import CloseRule, Kind, Link, LinkKind, Ticket

MOST_OFFERED = 6
LONGEST_SEARCH = 200
# From either side, in the order in which they are shown.
_NAMES = {
    (LinkKind.CHILD, False): _("Parent"),
    (LinkKind.CHILD, True): _("Children"),
    (LinkKind.INCIDENT, False): _("Problem"),
    (LinkKind.INCIDENT, True): _("Incidents"),
    (LinkKind.DUPLICATE, False): _("Duplicate of"),
    (LinkKind.DUPLICATE, True): _("Duplicates"),
    (LinkKind.RELATED, False): _("Related"),
    (LinkKind.FOLLOW_UP, False): _("Follow-up of"),
    (LinkKind.FOLLOW_UP, True): _("Follow-ups"),
    (LinkKind.STRANGER, False): _("Written by an outsider to"),
    (LinkKind.STRANGER, True): _("Written by an outsider"),
}
_UNUSUAL = {CloseRule.ALONG: _("solves the parent along"), CloseRule.FREE: _("not waited for")}
# How an agent says it: word of the form → the link's kind, and whether the other ticket is <kind> this one.
SAYINGS = {
    "related": (_("is related to"), LinkKind.RELATED, False),
    "duplicate": (_("is a duplicate of"), LinkKind.DUPLICATE, False),
    "incident": (_("is an incident of the problem"), LinkKind.INCIDENT, False),
    "problem": (_("is the problem behind"), LinkKind.INCIDENT, True),
    "child": (_("is a child of"), LinkKind.CHILD, False),
    "parent": (_("is the parent of"), LinkKind.CHILD, True),
}


@dataclass(frozen=True, slots=True)
class LinkedTicket:
    link: Link
    other: Ticket
    is_inward: bool  # the other ticket is <kind> this one

    @property
    def close_rule(self) -> object:
        """What is not as usual: that a parent waits for its children."""
        return _UNUSUAL.get(CloseRule(self.link.close_rule), "") if self.link.close_rule else ""


@dataclass(slots=True)
class LinkGroup:
    name: object
    kind: LinkKind
    tickets: list[LinkedTicket] = field(default_factory=list)

    @property
    def at_work(self) -> list[Ticket]:
        """Without those that are away: nobody waits for what is deleted or spam."""
        others = (linked.other for linked in self.tickets)
        return [other for other in others if other.deleted_at is None and not other.is_spam]

    @property
    def solved_count(self) -> int:
        return sum(other.is_solved for other in self.at_work)

    @property
    def is_incidents(self) -> bool:
        return self.kind == LinkKind.INCIDENT and self.tickets[0].is_inward

    @property
    def is_children(self) -> bool:
        return self.kind == LinkKind.CHILD and self.tickets[0].is_inward


@dataclass(slots=True)
class Linked:
    groups: list[LinkGroup]
    hidden_count: int  # links to tickets that the reader cannot see


def linked_to(ticket: Ticket, person: User) -> Linked:
    """The ticket's links by kind and side; one statement, and none where the ticket has no links."""
    if not ticket.links_count:
        return Linked([], 0)
    visible = Ticket.objects.visible_to(person).values("pk")
    outward, inward = Q(ticket=ticket, other__in=visible), Q(other=ticket, ticket__in=visible)
    groups = {key: LinkGroup(name, key[0]) for key, name in _NAMES.items()}
    found = list(Link.objects.filter(outward | inward).select_related("ticket", "other"))
    for link in found:
        is_inward = link.other_id == ticket.pk
        kind = LinkKind(link.kind)
        key = (kind, is_inward and kind != LinkKind.RELATED)
        groups[key].tickets.append(LinkedTicket(link, link.ticket if is_inward else link.other, is_inward))
    return Linked([group for group in groups.values() if group.tickets], max(0, ticket.links_count - len(found)))


def sayings_for(ticket: Ticket) -> list[tuple[str, object]]:
    """What can be said of the ticket: only a problem has incidents, and only others are one."""
    unfit = "incident" if ticket.kind == Kind.PROBLEM else "problem"
    return [(word, text) for word, (text, _kind, _is_inward) in SAYINGS.items() if word != unfit]


def saying_of(kind: LinkKind, is_inward: bool) -> str:
    """The word of the form for this link; empty for what only verbs say."""
    said = ((word, (one, inward)) for word, (_text, one, inward) in SAYINGS.items())
    return next((word for word, pair in said if pair == (kind, is_inward)), "")


def link_candidates(person: User, ticket: Ticket, text: str) -> list[Ticket]:
    """This customer's other tickets, newest first; with words or a number what they find, this customer's first."""
    fit = Ticket.objects.visible_to(person).listed().not_merged().exclude(pk=ticket.pk).select_related("requester")
    if not text:
        return list(fit.filter(requester=ticket.requester).order_by("-updated_at")[:MOST_OFFERED])
    found = search_tickets(person, text[:LONGEST_SEARCH], limit=3 * MOST_OFFERED)
    numbers = [found.exact.pk] if found.exact else []
    numbers += [number for number in found.numbers if number not in numbers]
    tickets = fit.in_bulk(numbers)
    listed = [tickets[number] for number in numbers if number in tickets]
    is_exact = {found.exact.pk} if found.exact else set()
    listed.sort(key=lambda one: (one.pk not in is_exact, one.requester_id != ticket.requester_id))
    return listed[:MOST_OFFERED]
