"""Changing calendars and policies as screens and the API do it: the change, and open tickets brought to it by a worker."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from accounts.actors import Actor
from sla import editing, recomputing
from sla.models import Calendar, Policy


@transaction.atomic
def save_calendar(calendar: Calendar | None, *, actor: Actor, **words: Any) -> Calendar:
    """As `sla.editing.save_calendar`; a new calendar concerns no ticket yet."""
    before = calendar.current_id if calendar is not None else None
    saved = editing.save_calendar(actor=actor, calendar=calendar, **words)
    if calendar is not None and saved.current_id != before:
        recomputing.start(saved.name, actor=actor)
    return saved


@transaction.atomic
def save_policy(policy: Policy | None, *, actor: Actor, **words: Any) -> Policy:
    before = policy.current_id if policy is not None else None
    saved = editing.save_policy(actor=actor, policy=policy, **words)
    if saved.current_id != before:
        recomputing.start(saved.name, actor=actor)
    return saved


@transaction.atomic
def switch_policy(policy: Policy, *, actor: Actor, is_active: bool) -> bool:
    """Whether it was not so before."""
    changed = editing.set_policy_active(policy, actor=actor, is_active=is_active)
    if changed:
        recomputing.start(policy.name, actor=actor)
    return changed


@transaction.atomic
def order_policies(keys: Sequence[int], *, actor: Actor, about: str = "") -> None:
    """`about`: which of them was moved, for the line that tells of the progress."""
    editing.order_policies(keys, actor=actor)
    first = Policy.objects.filter(pk__in=keys[:1]).values_list("name", flat=True).first()
    recomputing.start(about or first or "", actor=actor)


@transaction.atomic
def archive_policy(policy: Policy, *, actor: Actor) -> None:
    editing.archive_policy(policy, actor=actor)
    recomputing.start(policy.name, actor=actor)


@transaction.atomic
def restore_policy(policy: Policy, *, actor: Actor) -> None:
    editing.restore_policy(policy, actor=actor)
    recomputing.start(policy.name, actor=actor)
