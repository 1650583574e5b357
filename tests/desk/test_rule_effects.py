"""Each thing that a rule can do: chosen in the builder as an admin does it, saved, and seen happening on a ticket."""

import re
from pathlib import Path

import pytest
from django.test import Client

from mail.models import Mailbox
from outbox.models import OutboundEmail, WebhookDelivery
from routing.actions import add_target
from routing.effects import Do
from routing.models import AssignmentWish, Rule, RuleFailure
from routing.plans import add_plan
from tests.factories import MailboxFactory, make_form, make_macro, make_ticket
from tickets.actions import add_note, set_form
from tickets.content import Body
from tickets.models import Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(admin) -> Client:
    client = Client()
    client.force_login(admin)
    return client


@pytest.fixture
def opened(client, customer):
    """A ticket that was opened under rules that do this, each an effect with its inputs as the builder offers them."""

    def open_under(*effects: tuple[str, dict], **fields) -> Ticket:
        data = {"name": "By hand", "state": "on", "when": "events", "kinds": ["ticket.opened"], "node": ["0"]}
        data |= {"n0-kind": "all", "effect": [str(number) for number in range(len(effects))]}
        for number, (do, arguments) in enumerate(effects):
            data[f"e{number}-do"] = do
            data |= {f"e{number}-{name}": value for name, value in arguments.items()}
        page = client.post("/settings/rules/builder/", data).content.decode()
        for number, (_do, arguments) in enumerate(effects):
            for name in arguments:
                assert f'name="e{number}-{name}"' in page
        assert client.post("/settings/rules/new/", data).status_code == 302
        ticket = make_ticket(customer, **fields)
        assert not RuleFailure.objects.exists()
        ticket.refresh_from_db()
        return ticket

    return open_under


def test_it_is_put_into_a_teams_queue(opened, first_line):
    assert opened(("assign_team", {"team": first_line.pk})).team == first_line


def test_it_is_given_to_a_person(opened, agent):
    assert opened(("assign_person", {"person": agent.pk})).assignee == agent


def test_it_is_given_to_somebody_of_the_team(opened, agent, first_line):
    ticket = opened(("assign_team", {"team": first_line.pk}), ("assign_by", {"strategy": "least_loaded"}))

    assert AssignmentWish.objects.get(ticket=ticket).strategy == "least_loaded"


def test_its_status_priority_and_kind_are_set(opened):
    ticket = opened(
        ("set_status", {"status": "on_hold"}),
        ("set_priority", {"priority": "high"}),
        ("set_kind", {"kind": "incident"}),
    )

    assert (ticket.status, ticket.priority, ticket.kind) == ("on_hold", 3, "incident")


def test_it_opens_at_a_level(opened, specialists):
    ticket = opened(("set_level", {"level": "2", "team": specialists.pk}))

    assert (ticket.level, ticket.team, ticket.escalations.count()) == (2, specialists, 0)


def test_a_field_of_its_form_is_answered(client, customer, agent):
    ticket = make_ticket(customer)
    set_form(ticket, actor=agent, form=make_form(order="text"))
    data = {
        "name": "Order",
        "state": "on",
        "when": "events",
        "kinds": ["message.noted"],
        "node": ["0"],
        "n0-kind": "all",
    }
    client.post(
        "/settings/rules/new/",
        {**data, "effect": ["0"], "e0-do": "set_field", "e0-field": "order", "e0-value": "A-17"},
    )

    add_note(ticket, actor=agent, body=Body.from_text("It is about the order"))

    ticket.refresh_from_db()
    assert ticket.fields == {"order": "A-17"}


def test_tags_are_added_and_removed(opened):
    ticket = opened(("tag", {"add": "hot, fire", "remove": "old"}), tags=["old", "kept"])

    assert set(ticket.tags.values_list("name", flat=True)) == {"hot", "fire", "kept"}


def test_it_is_escalated_with_what_was_said_of_it(opened, specialists):
    words = {"reason": "Billing", "tried": "Nothing yet", "asked": "Please look"}
    ticket = opened(("escalate", {"level": "2", "team": specialists.pk, **words}))

    escalation = ticket.escalations.get()
    assert (ticket.level, ticket.team) == (2, specialists)
    assert (escalation.reason, escalation.tried, escalation.asked) == ("Billing", "Nothing yet", "Please look")


def test_the_customer_is_answered_with_a_macros_words(opened):
    MailboxFactory()
    macro = make_macro(html="<p>We are on it.</p>")
    ticket = opened(("reply", {"macro": macro.pk}))

    assert ticket.messages.order_by("pk").last().text == "We are on it."
    assert OutboundEmail.objects.filter(kind="reply").count() == 1
    assert Mailbox.objects.count() == 1


def test_a_note_is_added(opened):
    ticket = opened(("note", {"text": "Look at the invoice of {{ requester.email }}"}))

    assert ticket.messages.filter(kind="note").get().text == "Look at the invoice of ann@example.net"


def test_colleagues_are_told(opened, agent, agent_l2, lead):
    team = agent_l2.teams.get()
    ticket = opened(
        ("assign_person", {"person": lead.pk}),
        ("notify", {"people": [agent.pk], "team": team.pk, "assignee": "yes", "text": "Look"}),
    )

    told = ticket.events.get(kind="ticket.told").data["tell"]
    assert sorted(told) == sorted([agent.pk, agent_l2.pk, lead.pk])


def test_another_system_is_called(opened, admin):
    target = add_target(actor=admin, name="CRM", url="https://crm.example/hook")
    ticket = opened(("webhook", {"target": target.pk}))

    assert WebhookDelivery.objects.get().ticket == ticket


def test_an_emergency_is_declared(opened, admin, lead):
    plan = add_plan(actor=admin, name="Outage", steps=[{"person": lead.pk, "how": ["desk"], "minutes": 5}])
    ticket = opened(("emergency", {"plan": plan.pk, "reason": "All is down"}))

    assert ticket.emergencies.running().get().reason == "All is down"


def test_no_rule_after_it_acts(opened, client):
    ticket = opened(("stop", {}))
    later = {"name": "Later", "state": "on", "when": "events", "kinds": ["ticket.opened"], "node": ["0"]}
    client.post("/settings/rules/new/", {**later, "n0-kind": "all", "effect": ["0"], "e0-do": "tag", "e0-add": "late"})

    assert list(make_ticket(ticket.requester).tags.all()) == []
    assert Rule.objects.count() == 2


def test_everything_that_a_rule_can_do_is_tried_here():
    here = set(re.findall(r'"(\w+)"', Path(__file__).read_text()))

    assert set(map(str, Do)) <= here
