"""Links of a ticket that goes into another: parts of merging and splitting, called under the locks of both tickets.

Whoever makes or takes off a link locks both its ends, so that none of these tickets' links changes meanwhile; the ends
elsewhere need no lock, since nothing of theirs changes.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import F, Q

from tickets.links import upwards
from tickets.models import Kind, Link, LinkKind, Ticket

# How a conversation began stays told where it began.
_BROUGHT = (LinkKind.RELATED, LinkKind.DUPLICATE, LinkKind.INCIDENT, LinkKind.CHILD)


def bring_links(source: Ticket, target: Ticket) -> list[int]:
    """What `source` belongs to, `target` belongs to: keys of the links that now hang on it.

    Those stay that are between the two, that are said of the target already or cannot be said of it. A ticket that goes into
    another is done for its parent, so that link stays, too.
    """
    if not source.links_count:
        return []
    links = Link.objects.filter(Q(ticket=source) | Q(other=source), kind__in=_BROUGHT).order_by("pk")
    brought = []
    for link in links.select_related("ticket", "other"):
        if _fits(link, source, target):
            _hang(link, source, target)
            brought.append(link.pk)
    _count(source, target, len(brought))
    return brought


def take_links_back(keys: Sequence[int], source: Ticket, target: Ticket) -> None:
    """What was brought along and is still there returns, unless that was said of `source` since."""
    links = Link.objects.filter(Q(ticket=target) | Q(other=target), pk__in=keys).order_by("pk") if keys else ()
    returned = 0
    for link in links:
        if source.pk not in (link.ticket_id, link.other_id) and not _is_said(link, target, source):
            _hang(link, target, source)
            returned += 1
    _count(target, source, returned)


def kind_column(ticket: Ticket) -> dict[str, Any]:
    """Its column as an incident's link demands."""
    return {"kind": Kind.INCIDENT} if ticket.links.filter(kind=LinkKind.INCIDENT).exists() else {}


def _fits(link: Link, source: Ticket, target: Ticket) -> bool:
    outward = link.ticket_id == source.pk
    far = link.other if outward else link.ticket
    if far.pk == target.pk or _is_said(link, source, target):
        return False
    if link.kind == LinkKind.INCIDENT:
        if not outward:
            return target.kind == Kind.PROBLEM
        return target.kind != Kind.PROBLEM and not target.links.filter(kind=link.kind).exists()
    if link.kind == LinkKind.CHILD and outward:
        return False
    below, above = (target, far) if outward else (far, target)
    return link.kind == LinkKind.RELATED or below.pk not in upwards(above, LinkKind(link.kind))


def _is_said(link: Link, source: Ticket, target: Ticket) -> bool:
    """Whether `target` has this link of `source`, or one that leaves no room for it."""
    if link.ticket_id == source.pk:
        same = Q(ticket=target, other=link.other_id)
        if link.kind in (LinkKind.CHILD, LinkKind.INCIDENT):
            same |= Q(ticket=target)
    else:
        same = Q(ticket=link.ticket_id, other=target)
    if link.kind == LinkKind.RELATED:
        far = link.other_id if link.ticket_id == source.pk else link.ticket_id
        same |= Q(ticket=target, other=far) | Q(ticket=far, other=target)
    return Link.objects.filter(same, kind=link.kind).exclude(pk=link.pk).exists()


def _hang(link: Link, source: Ticket, target: Ticket) -> None:
    side = "ticket" if link.ticket_id == source.pk else "other"
    Link.objects.filter(pk=link.pk).update(**{side: target})


def _count(source: Ticket, target: Ticket, links: int) -> None:
    """Derived, and so without an event of its own."""
    if not links:
        return
    for ticket, by in ((source, -links), (target, links)):
        ticket.links_count += by
        Ticket.objects.filter(pk=ticket.pk).update(links_count=F("links_count") + by)
