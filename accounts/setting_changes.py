"""Changing settings: who may, and writing down what was changed. Every verb on a setting uses these.

A verb on a setting: `require_setting` → refuse → describe the thing → change → describe it again → `note_setting`, which writes
nothing and answers None when both are the same.
"""

from collections.abc import Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.actors import Actor, person_of
from accounts.models import SettingChange, User
from accounts.models.setting import SettingAct
from accounts.permissions import Permission, role_may
from helpdesk import clock

if TYPE_CHECKING:
    from collections.abc import Iterator

Description = Mapping[str, Any]
_undoing: ContextVar[SettingChange | None] = ContextVar("undoing", default=None)


def require_setting(actor: Actor, permission: Permission = Permission.SETTINGS) -> None:
    """Raises PermissionDenied unless this person may change such a setting; machines of ours may."""
    if isinstance(actor, User) and not (actor.is_active and role_may(actor.role, permission)):
        raise PermissionDenied(_("Settings are changed by admins."))


def note_setting(
    kind: str,
    key: object,
    name: str,
    *,
    actor: Actor,
    before: Description | None,
    after: Description,
    act: SettingAct | None = None,
) -> SettingChange | None:
    """Append what `actor` did, in the transaction that does it; None when nothing differs. `before` is None for something new."""
    changes = changes_between(before or {}, after)
    if before is not None and not changes:
        return None
    return SettingChange.objects.create(
        kind=kind,
        key=str(key),
        name=name[:200],
        act=act or (SettingAct.ADDED if before is None else SettingAct.CHANGED),
        changes=changes,
        actor=person_of(actor),
        machine="" if isinstance(actor, User) else actor.name,
        at=clock.now(),
        undoes=_undoing.get(),
    )


def changes_between(before: Description, after: Description) -> dict[str, list[Any]]:
    """Field → [before, after] of what differs; a field that one of them lacks is None there."""
    return {
        field: [before.get(field), after.get(field)]
        for field in dict.fromkeys([*before, *after])
        if before.get(field) != after.get(field)
    }


@contextmanager
def undoing(change: SettingChange) -> "Iterator[None]":
    """What is noted within takes this change back."""
    token = _undoing.set(change)
    try:
        yield
    finally:
        _undoing.reset(token)
