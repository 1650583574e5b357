"""Writing down what was changed about people and organizations, and reading it."""

from typing import Any

from accounts.models import DirectoryChange, Organization, User
from accounts.models.change import ChangeKind
from helpdesk import clock

MOST_SHOWN = 50


def note_change(thing: User | Organization, kind: ChangeKind, *, actor: User, **particulars: Any) -> DirectoryChange:
    """Append what `actor` did; in the transaction that does it. `changes` is field → [before, after] in stored form."""
    which = {"person": thing} if isinstance(thing, User) else {"organization": thing}
    return DirectoryChange.objects.create(kind=kind, actor=actor, at=clock.now(), data=particulars, **which)


def changes_of(thing: User | Organization) -> list[DirectoryChange]:
    """The newest first, each with its actor."""
    return list(thing.changes.select_related("actor")[:MOST_SHOWN])
