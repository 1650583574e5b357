"""A rule that fails stands in no mail's way: each becomes a request, the rule is switched off, and an admin hears of it."""

from mail.models import InboundState
from routing.models import OffReason, RuleFailure, RuleState
from tests.factories import TeamFactory, make_rule


def test_mails_come_in_while_a_rule_fails_until_it_is_switched_off(receive, admin):
    away = TeamFactory(levels=[3])
    rule = make_rule(name="Experts first", effects=[{"do": "assign_team", "team": away.pk}])

    rows = [receive(From=f"ann{number}@example.org", Subject=f"Help {number}") for number in range(6)]

    assert [row.state for row in rows] == [InboundState.CREATED] * 6
    assert RuleFailure.objects.count() == 5
    rule.refresh_from_db()
    assert (rule.state, rule.off_reason) == (RuleState.OFF, OffReason.FAILING)
    (told,) = admin.notifications.filter(kind="rule")
    assert told.ticket == rows[4].ticket
