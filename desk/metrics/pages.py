"""What each page of figures shows."""

from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.metrics.cards import Card, cards
from desk.metrics.forecasting import to_come
from desk.metrics.series import MOST_BARS, Chart, Drill, bars, coming_and_going, heat, times_over_time
from desk.metrics.weekdays import weekdays
from desk.metrics.words import worded
from metrics import rows
from metrics.buckets import by_hour
from metrics.catalogue import Unit
from metrics.cuts import SPANS
from metrics.questions import Inquiry
from metrics.waits import Waits, by_hour_given, first_waits, medians_by_step, number_by_span
from tickets.models import Channel, Tag

OVERVIEW = ("first_response_time", "resolution_time", "fcr", "sla_attainment", "csat", "backlog", "reopen_rate",
            "escalation_rate")  # fmt: skip
RESPONSIVENESS = ("first_response_time", "first_response_business_time", "next_response_time", "resolution_time",
                  "requester_wait_time")  # fmt: skip
BACKLOG_BY = {
    "age": (gettext_lazy("Backlog by age"), gettext_lazy("Age")),
    "level": (gettext_lazy("Backlog by level"), gettext_lazy("Level")),
    "team": (gettext_lazy("Backlog by team"), gettext_lazy("Team")),
}


def overview(asked: Inquiry) -> dict[str, Any]:
    return {"cards": cards(OVERVIEW, asked), "charts": [coming_and_going(asked)]}


def responsiveness(asked: Inquiry) -> dict[str, Any]:
    opened = by_hour(rows.opened(asked), "opened_at", asked.period)
    waits = first_waits(asked)
    answered = by_hour_given(waits, asked.period)
    shown = cards(RESPONSIVENESS, asked)
    first, in_business_time, *_others = (card.figure for card in shown)
    # Where each has a calendar, that is the wait in opening hours of all.
    usual = in_business_time.value if in_business_time.n == first.n else None
    return {
        "cards": shown,
        "charts": [first_responses(asked, waits), spread(asked, waits)],
        "weekdays": weekdays(asked, opened, answered, waits, usual),
        "heat": heat(opened, asked.period.first_weekday, "opened"),
        "answered_heat": heat(answered, asked.period.first_weekday, "first_response_time"),
    }


def volume(asked: Inquiry) -> dict[str, Any]:
    (waiting,) = cards(("backlog",), asked)
    return {
        "cards": [waiting],
        "charts": [
            coming_and_going(asked),
            to_come(asked),
            by_channel(asked),
            by_tag(asked),
            by_organization(asked),
            *(backlog_by(by, waiting) for by in BACKLOG_BY),
        ],
    }


def first_responses(asked: Inquiry, waits: Waits | None = None) -> Chart:
    """`waits`: those of the period, where they were read already."""
    medians = medians_by_step(waits or first_waits(asked), asked.period)
    return times_over_time(asked, "first", _("First response time"), medians, "first_response_time")


def spread(asked: Inquiry, waits: Waits | None = None) -> Chart:
    """`waits`: as above."""
    found = number_by_span(waits or first_waits(asked), [end for end, _name in SPANS if end is not None])
    counted = [
        (str(name), float(found[place]), Drill("first_response_time", {"span": place}))
        for place, (_end, name) in enumerate(SPANS)
    ]
    about = _("A median hides its tail: here it is.")
    return bars("spread", _("How long first responses took"), about, _("Within"), counted, _("Responses"), _whole)


def by_channel(asked: Inquiry) -> Chart:
    about = _("Tickets opened in the period.")
    return bars("channel", _("By channel"), about, _("Channel"), _by_channel(asked), _("Opened"), _whole)


def by_tag(asked: Inquiry) -> Chart:
    return bars("tag", _("By tag"), _("The most used ones."), _("Tag"), _by_tag(asked), _("Opened"), _whole)


def by_organization(asked: Inquiry) -> Chart:
    head, found = _("Organization"), _by_organization(asked)
    return bars("organization", _("By organization"), _("Those who asked most."), head, found, _("Opened"), _whole)


def backlog_by(by: str, waiting: Card) -> Chart:
    """`waiting`: the card of the backlog."""
    title, head = BACKLOG_BY[by]
    found = [
        (part.name, part.number, Drill("backlog", {by: part.key} if part.key else {"none": by}))
        for part in waiting.parts_by(by)
    ]
    about = _("Of what is not solved.")
    return bars(f"backlog-{by}", str(title), about, str(head), found, _("Not solved"), _whole)


def _by_channel(asked: Inquiry) -> list[tuple[str, float, Drill]]:
    counted = rows.opened(asked).order_by().values_list("channel").annotate(n=Count("*")).order_by("-n", "channel")
    return [(str(Channel(channel).label), n, Drill("opened", {"channel": channel})) for channel, n in counted]


def _by_organization(asked: Inquiry) -> list[tuple[str, float, Drill]]:
    found = rows.opened(asked).filter(organization__isnull=False).order_by()
    counted = found.values_list("organization", "organization__name").annotate(n=Count("*"))
    most = counted.order_by("-n", "organization__name")[:MOST_BARS]
    return [(name, n, Drill("opened", {"organization": key})) for key, name, n in most]


def _by_tag(asked: Inquiry) -> list[tuple[str, float, Drill]]:
    found = Tag.objects.filter(tickets__in=rows.opened(asked).values("ticket")).order_by()
    counted = found.values_list("pk", "name").annotate(n=Count("*")).order_by("-n", "name")[:MOST_BARS]
    return [(name, n, Drill("opened", {"tag": key})) for key, name, n in counted]


def _whole(number: float) -> str:
    return worded(number, Unit.TICKETS)
