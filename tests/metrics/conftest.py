"""A house with some of everything, for who compares figures with what lies behind them."""

import pytest

from metrics.keeping import keep_stale
from tests.factories import OrganizationFactory
from tests.metrics.living import WHY, answered, at, fresh, opened, solved, wrote
from tests.sla.making import make_policy
from tickets import actions
from tickets.models import Channel, Priority, Tag


@pytest.fixture
def house(customer, other_customer, agent, agent_l2, lead, first_line, specialists):
    """One answered and solved, one reopened, one escalated and judged, one spam, one that nobody has touched."""
    make_policy()
    other_customer.organization = OrganizationFactory(tier="premium")
    other_customer.save()
    plain = opened(customer, 0, team=first_line)
    with at(0.5):
        actions.assign(fresh(plain), actor=agent, assignee=agent)
        actions.tag(fresh(plain), actor=agent, add=["billing"])
    answered(plain, agent, 1)
    solved(plain, agent, 2)
    again = opened(other_customer, 3, team=first_line, channel=Channel.EMAIL)
    answered(again, agent, 4)
    solved(again, agent, 5)
    wrote(again, 6)
    answered(again, agent, 7)
    hard = opened(customer, 8, team=first_line, priority=Priority.URGENT)
    with at(9):
        actions.escalate(fresh(hard), actor=agent, to_level=2, team=specialists, **WHY)
    answered(hard, agent_l2, 10)
    solved(hard, agent_l2, 11)
    with at(12):
        actions.judge_escalation(fresh(hard), actor=lead, is_avoidable=True)
        actions.mark_spam(opened(customer, 12), actor=agent)
    opened(customer, 13)
    keep_stale()
    return {
        "channel": "email",
        "level": 2,
        "priority": Priority.URGENT.value,
        "agent": agent.pk,
        "organization": other_customer.organization_id,
        "tier": "premium",
        "tag": Tag.objects.get(name="billing").pk,
        "mailbox": plain.mailbox_id,
    }
