"""Finding and making the person behind an address: whoever asks, in the one way that knows people's further addresses."""

from collections.abc import Callable, Iterable
from copy import copy

from django.db.models.expressions import RawSQL

from accounts.models import Organization, User
from accounts.models.user import normal_email
from accounts.phones import normal_phone
from helpdesk.prepared import Prepared

# Each half by its own index; as one condition with OR it would read the whole table.
_WHOSE = """
    SELECT id FROM accounts_user WHERE email = ANY(%s::text[]) AND merged_into_id IS NULL
    UNION ALL SELECT person_id FROM accounts_emailaddress WHERE address = ANY(%s::text[])
"""
_FURTHER = (
    "ARRAY(SELECT address FROM accounts_emailaddress WHERE person_id = accounts_user.id AND address = ANY(%s::text[]))"
)

# Every mail that comes in asks for its sender.
_found = Prepared(
    lambda words: (
        User.objects.filter(pk__in=RawSQL(_WHOSE, [words, words]))  # noqa: S611  # constants; addresses are parameters
        .annotate(further=RawSQL(_FURTHER, [words]))  # noqa: S611  # likewise
        .select_related("organization")
    )
)


def people_by_address(emails: Iterable[str]) -> dict[str, User]:
    """Who is at each of these addresses, their first or a further one, with their organization: one statement.

    `address` of each is the one it was found by. A further address goes before the first one of somebody else, whom mail
    made at the very moment in which it was added.
    """
    wanted = list(dict.fromkeys(filter(None, map(normal_email, emails))))
    if not wanted:
        return {}
    first: dict[str, User] = {}
    further: dict[str, User] = {}
    for person in _found(wanted):
        if person.merged_into_id is None:
            first[person.email] = person
        for address in person.further:
            further[address] = copy(person)
            further[address].address = address
    return {address: person for address, person in (first | further).items() if address in set(wanted)}


def find_person(email: str) -> User | None:
    return people_by_address([email]).get(normal_email(email))


def keys_of(person: User) -> list[int]:
    """Their own, and those of everybody who was merged into them, at any depth: what those said of themselves holds on."""
    keys = level = [person.pk]
    while level := list(User.objects.filter(merged_into__in=level).order_by().values_list("pk", flat=True)):
        keys = [*keys, *level]
    return keys


def is_address_of(person: User, email: str) -> bool:
    """Whether this is one of the person's addresses, confirmed or not."""
    address = normal_email(email)
    return person.email == address or person.addresses.filter(address=address).exists()


def person_for_caller(
    *, email: str = "", name: str = "", phone: str = "", before_making: Callable[[str], None] | None = None
) -> User:
    """Somebody new on the phone or at the door, by whatever we know of them; with an address, perhaps somebody known.

    Who gave no name is called by their number. Raises ValueError when we know nothing. `before_making` as for an address.
    """
    phone = normal_phone(phone)
    if not (email or name.strip() or phone):
        raise ValueError("Somebody has an address, a name or a number.")
    if not email:
        caller = User(email="", name=(name.strip() or phone)[:150], phone=phone)
        caller.set_unusable_password()
        caller.save()
        return caller
    person = person_for_address(email, name, before_making=before_making)
    if phone and not person.phone:
        User.objects.filter(pk=person.pk, phone="").update(phone=phone)
    return person


def person_for_address(
    email: str, name: str = "", language: str = "", *, before_making: Callable[[str], None] | None = None
) -> User:
    """The person with this address, made as a customer when unknown; a missing name is filled in.

    `before_making` gets the address of somebody unknown, and may raise.
    Safe against the same address arriving twice at once: the unique index decides.
    """
    address = normal_email(email)
    person = find_person(address)
    if person is None:
        if before_making is not None:
            before_making(address)
        domain = address.rpartition("@")[2]
        organization = Organization.objects.filter(domains__contains=[domain]).first()
        fresh = User(email=address, name=name[:150], organization=organization, language=language[:10])
        fresh.set_unusable_password()
        User.objects.bulk_create([fresh], ignore_conflicts=True)
        person = find_person(address) or User.objects.select_related("organization").get(email=address)
    if name and not person.name:
        User.objects.filter(pk=person.pk, name="").update(name=name[:150])
        person.name = name[:150]
    return person


def told_apart(one: User, other: User) -> tuple[str, str]:
    """What to call the two in one sentence: by name, and two of the same name with their addresses."""
    if one.display_name != other.display_name:
        return one.display_name, other.display_name
    return one.name_and_address, other.name_and_address
