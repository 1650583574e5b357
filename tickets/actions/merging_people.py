"""Merging two people, and taking it back: the people at once, their tickets one by one (tickets/person_merges.py)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.changes import note_change
from accounts.models import ApiToken, EmailAddress, User
from accounts.models.address import AddressSource
from accounts.models.change import ChangeKind
from accounts.notices import Notice, tell_owner
from accounts.permissions import Permission
from accounts.phones import PhoneKind, further_phones
from helpdesk import clock
from tickets.access import require
from tickets.door import verb
from tickets.errors import IllegalTransition, Invalid
from tickets.events import EventKind, change, record
from tickets.locking import locked
from tickets.models import Event, MergedTicket, Message, Participant, PersonMerge, Ticket
from tickets.models.participant import ParticipantRole

# What the survivor lacks, the merged person gives.
_FILLED_IN = ("name", "phone", "organization_id", "language", "time_zone")


@transaction.atomic
def merge_people(person: User, *, actor: User, into: User) -> PersonMerge | None:
    """Say that `person` is `into`: all that names the one names the other from now on; None if that is said already.

    Both are locked; their tickets follow, each as an act of its own. Sessions and tokens of `person` end, and no address
    signs in as the survivor before its owner confirms it. Raises NotAllowed, Invalid, IllegalTransition.
    """
    person, into = _locked_pair(person, into)
    if person.merged_into_id == into.pk:
        return None
    refuse_people_merge(person, into, actor=actor)

    merge = PersonMerge(person=person, survivor=into, actor=actor, at=clock.now())
    merge.total = tickets_naming(person).count()
    merge.before = {
        "email": person.email,
        "addresses": _give_addresses(person, into, merge.at),
        "survivor": _fill_in(person, into),
    }
    person.merged_into, person.is_active = into, False
    person.save(update_fields=["merged_into", "is_active"])
    ApiToken.objects.filter(person=person, revoked_at=None).update(revoked_at=merge.at)
    merge.save()
    note_change(into, ChangeKind.MERGED, actor=actor, person=person.pk, merge=merge.pk)
    if person.email:
        tell_owner(into, Notice.ADDRESS_ADDED, by=actor, address=person.email)
    return merge


@transaction.atomic
def unmerge_people(merge: PersonMerge, *, actor: User) -> PersonMerge | None:
    """Make two people of one again; None if that was done. What changed since the merge stays with the survivor.

    Tokens and sessions that ended do not come back. Raises NotAllowed, IllegalTransition.
    """
    require(actor, Permission.PEOPLE)
    person, survivor = _locked_pair(merge.person, merge.survivor)
    merge = PersonMerge.objects.select_for_update(no_key=True).get(pk=merge.pk)
    if merge.is_undone:
        return None
    if survivor.merged_into_id is not None:
        raise IllegalTransition(
            _("%(name)s was merged into another person since. Undo that merge first.") % {"name": survivor.display_name}
        )

    person.merged_into, person.is_active = None, True
    person.save(update_fields=["merged_into", "is_active"])
    _take_addresses_back(person, survivor, merge.before)
    _empty_again(survivor, merge.before["survivor"])
    merge.undone_at, merge.undone_by, merge.finished_at = clock.now(), actor, None
    merge.save(update_fields=["undone_at", "undone_by", "finished_at"])
    note_change(survivor, ChangeKind.UNMERGED, actor=actor, person=person.pk, merge=merge.pk)
    if person.email:
        tell_owner(survivor, Notice.ADDRESS_REMOVED, by=actor, address=person.email)
    return merge


@verb
def name_survivor(ticket: Ticket, *, merge: PersonMerge) -> Event | None:
    """Let this ticket name the survivor wherever it names the merged person; None if it names them nowhere."""
    ticket = locked(ticket)
    person, survivor = merge.person_id, merge.survivor_id
    written = list(ticket.messages.filter(author=person).order_by("pk").values_list("pk", flat=True))
    part = _part_of(ticket, person, survivor)
    is_theirs = ticket.requester_id == person
    if not written and not is_theirs and not any(row[0] == person for row in part):
        return None

    before = {"requester": is_theirs, "address": ticket.requester_address, "messages": written, "part": part}
    # Who was checked is the person before: the survivor has shown nothing.
    changes = change(ticket, requester_id=survivor, verified_until=None) if is_theirs else {}
    if is_theirs:
        _answer_at(ticket, ticket.requester_address or merge.before["email"])
    merged_part = _as_one(part, survivor, requester=ticket.requester_id)
    after = {"address": ticket.requester_address, "part": merged_part}
    Message.objects.filter(pk__in=written).update(author=survivor)
    _set_part(ticket, person, survivor, merged_part)
    MergedTicket.objects.create(merge=merge, ticket=ticket, before=before, after=after)
    return _record(ticket, EventKind.PEOPLE_MERGED, merge, merge.actor, changes)


@verb
def name_both_again(row: MergedTicket, *, merge: PersonMerge) -> Event | None:
    """Put back what the merge changed of this ticket, and nobody else since; None if that is nothing."""
    ticket = locked(row.ticket)
    person, survivor = merge.person_id, merge.survivor_id
    before, after = row.before, row.after
    row.put_back = True
    row.save(update_fields=["put_back"])
    changes = {}
    if before["requester"] and ticket.requester_id == survivor:
        changes = change(ticket, requester_id=person, verified_until=None)
        if ticket.requester_address == after["address"]:
            _answer_at(ticket, before["address"])
    given_back = Message.objects.filter(pk__in=before["messages"], author=survivor).update(author=person)
    part_is_as_left = _part_of(ticket, person, survivor) == after["part"] and before["part"] != after["part"]
    if part_is_as_left:
        _set_part(ticket, person, survivor, before["part"])
    if not changes and not given_back and not part_is_as_left:
        return None
    return _record(ticket, EventKind.PEOPLE_UNMERGED, merge, merge.undone_by or merge.actor, changes)


def refuse_people_merge(person: User, into: User, *, actor: Actor) -> None:
    """Raise what `merge_people` would refuse these two with now."""
    require(actor, Permission.PEOPLE)
    if person.pk == into.pk:
        raise Invalid(_("These are the same person already."))
    if person.is_staff or into.is_staff:
        raise Invalid(_("Colleagues cannot be merged. Choose two customers."))
    if person.email and not into.email:
        raise IllegalTransition(
            _("%(into)s has no email address. Merge them into %(name)s, whose address then stays the first.")
            % {"into": into.display_name, "name": person.display_name}
        )
    for one in (person, into):
        if one.merged_into_id is not None:
            raise IllegalTransition(
                _("%(name)s was merged into another person already. Merge that one.") % {"name": one.display_name}
            )
        if not one.is_active:
            raise IllegalTransition(
                _("%(name)s is switched off. Merging would let them write again.") % {"name": one.display_name}
            )


def tickets_naming(person: User) -> QuerySet[Ticket]:
    """As requester, as somebody who takes part, or as a writer; each by its index."""
    asked = Ticket.objects.filter(requester=person).order_by().values("pk")
    taking_part = Participant.objects.filter(person=person).order_by().values("ticket")
    written = Message.objects.filter(author=person).order_by().values("ticket")
    return Ticket.objects.filter(pk__in=asked.union(taking_part, written, all=True))


def _locked_pair(one: User, other: User) -> tuple[User, User]:
    """Both, fresh, in the order of their keys. The weak lock lets their mail come in meanwhile."""
    rows = User.objects.filter(Q(pk=one.pk) | Q(pk=other.pk)).order_by("pk").select_for_update(no_key=True)
    people = {person.pk: person for person in rows}
    return people[one.pk], people[other.pk]


def _give_addresses(person: User, survivor: User, now: datetime) -> list[list[Any]]:
    """Every address of the one is the other's, unconfirmed: (key, when it was confirmed) of those there were."""
    given = [[row.pk, row.verified_at and row.verified_at.isoformat()] for row in person.addresses.all()]
    person.addresses.update(person=survivor, verified_at=None)
    if person.email:
        EmailAddress.objects.create(address=person.email, person=survivor, source=AddressSource.MERGE, added_at=now)
    return given


def _take_addresses_back(person: User, survivor: User, before: dict[str, Any]) -> None:
    survivor.addresses.filter(address=person.email).delete()
    for key, verified_at in before["addresses"]:
        survivor.addresses.filter(pk=key).update(person=person, verified_at=verified_at)


def _fill_in(person: User, survivor: User) -> dict[str, list[Any]]:
    """Give the survivor what they lack; column → [before, after]. Notes and phone numbers are kept of both."""
    wanted = {
        name: getattr(person, name) for name in _FILLED_IN if not getattr(survivor, name) and getattr(person, name)
    }
    phone = wanted.get("phone", survivor.phone)
    numbers = [*survivor.further_phones, {"kind": PhoneKind.OTHER, "number": person.phone}, *person.further_phones]
    if (phones := further_phones(numbers, first=phone)) != survivor.further_phones:
        wanted["further_phones"] = phones
    if person.notes and person.notes != survivor.notes:
        wanted["notes"] = "\n\n".join(filter(None, (survivor.notes, person.notes)))
    changes = {name: [getattr(survivor, name), value] for name, value in wanted.items()}
    _set_columns(survivor, wanted)
    return changes


def _empty_again(survivor: User, changes: dict[str, list[Any]]) -> None:
    """What was filled in and is still so."""
    _set_columns(survivor, {name: old for name, (old, new) in changes.items() if getattr(survivor, name) == new})


def _set_columns(person: User, columns: dict[str, Any]) -> None:
    for name, value in columns.items():
        setattr(person, name, value)
    if columns:
        person.save(update_fields=list(columns))


def _answer_at(ticket: Ticket, address: str) -> None:
    ticket.requester_address = address
    ticket.save(update_fields=["requester_address"])


# Who takes part: [person, role, since when in copy], sorted.
_Part = list[list[Any]]


def _part_of(ticket: Ticket, *people: int) -> _Part:
    rows = ticket.participants.filter(person__in=people).order_by("person", "role")
    return [[row.person_id, row.role, row.since and row.since.isoformat()] for row in rows]


def _as_one(part: _Part, survivor: int, *, requester: int) -> _Part:
    """Once per role; in copy since the earlier of both times, and not beside being the requester."""
    since: dict[str, str | None] = {}
    for _person, role, at in part:
        if role == ParticipantRole.CC and requester == survivor:
            continue
        earlier = None if at is None or since.get(role, at) is None else min(at, since.get(role) or at)
        since[role] = earlier
    return [[survivor, role, since[role]] for role in sorted(since)]


def _set_part(ticket: Ticket, person: int, survivor: int, part: _Part) -> None:
    ticket.participants.filter(person__in=(person, survivor)).delete()
    Participant.objects.bulk_create(
        Participant(ticket=ticket, person_id=whom, role=role, since=since and datetime.fromisoformat(since))
        for whom, role, since in part
    )


def _record(ticket: Ticket, kind: EventKind, merge: PersonMerge, actor: User, changes: Any) -> Event:
    named = {"person": merge.person_id, "survivor": merge.survivor_id}
    return record(ticket, kind, actor=actor, changes=changes, people_merge=merge.pk, **named)
