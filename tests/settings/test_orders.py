"""Which rule is asked first, and which policy looked at: who changed that is in the history, and can be taken back."""

import pytest

from accounts.models import SettingChange
from desk.settings.configuration import export
from desk.settings.history import changes_of, told, undo
from routing.actions import archive_rule, order_rules
from routing.models import Rule
from sla.changing import order_policies
from sla.models import Policy
from tests.desk.conftest import signed_in
from tests.factories import make_rule
from tests.sla.making import make_policy

pytestmark = pytest.mark.django_db


def names(rows) -> list[str]:
    return list(rows.order_by("position", "pk").values_list("name", flat=True))


def test_moving_a_rule_is_told_and_taken_back(admin):
    first, second, third = (make_rule(name=name) for name in ("First", "Second", "Third"))
    order_rules([third.pk, first.pk, second.pk], actor=admin)
    order_rules([third.pk, first.pk, second.pk], actor=admin)

    change = SettingChange.objects.get(kind="rule_order")
    assert told(changes_of("rule_order"))[0].differences == [("Third", "place 3", "place 1")]
    assert "Third" in signed_in(admin).get("/settings/history/", {"kind": "rule_order"}).content.decode()

    archive_rule(second, actor=admin)
    fourth = make_rule(name="Fourth")
    undo(change, actor=admin)

    assert names(Rule.objects.kept()) == ["First", "Third", fourth.name]


def test_several_that_were_moved_are_told_as_the_order_was_and_is(admin):
    rules = [make_rule(name=name) for name in "ABCD"]
    order_rules([rule.pk for rule in reversed(rules)], actor=admin)

    assert told(changes_of("rule_order"))[0].differences == [("Order", "A, B, C, D", "D, C, B, A")]


def test_moving_a_policy_is_told_and_taken_back(admin):
    make_policy("First", position=98)
    others = names(Policy.objects.all())
    last = make_policy("Last", position=99)
    keys = list(Policy.objects.order_by("position", "pk").values_list("pk", flat=True))
    order_policies([last.pk, *keys[:-1]], actor=admin)
    change = SettingChange.objects.get(kind="policy_order")

    assert told([change])[0].differences == [("Last", f"place {len(keys)}", "place 1")]
    undo(change, actor=admin)
    assert names(Policy.objects.all()) == [*others, "Last"]


def test_the_file_knows_nothing_of_it(admin):
    assert "rule_order" not in export()
