"""Saving a search as a view, and the columns, density and order that somebody chooses."""

import re

import pytest
from django.contrib.messages import get_messages

from search.saved_views import save_view, views_of
from tests.desk.conftest import HTMX, signed_in
from tests.factories import make_ticket
from tickets.actions import assign
from tickets.models import SavedView

pytestmark = pytest.mark.django_db

FORM = {"name": "Bills", "filter": "tag:billing", "sort": "priority", "visibility": "private", "team": ""}


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_a_search_is_saved_as_a_view(desk, agent):
    offered = desk.get("/desk/search/?q=tag:billing").content.decode()
    assert "/desk/views/new/?filter=tag%3Abilling" in offered
    assert 'value="tag:billing"' in desk.get("/desk/views/new/?filter=tag:billing").content.decode()

    answer = desk.post("/desk/views/new/", {**FORM, "columns": ["tags", "waiting"]})

    view = SavedView.objects.get()
    assert answer["Location"] == f"/desk/views/saved-{view.pk}/"
    assert (view.name, view.filter, view.sort, view.owner) == ("Bills", "tag:billing", "priority", agent)
    assert view.columns == ["tags", "waiting"]


def test_the_team_that_a_view_or_macro_is_for_is_not_called_optional(lead):
    desk = signed_in(lead)
    for address in ("/desk/views/new/?filter=tag:billing", "/desk/macros/new/", "/metrics/dashboards/new/"):
        label = re.search(r'<label[^>]*for="id_team">(.*?)</label>', desk.get(address).content.decode(), re.DOTALL)
        assert label is not None, address
        assert "optional" not in label[1], address


def test_a_refused_form_keeps_every_word(desk):
    answer = desk.post("/desk/views/new/", {**FORM, "filter": "status:solved tag:x"})

    html = answer.content.decode()
    assert answer.status_code == 422
    assert "needs a period" in html
    assert 'value="status:solved tag:x"' in html
    assert 'value="Bills"' in html


def test_a_double_click_saves_one_view(desk):
    assert {desk.post("/desk/views/new/", FORM)["Location"] for _ in "12"} == {
        f"/desk/views/saved-{SavedView.objects.get().pk}/"
    }


def test_a_view_is_changed_by_its_owner_only(desk, agent, lead):
    view = save_view(actor=lead, name="Ours", filter="tag:a", visibility="all")

    assert desk.get(f"/desk/views/{view.pk}/edit/").status_code == 403
    assert signed_in(lead).post(f"/desk/views/{view.pk}/edit/", {**FORM, "visibility": "all"}).status_code == 302
    view.refresh_from_db()
    assert view.name == "Bills"
    assert "edit/" not in desk.get(f"/desk/views/saved-{view.pk}/").content.decode()
    assert f"/desk/views/{view.pk}/edit/" in signed_in(lead).get(f"/desk/views/saved-{view.pk}/").content.decode()


def test_agents_are_not_offered_what_they_may_not(desk, lead):
    assert 'value="all"' not in desk.get("/desk/views/new/").content.decode()
    assert 'value="all"' in signed_in(lead).get("/desk/views/new/").content.decode()


def test_deleting_asks_and_says_that_it_is_gone(desk, agent):
    view = save_view(actor=agent, name="Bills", filter="tag:billing")
    assert "Delete the view “Bills”?" in desk.get("/desk/views/manage/").content.decode()

    answer = desk.post(f"/desk/views/{view.pk}/delete/")

    assert "“Bills” is gone" in said(answer)[0]
    assert not SavedView.objects.exists()
    assert desk.post(f"/desk/views/{view.pk}/delete/").status_code == 404


def test_views_are_moved_up_and_down(desk, agent):
    a, b, c = (save_view(actor=agent, name=name, filter="tag:x") for name in "abc")

    desk.post("/desk/views/order/", {"move": c.pk, "by": "-1"})
    agent.refresh_from_db()
    assert views_of(agent) == [a, c, b]
    desk.post("/desk/views/order/", {"move": a.pk, "by": "1"})
    desk.post("/desk/views/order/", {"move": c.pk, "by": "-1"})
    desk.post("/desk/views/order/", {"move": "99999999", "by": "up"})
    agent.refresh_from_db()
    assert views_of(agent) == [c, a, b]


def test_columns_and_density_are_kept_on_the_person(desk, agent, ticket):
    assert "tickets__channel" not in desk.get("/desk/views/open/").content.decode()

    form = {"density": "compact", "has_columns": "1", "columns": ["channel", "updated"], "next": "/desk/views/open/"}
    answer = desk.post("/desk/lists/", form)

    assert answer["Location"] == "/desk/views/open/"
    html = desk.get("/desk/views/open/").content.decode()
    assert "tickets--compact" in html
    assert "tickets__channel" in html
    assert "tickets__level" not in html
    assert "tickets__channel" in desk.get("/desk/search/?q=status:new").content.decode()


def test_no_column_chosen_means_the_usual_ones(desk, ticket):
    desk.post("/desk/lists/", {"has_columns": "1"})

    assert "tickets__level" in desk.get("/desk/views/open/").content.decode()


def test_a_saved_views_own_columns_are_changed_where_it_is_open(desk, agent, lead):
    make_ticket(tags=["billing"])
    mine = save_view(actor=agent, name="Bills", filter="tag:billing")
    ours = save_view(actor=lead, name="Ours", filter="tag:billing", visibility="all", columns=["status"])

    desk.post("/desk/lists/", {"has_columns": "1", "columns": ["opened"], "view": mine.pk})
    mine.refresh_from_db()
    agent.refresh_from_db()
    assert (mine.columns, agent.list_columns) == (["opened"], [])
    answer = desk.post("/desk/lists/", {"has_columns": "1", "columns": ["opened"], "view": ours.pk}, headers=HTMX)
    assert answer.status_code == 403
    assert 'name="columns"' not in desk.get(f"/desk/views/saved-{ours.pk}/").content.decode()


def test_nobody_is_sent_elsewhere_after_choosing(desk):
    answer = desk.post("/desk/lists/", {"density": "compact", "next": "https://evil.example/"})
    assert answer["Location"] == "/desk/"


@pytest.mark.parametrize(("sort", "direction"), [("waiting", "ascending"), ("priority", "descending")])
def test_heads_say_and_change_the_sort(desk, ticket, sort, direction):
    html = desk.get(f"/desk/views/open/?sort={sort}").content.decode()

    assert f'<th scope="col" class="tickets__{sort}" aria-sort="{direction}">' in html
    assert 'href="?sort=priority"' in html
    assert html.count("aria-sort") == 1


def test_taking_the_next_ticket_says_why_this_one(desk, agent, ticket):
    answer = desk.post("/desk/take-next/")

    assert answer["Location"] == f"/desk/tickets/{ticket.pk}/"
    assert "priority Normal" in said(answer)[0]
    assert "Ann Lee wrote" in said(answer)[0]
    ticket.refresh_from_db()
    assert ticket.assignee == agent


def test_where_nothing_waits_a_calm_sentence_is_said(desk, agent, ticket, lead):
    assign(ticket, actor=lead, assignee=lead)

    answer = desk.post("/desk/take-next/", {"next": "/desk/views/mine/"})

    assert answer["Location"] == "/desk/views/mine/"
    assert "Nothing waits" in said(answer)[0]
