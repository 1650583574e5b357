"""How many open tickets would get other deadlines by what is about to be done to settings: done, asked, and gone back on."""

from typing import Any

from django.db import transaction

from accounts.models import SettingChange, User
from desk.settings.history import undo
from sla.editing import CALENDAR, POLICY
from sla.recomputing import Preview, policies_in_force, preview_policies

PROMISING = frozenset({CALENDAR, POLICY})


def preview_of_undoing(change: SettingChange, *, actor: User) -> Preview | None:
    """None: it is about no promise. Nothing is changed. Raises Refusal, as taking it back would."""
    if change.kind not in PROMISING:
        return None
    with transaction.atomic():
        undo(change, actor=actor)
        preview = preview_of_now()
        transaction.set_rollback(True)
    return preview


def preview_of_now() -> Preview:
    """Open tickets, were they brought to what holds at this point of the transaction."""
    return preview_policies(policies_in_force())


def what_holds() -> list[Any]:
    """By which an answer to a question about deadlines is known to be about the present."""
    return [
        (
            policy.pk,
            policy.current_id,
            policy.current.calendar.current_id if policy.current and policy.current.calendar else None,
        )
        for policy in policies_in_force()
    ]
