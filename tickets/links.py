"""What links between tickets demand and forbid; the verbs are in tickets/actions/linking.py."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from accounts.actors import Actor, is_human_agent, person_of
from helpdesk.labels import quoted
from tickets.errors import IllegalTransition, Invalid
from tickets.models import CloseRule, Kind, Link, LinkKind, Ticket

MOST_NAMED = 5
# A ticket has one of these at most.
_SINGLE = (LinkKind.INCIDENT, LinkKind.CHILD)
# Following these from one ticket to the next must not lead back.
_NEVER_ROUND = (LinkKind.DUPLICATE, LinkKind.CHILD)


def refuse_link(ticket: Ticket, other: Ticket, kind: LinkKind, actor: Actor) -> None:
    """Raises Invalid when `ticket` cannot be <kind> `other`; both are locked."""
    names = {"number": other.pk}
    if kind in _SINGLE:
        _refuse_second(ticket, other, kind, actor)
    if kind in _NEVER_ROUND and ticket.pk in upwards(other, kind):
        raise Invalid(_(_ROUND[kind]) % names)
    if kind == LinkKind.INCIDENT and other.kind != Kind.PROBLEM:
        raise Invalid(
            _("#%(number)s is not a problem. Set its kind to Problem first, or link the two as related.") % names
        )
    if kind == LinkKind.INCIDENT and ticket.kind == Kind.PROBLEM:
        raise Invalid(_("This is a problem itself. Set its kind to Incident first, or link the two as related."))


def refuse_kind(ticket: Ticket, kind: Kind) -> None:
    """Raises IllegalTransition when a link says that the ticket is of the kind that it has."""
    if not ticket.links_count:
        return
    incidents = ticket.links_here.filter(kind=LinkKind.INCIDENT)
    if ticket.kind == Kind.PROBLEM and incidents.exists():
        raise IllegalTransition(_("Incidents are linked to this problem. Remove those links first."))
    if ticket.kind == Kind.INCIDENT and ticket.links.filter(kind=LinkKind.INCIDENT).exists():
        raise IllegalTransition(_("This is linked to its problem as an incident. Remove that link first."))


def refuse_unfinished_children(ticket: Ticket, actor: Actor) -> None:
    """Raises IllegalTransition naming the children that a parent waits for. Customers are not held up: they know best."""
    if not ticket.links_count or not is_human_agent(actor):
        return
    waited_for = list(waited_children(ticket).order_by("pk"))
    if waited_for:
        sentence = ngettext(
            "This waits for its child %(tickets)s. Solve it first, or change the link so that this need not wait.",
            "This waits for its children %(tickets)s. Solve them first, or change the links so that this need not wait.",
            len(waited_for),
        )
        raise IllegalTransition(sentence % {"tickets": _named(waited_for, actor)})


def waited_children(parent: Ticket) -> QuerySet[Ticket]:
    """Unfinished children that hold their parent open."""
    depends = parent.links_here.filter(kind=LinkKind.CHILD).exclude(close_rule=CloseRule.FREE)
    return Ticket.objects.unfinished().filter(pk__in=depends.values("ticket"))


def _refuse_second(ticket: Ticket, other: Ticket, kind: LinkKind, actor: Actor) -> None:
    present = ticket.links.filter(kind=kind).exclude(other=other).select_related("other").first()
    if present is not None:
        raise Invalid(_(_SECOND[kind]) % {"ticket": _named([present.other], actor)})


def upwards(ticket: Ticket, kind: LinkKind) -> set[int]:
    """The ticket and all that it points at by this kind, over however many steps."""
    found = {ticket.pk}
    edge = found
    while edge:
        edge = set(Link.objects.filter(ticket__in=edge, kind=kind).values_list("other", flat=True)) - found
        found |= edge
    return found


def _named(tickets: Iterable[Ticket], actor: Actor) -> str:
    """Numbers and subjects of those that the actor may see, and how many more there are."""
    tickets = list(tickets)
    person = person_of(actor)
    numbers = [ticket.pk for ticket in tickets]
    seen = set(Ticket.objects.visible_to(person).filter(pk__in=numbers).values_list("pk", flat=True)) if person else ()
    named = [f"#{ticket.pk} {quoted(ticket.subject)}" for ticket in tickets if ticket.pk in seen][:MOST_NAMED]
    if left := len(tickets) - len(named):
        hidden = ngettext("%(count)s ticket that you cannot see", "%(count)s tickets that you cannot see", left)
        more = ngettext("%(count)s more", "%(count)s more", left) if len(seen) == len(tickets) else hidden
        named.append(more % {"count": left})
    return ", ".join(named)


# Translated where they are used.
_SECOND = {
    LinkKind.INCIDENT: gettext_noop("This is an incident of %(ticket)s already. Remove that link first."),
    LinkKind.CHILD: gettext_noop("This is a child of %(ticket)s already. Remove that link first."),
}
_ROUND = {
    LinkKind.DUPLICATE: gettext_noop("#%(number)s is a duplicate of this. Remove that link first."),
    LinkKind.CHILD: gettext_noop("#%(number)s is below this already, so it cannot be its parent."),
}
