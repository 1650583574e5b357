"""Sentences of events about what customers are granted."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from tickets.currencies import money_text
from tickets.event_names import Names
from tickets.models import Event
from tickets.models.concession import ConcessionKind


def of_concession(sentence: str) -> Callable[[Event, str, Names], str]:
    """A sentence about what is granted: "Omar granted a refund of 40.00 EUR"."""
    return lambda event, who, names: _(sentence) % {"who": who, "what": concession_text(event.data)}


def concession_text(data: Mapping[str, Any]) -> str:
    """What is granted, in the words of a sentence."""
    if data["amount"] is None:
        return _("an exception")
    what = {
        ConcessionKind.REFUND: _("a refund of %(money)s"),
        ConcessionKind.CREDIT: _("a credit of %(money)s"),
        ConcessionKind.EXCEPTION: _("an exception worth %(money)s"),
    }[ConcessionKind(data["of"])]
    return what % {"money": money_text(Decimal(data["amount"]), data["currency"])}
