"""Whom a reply goes to: addresses as people type them, and who that is for a ticket."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.models.user import normal_email
from accounts.people import person_for_address
from helpdesk.prepared import Prepared
from tickets.content import storable
from tickets.errors import Invalid
from tickets.models import Participant, Ticket
from tickets.models.participant import ParticipantRole

MOST_IN_A_FIELD = 20
LONGEST_PART = 450  # characters of an address with the name beside it
# A comma inside quotes is part of a name.
_PART = re.compile(r'(?:"[^"]*"|[^,;\n])+')
_INSIDE = re.compile(r"<([^<>]*)>\s*$")

_copied = Prepared(
    lambda ticket: (
        Participant.objects.filter(ticket=ticket, role=ParticipantRole.CC, person__is_active=True)
        .select_related("person")
        .only("ticket", "person__email")
        .order_by("pk")
    )
)


@dataclass(frozen=True, slots=True)
class Recipients:
    """Everybody a reply would go to, each once, in the field that shows them first."""

    to: tuple[str, ...]
    cc: tuple[str, ...] = ()
    bcc: tuple[str, ...] = ()

    @property
    def everybody(self) -> tuple[str, ...]:
        return (*self.to, *self.cc, *self.bcc)

    @property
    def as_dict(self) -> dict[str, list[str]]:
        """As messages keep them."""
        return {"to": list(self.to), "cc": list(self.cc), "bcc": list(self.bcc)}


def addresses_in(text: str) -> list[str]:
    """The addresses of a field, "Ann <ann@example.net>, bob@example.net". Raises Invalid naming the one that is none."""
    return list(named_in(text))


def named_in(text: str) -> dict[str, str]:
    """The same, each with the name beside it or ""."""
    found: dict[str, str] = {}
    for part in _PART.findall(storable(text)):
        if not part.strip():
            continue
        inside = _INSIDE.search(part)
        address = (inside[1] if inside else part).strip()
        try:
            validate_email(address)
        except ValidationError as wrong:
            raise Invalid(_("“%(address)s” is not an email address.") % {"address": address or part.strip()}) from wrong
        name = part[: inside.start()].strip().strip('"').strip() if inside else ""
        found[normal_email(address)] = found.get(normal_email(address)) or name
    if len(found) > MOST_IN_A_FIELD:
        raise Invalid(_("At most %(most)s people can be copied.") % {"most": MOST_IN_A_FIELD})
    return found


def parts_of(text: str) -> list[str]:
    """A field as typed, address by address, whether or not they are any; for a draft."""
    return [part.strip()[:LONGEST_PART] for part in _PART.findall(storable(text)) if part.strip()][:MOST_IN_A_FIELD]


def recipients_of(
    ticket: Ticket, *, to: Sequence[str] | None = None, cc: Sequence[str] | None = None, bcc: Sequence[str] = ()
) -> Recipients:
    """Whom a reply with these fields goes to: None means the requester, and who is copied already."""
    first = _each_once(filter(None, [ticket.answer_address]) if to is None else to)
    copied = _each_once(copied_on(ticket) if cc is None else cc, without=first)
    return Recipients(to=first, cc=copied, bcc=_each_once(bcc, without=(*first, *copied)))


def copied_on(ticket: Ticket) -> list[str]:
    """The addresses in CC, but for people who cannot be written to any more."""
    copied = (row.person for row in _copied(ticket.pk) if row.person_id != ticket.requester_id)
    return [person.email for person in copied if person.email]


def people_at(addresses: Iterable[str], names: Mapping[str, str] | None = None) -> list[User]:
    """The people behind addresses, made as customers when unknown, by the name in `names`. Raises Invalid as `person_at` does."""
    return [person_at(address, (names or {}).get(address, "")) for address in dict.fromkeys(addresses)]


def person_at(address: str, name: str = "") -> User:
    """Whom we write to there. Raises Invalid for a mailbox of ours: what we write there would come back to ourselves."""
    return person_for_address(address, name, before_making=refuse_ours)


def refuse_ours(address: str) -> None:
    """Raises Invalid for a mailbox of ours, as `before_making` of a person takes it."""
    # By its label: mail stands above tickets.
    if apps.get_model("mail", "Mailbox").objects.filter(address=address).exists():
        raise Invalid(
            _("%(address)s is a mailbox of our own: what is written there comes back to us. Leave it out.")
            % {"address": address}
        )


def further_address(person: User) -> str:
    """The address by which this person was found, "" when it is their first: `Ticket.requester_address`."""
    return "" if person.address == person.email else person.address


def shown_as(person: User, address: str = "") -> str:
    """Name and address for a field: the first one, or another of theirs; empty for who has none."""
    address = address or person.email
    if not address:
        return ""
    return with_name(person.name, address)


def with_name(name: str, address: str) -> str:
    """As it is typed into a field, so that `named_in` reads both again."""
    name = name.replace('"', "").strip()
    if not name:
        return address
    return f'"{name}" <{address}>' if re.search(r"[,;<>]", name) else f"{name} <{address}>"


def _each_once(addresses: Iterable[str], *, without: Iterable[str] = ()) -> tuple[str, ...]:
    left_out = set(without)
    return tuple(address for address in dict.fromkeys(map(normal_email, addresses)) if address not in left_out)
