"""The limits of concessions, for the history of settings and the file of the whole configuration."""

from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actors import Actor
from accounts.setting_changes import Description
from accounts.setting_kinds import Kind, Shape
from tickets.actions.concession_limits import (
    CONCESSION_LIMITS,
    CurrencyLimits,
    limited_currencies,
    limits_described,
    set_concession_limits,
)
from tickets.errors import Invalid
from tickets.models.concession import LIMITED_ROLES


def _amount(text: str) -> Decimal | None:
    try:
        return Decimal(text) if text else None
    except InvalidOperation as wrong:
        raise Invalid(_("Write the amount as a number in quotes, such as “50.00”.")) from wrong


def _set(actor: Actor, currency: str, fields: Description) -> bool:
    limits = {role.value: _amount(fields[role.value]) for role in LIMITED_ROLES if role.value in fields}
    return set_concession_limits(actor=actor, currency=currency, limits=limits)


def _none(actor: Actor, chosen: CurrencyLimits) -> bool:
    return set_concession_limits(actor=actor, currency=chosen.pk, limits={role.value: None for role in LIMITED_ROLES})


LIMITS = Kind(
    code=CONCESSION_LIMITS,
    name=gettext_lazy("Concession limits"),
    section="concession_limits",
    identity="currency",
    labels={"currency": gettext_lazy("Currency"), **{role.value: role.label for role in LIMITED_ROLES}},
    things=limited_currencies,
    find=CurrencyLimits,
    describe=limits_described,
    add=lambda actor, fields: _set(actor, fields["currency"], fields),
    change=lambda chosen, actor, fields: _set(actor, chosen.pk, fields),
    put_away=lambda chosen, actor, away: _none(actor, chosen) if away else None,
    shapes={"currency": Shape.TEXT, **{role.value: Shape.TEXT for role in LIMITED_ROLES}},
)
