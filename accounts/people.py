"""Finding and making the person behind an address."""

from accounts.models import Organization, User
from accounts.models.user import normal_email


def find_person(email: str) -> User | None:
    return User.objects.filter(email=normal_email(email)).select_related("organization").first()


def person_for_address(email: str, name: str = "", language: str = "") -> User:
    """The person with this address, made as a customer when unknown; a missing name is filled in.

    Safe against the same address arriving twice at once: the unique index decides.
    """
    address = normal_email(email)
    person = find_person(address)
    if person is None:
        domain = address.rpartition("@")[2]
        organization = Organization.objects.filter(domains__contains=[domain]).first()
        fresh = User(email=address, name=name[:150], organization=organization, language=language[:10])
        fresh.set_unusable_password()
        User.objects.bulk_create([fresh], ignore_conflicts=True)
        person = User.objects.select_related("organization").get(email=address)
    if name and not person.name:
        User.objects.filter(pk=person.pk, name="").update(name=name[:150])
        person.name = name[:150]
    return person
