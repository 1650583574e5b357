"""The palette of commands, and what the desk's search offers beside what it finds."""

import re
from html import unescape

import pytest
from django.template.loader import render_to_string

from desk.list_page import PAGE_SIZE
from search.indexing import index_stale
from search.models import RecentSearch
from search.recent import MOST_KEPT, keep_search
from tests.desk.conftest import HTMX, signed_in
from tests.factories import CustomerFactory, TeamFactory, make_macro, make_ticket
from tickets.actions import assign, assign_team

pytestmark = pytest.mark.django_db

ODD = ["'", '"', "%", "🙂", "\\", "*:*", "tag:", 'from:"', "file:", "(" * 200, "a" * 5_000, "\x00x", "NULL", "漢"]


def groups(desk, query: str) -> dict[str, list[dict]]:
    answer = desk.get("/desk/palette/", {"q": query}).json()
    return {group["kind"]: group["options"] for group in answer["groups"]}


def names(desk, query: str, kind: str) -> list[str]:
    return [option["name"] for option in groups(desk, query)[kind]]


def test_the_palette_leads_to_views_and_pages(desk):
    places = {option["name"]: option for option in groups(desk, "")["places"]}

    assert places["My open"]["url"] == "/desk/views/mine/"
    assert places["My open"]["keys"] == "g i"
    assert places["Share a win"]["url"] == "/desk/news/new/?kind=win"
    assert "Macros" in places and "Mailboxes" not in places


def test_every_place_has_its_icon(desk, admin):
    drawn = set(re.findall(r'data-icon="([^"]+)"', render_to_string("ui/_options.html")))

    wanted = {option["icon"] for options in groups(signed_in(admin), "").values() for option in options}
    assert wanted <= drawn


def test_the_palette_finds_tickets_people_and_macros(desk, customer, ticket):
    make_macro(name="Printer manual")
    index_stale()

    assert names(desk, "printer", "tickets") == [ticket.subject]
    assert names(desk, str(ticket.number), "tickets") == [ticket.subject]
    assert names(desk, "printer", "macros") == ["Printer manual"]
    (ann,) = groups(desk, "an le")["people"]
    assert (ann["name"], ann["url"]) == ("Ann Lee", "/desk/search/?q=from%3Aann%40example.net")


def test_the_palette_shows_no_ticket_that_somebody_cannot_see(desk, admin, ticket):
    assign_team(ticket, actor=admin, team=TeamFactory(is_private=True, levels=[1, 2, 3]))
    index_stale()

    assert names(desk, "printer", "tickets") == names(desk, str(ticket.number), "tickets") == []
    assert names(signed_in(admin), "printer", "tickets") == [ticket.subject]


@pytest.mark.parametrize("text", ODD)
def test_odd_words_are_no_error_anywhere(desk, ticket, text):
    for path in ("/desk/search/", "/desk/palette/", "/desk/search/suggestions/"):
        assert desk.get(path, {"q": text}).status_code == 200
        assert desk.get("/api/v1/search/", {"q": text}).status_code in (200, 400)


@pytest.mark.parametrize("path", ["/desk/palette/", "/desk/search/suggestions/"])
def test_thirty_of_each_cost_as_many_statements_as_one(desk, path, django_assert_max_num_queries):
    for number in range(30):
        make_ticket(
            requester=CustomerFactory(name=f"Zoe {number}"), subject=f"Zoe asks {number}", tags=[f"zoe{number}"]
        )
        make_macro(name=f"Zoe {number}")
    index_stale()
    desk.get(path, {"q": "zoe"})

    with django_assert_max_num_queries(14):
        desk.get(path, {"q": "zoe"})


def test_a_search_that_finds_nothing_says_what_it_shows_instead(desk, ticket):
    index_stale()

    page = desk.get("/desk/search/", {"q": "prnter"}).content.decode()

    assert "Nothing for “prnter”; showing" in page and ">“printer”</a>." in page
    assert ">Nothing found<" not in page and "Results for “printer”" in page
    assert ticket.subject in page
    assert 'href="/desk/views/new/?filter=printer"' in page
    found = desk.get("/desk/search/", {"q": "fire printer"}).content.decode()
    assert "; showing" not in found
    assert 'href="/desk/views/new/?filter=fire%20printer"' in found


def test_an_operator_with_a_value_that_means_nothing_says_what_it_takes(desk, ticket):
    page = desk.get("/desk/search/", {"q": "status:bogus"}).content.decode()

    assert "“status:bogus” was looked for as words" in page
    assert "takes: new, open, pending, on_hold, solved, closed, unsolved." in page
    assert "was looked for as words" not in desk.get("/desk/search/", {"q": "status:new http://x.y"}).content.decode()
    told = desk.get("/api/v1/search/", {"q": "created>yesterday"}).json()["misread"]
    assert "2026-01-31" in told[0]


def test_an_operator_that_there_is_not_is_said_with_the_one_that_was_meant_and_its_words_are_looked_for(desk):
    make_ticket(subject="Error foo:bar in the log")
    index_stale()
    told = desk.get("/api/v1/search/", {"q": "foo:bar"}).json()

    assert told["misread"] == ["There is no filter “foo”, so this was looked for as words."]
    assert len(told["results"]) == 1
    page = desk.get("/desk/search/", {"q": "asignee:me"})
    assert "There is no filter “asignee”. Did you mean “assignee”?" in page.content.decode()
    for typed, meant in {"Staus:new": "status", "tags:vip": "tag", "creatd>2026-01-01": "created"}.items():
        assert f"Did you mean “{meant}”?" in desk.get("/api/v1/search/", {"q": typed}).json()["misread"][0]
    for pasted in ("http://x.y", "5<6", "a<b", "price>100", "x" * 300 + ":" + "y" * 300):
        assert len(desk.get("/api/v1/search/", {"q": pasted}).json()["misread"]) <= 1


def test_the_number_above_a_search_follows_its_list(desk, agent, ticket):
    list_alone = {**HTMX, "HX-Target": "div#inbox"}
    assert "#found-count" not in desk.get("/desk/views/open/", headers=list_alone).content.decode()
    page = desk.get("/desk/search/", {"q": "assignee:none"}).content.decode()
    assign(ticket, actor=agent, assignee=agent)
    refreshed = desk.get("/desk/search/", {"q": "assignee:none"}, headers=list_alone).content.decode()

    assert '<span class="count" id="found-count">1</span>' in page
    assert '<hx-partial hx-target="#found-count" hx-swap="textContent">0</hx-partial>' in refreshed


def test_what_was_meant_is_paged_and_chosen_from_like_any_search(desk):
    tickets = [make_ticket(subject="The printer smokes") for _number in range(PAGE_SIZE + 1)]
    index_stale()

    page = desk.get("/desk/search/", {"q": "prnter"}).content.decode()
    query = unescape(re.search(r'rel="next" href="([^"]+)"', page)[1])
    second = desk.get(f"/desk/search/{query}").content.decode()
    matching = desk.get(unescape(re.search(r'data-matching-url="([^"]+)"', page)[1])).json()

    assert f"#{tickets[0].number}<" in second
    assert "Nothing for “prnter”; showing" in second
    assert len(matching["numbers"]) == PAGE_SIZE + 1
    beyond = desk.get("/desk/search/", {"q": "printer", "after": "1"}).content.decode()
    assert "; showing" not in beyond


def test_searches_are_kept_newest_first_and_bounded(desk, agent, lead):
    for number in range(MOST_KEPT + 3):
        keep_search(agent, f"search {number}")
    keep_search(lead, "of somebody else")

    desk.post("/desk/search/keep/", {"q": " search 7 "}, headers=HTMX)
    desk.post("/desk/search/keep/", {"q": "  "}, headers=HTMX)

    kept = [row["text"] for row in desk.get("/api/v1/me/searches/").json()["results"]]
    assert kept[:2] == ["search 7", f"search {MOST_KEPT + 2}"]
    assert len(kept) == MOST_KEPT
    offered = desk.get("/desk/search/suggestions/", {"q": ""}).json()["suggestions"]
    assert offered[0]["text"] == "search 7"


def test_searches_are_forgotten_one_by_one_or_all(desk, agent, lead):
    keep_search(agent, "one")
    keep_search(agent, "two")
    keep_search(lead, "hers")
    hers = RecentSearch.objects.get(person=lead)

    desk.post("/desk/search/forget/", {"id": RecentSearch.objects.get(text="one").pk}, headers=HTMX)
    desk.post("/desk/search/forget/", {"id": hers.pk}, headers=HTMX)
    assert set(RecentSearch.objects.values_list("text", flat=True)) == {"two", "hers"}

    desk.post("/desk/search/forget/", headers=HTMX)
    assert RecentSearch.objects.get() == hers


def test_the_subject_is_renamed_and_a_refusal_changes_nothing(desk, ticket):
    form = desk.get(f"/desk/tickets/{ticket.number}/subject/", headers=HTMX).content.decode()
    assert f'value="{ticket.subject}"' in form

    refused = desk.post(f"/desk/tickets/{ticket.number}/subject/", {"subject": " "}, headers=HTMX)
    assert refused.status_code >= 400 and "toast" in refused["HX-Trigger"]

    desk.post(f"/desk/tickets/{ticket.number}/subject/", {"subject": "The scanner"}, headers=HTMX)
    ticket.refresh_from_db()
    assert ticket.subject == "The scanner"


def test_files_are_found_on_the_desk_too(desk, ticket):
    assert desk.get("/desk/search/", {"q": "has:attachment"}).status_code == 200


def test_the_api_says_what_was_meant(desk, ticket):
    index_stale()

    assert desk.get("/api/v1/search/", {"q": "prnter"}).json() == {
        "next": None, "previous": None, "results": [], "did_you_mean": "printer", "misread": [],
    }  # fmt: skip
    assert desk.get("/api/v1/search/", {"q": "printer"}).json()["did_you_mean"] is None
    found = desk.get("/api/v1/search/suggestions/", {"q": "printer"}).json()["results"]
    assert [row["number"] for row in found if row["kind"] == "ticket"] == [ticket.number]
