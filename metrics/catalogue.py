"""Every metric once: what it is called, what it means, how it is counted. Dashboards, exports, the API and the command line
read it here, so that one word is one number everywhere. The definitions are those of design.md section 11.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from metrics import computing, rows
from metrics.figures import NOTHING, Figure, counted
from metrics.questions import Inquiry


class Unit(StrEnum):
    SECONDS = auto()
    SHARE = auto()  # from 0 to 1
    POINTS = auto()  # from -100 to 100
    SCORE = auto()
    TICKETS = auto()


_EXCLUDED = _("Spam, deleted and merged-away tickets.")
_BY_RESPONSE = _("Responses given in the period.")
_BY_SOLVE = _("Tickets solved in the period, each once, by the last time in it that they were solved.")
_BY_OPENING = _("Tickets opened in the period.")
_BY_RATING = _("Ratings received in the period.")


@dataclass(frozen=True, slots=True)
class Metric:
    """`definition`, `excludes` and `period_rule` are for readers, in words.

    Counted from `rows`, which belong to the period by their column `when`: the median of the column `value`, or the share of
    those `having` something; or as `computed_by` does it. `among`: where others are counted, too, of which these are those with
    a value.
    """

    key: str
    name: Any
    definition: Any
    unit: Unit
    period_rule: Any
    rows: Callable[[Inquiry], "QuerySet[Any]"] | None = None
    among: Callable[[Inquiry], "QuerySet[Any]"] | None = None
    when: str = ""
    value: str = ""
    having: Q | None = None
    computed_by: Callable[[Inquiry], Figure] | None = None
    excludes: Any = _EXCLUDED
    is_better_high: bool | None = None

    def compute(self, asked: Inquiry) -> Figure:
        return compute([self], asked)[self.key]

    @property
    def counts(self) -> str | Q:
        """Of its rows."""
        return self.value if self.having is None else self.having


def compute(metrics: Iterable[Metric], asked: Inquiry) -> dict[str, Figure]:
    """By key, in their order; those that are counted from the same rows in one statement."""
    wanted = {metric.key: metric for metric in metrics}
    together: dict[Callable[[Inquiry], QuerySet[Any]], dict[str, str | Q]] = {}
    for metric in wanted.values():
        source = metric.among or metric.rows
        if metric.computed_by is None and source is not None:
            together.setdefault(source, {})[metric.key] = metric.counts
    found: dict[str, Figure] = {}
    for rows_of, counts in together.items():
        found |= counted(rows_of(asked), counts)
    for key, metric in wanted.items():
        if metric.computed_by is not None:
            found[key] = metric.computed_by(asked)
    return {key: found.get(key, NOTHING) for key in wanted}


CATALOGUE: tuple[Metric, ...] = (
    Metric(
        key="first_response_time",
        name=_("First response time"),
        definition=_(
            "How long customers waited for the first public answer of a person: from the ticket's opening to it. For tickets "
            "that we opened, from the customer's first message. The value is the median; nine of ten were within p90."
        ),
        unit=Unit.SECONDS,
        period_rule=_BY_RESPONSE,
        rows=rows.first_responses,
        when="answered_at",
        value="seconds",
        is_better_high=False,
        excludes=_("Spam, deleted and merged-away tickets; what rules, timers and bots write; logs of a talk."),
    ),
    Metric(
        key="first_response_business_time",
        name=_("First response in business hours"),
        definition=_(
            "The first response time, counting opening hours only: those of the calendar of the ticket's policy, else of the "
            "default calendar. The value is the median."
        ),
        unit=Unit.SECONDS,
        period_rule=_BY_RESPONSE,
        rows=rows.first_responses_in_business_time,
        among=rows.first_responses,
        when="answered_at",
        value="business_seconds",
        is_better_high=False,
        excludes=_("Spam, deleted and merged-away tickets; what rules, timers and bots write; logs of a talk."),
    ),
    Metric(
        key="next_response_time",
        name=_("Next response time"),
        definition=_(
            "How long customers waited for each further answer: from their first message after the last public answer of a "
            "person to the next one. The value is the median."
        ),
        unit=Unit.SECONDS,
        period_rule=_BY_RESPONSE,
        rows=rows.next_responses,
        when="answered_at",
        value="seconds",
        is_better_high=False,
        excludes=_(
            "Spam, deleted and merged-away tickets; waits that ended without an answer; messages that only thank."
        ),
    ),
    Metric(
        key="resolution_time",
        name=_("Resolution time"),
        definition=_("From a ticket's opening to the last time it was solved. The value is the median."),
        unit=Unit.SECONDS,
        period_rule=_BY_SOLVE,
        rows=rows.solved,
        when="at",
        value="resolution_seconds",
        is_better_high=False,
    ),
    Metric(
        key="requester_wait_time",
        name=_("Requester wait time"),
        definition=_(
            "Of the resolution time, all that was ours: while the ticket was neither waiting on the customer nor solved. The "
            "value is the median."
        ),
        unit=Unit.SECONDS,
        period_rule=_BY_SOLVE,
        rows=rows.solved,
        when="at",
        value="wait_seconds",
        is_better_high=False,
    ),
    Metric(
        key="fcr",
        name=_("First contact resolution"),
        definition=_(
            "Share of solved tickets that needed exactly one public answer of a person, with no message of a customer after it "
            "but thanks, no reopening and no escalation."
        ),
        unit=Unit.SHARE,
        period_rule=_(
            "Tickets with at least one public answer of a person, solved in the period, once they have settled: 72 hours after, "
            "or when closed."
        ),
        rows=rows.settled,
        when="at",
        having=Q(is_first_contact=True),
        is_better_high=True,
    ),
    Metric(
        key="reopen_rate",
        name=_("Reopen rate"),
        definition=_("Share of solved tickets that were reopened at least once."),
        unit=Unit.SHARE,
        period_rule=_BY_SOLVE,
        rows=rows.solved,
        when="at",
        having=Q(reopens__gt=0),
        is_better_high=False,
    ),
    Metric(
        key="escalation_rate",
        name=_("Escalation rate"),
        definition=_(
            "Share of opened tickets that were escalated at least once; one that was taken back at once is none."
        ),
        unit=Unit.SHARE,
        period_rule=_BY_OPENING,
        rows=rows.opened,
        when="opened_at",
        having=Q(escalations__gt=0),
    ),
    Metric(
        key="sla_attainment",
        name=_("SLA attainment"),
        definition=_("Share of promises that were kept, in all and for each target: clocks met, of those that count."),
        unit=Unit.SHARE,
        period_rule=_(
            "Each promise counts once, when it was due or when it ended, whichever came first. Solving is final after 72 hours."
        ),
        rows=rows.promises,
        when="counts_at",
        having=rows.MET,
        computed_by=computing.sla_attainment,
        is_better_high=True,
        excludes=_("Spam, deleted and merged-away tickets; promises that were cancelled."),
    ),
    Metric(
        key="csat",
        name=_("Customer satisfaction"),
        definition=_("Ratings of 4 and 5, of all ratings from 1 to 5."),
        unit=Unit.SHARE,
        period_rule=_BY_RATING,
        rows=rows.csat_ratings,
        when="answered_at",
        having=rows.SATISFIED,
        is_better_high=True,
    ),
    Metric(
        key="csat_response_rate",
        name=_("Survey response rate"),
        definition=_("Surveys about satisfaction that were answered, of those sent."),
        unit=Unit.SHARE,
        period_rule=_("Surveys sent in the period."),
        rows=rows.csat_surveys,
        when="sent_at",
        having=Q(answered_at__isnull=False),
        is_better_high=True,
    ),
    Metric(
        key="nps",
        name=_("Net promoter score"),
        definition=_("Percent of ratings of 9 and 10, minus percent of those from 0 to 6: from −100 to 100."),
        unit=Unit.POINTS,
        period_rule=_BY_RATING,
        rows=rows.nps_ratings,
        when="answered_at",
        computed_by=computing.nps,
        is_better_high=True,
    ),
    Metric(
        key="ces",
        name=_("Customer effort score"),
        definition=_("The mean of ratings from 1 to 7; beside it the share of those from 5 to 7."),
        unit=Unit.SCORE,
        period_rule=_BY_RATING,
        rows=rows.ces_ratings,
        when="answered_at",
        computed_by=computing.ces,
        is_better_high=True,
    ),
    Metric(
        key="deflection",
        name=_("Deflection"),
        definition=_(
            "Help sessions that their reader said were solved, with no ticket of the same person within 48 hours, of all "
            "sessions with a question that ended solved or in a ticket. A session ends after 30 idle minutes."
        ),
        unit=Unit.SHARE,
        period_rule=_("Sessions that ended in the period; those that ended silently stand beside it."),
        computed_by=computing.deflection,
        excludes=_(
            "Questions of fewer than three words, unless they were searched for. It is not counted for a single team."
        ),
        is_better_high=True,
    ),
    Metric(
        key="backlog",
        name=_("Backlog"),
        definition=_("Tickets that are not solved, by age, level and team."),
        unit=Unit.TICKETS,
        period_rule=_("At the end of the period, or now where that is still to come."),
        rows=rows.unsolved,
        when="since",
        computed_by=computing.backlog,
        is_better_high=False,
    ),
)

METRICS = {metric.key: metric for metric in CATALOGUE}


def figures(asked: Inquiry) -> list[tuple[Metric, Figure]]:
    """All of them, in the catalogue's order."""
    found = compute(CATALOGUE, asked)
    return [(metric, found[metric.key]) for metric in CATALOGUE]
