"""Settings over the API: the same verbs, the same refusals."""

import pytest

from accounts.models import Scope, SettingChange, Team, User
from mail.models import Mailbox
from tests.factories import make_ticket
from tickets.actions import assign
from tickets.models import Tag

pytestmark = pytest.mark.django_db


@pytest.fixture
def admins(program_of, admin):
    return program_of(admin)


def test_a_team_is_added_changed_archived_and_restored(admins, agent):
    added = admins.post("/api/v1/teams/", {"name": "Billing", "levels": [2], "members": [agent.pk]})
    assert added.status_code == 201, added.content
    address = added["Location"]

    assert admins.patch(address, {"levels": [2, 3]}).json()["levels"] == [2, 3]
    assert [one["id"] for one in admins.get(address).json()["members"]] == [agent.pk]
    assert admins.post(f"{address}archive/").json()["archived_at"] is not None
    assert admins.post(f"{address}restore/").json()["archived_at"] is None
    assert admins.post("/api/v1/teams/", {"name": "billing"}).status_code == 409
    assert admins.patch(address, {"members": [999999]}).json()["code"] == "unknown_reference"


def test_a_colleague_is_invited_changed_and_switched_off(admins, admin, agent, agent_l2, first_line):
    added = admins.post("/api/v1/agents/", {"email": "nele@example.com", "name": "Nele", "teams": [first_line.pk]})
    assert added.status_code == 201, added.content
    assert added.json()["is_invited"] is True
    assert admins.get(added["Location"]).json()["teams"] == [first_line.pk]
    assert admins.patch(added["Location"], {"role": "lead", "level": None, "teams": []}).json()["role"] == "lead"
    assert admins.post(f"{added['Location']}invite-again/").status_code == 200

    assign(make_ticket(), actor=admin, assignee=agent)
    off = admins.post(f"/api/v1/agents/{agent.pk}/deactivate/", {"to": agent_l2.pk}).json()
    assert (off["agent"]["is_active"], off["bulk_act"] is not None) == (False, True)
    assert [row["id"] for row in admins.get("/api/v1/agents/?is_active=false").json()["results"]] == [agent.pk]
    assert admins.post(f"/api/v1/agents/{agent.pk}/reactivate/").json()["is_active"] is True
    assert admins.post(f"/api/v1/agents/{admin.pk}/deactivate/", {}).status_code == 409


def test_where_no_mail_leaves_the_answer_has_the_link_to_hand_over(admins, settings):
    words = {"email": "nele@example.com", "name": "Nele"}
    assert admins.post("/api/v1/agents/", words).json()["invitation_link"] == ""
    settings.DEMO, settings.EMAIL_BACKEND, settings.EMAIL_HOST = False, "", ""

    added = admins.post("/api/v1/agents/", words | {"email": "bert@example.com"})

    assert "/invitation/" in added.json()["invitation_link"]
    assert "/invitation/" in admins.post(f"{added['Location']}invite-again/").json()["invitation_link"]
    assert "invitation_link" not in admins.get(added["Location"]).json()


def test_leads_and_scopes_are_held_to_what_they_may(program_of, lead, admin, first_line):
    words = {"email": "nele@example.com", "name": "Nele"}
    assert program_of(lead).post("/api/v1/agents/", words).status_code == 403
    assert program_of(admin, Scope.WRITE).post("/api/v1/agents/", words).status_code == 403
    assert not User.objects.filter(email="nele@example.com").exists()
    assert program_of(lead).get("/api/v1/setting-changes/").status_code == 403


def test_tags_are_added_renamed_merged_and_archived(program_of, lead):
    api = program_of(lead)
    bill = api.post("/api/v1/tags/", {"name": "Bill"})
    assert (bill.status_code, bill.json()["name"]) == (201, "bill")
    other = api.post("/api/v1/tags/", {"name": "payment"}).json()

    assert api.patch(bill["Location"], {"name": "invoice"}).json()["name"] == "invoice"
    assert api.patch(bill["Location"], {}).json()["name"] == "invoice"
    assert api.post("/api/v1/tags/", {"name": "bill"}).status_code == 409
    assert api.post(f"{bill['Location']}archive/").json()["archived_at"] is not None
    assert api.post(f"{bill['Location']}restore/").json()["archived_at"] is None
    assert api.post(f"{bill['Location']}merge/", {"into": 999999}).json()["code"] == "unknown_reference"
    assert api.post(f"{bill['Location']}merge/", {"into": other["id"]}).json() == other
    assert [tag.name for tag in Tag.objects.all()] == ["payment"]


def test_mailboxes_are_added_and_changed(admins, mailbox, first_line):
    added = admins.post("/api/v1/mailboxes/", {"address": "Sales@example.com", "name": "Sales"})
    assert added.status_code == 201, added.content
    changed = admins.patch(added["Location"], {"team": first_line.pk, "is_default": True}).json()
    assert (changed["team"], changed["is_default"]) == (first_line.pk, True)
    assert not Mailbox.objects.get(pk=mailbox.pk).is_default
    assert admins.post(f"{added['Location']}test/").json() == {"sent_to": "admin@example.com"}


def test_a_change_is_listed_and_taken_back(admins, first_line):
    admins.patch(f"/api/v1/teams/{first_line.pk}/", {"name": "Front"})

    (change,) = admins.get(f"/api/v1/setting-changes/?kind=team&key={first_line.pk}").json()["results"]
    assert (change["changes"], change["actor"]) == ({"name": ["First line", "Front"]}, "Ada Min")
    undone = admins.post(f"/api/v1/setting-changes/{change['id']}/undo/").json()
    assert undone["undoes"] == change["id"]
    assert Team.objects.get().name == "First line"
    assert admins.post(f"/api/v1/setting-changes/{change['id']}/undo/").status_code == 409


def test_the_configuration_goes_out_and_comes_in(admins, first_line):
    text = admins.get("/api/v1/configuration/").json()["yaml"]
    assert admins.post("/api/v1/configuration/", {"yaml": text}).json()["steps"] == []

    more = {"yaml": "helpdesk: 1\ntags:\n- name: refund\n", "dry_run": True}
    assert admins.post("/api/v1/configuration/", more).json()["summary"] == "1 added, 0 changed, 0 removed"
    assert not Tag.objects.exists()
    admins.post("/api/v1/configuration/", {**more, "dry_run": False})
    assert Tag.objects.get().name == "refund"
    bad = admins.post("/api/v1/configuration/", {"yaml": "helpdesk: 1\ntems: []"}).json()
    assert "line 2" in bad["problems"][0]
    assert SettingChange.objects.count() == 1


def test_fields_and_forms_are_added_and_changed(admins):
    field = admins.post("/api/v1/fields/", {"key": "outcome", "kind": "choice", "options": ["Paid"], "name": "Outcome"})
    assert field.status_code == 201, field.content
    assert admins.patch(field["Location"], {"options": ["Paid", "Not paid"]}).json()["options"] == ["Paid", "Not paid"]
    form = admins.post("/api/v1/forms/", {"name": "Billing", "fields_in_order": [{"key": "outcome"}]})
    assert form.status_code == 201, form.content

    assert admins.get("/api/v1/forms/").json()["results"][0]["questions"][0]["key"] == "outcome"
    assert admins.post(f"{field['Location']}archive/").status_code == 409
    assert admins.patch(form["Location"], {"fields_in_order": [], "is_active": False}).json()["is_active"] is False
    assert admins.post(f"{field['Location']}archive/").json()["archived_at"] is not None
    assert admins.post(f"{field['Location']}restore/").json()["archived_at"] is None
    assert admins.post("/api/v1/fields/", {"key": "tree", "kind": "tree", "options": ["x"]}).status_code == 409
