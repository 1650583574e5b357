"""What a ticket is about: priority, kind, subject, tags."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.brands import brands, mailbox_of
from accounts.permissions import Permission
from helpdesk.tagging import tag_name
from tickets.access import require
from tickets.content import whole_subject
from tickets.door import verb
from tickets.errors import Invalid
from tickets.events import EventKind, change, record
from tickets.links import refuse_kind
from tickets.locking import locked
from tickets.models import Event, Kind, Priority, Tag, TagRename, Ticket
from tickets.solving import refuse_closed

MOST_TAGS = 30


@verb
def set_priority(ticket: Ticket, *, actor: Actor, priority: Priority) -> Event | None:
    """None if it has this priority already. Raises IllegalTransition once it is closed, as the other verbs here but `tag` do."""
    return _set(ticket, actor, EventKind.PRIORITY_CHANGED, priority=Priority(priority))


@verb
def set_kind(ticket: Ticket, *, actor: Actor, kind: Kind) -> Event | None:
    """None if it is of this kind already. Raises IllegalTransition while a link says what it is."""
    ticket = locked(ticket)
    require(actor, Permission.CHANGE, ticket)
    if ticket.kind != kind:
        refuse_closed(ticket)
        refuse_kind(ticket, Kind(kind))
    return _set(ticket, actor, EventKind.KIND_CHANGED, kind=Kind(kind))


@verb
def set_brand(ticket: Ticket, *, actor: Actor, brand: int) -> Event | None:
    """Whose customer it is, by the brand's key; None if it is this brand's already. Raises Invalid for one not in use.

    Unless the ticket's mailbox is the brand's, answers go from the one of the brand from now on.
    """
    ticket = locked(ticket)
    require(actor, Permission.CHANGE, ticket)
    if ticket.brand_id == brand:
        return None
    refuse_closed(ticket)
    mailbox = ticket.mailbox
    keeps = mailbox is not None and mailbox.brand_id == brand
    return put_into_brand(ticket, actor=actor, brand=brand, mailbox=ticket.mailbox_id if keeps else mailbox_of(brand))


@verb
def put_into_brand(ticket: Ticket, *, actor: Actor, brand: int, mailbox: int | None) -> Event | None:
    """As set_brand, answered from this mailbox (its key; None: the default one): a move that is taken back knows which it was."""
    if brand not in [one.pk for one in brands()]:
        raise Invalid(_("This brand is no longer there."))
    return _set(ticket, actor, EventKind.BRAND_CHANGED, brand_id=brand, mailbox_id=mailbox)


@verb
def set_subject(ticket: Ticket, *, actor: Actor, subject: str) -> Event | None:
    """None if it reads so already. Raises Invalid for an empty one, and for one that is too long."""
    line = whole_subject(subject)
    if not line:
        raise Invalid(_("A ticket needs a subject."))
    return _set(ticket, actor, EventKind.SUBJECT_CHANGED, subject=line)


@verb
def tag(ticket: Ticket, *, actor: Actor, add: Iterable[str] = (), remove: Iterable[str] = ()) -> Event | None:
    """Add and remove tags by name, making new ones; None if nothing changes.

    The event names the tags added and removed. Tags file a ticket, for search, figures and rules on a late rating, and steer
    no work: one that is closed for good can still be tagged. Raises Invalid beyond 30 tags.
    """
    ticket = locked(ticket)
    require(actor, Permission.CHANGE, ticket)
    present = set(ticket.tags.values_list("name", flat=True))
    wanted = {name for name in map(tag_name, add) if name} - present
    made = tags_named(wanted)
    added = {one.name for one in made} - present
    removed = {tag_name(name) for name in remove} & present - added
    if not added and not removed:
        return None
    if len(present | added) - len(removed) > MOST_TAGS:
        raise Invalid(_("A ticket can carry at most %(most)s tags.") % {"most": MOST_TAGS})

    ticket.tags.add(*(one for one in made if one.name in added))
    ticket.tags.remove(*Tag.objects.filter(name__in=removed))
    return record(ticket, EventKind.TAGGED, actor=actor, added=sorted(added), removed=sorted(removed))


def tags_named(names: Iterable[str]) -> list[Tag]:
    """The tags of these names in their order; unknown ones are made, earlier names of a tag mean that one."""
    wanted = list(dict.fromkeys(name for name in map(tag_name, names) if name))
    if not wanted:
        return []
    known = Tag.objects.in_bulk(wanted, field_name="name")
    if len(known) < len(wanted):
        today = names_today(name for name in wanted if name not in known)
        wanted = list(dict.fromkeys(today.get(name, name) for name in wanted))
        known |= Tag.objects.in_bulk(today.values(), field_name="name") if today else {}
    missing = sorted(set(wanted) - set(known))
    if missing:
        Tag.objects.bulk_create([Tag(name=name) for name in missing], ignore_conflicts=True)
        known |= Tag.objects.in_bulk(missing, field_name="name")
    return [known[name] for name in wanted]


def names_today(names: Iterable[str]) -> dict[str, str]:
    """Of those that are earlier names of a tag: what it is called now."""
    asked = set(names)
    today: dict[str, str] = {name: name for name in asked}
    for _turn in range(MOST_TAGS):  # as often as a tag may have been renamed in a row
        renames = dict(TagRename.objects.filter(old__in=today.values()).order_by("pk").values_list("old", "new"))
        present = set(Tag.objects.filter(name__in=today.values()).values_list("name", flat=True)) if renames else set()
        followed = {name: now if now in present else renames.get(now, now) for name, now in today.items()}
        if followed == today:
            break
        today = followed
    return {name: now for name, now in today.items() if now != name}


def _set(ticket: Ticket, actor: Actor, what: EventKind, **columns: object) -> Event | None:
    ticket = locked(ticket)
    require(actor, Permission.CHANGE, ticket)
    if any(getattr(ticket, name) != value for name, value in columns.items()):
        refuse_closed(ticket)
    changes = change(ticket, **columns)
    return record(ticket, what, actor=actor, changes=changes) if changes else None
