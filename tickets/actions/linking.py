"""Which other tickets a ticket belongs to: related, duplicate, incident of a problem, child of a parent."""

from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from accounts.actors import CLOSE_RULE, Actor
from accounts.permissions import Permission
from tickets.access import require, require_permission
from tickets.actions.lifecycle import solve
from tickets.actions.reading import make_unread
from tickets.door import verb
from tickets.errors import Invalid
from tickets.events import Changes, EventKind, change, record
from tickets.links import refuse_link, waited_children
from tickets.locking import locked, locked_all
from tickets.models import CHOSEN_KINDS, CloseRule, Event, Kind, Link, LinkKind, Status, Ticket


@verb
def link(
    ticket: Ticket,
    *,
    actor: Actor,
    other: Ticket,
    kind: LinkKind = LinkKind.RELATED,
    close_rule: CloseRule = CloseRule.WAIT,
) -> Event | None:
    """Say that `ticket` is <kind> `other`; None if that is said already. An incident's kind becomes incident.

    Of a child, `close_rule` says how its parent depends on it. What people say is told on both tickets. Raises Invalid for
    what cannot be: itself, a second parent or problem, a ring, an incident of what is no problem.
    """
    if ticket.pk == other.pk:
        raise Invalid(_("A ticket cannot be linked to itself."))
    locked_all([ticket, other])
    ticket, other = locked(ticket), locked(other)
    require(actor, Permission.LINK, ticket)
    require(actor, Permission.LINK, other)
    if _is_linked(ticket, other, kind):
        return None
    refuse_link(ticket, other, kind, actor)

    rule = close_rule if kind == LinkKind.CHILD else ""
    Link.objects.create(ticket=ticket, other=other, kind=kind, close_rule=rule)
    count_links(ticket, other, 1)
    changes = change(ticket, kind=Kind.INCIDENT) if kind == LinkKind.INCIDENT else {}
    return _tell(EventKind.LINKED, ticket, other, actor, kind, rule, changes)


@verb
def unlink(ticket: Ticket, *, actor: Actor, other: Ticket, kind: LinkKind = LinkKind.RELATED) -> Event | None:
    """Take back that `ticket` is <kind> `other`, which may be put away; None if that was not said. Related is so both ways."""
    locked_all([ticket, other])
    ticket, other = locked(ticket), locked(other)
    require(actor, Permission.LINK, ticket)
    require_permission(actor, Permission.LINK, other)
    if kind == LinkKind.RELATED and not ticket.links.filter(other=other, kind=kind).exists():
        ticket, other = other, ticket
    found = ticket.links.filter(other=other, kind=kind).first()
    if found is None:
        return None

    found.delete()
    count_links(ticket, other, -1)
    return _tell(EventKind.UNLINKED, ticket, other, actor, kind, found.close_rule)


@verb
def set_close_rule(ticket: Ticket, *, actor: Actor, close_rule: CloseRule) -> Event | None:
    """How the parent of `ticket` depends on it; None if it does so already. Raises Invalid where there is no parent."""
    require(actor, Permission.LINK, ticket)
    found = ticket.links.filter(kind=LinkKind.CHILD).select_related("other").first()
    if found is None:
        raise Invalid(_("This has no parent. Link it to one first."))
    locked_all([ticket, found.other])
    ticket, parent = locked(ticket), locked(found.other)
    require(actor, Permission.LINK, ticket)
    require(actor, Permission.LINK, parent)
    if not ticket.links.filter(pk=found.pk).exclude(close_rule=close_rule).update(close_rule=close_rule):
        return None
    return _tell(EventKind.CLOSE_RULE_SET, ticket, parent, actor, LinkKind.CHILD, close_rule)


@verb
def finish_parent(parent: Ticket, *, child: Ticket) -> Event | None:
    """The last child that a parent waited for is done: it is solved along if all of them say so, else it catches the eye.

    None while others are unfinished, or when there is no work on it. Catching the eye: unread for whom it is assigned to, no
    longer snoozed, and open again if it was on hold.
    """
    parent = locked(parent)
    if parent.is_solved or parent.is_spam or parent.deleted_at is not None or waited_children(parent).exists():
        return None
    rules = set(parent.links_here.filter(kind=LinkKind.CHILD).values_list("close_rule", flat=True)) - {CloseRule.FREE}
    if rules == {CloseRule.ALONG}:
        return solve(parent, actor=CLOSE_RULE)

    opened = {"status": Status.OPEN} if parent.status == Status.ON_HOLD else {}
    changes = change(parent, snoozed_until=None, **opened)
    if parent.assignee_id is not None:
        make_unread(parent, parent.assignee_id)
    return record(parent, EventKind.CHILDREN_SOLVED, actor=CLOSE_RULE, changes=changes, other=child.pk)


def follow_up_of(ticket: Ticket, former: Ticket, *, actor: Actor) -> Event | None:
    """Part of the verbs that open `ticket` to go on with `former`."""
    if _is_linked(ticket, former, LinkKind.FOLLOW_UP):
        return None
    Link.objects.create(ticket=ticket, other=former, kind=LinkKind.FOLLOW_UP)
    count_links(ticket, former, 1)
    return _tell(EventKind.LINKED, ticket, former, actor, LinkKind.FOLLOW_UP, "")


def _is_linked(ticket: Ticket, other: Ticket, kind: LinkKind) -> bool:
    if ticket.links.filter(other=other, kind=kind).exists():
        return True
    return kind == LinkKind.RELATED and other.links.filter(other=ticket, kind=kind).exists()


def count_links(ticket: Ticket, other: Ticket, by: int) -> None:
    """Part of the verbs that link: derived, and so without an event of its own."""
    for one in (ticket, other):
        one.links_count += by
    Ticket.objects.filter(pk__in=(ticket.pk, other.pk)).update(links_count=F("links_count") + by)


def _tell(
    what: EventKind,
    ticket: Ticket,
    other: Ticket,
    actor: Actor,
    kind: LinkKind,
    rule: str,
    changes: Changes | None = None,
) -> Event:
    """On both tickets what people say; what the opening of a ticket says, on that one."""
    particulars: dict[str, Any] = {"link": kind, **({"rule": rule} if rule else {})}
    event = record(ticket, what, actor=actor, changes=changes, other=other.pk, **particulars)
    if kind in CHOSEN_KINDS:
        record(other, what, actor=actor, other=ticket.pk, inward=True, **particulars)
    return event
