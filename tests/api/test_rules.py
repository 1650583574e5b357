"""Rules over the API: making, changing, ordering, trying, and what they made of a ticket."""

import pytest

from routing.models import Rule
from tests.factories import make_rule, make_ticket
from tickets.actions import set_priority
from tickets.content import Body

pytestmark = pytest.mark.django_db

RULES = "/api/v1/rules/"
PARTS = {
    "when": {"events": ["ticket.opened"]},
    "conditions": {"all": [{"field": "subject", "operator": "contains", "value": "printer"}]},
    "effects": [{"do": "set_priority", "priority": "high"}],
}


@pytest.fixture
def admin_api(program_of, admin):
    return program_of(admin)


def test_a_rule_is_made_read_changed_switched_and_archived(admin_api):
    answer = admin_api.post(RULES, {"name": "Printers", **PARTS})
    assert answer.status_code == 201, answer.content
    made = answer.json()
    assert (made["state"], made["version"]) == ("draft", 1)
    assert made["words"]["if"] == "Subject contains “printer”"
    assert made["words"]["then"] == ["Set the priority to High"]

    at = answer["Location"]
    assert admin_api.patch(at, {"state": "on", "version": 1}).json()["state"] == "on"
    assert admin_api.patch(at, {"name": "x", "version": 1}).status_code == 409
    assert make_ticket().priority == 3
    assert [row["number"] for row in admin_api.get(f"{at}versions/").json()["results"]] == [2, 1]
    assert admin_api.post(f"{at}versions/1/restore/").json()["version"] == 2
    assert admin_api.post(f"{at}archive/").json()["archived_at"]
    assert admin_api.get(RULES).json()["results"] == []
    assert admin_api.post(f"{at}restore/").json()["archived_at"] is None


def test_what_is_wrong_is_told_at_its_place(admin_api):
    answer = admin_api.post(RULES, {"name": "x", **PARTS, "conditions": {"all": [{"field": "moon"}]}, "effects": []})

    assert answer.status_code == 409
    assert answer.json()["code"] == "wrong_rule"
    assert set(answer.json()["errors"]) == {"if.all.0", "then"}
    assert not Rule.objects.exists()


def test_trying_tells_what_would_have_changed_with_each_ticket_as_it_was(admin_api, agent):
    ticket = make_ticket()
    set_priority(ticket, actor=agent, priority=3)
    make_ticket(subject="Something else")

    trial = admin_api.post(f"{RULES}try/", PARTS).json()

    assert (trial["count"], trial["looked_at"], trial["is_whole"]) == (1, 2, True)
    assert trial["matches"][0]["ticket"] == ticket.pk
    assert trial["matches"][0]["changes"] == ["Set the priority to High"]  # it was normal then
    assert ticket.events.count() == 2


def test_running_on_one_ticket_tells_every_condition(admin_api):
    rule, ticket = make_rule(state="draft", **PARTS), make_ticket(subject="Something else")

    run = admin_api.post(f"{RULES}{rule.pk}/run/", {"ticket": ticket.pk}).json()

    assert run["would_act"] is False
    assert [(one["text"], one["holds"]) for one in run["checked"]] == [
        ("all", False), ("Subject contains “printer”", False),
    ]  # fmt: skip


def test_running_on_one_ticket_asks_at_the_newest_event_that_the_rule_listens_to(admin_api, agent):
    rule = make_rule(
        when={"events": ["ticket.opened"]},
        conditions={"all": [{"field": "message.text", "operator": "contains", "value": "refund"}]},
        effects=[{"do": "set_priority", "priority": "high"}],
    )
    ticket = make_ticket(body=Body.from_text("A refund, please"))
    set_priority(ticket, actor=agent, priority=3)

    run = admin_api.post(f"{RULES}{rule.pk}/run/", {"ticket": ticket.pk}).json()

    assert (run["would_act"], run["is_due"], run["asked_at_seq"]) == (True, True, 1)
    assert run["changes"] == ["Set the priority to High"]  # it was normal then


@pytest.mark.parametrize(
    "when", [{"events": ["ticket.reopened"]}, {"after": {"hours": 72, "since": "opened"}}], ids=["events", "time"]
)
def test_a_rule_that_nothing_asks_would_not_act_on_the_ticket(admin_api, when):
    rule, ticket = make_rule(when=when), make_ticket()

    run = admin_api.post(f"{RULES}{rule.pk}/run/", {"ticket": ticket.pk}).json()

    assert (run["would_act"], run["is_due"], run["asked_at_seq"]) == (False, False, None)
    assert run["checked"][0]["holds"] is True


def test_a_ticket_tells_which_rules_acted_and_what_was_against_the_others(api):
    acted = make_rule(name="Acts")
    make_rule(name="By the index", conditions={"all": [{"field": "channel", "operator": "is", "value": "phone"}]})
    make_rule(name="Asked", conditions={"any": [{"field": "subject", "operator": "is", "value": "x"}]})
    make_rule(name="Off", state="off")
    ticket = make_ticket()

    (told,) = api.get(f"/api/v1/tickets/{ticket.pk}/rules/").json()["results"]

    assert [(one["name"], one["outcome"], one["why"]) for one in told["rules"]] == [
        ("Acts", "acted", "always"),
        ("By the index", "did_not_apply", "Channel is Phone"),
        ("Asked", "did_not_apply", "Subject is “x”"),
    ]
    assert told["rules"][0]["rule"] == acted.pk


def test_teams_give_out_and_webhooks_are_listed(admin_api, first_line):
    at = f"/api/v1/teams/{first_line.pk}/assignment/"
    assert admin_api.get(at).json()["strategy"] == ""
    assert admin_api.put(at, {"strategy": "least_loaded", "capacity": 3}).json()["capacity"] == 3

    target = admin_api.post("/api/v1/webhook-targets/", {"name": "CRM", "url": "https://crm.example/"}).json()
    assert target["secret"].startswith("whsec_")
    assert admin_api.get("/api/v1/webhook-deliveries/").json()["results"] == []


def test_trying_tells_that_a_queue_of_another_level_would_refuse_it(admin_api, specialists):
    make_ticket()
    parts = {**PARTS, "effects": [{"do": "assign_team", "team": specialists.pk}]}

    trial = admin_api.post(f"{RULES}try/", parts).json()

    assert trial["matches"][0]["changes"] == [
        f"Nothing: {specialists.name} does not work at Level 1 · First line. "
        "Open the ticket at a level of this team, or escalate it."
    ]
