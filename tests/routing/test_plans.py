"""Emergency plans: made by admins, used by rules and people, told to webhooks, known to history and file."""

import json

import pytest

from accounts.models import SettingChange
from desk.settings.configuration import export, take_over
from outbox.models import WebhookDelivery
from routing.actions import add_target, archive_target
from routing.models import EmergencyPlan, RuleFailure
from routing.plans import add_plan, archive_plan, change_plan, declare, restore_plan
from routing.reading import WrongRule
from tests.factories import make_rule, make_ticket
from tickets.errors import Invalid, NotAllowed
from tickets.events import EventKind
from tickets.models import Emergency

pytestmark = pytest.mark.django_db


@pytest.fixture
def target(admin):
    return add_target(actor=admin, name="PagerDuty", url="https://pager.example/")


@pytest.fixture
def plan(admin, agent, first_line, target) -> EmergencyPlan:
    """Omar and the pager, then his team."""
    steps = [
        {"person": agent.pk, "how": ["desk"], "webhook": target.pk, "minutes": 5},
        {"team": first_line.pk, "how": ["desk", "email"], "minutes": 10},
    ]
    return add_plan(actor=admin, name="Outage", steps=steps, repeats=1)


def test_a_rule_declares_an_emergency_once(plan, agent):
    rule = make_rule(
        when={"events": ["ticket.opened", "message.received"]},
        effects=[{"do": "emergency", "plan": plan.pk, "reason": "A new ticket: {{ ticket.subject }}"}],
    )
    ticket = make_ticket()

    emergency = Emergency.objects.get(ticket=ticket)
    assert (emergency.plan, emergency.reason, emergency.declared_by) == (
        "Outage", "A new ticket: The printer is on fire", None,
    )  # fmt: skip
    declared = ticket.events.get(kind=EventKind.EMERGENCY_DECLARED)
    assert (declared.actor_name, declared.data["by_rule"]) == (rule.name, rule.pk)
    assert emergency.called == [agent.pk]
    assert not RuleFailure.objects.exists()


def test_a_step_calls_its_webhook_in_the_same_act(plan, ticket, lead, target):
    emergency = declare(ticket, actor=lead, plan=plan, reason="Nobody can sign in.")

    delivery = WebhookDelivery.objects.get()
    sent = json.loads(delivery.body)
    assert (delivery.name, delivery.url, delivery.ticket_id) == ("PagerDuty", target.url, ticket.pk)
    assert sent["type"] == "emergency.called"
    assert sent["data"]["emergency"] == {
        "id": emergency.pk, "plan": "Outage", "reason": "Nobody can sign in.", "call": 1,
    }  # fmt: skip


def test_an_archived_webhook_is_not_called_and_people_are(plan, ticket, lead, agent, admin, target):
    archive_target(target, actor=admin)

    emergency = declare(ticket, actor=lead, plan=plan, reason="Nobody can sign in.")

    assert emergency.called == [agent.pk]
    assert not WebhookDelivery.objects.exists()


def test_who_edits_a_plan_changes_no_running_emergency(plan, ticket, lead, admin, agent_l2):
    emergency = declare(ticket, actor=lead, plan=plan, reason="Nobody can sign in.")
    steps = emergency.steps

    change_plan(plan, actor=admin, steps=[{"person": agent_l2.pk, "how": ["desk"], "minutes": 1}])

    emergency.refresh_from_db()
    assert emergency.steps == steps


def test_only_admins_change_plans(plan, lead, agent):
    steps = [{"person": agent.pk, "how": ["desk"], "minutes": 1}]
    for act in (
        lambda: add_plan(actor=lead, name="Other", steps=steps),
        lambda: change_plan(plan, actor=lead, name="Other"),
        lambda: archive_plan(plan, actor=lead),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_what_a_step_names_must_be_there(admin, customer, target):
    archive_target(target, actor=admin)
    for whom in ({"person": customer.pk, "how": ["desk"]}, {"team": 4711, "how": ["desk"]}, {"webhook": target.pk}):
        with pytest.raises(Invalid, match="Step 1: This is not there any more"):
            add_plan(actor=admin, name="Other", steps=[{**whom, "minutes": 5}])


def test_two_plans_have_two_names_unless_one_is_archived(plan, admin):
    with pytest.raises(Invalid, match="one of this name"):
        add_plan(actor=admin, name="Outage", steps=plan.steps)

    archive_plan(plan, actor=admin)
    add_plan(actor=admin, name="Outage", steps=plan.steps)

    with pytest.raises(Invalid, match="one of this name"):
        restore_plan(plan, actor=admin)


def test_by_an_archived_plan_nobody_is_called_and_no_rule_names_it(plan, ticket, lead, admin):
    archive_plan(plan, actor=admin)

    with pytest.raises(Invalid, match="archived"):
        declare(ticket, actor=lead, plan=plan, reason="Nobody can sign in.")
    with pytest.raises(WrongRule):
        make_rule(effects=[{"do": "emergency", "plan": plan.pk, "reason": "x"}])


def test_its_history_and_the_file_name_people_teams_and_webhooks(plan, admin):
    make_rule(actor=admin, effects=[{"do": "emergency", "plan": plan.pk, "reason": "x"}])
    change = SettingChange.objects.get(kind="emergency_plan")
    assert change.changes["steps"][1] == [
        {"person": "agent@example.com", "how": ["desk"], "webhook": "PagerDuty", "minutes": 5},
        {"team": "First line", "how": ["desk", "email"], "minutes": 10},
    ]
    text = export()
    SettingChange.objects.all().delete()

    comparison = take_over(text, actor=admin)

    assert (comparison.steps, comparison.problems) == ([], [])
    assert not SettingChange.objects.exists()
