"""The further addresses of a customer: added, removed, made the first one by staff; confirmed by a code only they receive."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.changes import note_change
from accounts.directory import AlreadyThere, Refusal, change_customer, require_customer
from accounts.models import EmailAddress, User
from accounts.models.address import AddressSource
from accounts.models.change import ChangeKind
from accounts.models.user import normal_email
from accounts.notices import Notice, tell_owner
from accounts.people import find_person
from helpdesk import clock

MOST_ADDRESSES = 20


def add_address(person: User, *, actor: User, email: str) -> EmailAddress | None:
    """Mail from `email` is from this person from now on; None if it is theirs already, or becomes their first.

    Raises PermissionDenied, Refusal when there are too many, AlreadyThere with the other person whose it is.
    """
    require_customer(person, actor)
    address = normal_email(email)
    owner = find_person(address)
    if owner is not None and owner.pk == person.pk:
        return None
    if owner is not None:
        raise AlreadyThere(owner)
    if person.addresses.count() >= MOST_ADDRESSES:
        raise _too_many()

    if not person.email:
        change_customer(person, actor=actor, email=address)
        return None
    try:
        with transaction.atomic():
            added = EmailAddress.objects.create(address=address, person=person, added_at=clock.now())
            note_change(person, ChangeKind.ADDRESS_ADDED, actor=actor, address=address)
            tell_owner(person, Notice.ADDRESS_ADDED, by=actor, address=address)
    except IntegrityError as error:
        return _whose_now(person, address, error)
    return added


def add_own_address(person: User, *, email: str) -> bool:
    """Its person has typed the code that was sent there: it is theirs and signs them in; False if it was so already.

    Raises Refusal when there are too many, and for an address by which we know somebody else.
    """
    address = normal_email(email)
    owner = find_person(address)
    if owner is not None and owner.pk != person.pk:
        raise Refusal(_("We know this address as somebody else's. Write to us from it, and we join both."))
    if owner is None and person.addresses.count() >= MOST_ADDRESSES:
        raise _too_many()
    if owner is not None:
        return confirm_address(person, email=address)
    now = clock.now()
    try:
        with transaction.atomic():
            EmailAddress.objects.create(
                address=address, person=person, source=AddressSource.OWN, added_at=now, verified_at=now
            )
            note_change(person, ChangeKind.ADDRESS_ADDED, actor=person, address=address)
            tell_owner(person, Notice.ADDRESS_ADDED, by=person, address=address)
    except IntegrityError:  # two presses at once
        return add_own_address(person, email=address)
    return True


def remove_own_address(person: User, *, email: str) -> bool:
    """Mail from it is from somebody new then; False if it was none of their further ones. Raises Refusal as remove_address."""
    return _remove(person, person, email)


def remove_address(person: User, *, actor: User, email: str) -> bool:
    """Mail from it is from somebody new then; False if it was none of their further ones.

    Raises PermissionDenied, Refusal for the address of somebody merged.
    """
    require_customer(person, actor)
    return _remove(person, actor, email)


def _remove(person: User, actor: User, email: str) -> bool:
    if User.objects.filter(email=normal_email(email), merged_into__isnull=False).exists():
        raise Refusal(_("This address came with a merged person. Undo the merge to part with it."))
    with transaction.atomic():
        row = person.addresses.select_for_update().filter(address=normal_email(email)).first()
        if row is None:
            return False
        row.delete()
        note_change(person, ChangeKind.ADDRESS_REMOVED, actor=actor, address=row.address)
        # One that nobody confirmed may be a stranger's, mistyped by us.
        also_to = row.address if row.is_verified else ""
        tell_owner(person, Notice.ADDRESS_REMOVED, by=actor, address=row.address, also_to=also_to)
    return True


def make_first(person: User, *, actor: User, email: str) -> User:
    """Sign in with, and be written to at, a further address from now on; the former first one stays a further one.

    Raises PermissionDenied, Refusal for an address that its person has not confirmed: it would let a stranger in.
    """
    require_customer(person, actor)
    address = normal_email(email)
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=person.pk)
        if person.email == address:
            return person
        chosen = person.addresses.filter(address=address).first()
        if chosen is None:
            raise Refusal(_("Add this address first."))
        if not chosen.is_verified:
            raise Refusal(
                _("%(address)s is not confirmed yet. Its owner confirms it in their profile.") % {"address": address}
            )

        if User.objects.filter(email=address).exists():
            raise Refusal(_("This address came with a merged person. Undo the merge, then merge the other way round."))

        former = person.email
        chosen.address, chosen.source, chosen.added_at = former, AddressSource.FORMER, clock.now()
        chosen.verified_at = chosen.added_at  # they signed in with it until now
        chosen.save(update_fields=["address", "source", "added_at", "verified_at"])
        person.email = address
        person.save(update_fields=["email"])
        note_change(person, ChangeKind.MADE_FIRST, actor=actor, changes={"email": [former, address]})
        tell_owner(person, Notice.MADE_FIRST, by=actor, address=address, also_to=former)
    return person


def confirm_address(person: User, *, email: str) -> bool:
    """Its person has shown that they read what is sent there: it signs them in from now on; False if it did already."""
    with transaction.atomic():
        fresh = person.addresses.filter(address=normal_email(email), verified_at=None)
        if fresh.update(verified_at=clock.now()):
            note_change(person, ChangeKind.ADDRESS_CONFIRMED, actor=person, address=normal_email(email))
            tell_owner(person, Notice.ADDRESS_CONFIRMED, by=person, address=normal_email(email))
            return True
    return False


def _too_many() -> Refusal:
    return Refusal(
        _("At most %(most)s further addresses. Remove one that is no longer used.") % {"most": MOST_ADDRESSES}
    )


def _whose_now(person: User, address: str, error: IntegrityError) -> EmailAddress | None:
    """Two presses at once, or two colleagues: whoever came first has it."""
    owner = find_person(address)
    if owner is None:
        raise PermissionDenied from error
    if owner.pk != person.pk:
        raise AlreadyThere(owner) from error
    return None
