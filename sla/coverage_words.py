"""What the picture of coverage says in words."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.languages import language_name
from sla.coverage import Gap
from sla.shifts import SLOTS_OF_A_DAY
from sla.words import DAY_NAMES

_EVERY_DAY = 7
_RUN = 3  # so many days in a row are told by the first and the last


def gap_sentence(gap: Gap) -> str:
    """ "Nobody who writes German works on Saturday; 12 tickets a week come then." """
    words = {"language": language_name(gap.language), "when": when(gap), "come": _come(gap.tickets)}
    if not gap.language:
        return _("Nobody works %(when)s; %(come)s") % words
    if len(gap.days) == _EVERY_DAY and _is_whole_day(gap):
        return _("Nobody is known to write %(language)s; %(come)s") % words
    return _("Nobody who writes %(language)s works %(when)s; %(come)s") % words


def when(gap: Gap) -> str:
    """ "on Saturday and Sunday", "from Monday to Friday between 18:00 and 24:00" """
    days = _days(gap.days)
    if _is_whole_day(gap):
        return days
    return _("%(days)s between %(start)s and %(end)s") % {
        "days": days,
        "start": clock_of(gap.start),
        "end": clock_of(gap.end),
    }


def clock_of(slot: int) -> str:
    """Of a half hour of the day."""
    return f"{slot // 2:02}:{slot % 2 * 30:02}"


def tickets_words(tickets: float) -> str:
    number = round(tickets)
    if tickets < 1:
        return _("less than one ticket a week")
    return ngettext("%(number)s ticket a week", "%(number)s tickets a week", number) % {"number": number}


def _come(tickets: float) -> str:
    number = round(tickets)
    if tickets < 1:
        return _("less than one ticket a week comes then.")
    said = ngettext("%(number)s ticket a week comes then.", "%(number)s tickets a week come then.", number)
    return said % {"number": number}


def _days(days: Sequence[int]) -> str:
    names = [str(DAY_NAMES[day]) for day in days]
    if len(days) == _EVERY_DAY:
        return _("on any day")
    if len(days) >= _RUN and days[-1] - days[0] == len(days) - 1:
        return _("from %(first)s to %(last)s") % {"first": names[0], "last": names[-1]}
    if len(days) == 1:
        return _("on %(day)s") % {"day": names[0]}
    return _("on %(days)s and %(last)s") % {"days": ", ".join(names[:-1]), "last": names[-1]}


def _is_whole_day(gap: Gap) -> bool:
    return gap.start == 0 and gap.end == SLOTS_OF_A_DAY
