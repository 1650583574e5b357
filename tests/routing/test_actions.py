"""Changing rules: who may, what is refused with a sentence at its place, versions, order."""

import pytest

from routing import actions
from routing.models import Rule, RuleState
from routing.reading import WrongRule
from tests.factories import TeamFactory, make_rule
from tickets.errors import Invalid, NotAllowed

pytestmark = pytest.mark.django_db


def places(wrong) -> list[str]:
    return [problem.place for problem in wrong.value.problems]


@pytest.mark.parametrize("who", ["agent", "lead", "manager"])
def test_only_admins_change_rules(who, request, admin):
    rule, person = make_rule(), request.getfixturevalue(who)

    for attempt in (
        lambda: actions.add_rule(actor=person, name="x", when={"events": ["ticket.opened"]}, effects=[{"do": "stop"}]),
        lambda: actions.change_rule(rule, actor=person, name="x"),
        lambda: actions.archive_rule(rule, actor=person),
        lambda: actions.order_rules([rule.pk], actor=person),
        lambda: actions.duplicate_rule(rule, actor=person),
        lambda: actions.set_team_assignment(TeamFactory(), actor=person, strategy="round_robin"),
        lambda: actions.add_target(actor=person, name="x", url="https://x.example"),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert Rule.objects.get().version == 1


def test_every_problem_is_told_at_its_place_and_nothing_is_saved(admin):
    with pytest.raises(WrongRule) as wrong:
        actions.add_rule(
            actor=admin, name=" ", when={"events": ["ticket.exploded"]},
            conditions={"all": [{"field": "status", "operator": "is", "value": "x"}]},
            effects=[{"do": "fly"}, {"do": "tag"}],
        )  # fmt: skip

    assert sorted(places(wrong)) == ["if.all.0", "name", "then.0", "then.1", "when"]
    assert not Rule.objects.exists()


def test_what_it_names_must_be_there_and_fit(admin, specialists):
    def add(conditions=None, effects=None):
        return actions.add_rule(
            actor=admin, name="x", when={"events": ["ticket.opened"]}, conditions=conditions or {},
            effects=effects or [{"do": "stop"}],
        )  # fmt: skip

    with pytest.raises(WrongRule) as wrong:
        add(
            {"all": [{"any": [{"field": "team", "operator": "is", "value": 999}]}]},
            [{"do": "assign_team", "team": 999}],
        )
    assert places(wrong) == ["if.all.0.any.0", "then.0"]

    with pytest.raises(WrongRule, match="does not work at"):
        add(effects=[{"do": "set_level", "level": "3", "team": specialists.pk}])


def test_a_change_is_a_version_and_none_without_a_difference(admin):
    rule = make_rule(actor=admin)

    actions.change_rule(rule, actor=admin, name=rule.name)
    assert rule.version == 1

    actions.change_rule(rule, actor=admin, description="For the audit")
    assert [(version.number, version.by, version.description) for version in rule.versions.all()] == [
        (2, admin, "For the audit"), (1, admin, ""),
    ]  # fmt: skip


def test_an_earlier_version_comes_back_as_a_new_one_on_or_off_as_it_is(admin):
    rule = make_rule(actor=admin, name="Before")
    actions.change_rule(rule, actor=admin, name="After", state=RuleState.OFF)

    actions.restore_version(rule, actor=admin, number=1)

    rule.refresh_from_db()
    assert (rule.name, rule.state, rule.version) == ("Before", RuleState.OFF, 3)
    assert rule.versions.first().restores == 1


def test_who_saw_an_older_version_is_told(admin):
    rule = make_rule(actor=admin)
    actions.change_rule(rule, actor=admin, name="Theirs")

    with pytest.raises(Invalid, match="Somebody changed this rule meanwhile"):
        actions.change_rule(rule, actor=admin, version=1, name="Mine")
    assert Rule.objects.get().name == "Theirs"


def test_a_copy_is_a_draft_right_behind(admin):
    first, second = make_rule(actor=admin, name="First"), make_rule(actor=admin, name="Second")

    copy = actions.duplicate_rule(first, actor=admin)

    assert list(Rule.objects.values_list("name", flat=True)) == ["First", "First (copy)", "Second"]
    assert copy.state == RuleState.DRAFT
    assert second.version == 1


def test_order_is_changed_among_those_named(admin):
    one, two, three = (make_rule(actor=admin, name=name) for name in ("1", "2", "3"))

    assert actions.order_rules([three.pk, one.pk], actor=admin)
    assert list(Rule.objects.values_list("name", flat=True)) == ["3", "2", "1"]
    assert not actions.order_rules([three.pk, two.pk, one.pk], actor=admin)
    with pytest.raises(Invalid):
        actions.order_rules([one.pk, one.pk], actor=admin)


def test_an_archived_rule_is_changed_only_when_it_is_back(admin):
    rule = make_rule(actor=admin)
    assert actions.archive_rule(rule, actor=admin)
    assert not actions.archive_rule(rule, actor=admin)

    with pytest.raises(Invalid, match="Restore it first"):
        actions.change_rule(rule, actor=admin, name="x")
    assert actions.restore_rule(rule, actor=admin)


@pytest.mark.parametrize("url", ["ftp://x.example", "x.example", "https://x.example/a b"])
def test_a_webhook_needs_an_address(url, admin):
    with pytest.raises(Invalid):
        actions.add_target(actor=admin, name="CRM", url=url)
