"""The list behind each figure is as long as the figure counted, whatever it is narrowed to; parts say what tickets say."""

import pytest

from metrics.behind import Behind
from metrics.catalogue import CATALOGUE, Unit
from metrics.further import FURTHER
from metrics.keeping import PARTS
from metrics.models import TicketFacts
from metrics.period import Period
from metrics.questions import Inquiry, Scope
from tests.metrics.living import START, after
from tests.metrics.periods import UTC

pytestmark = pytest.mark.django_db


def test_each_list_is_as_long_as_its_figure_says(house, first_line):
    period = Period(START.date(), START.date(), UTC)
    asked = [Inquiry(period, after(400)), Inquiry(period, after(400), Scope(teams=frozenset({first_line.pk})))]
    asked += [Inquiry(period, after(400), only={name: value}) for name, value in house.items()]
    counted = 0
    for metric in (*CATALOGUE, *FURTHER):
        for one in asked if metric.rows else ():
            figure = metric.compute(one)
            assert Behind(metric, one).count() == figure.n, (metric.key, one)
            if metric.unit == Unit.SHARE and figure.value is not None:
                having = Behind(metric, one, only=True).count()
                assert having == pytest.approx(figure.value * figure.n), (metric.key, one)
            counted += figure.n
    assert counted > 50  # else it would prove nothing


def test_parts_carry_what_their_tickets_say(house):
    """In every column that both have, but for what a part has of its own: stays their team and level."""
    own = {"team_id", "level", "ticket_id"}
    tickets = {ticket.pk: ticket for ticket in TicketFacts.objects.all()}
    seen = 0
    for model in PARTS:
        names = {field.attname for field in model._meta.concrete_fields}
        shared = names & {field.attname for field in TicketFacts._meta.concrete_fields}
        shared -= own if model._meta.model_name == "stayfacts" else {"ticket_id"}
        for row in model._default_manager.all():
            ticket = tickets[row.ticket_id]
            assert {name: getattr(row, name) for name in shared} == {name: getattr(ticket, name) for name in shared}
            seen += 1
    assert seen > 10
