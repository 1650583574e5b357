"""How much each role grants by itself: a setting, told in the history by its currency."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor, person_of
from accounts.permissions import Permission
from accounts.setting_changes import note_setting
from helpdesk import clock
from tickets.access import require
from tickets.currencies import checked_amount, currency_of, plain_amount
from tickets.errors import Invalid
from tickets.models import ConcessionLimit
from tickets.models.concession import LIMITED_ROLES

CONCESSION_LIMITS = "concession_limits"


@dataclass(frozen=True, slots=True)
class CurrencyLimits:
    """What stands in the history and in the file: all limits in one currency."""

    pk: str

    def __str__(self) -> str:
        return self.pk


def set_concession_limit(*, actor: Actor, role: str, currency: str, most: Decimal | None) -> bool:
    """Up to how much this role grants by itself; None takes the limit away. False if nothing changes."""
    return set_concession_limits(actor=actor, currency=currency, limits={role: most})


@transaction.atomic
def set_concession_limits(*, actor: Actor, currency: str, limits: Mapping[str, Decimal | None]) -> bool:
    """The same for several roles at once; roles that are not named keep theirs."""
    require(actor, Permission.SETTINGS)
    currency = currency_of(currency)
    if any(role not in LIMITED_ROLES for role in limits):
        raise Invalid(_("Choose one of the offered values."))
    before = limits_described(CurrencyLimits(currency))
    for role, most in limits.items():
        _set(actor, role, currency, None if most is None else checked_amount(most, currency))
    after = limits_described(CurrencyLimits(currency))
    return bool(note_setting(CONCESSION_LIMITS, currency, currency, actor=actor, before=before, after=after))


def limits_described(chosen: CurrencyLimits) -> dict[str, Any]:
    """As history and file know it: of each role, by how it is written there, the amount; "" for no limit."""
    rows = {row.role: row.most for row in ConcessionLimit.objects.filter(currency=chosen.pk)}
    amounts = {role.value: plain_amount(rows[role], chosen.pk) if role in rows else "" for role in LIMITED_ROLES}
    return {"currency": chosen.pk, **amounts}


def limited_currencies() -> list[CurrencyLimits]:
    found = ConcessionLimit.objects.order_by("currency").values_list("currency", flat=True).distinct()
    return [CurrencyLimits(currency) for currency in found]


def _set(actor: Actor, role: str, currency: str, most: Decimal | None) -> None:
    rows = ConcessionLimit.objects.filter(role=role, currency=currency)
    if most is None:
        rows.delete()
    elif not rows.filter(most=most).exists():
        fields: dict[str, Any] = {"most": most, "changed_by": person_of(actor), "changed_at": clock.now()}
        ConcessionLimit.objects.update_or_create(role=role, currency=currency, defaults=fields)
