"""The pages of rules: the list, the builder that keeps what is typed, trying, history, and what they did on a ticket."""

import pytest
from django.test import Client

from routing.models import Rule, RuleState, TeamAssignment
from tests.factories import TeamFactory, make_rule, make_ticket

pytestmark = pytest.mark.django_db

FORM = {
    "name": "Printers",
    "state": "on",
    "when": "events",
    "kinds": ["ticket.opened"],
    "node": ["0", "1", "2", "3"],
    "n0-kind": "all",
    "n1-parent": "0",
    "n1-field": "subject",
    "n1-operator": "contains",
    "n1-value": "printer",
    "n2-parent": "0",
    "n2-kind": "none",
    "n3-parent": "2",
    "n3-field": "tags",
    "n3-operator": "any_of",
    "n3-value": "vip, gold",
    "effect": ["0"],
    "e0-do": "tag",
    "e0-add": "hot, fire",
}


@pytest.fixture
def client(admin) -> Client:
    client = Client()
    client.force_login(admin)
    return client


def test_what_the_form_says_is_the_rule(client):
    assert client.post("/settings/rules/new/", FORM).status_code == 302

    rule = Rule.objects.get()
    assert rule.conditions == {
        "all": [
            {"field": "subject", "operator": "contains", "value": "printer"},
            {"none": [{"field": "tags", "operator": "any_of", "value": ["vip", "gold"]}]},
        ]
    }
    assert rule.effects == [{"do": "tag", "add": ["hot", "fire"], "remove": []}]
    assert set(make_ticket().tags.values_list("name", flat=True)) == {"hot", "fire"}


def test_the_page_of_a_rule_sends_what_it_shows(client):
    """Opened and saved without a change, it is the same rule and no new version."""
    client.post("/settings/rules/new/", FORM)
    rule = Rule.objects.get()
    page = client.get(f"/settings/rules/{rule.pk}/")

    assert page.context["builder"].draft.conditions == rule.conditions
    client.post(f"/settings/rules/{rule.pk}/", {**FORM, "version": rule.version})
    assert Rule.objects.get().version == 1


def test_a_wrong_form_keeps_what_was_typed_and_says_what_to_do_at_its_place(client):
    answer = client.post("/settings/rules/new/", {**FORM, "n1-value": "", "e0-add": "", "name": "Half done"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Half done" in page
    assert "Write what to compare “Subject” with." in page
    assert "Name a tag to add or to remove." in page
    assert not Rule.objects.exists()


def test_a_form_that_is_sent_twice_makes_one_rule(client):
    for _ in "12":
        client.post("/settings/rules/new/", {**FORM, "token": "abc123"})

    assert Rule.objects.count() == 1


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        ("add-condition:2", 'name="n4-field"'),
        ("add-group:0", 'name="n4-kind"'),
        ("add-effect", 'name="e1-do"'),
        ("remove:2", None),
        ("nonsense:9", 'name="n3-field"'),
    ],
)
def test_the_buttons_of_the_builder_change_what_is_there_and_save_nothing(client, act, expected):
    page = client.post(
        "/settings/rules/builder/", {**FORM, "act": act}, headers={"HX-Request": "true"}
    ).content.decode()

    assert 'value="printer"' in page
    assert expected in page if expected else "n3-field" not in page
    assert not Rule.objects.exists()


def test_odd_forms_break_nothing(client):
    for odd in ({"node": ["7", "x", ""], "n7-parent": "99"}, {"effect": ["y"]}, {"when": "after", "time": "-1"}, {}):
        assert client.post("/settings/rules/builder/", odd).status_code == 200
        assert client.post("/settings/rules/new/", odd).status_code == 422


def test_it_is_tried_while_it_is_written(client):
    ticket = make_ticket()

    page = client.post("/settings/rules/try/", {**FORM, "ticket": f"#{ticket.pk}"}).content.decode()

    assert "It would have acted once" in page
    assert f"It would act on #{ticket.pk}" in page
    assert "Add the tag hot, fire" in page
    waiting = client.post("/settings/rules/try/", {**FORM, "n1-value": ""}).content.decode()
    assert "Write what to compare" in waiting


def test_after_a_time_it_begins_with_one_and_is_tried_once_there_is_one(client):
    chosen = {**FORM, "when": "after"}
    builder = client.post("/settings/rules/builder/", chosen).content.decode()
    assert 'name="time" type="number" min="1" value="3"' in builder

    for not_yet in (chosen, {**chosen, "time": ""}, {**chosen, "time": " ", "unit": "days"}):
        page = client.post("/settings/rules/try/", not_yet).content.decode()
        assert "Say after how long it acts" in page
        assert "Write a whole number" not in page

    given = {**chosen, "time": "3", "unit": "days", "since": "answered"}
    assert "It would have acted" in client.post("/settings/rules/try/", given).content.decode()
    refused = client.post("/settings/rules/try/", {**given, "time": "0"}).content.decode()
    assert "Write a whole number between 1 and" in refused


def test_rules_are_switched_ordered_copied_archived_and_brought_back(client):
    first, second = make_rule(name="First"), make_rule(name="Second")

    client.post(f"/settings/rules/{first.pk}/switch/", {"state": "off"})
    assert Rule.objects.get(pk=first.pk).state == RuleState.OFF
    client.post("/settings/rules/order/", {"rule": second.pk, "to": "up"})
    assert list(Rule.objects.values_list("name", flat=True)) == ["Second", "First"]
    client.post("/settings/rules/order/", {"order": [first.pk, second.pk]})
    assert list(Rule.objects.values_list("name", flat=True)) == ["First", "Second"]
    client.post(f"/settings/rules/{first.pk}/duplicate/")
    client.post(f"/settings/rules/{second.pk}/archive/")
    assert client.get("/settings/rules/?q=second").context["rules"] == []
    client.post(f"/settings/rules/{second.pk}/archive/?undo=1")
    assert Rule.objects.get(pk=second.pk).archived_at is None


def test_the_arrow_that_leads_nowhere_keeps_the_focus_and_claims_nothing(client):
    first = make_rule(name="First")
    make_rule(name="Second")

    answer = client.post("/settings/rules/order/", {"rule": first.pk, "to": "up"}, headers={"hx-request": "true"})

    assert list(Rule.objects.values_list("name", flat=True)) == ["First", "Second"]
    assert "is changed" not in answer.headers.get("HX-Trigger", "")
    assert f'id="up-{first.pk}" aria-disabled="true"' in answer.content.decode()


def test_the_history_tells_what_was_changed_in_words_and_brings_it_back(client, admin):
    client.post("/settings/rules/new/", FORM)
    rule = Rule.objects.get()
    client.post(f"/settings/rules/{rule.pk}/", {**FORM, "version": "1", "e0-add": "cold"})

    page = client.get(f"/settings/rules/{rule.pk}/").content.decode()
    assert "<del>Add the tag hot, fire</del>" in page
    assert "<ins>Add the tag cold</ins>" in page
    client.post(f"/settings/rules/{rule.pk}/versions/1/restore/")
    assert Rule.objects.get().effects[0]["add"] == ["hot", "fire"]


def test_whoever_was_overtaken_keeps_their_words_and_is_told(client, admin):
    client.post("/settings/rules/new/", FORM)
    rule = Rule.objects.get()
    client.post(f"/settings/rules/{rule.pk}/", {**FORM, "version": "1", "name": "Theirs"})

    answer = client.post(f"/settings/rules/{rule.pk}/", {**FORM, "version": "1", "name": "Mine"})

    assert "Somebody changed this rule meanwhile" in answer.content.decode()
    assert 'value="Mine"' in answer.content.decode()


def test_the_ticket_tells_what_the_rules_did_and_why_not(agent):
    make_rule(name="Acts")
    make_rule(name="Waits", conditions={"all": [{"field": "subject", "operator": "contains", "value": "refund"}]})
    ticket = make_ticket()
    client = Client()
    client.force_login(agent)

    page = client.get(f"/desk/tickets/{ticket.pk}/rules/", headers={"HX-Request": "true"}).content.decode()

    assert "Acts" in page
    assert "Subject contains “refund”" in page


def test_the_ticket_tells_which_conditions_held_where_a_rule_acted(agent):
    conditions = {
        "all": [
            {"field": "channel", "operator": "is", "value": "email"},
            {"any": [{"field": "subject", "operator": "contains", "value": word} for word in ("printer", "scanner")]},
        ]
    }
    make_rule(name="Devices", conditions=conditions)
    ticket = make_ticket(subject="The printer is on fire")
    client = Client()
    client.force_login(agent)

    page = client.get(f"/desk/tickets/{ticket.pk}/rules/", headers={"HX-Request": "true"}).content.decode()

    assert "Subject contains “printer”" in page
    assert "Channel is Email" in page
    assert "scanner" not in page


def test_a_rule_that_acts_always_says_so(agent):
    make_rule(name="Acts")
    ticket = make_ticket()
    client = Client()
    client.force_login(agent)

    page = client.get(f"/desk/tickets/{ticket.pk}/rules/", headers={"HX-Request": "true"}).content.decode()

    assert "because: always" in " ".join(page.split())


def test_a_rule_saved_as_a_draft_says_so_and_is_turned_on_from_there(client):
    page = client.post("/settings/rules/new/", {**FORM, "state": "draft"}, follow=True).content.decode()
    rule = Rule.objects.get()

    assert "Saved as a draft." in page
    assert "it does nothing until you turn it on" in page
    assert rule.state == RuleState.DRAFT

    client.post(f"/settings/rules/{rule.pk}/switch/", {"state": "on"})
    rule.refresh_from_db()
    assert rule.state == RuleState.ON
    assert "it does nothing until" not in client.get(f"/settings/rules/{rule.pk}/").content.decode()


def test_many_rules_are_paged_and_one_moves_over_the_edge_of_a_page(client, monkeypatch):
    monkeypatch.setattr("desk.rules.views.PAGE_SIZE", 2)
    for name in ("One", "Two", "Three"):
        last = make_rule(name=name)
    first_page = client.get("/settings/rules/").content.decode()
    assert ("Two" in first_page, "Three" in first_page, "after=2" in first_page) == (True, False, True)
    assert "Three" in client.get("/settings/rules/?after=2").content.decode()
    assert "Three" in client.get("/settings/rules/?q=three").content.decode()

    answer = client.post(
        "/settings/rules/order/", {"rule": last.pk, "to": "up", "page": "2"}, headers={"HX-Request": "true"}
    )

    assert "Two" in answer.content.decode()
    assert list(Rule.objects.order_by("position").values_list("name", flat=True)) == ["One", "Three", "Two"]


def test_a_list_of_many_rules_asks_no_more_than_of_one(client):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get("/settings/rules/")
        return len(captured)

    make_rule(effects=[{"do": "assign_team", "team": TeamFactory().pk}])
    statements()
    one = statements()
    for number in range(30):
        make_rule(name=f"Rule {number}", effects=[{"do": "assign_team", "team": TeamFactory().pk}])
    assert statements() == one


def test_a_team_chooses_how_its_tickets_are_given_out(client, first_line):
    client.post(f"/settings/assignment/{first_line.pk}/", {"strategy": "round_robin", "capacity": "7"})
    assert TeamAssignment.objects.get().capacity == 7

    answer = client.post(f"/settings/assignment/{first_line.pk}/", {"strategy": "x", "capacity": "7"}, follow=True)
    assert "Choose one of the offered values." in answer.content.decode()
    assert TeamAssignment.objects.get().strategy == "round_robin"
