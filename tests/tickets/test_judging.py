"""What a lead says of an escalation: that level 1 should have solved it; and where that counts."""

import pytest
from django.urls import reverse

from metrics.keeping import keep_stale
from metrics.lists import metric_called
from metrics.period import Period
from metrics.questions import Inquiry
from tests.metrics.living import START, WHY, after, answered, at, facts_of, fresh, opened, solved
from tests.metrics.periods import UTC
from tickets import actions
from tickets.errors import IllegalTransition, NotAllowed
from tickets.events import EventKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def escalated(customer, agent, agent_l2):
    """Solved at level 2 with two answers, which does not look as if level 1 should have."""
    ticket = opened(customer)
    with at(1):
        actions.escalate(fresh(ticket), actor=agent, to_level=2, **WHY)
    answered(ticket, agent_l2, 2)
    answered(ticket, agent_l2, 3)
    solved(ticket, agent_l2, 4)
    return ticket


def test_a_leads_word_counts_and_can_be_taken_back(escalated, lead):
    metric = metric_called("solvable_below")
    asked = Inquiry(Period(START.date(), START.date(), UTC), after(200))
    assert metric is not None
    keep_stale()
    assert metric.compute(asked).value == 0
    before = fresh(escalated).updated_at

    actions.judge_escalation(fresh(escalated), actor=lead, is_avoidable=True)

    assert facts_of(escalated).is_avoidable and metric.compute(asked).value == 1
    assert actions.judge_escalation(fresh(escalated), actor=lead, is_avoidable=True) is None
    assert fresh(escalated).updated_at == before  # no news for who works on it
    actions.judge_escalation(fresh(escalated), actor=lead, is_avoidable=False)
    assert not facts_of(escalated).is_avoidable and metric.compute(asked).value == 0


def test_only_leads_say_so_and_only_of_what_was_escalated(escalated, customer, agent, lead):
    with pytest.raises(NotAllowed):
        actions.judge_escalation(escalated, actor=agent, is_avoidable=True)
    with pytest.raises(IllegalTransition):
        actions.judge_escalation(opened(customer, 5), actor=lead, is_avoidable=True)
    assert not escalated.events.filter(kind=EventKind.ESCALATION_JUDGED).exists()


def test_it_is_said_in_the_list_behind_the_figure_and_on_the_ticket(escalated, lead, first_line, client, manager):
    keep_stale()
    client.force_login(manager)
    period = {"period": "days", "from": "2026-03-02", "to": "2026-03-02"}
    listed = f"{reverse('metrics:tickets', args=['solvable_below'])}?period=days&from=2026-03-02&to=2026-03-02"
    assert reverse("desk:judge_escalation", args=[escalated.pk]) in client.get(listed).content.decode()

    answer = client.post(reverse("desk:judge_escalation", args=[escalated.pk]), {"next": listed})

    assert answer.headers["Location"] == listed
    assert fresh(escalated).is_avoidable
    page = client.get(reverse("metrics:tickets", args=["solvable_below"]), {**period, "which": "yes"})
    assert "A lead says so" in page.content.decode()
    assert "Level 1 need not have solved it" in client.get(reverse("desk:ticket", args=[escalated.pk])).content.decode()
