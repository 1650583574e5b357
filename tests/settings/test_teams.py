"""Teams in the settings: the verbs and the pages."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.actions.teams import add_team, change_team
from accounts.directory import Refusal
from accounts.models import SettingChange, Team
from desk.lists import teams_for
from desk.settings.history import undo
from tests.factories import TeamFactory, make_ticket
from tickets.actions.staffing import archive_team, restore_team
from tickets.errors import Invalid

pytestmark = pytest.mark.django_db


def test_a_team_is_added_and_the_history_says_by_whom(admin, agent) -> None:
    team = add_team(actor=admin, name="  Billing  line ", levels=[2, 1, 1], members=[agent])

    assert (team.name, team.levels, list(team.members.all())) == ("Billing line", [1, 2], [agent])
    change = SettingChange.objects.get()
    assert (change.kind, change.key, change.act, change.actor) == ("team", str(team.pk), "added", admin)
    assert change.changes["members"] == [None, ["agent@example.com"]]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": " ", "levels": [1]}, "Give the team a name"),
        ({"name": "first LINE", "levels": [1]}, "a team of this name"),
        ({"name": "New", "levels": []}, "at least one level"),
        ({"name": "New", "levels": [7]}, "at least one level"),
    ],
)
def test_what_is_wrong_is_refused_and_changes_nothing(admin, first_line, fields, sentence) -> None:
    with pytest.raises(Refusal, match=sentence):
        add_team(actor=admin, **fields)

    assert Team.objects.count() == 1
    assert not SettingChange.objects.exists()


def test_a_customer_is_no_member(admin, customer) -> None:
    with pytest.raises(Refusal, match="is a customer"):
        add_team(actor=admin, name="New", levels=[1], members=[customer])


def test_only_admins_change_teams(lead, first_line) -> None:
    with pytest.raises(PermissionDenied):
        change_team(first_line, actor=lead, name="Mine")


def test_a_change_that_changes_nothing_is_not_noted(admin, first_line) -> None:
    assert not change_team(first_line, actor=admin, name="First line", levels=[1])
    assert not SettingChange.objects.exists()


def test_a_change_is_taken_back_and_other_fields_stay(admin, first_line, agent) -> None:
    change_team(first_line, actor=admin, name="Front", members=[])
    renamed = SettingChange.objects.latest("pk")
    change_team(first_line, actor=admin, levels=[1, 2])

    undo(renamed, actor=admin)

    first_line.refresh_from_db()
    assert (first_line.name, first_line.levels) == ("First line", [1, 2])
    assert list(first_line.members.all()) == [agent]
    assert SettingChange.objects.latest("pk").undoes == renamed


def test_an_archived_team_is_offered_nowhere_and_comes_back(admin) -> None:
    team = TeamFactory(name="Old")

    assert archive_team(team, actor=admin)
    assert not archive_team(team, actor=admin)
    assert team.name not in [one.name for one in teams_for(admin)]
    team.refresh_from_db()
    assert not team.serves(1)

    assert restore_team(team, actor=admin)
    assert team.name in [one.name for one in teams_for(admin)]
    assert [change.act for change in SettingChange.objects.order_by("pk")] == ["archived", "restored"]


def test_a_team_with_work_is_not_archived(admin, first_line) -> None:
    make_ticket(team=first_line)

    with pytest.raises(Invalid, match="1 ticket is still in its queue"):
        archive_team(first_line, actor=admin)


def test_the_pages_list_add_and_change(browser, agent, first_line) -> None:
    assert "First line" in browser.get("/settings/teams/?q=first").content.decode()
    assert "Nothing found" in browser.get("/settings/teams/?q=xyzzy").content.decode()

    added = browser.post("/settings/teams/new/", {"name": "Billing", "levels": [2], "members": [agent.pk]})
    assert added.status_code == 302, added.content
    team = Team.objects.get(name="Billing")
    page = browser.get(f"/settings/teams/{team.pk}/").content.decode()
    assert "Team “Billing” added" in page

    refused = browser.post("/settings/teams/new/", {"name": "billing", "levels": [1]})
    assert refused.status_code == 422
    assert 'value="billing"' in refused.content.decode()


def test_a_form_that_somebody_overtook_says_so_and_keeps_its_words(browser, admin, first_line) -> None:
    change_team(first_line, actor=admin, levels=[1, 2])

    answer = browser.post(f"/settings/teams/{first_line.pk}/", {"name": "My name", "levels": [1], "history_seen": "0"})

    assert answer.status_code == 422
    assert "Ada Min changed this while you were writing" in answer.content.decode()
    assert 'value="My name"' in answer.content.decode()
    first_line.refresh_from_db()
    assert first_line.name == "First line"


def test_archiving_is_undone_where_it_is_said(browser) -> None:
    team = TeamFactory(name="Old")

    page = browser.post(f"/settings/teams/{team.pk}/archive/", follow=True).content.decode()
    assert f'action="/settings/teams/{team.pk}/archive/?undo=1"' in page
    browser.post(f"/settings/teams/{team.pk}/archive/?undo=1")
    team.refresh_from_db()
    assert team.archived_at is None


def test_thirty_teams_cost_no_more_statements_than_one(browser, django_assert_max_num_queries) -> None:
    TeamFactory()
    browser.get("/settings/teams/")
    with django_assert_max_num_queries(6) as one:
        browser.get("/settings/teams/")
    for _number in range(30):
        TeamFactory()
    with django_assert_max_num_queries(6) as many:
        browser.get("/settings/teams/")
    assert len(many) == len(one)
