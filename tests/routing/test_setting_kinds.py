"""Rules in the history of all settings and in the file of the whole configuration: by names, so that another desk can read it."""

import pytest

from accounts.models import SettingChange
from accounts.models.setting import SettingAct
from desk.settings.configuration import export, take_over
from routing.actions import add_target, archive_rule, change_rule, set_team_assignment, switch_off
from routing.models import OffReason, Rule, TeamAssignment, WebhookTarget
from tests.factories import make_macro, make_rule

pytestmark = pytest.mark.django_db


@pytest.fixture
def rule(admin, first_line, lead) -> Rule:
    """One that names something of most sorts."""
    target = add_target(actor=admin, name="CRM", url="https://crm.example/")
    macro = make_macro(name="Hello", html="<p>Hello</p>")
    return make_rule(
        actor=admin,
        name="Many names",
        conditions={"any": [
            {"none": [{"field": "team", "operator": "any_of", "value": [first_line.pk]}]},
            {"field": "assignee", "operator": "is", "value": lead.pk},
        ]},
        effects=[
            {"do": "assign_team", "team": first_line.pk},
            {"do": "reply", "macro": macro.pk},
            {"do": "notify", "people": [lead.pk], "team": None, "text": "Look"},
            {"do": "webhook", "target": target.pk},
        ],
    )  # fmt: skip


def test_what_was_exported_changes_nothing(rule, admin, first_line):
    set_team_assignment(first_line, actor=admin, strategy="sticky", capacity=4)
    text = export()
    SettingChange.objects.all().delete()

    comparison = take_over(text, actor=admin, remove=True)

    assert (comparison.steps, comparison.problems) == ([], [])
    assert not SettingChange.objects.exists()
    assert "First line" in text
    assert "lead@example.com" in text


def test_a_file_makes_the_rules_of_another_desk(rule, admin, first_line):
    set_team_assignment(first_line, actor=admin, strategy="sticky", capacity=4)
    text = export()
    before = (rule.conditions, rule.effects)
    for model in (Rule, TeamAssignment):
        model.objects.all().delete()

    comparison = take_over(text, actor=admin)

    assert comparison.problems == []
    made = Rule.objects.get()
    assert (made.conditions, made.effects, made.state) == (*before, "on")
    assert TeamAssignment.objects.get().capacity == 4


def test_what_the_file_names_and_nothing_here_has_is_told(rule, admin):
    text = export().replace("name: Many names", "name: Another").replace("- First line", "- Nowhere")

    problems = take_over(text, actor=admin).problems

    assert any("There is nothing called “Nowhere”" in problem for problem in problems)
    assert Rule.objects.count() == 1


def test_every_change_stands_in_the_history_of_all_settings(admin, first_line):
    rule = make_rule(actor=admin)
    change_rule(rule, actor=admin, name="Renamed")
    archive_rule(rule, actor=admin)
    set_team_assignment(first_line, actor=admin, strategy="round_robin")
    set_team_assignment(first_line, actor=admin, strategy="")
    other = make_rule(actor=admin, name="Runs away")
    switch_off(other.pk, OffReason.LOOP)

    told = [(change.kind, change.act, change.who) for change in SettingChange.objects.order_by("pk")]
    assert told == [
        ("rule", SettingAct.ADDED, "Ada Min"),
        ("rule", SettingAct.CHANGED, "Ada Min"),
        ("rule", SettingAct.ARCHIVED, "Ada Min"),
        ("giving_out", SettingAct.ADDED, "Ada Min"),
        ("giving_out", SettingAct.ARCHIVED, "Ada Min"),
        ("rule", SettingAct.ADDED, "Ada Min"),
        ("rule", SettingAct.CHANGED, "Rule guard"),
    ]


def test_a_webhook_gets_a_secret_of_its_own_where_the_file_is_read(admin):
    first = add_target(actor=admin, name="CRM", url="https://crm.example/")
    text = export()
    WebhookTarget.objects.all().delete()

    take_over(text, actor=admin)

    made = WebhookTarget.objects.get()
    assert made.url == first.url
    assert made.secret != first.secret
