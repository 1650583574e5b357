"""What the widget knows of its visitor, in a signed word that the frame sends along and gets back.

No cookie: in a frame on somebody else's website browsers would not send it, and nobody has agreed to one. The word stands in the
frame's memory; who wrote to us keeps it on their device, to see later how their request stands.
"""

from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core import signing

from accounts.models import User
from accounts.people import find_person, person_for_address

HEADER = "Widget-Visit"
_SALT = "portal.widget.visit"
_LIFE = timedelta(days=14)
_MOST_HELPED = 20


@dataclass(frozen=True, slots=True)
class Visit:
    help: int | None = None  # the session of questions that goes on
    helped: tuple[int, ...] = ()  # those that ended as solved
    # Whose address it is, shown by the website's signature or by a code.
    email: str = ""
    name: str = ""
    # Words that wait for their code.
    pending: int | None = None
    pending_email: str = ""
    code: int | None = None
    # What they sent with a form that came back, until it is sent.
    files: tuple[int, ...] = ()

    @property
    def person(self) -> User | None:
        """Who it is, if we know them already. Never one of ours: the desk is no website's to open."""
        return _customer(find_person(self.email)) if self.email else None

    @property
    def is_refused(self) -> bool:
        """The address is of somebody who cannot be known by it: of ours, switched off, or not confirmed."""
        return self.person is None and find_person(self.email) is not None

    @property
    def reader(self) -> User | AnonymousUser:
        return self.person or AnonymousUser()

    def known(self) -> User | None:
        """The same, made as a customer when they are new to us: for who writes."""
        if not self.email:
            return None
        return _customer(person_for_address(self.email, self.name))

    def having_helped(self, session: int | None) -> "Visit":
        """After `session` ended as solved; None where there was none."""
        helped = (*self.helped, session)[-_MOST_HELPED:] if session is not None else self.helped
        return replace(self, help=None, helped=tuple(one for one in helped if one is not None))


_NOBODY = Visit()


def _customer(person: User | None) -> User | None:
    if person is None or not person.is_active or person.is_staff:
        return None
    if person.address == person.email:
        return person
    # A colleague may have written a further address down wrongly: only its person can say that it is theirs.
    is_theirs = person.addresses.filter(address=person.address, verified_at__isnull=False).exists()
    return person if is_theirs else None


def written(visit: Visit) -> str:
    known: dict[str, Any] = {name: value for name, value in asdict(visit).items() if value}
    return signing.dumps(known, salt=_SALT, compress=True)


def read(text: str) -> Visit:
    """An empty one for a word that is not ours, or too old."""
    try:
        known = signing.loads(text, salt=_SALT, max_age=_LIFE)
        return Visit(**{**known, "helped": tuple(known.get("helped", ())), "files": tuple(known.get("files", ()))})
    except (signing.BadSignature, TypeError, ValueError):
        return _NOBODY
