"""What check_integrity finds wrong about rules, and that it finds nothing in what the verbs made."""

import pytest

from routing.actions import change_rule
from routing.integrity import check_events_of_rules, check_rules
from routing.models import Rule
from tests.factories import make_rule, make_ticket

pytestmark = pytest.mark.django_db


def test_what_the_verbs_made_is_right_and_what_went_past_them_is_found(admin):
    rule = make_rule(actor=admin)
    change_rule(rule, actor=admin, description="x")
    ticket = make_ticket()
    assert [*check_rules(), *check_events_of_rules()] == []

    Rule.objects.filter(pk=rule.pk).update(name="Another")
    ticket.events.filter(seq=2).update(data={"by_rule": rule.pk + 1})
    assert len([*check_rules(), *check_events_of_rules()]) == 2
