"""The chart of what is to come: the last four weeks, what would have been said of them, and the next two."""

from dataclasses import replace
from datetime import timedelta

from django.utils import formats
from django.utils.translation import gettext as _

from desk.metrics.series import Chart, Drill, Series, of_each_day
from desk.metrics.words import percent
from metrics import rows
from metrics.forecast import AHEAD, JUDGED, Error, forecast
from metrics.period import Period
from metrics.questions import Inquiry

LEARNT_FROM = timedelta(days=26 * 7)


def to_come(asked: Inquiry) -> Chart:
    """From today on, whatever the period: of the tickets that the figures are narrowed to."""
    zone = asked.period.zone
    today = asked.now.astimezone(zone).date()
    period = Period(today - LEARNT_FROM, today - timedelta(days=1), zone)
    came = of_each_day(rows.opened(replace(asked, period=period)), "opened_at", period)
    # Before the first ticket there was no desk.
    first = next((place for place, number in enumerate(came) if number), len(came))
    found = forecast(came[first:])
    title, head = _("The next two weeks"), _("Day")
    if found is None:
        about = _("There is too little to learn from yet: a forecast needs eight weeks of tickets.")
        return Chart("forecast", title, about, "lines", [], [], head=head)
    days = [today + timedelta(days=day) for day in range(-JUDGED, AHEAD)]
    opened = [*came[-JUDGED:], *[None] * AHEAD]
    said = [*found.judged, *found.days]
    about = _("Tickets opened, and how many are to be expected from today on. %(ours)s %(naive)s") % {
        "ours": _("Over the last four weeks this forecast was off by %(error)s.") % {"error": _words(found.error)},
        "naive": _("Guessing by the same weekday of the week before: %(error)s.") % {"error": _words(found.naive)},
    }
    return Chart(
        "forecast",
        title,
        about,
        "lines",
        [formats.date_format(day, "MONTH_DAY_FORMAT") for day in days],
        [
            Series(
                _("Opened"),
                opened,
                ["–" if number is None else f"{number:.0f}" for number in opened],
                "muted",
                [Drill("opened", {"period": "days", "from": day.isoformat(), "to": day.isoformat()}) for day in days],
            ),
            Series(_("Forecast"), said, [formats.number_format(round(number, 1), decimal_pos=1) for number in said]),
        ],
        head=head,
        note=_("Days that are over lead to their tickets; what is to come has none yet."),
    )


def _words(error: Error) -> str:
    """ "3.2 tickets a day (18 %)"."""
    number = formats.number_format(round(error.mae, 1), decimal_pos=1)
    if error.share is None:
        return _("%(number)s tickets a day") % {"number": number}
    return _("%(number)s tickets a day (%(share)s)") % {"number": number, "share": percent(error.share)}
