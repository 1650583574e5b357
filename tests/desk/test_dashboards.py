"""Dashboards: figures that somebody put together, who sees and changes them, and that nothing is lost."""

import pytest
from django.urls import reverse

from accounts.models import User
from desk.metrics.showing import DRAWN
from metrics.actions.dashboards import change_dashboard, delete_dashboard, restore_dashboard, save_dashboard
from metrics.layouts import CHARTS, ITEMS, PAGES
from metrics.models import Dashboard
from tests.factories import TeamFactory, make_ticket
from tickets.errors import Invalid, NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client, manager):
    client.force_login(manager)
    return client


def saved(owner: User, **fields) -> Dashboard:
    return save_dashboard(actor=owner, **{"name": "Mornings", "items": ["csat", "flow"], **fields})


def test_every_chart_of_the_list_is_drawn_and_every_page_shows_what_there_is():
    assert set(DRAWN) == set(CHARTS)
    assert {item for _name, items in PAGES.values() for item in items} <= set(ITEMS)


def test_a_page_is_saved_with_its_filters_and_opened_by_its_address(client, first_line, manager):
    form = client.get(reverse("metrics:new_dashboard"), {"from_page": "levels", "period": "7d", "team": first_line.pk})
    assert [item.key for item in form.context["items"] if item.is_chosen] == list(PAGES["levels"][1])
    given = form.context["form"].initial["filters"]

    answer = client.post(
        reverse("metrics:new_dashboard"),
        {"name": "  My  levels ", "visibility": "all", "filters": given, "items": ["moves", "escalation_rate"]},
    )

    found = Dashboard.objects.get()
    assert answer.headers["Location"] == reverse("metrics:dashboard", args=[found.pk])
    assert (found.name, found.items, found.owner) == ("My levels", ["moves", "escalation_rate"], manager)
    page = client.get(answer.headers["Location"])
    assert (page.context["filters"].choice, page.context["filters"].team) == ("7d", first_line)
    assert [len(group.charts) or len(group.cards) for group in page.context["groups"]] == [1, 1]
    assert page.context["groups"][0].charts[0].key == "moves"


def test_each_filter_of_its_own_comes_off_for_the_moment(client, manager, first_line):
    address = reverse("metrics:dashboard", args=[saved(manager, filters=f"team={first_line.pk}").pk])

    assert 'href="?period=30d"' in client.get(address).content.decode()
    assert client.get(address, {"period": "30d"}).context["filters"].team is None


def test_it_counts_what_the_page_counts(client, manager):
    make_ticket()
    found = saved(manager, items=["backlog"])

    card = client.get(reverse("metrics:dashboard", args=[found.pk])).context["groups"][0].cards[0]

    assert card.figure.n == 1


def test_items_are_moved_and_nothing_typed_is_lost(client):
    answer = client.post(
        reverse("metrics:new_dashboard"), {"name": "Half", "items": ["csat", "nps", "flow"], "move": "up:flow"}
    )

    assert [item.key for item in answer.context["items"]][:3] == ["csat", "flow", "nps"]
    assert 'value="Half"' in answer.content.decode()
    assert not Dashboard.objects.exists()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": "\u200b \x00"}, "Give the dashboard a name"),
        ({"items": []}, "at least one figure or chart"),
        ({"items": ["mood"]}, "at least one figure or chart"),
        ({"visibility": "team"}, "Choose the team"),
        ({"visibility": "mars"}, "offered values"),
        ({"filters": "tag=" + "x" * 2000}, "too long"),
    ],
)
def test_what_is_missing_is_said(manager, fields, words):
    if fields.get("name"):
        fields = {"name": "  "}
    with pytest.raises(Invalid, match=words):
        saved(manager, **fields)


def test_a_second_click_makes_no_second_one_and_another_of_its_name_is_refused(manager):
    first = saved(manager)

    assert saved(manager) == first
    with pytest.raises(Invalid, match="of this name"):
        saved(manager, items=["nps"])


def test_who_sees_it(manager, lead, admin, agent, first_line):
    first_line.members.add(lead)
    team = saved(manager, visibility="team", team=first_line)
    private = saved(manager, name="Mine")

    assert set(Dashboard.objects.visible_to(lead)) == {team}
    assert set(Dashboard.objects.visible_to(manager)) == {team, private}
    assert set(Dashboard.objects.visible_to(admin)) == {team}
    assert not Dashboard.objects.visible_to(agent)


def test_a_lead_shares_with_their_own_teams_only(lead):
    with pytest.raises(NotAllowed, match="not in this team"):
        saved(lead, visibility="team", team=TeamFactory(name="Others"))


def test_others_change_and_delete_nothing(manager, lead, admin):
    found = saved(manager, visibility="all")

    for act in (lambda: change_dashboard(found, actor=lead, name="x"), lambda: delete_dashboard(found, actor=lead)):
        with pytest.raises(NotAllowed):
            act()
    change_dashboard(found, actor=admin, name="Renamed")
    with pytest.raises(NotAllowed, match="Only its owner"):
        change_dashboard(found, actor=admin, visibility="private")

    assert Dashboard.objects.get().name == "Renamed"


def test_deleting_is_undone_and_repeats_do_nothing(client, manager):
    found = saved(manager)
    address = reverse("metrics:delete_dashboard", args=[found.pk])

    page = client.post(address, follow=True)
    assert f"{address}?undo=1" in page.content.decode()
    assert client.post(address).status_code == 404
    assert client.get(reverse("metrics:dashboard", args=[found.pk])).status_code == 404
    client.post(f"{address}?undo=1")

    assert Dashboard.objects.kept().get() == found
    assert not restore_dashboard(found, actor=manager)


def test_a_name_that_is_taken_meanwhile_keeps_it_deleted(manager):
    found = saved(manager)
    delete_dashboard(found, actor=manager)
    saved(manager)

    with pytest.raises(Invalid, match="another dashboard of this name"):
        restore_dashboard(found, actor=manager)


def test_an_agent_whose_name_its_readers_may_not_read_is_not_named(client, manager, lead, agent_l2):
    """However the agent was typed when it was saved."""
    found = saved(manager, visibility="all", filters=f"agent={agent_l2.email}&period=7d")
    client.force_login(lead)

    page = client.get(reverse("metrics:dashboard", args=[found.pk])).content.decode()

    assert found.filters == f"period=7d&agent={agent_l2.pk}"
    assert agent_l2.email not in page
    assert agent_l2.display_name not in page


def test_a_foreign_team_is_said_and_not_counted_silently(client, manager, lead, first_line, specialists):
    specialists.members.add(lead)
    found = saved(manager, visibility="all", filters=f"team={first_line.pk}")
    client.force_login(lead)

    page = client.get(reverse("metrics:dashboard", args=[found.pk])).content.decode()

    assert "narrowed to a team whose figures you do not see" in page


def test_over_the_api(client, manager):
    made = client.post(
        "/api/v1/dashboards/",
        {"name": "Api", "items": ["csat"], "filters": "period=7d&evil=1"},
        content_type="application/json",
    )
    assert (made.status_code, made.json()["filters"], made.json()["may_change"]) == (201, "period=7d", True)
    address = f"/api/v1/dashboards/{made.json()['id']}/"

    assert client.patch(address, {"items": ["nps", "flow"]}, content_type="application/json").json()["items"] == [
        "nps",
        "flow",
    ]
    assert client.delete(address).status_code == 204
    assert client.get("/api/v1/dashboards/").json() == {"results": []}
    assert client.post(f"{address}restore/").json()["name"] == "Api"
