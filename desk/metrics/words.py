"""Figures as people read them."""

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from metrics.catalogue import Unit

MINUTE, HOUR, DAY = 60, 3600, 86_400


def worded(value: float | None, unit: Unit) -> str:
    """ "2 h 5 min", "83 %", "+12", "4.6", "132"; nothing as a dash."""
    if value is None:
        return "–"
    if unit == Unit.SECONDS:
        return time_taken(value)
    if unit == Unit.SHARE:
        return percent(value)
    if unit == Unit.POINTS:
        return formats.number_format(round(value), use_l10n=True)
    if unit == Unit.SCORE:
        return formats.number_format(round(value, 1), decimal_pos=1)
    return formats.number_format(round(value), use_l10n=True, force_grouping=True)


def time_taken(seconds: float) -> str:
    """The two greatest parts of it."""
    seconds = round(seconds)
    for size, part, both, one in (
        (DAY, HOUR, _("%(many)s d %(few)s h"), _("%(many)s d")),
        (HOUR, MINUTE, _("%(many)s h %(few)s min"), _("%(many)s h")),
    ):
        if seconds >= size:
            many, few = divmod(round(seconds / part), size // part)
            return (both if few else one) % {"many": many, "few": few}
    if seconds >= MINUTE:
        return _("%(many)s min") % {"many": round(seconds / MINUTE)}
    return _("%(many)s s") % {"many": seconds}


def percent(rate: float, *, places: int = 0) -> str:
    """One decimal where a whole number would hide that it is not all or nothing; all and nothing themselves need none."""
    if 0 < rate < 0.01 or 0.99 < rate < 1:
        places = 1
    elif rate in (0, 1):
        places = 0
    return _("%(number)s %%") % {"number": formats.number_format(round(100 * rate, places), decimal_pos=places)}


def of_how_many(key: str, n: int) -> str:
    """What a figure was counted from."""
    number = formats.number_format(n, force_grouping=True)
    if key in ("first_response_time", "first_response_business_time", "next_response_time"):
        words = ngettext("%(number)s response", "%(number)s responses", n)
    elif key == "sla_attainment":
        words = ngettext("%(number)s promise", "%(number)s promises", n)
    elif key in ("csat", "nps", "ces"):
        words = ngettext("%(number)s rating", "%(number)s ratings", n)
    elif key == "csat_response_rate":
        words = ngettext("%(number)s survey", "%(number)s surveys", n)
    elif key.startswith("searches"):
        words = ngettext("%(number)s search", "%(number)s searches", n)
    elif key == "level_moves":
        words = ngettext("%(number)s move", "%(number)s moves", n)
    elif key == "level_holds":
        words = ngettext("%(number)s stay", "%(number)s stays", n)
    elif key == "deflection":
        words = ngettext("%(number)s session", "%(number)s sessions", n)
    else:
        words = ngettext("%(number)s ticket", "%(number)s tickets", n)
    return words % {"number": number}
