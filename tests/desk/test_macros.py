"""The page of macros."""

import pytest

from tests.desk.conftest import HTMX, signed_in
from tests.factories import make_macro
from tickets.macros import macros_like, named_first
from tickets.models import Macro

pytestmark = pytest.mark.django_db


def test_the_list_finds_by_words_and_says_what_each_does(desk, agent):
    make_macro(name="Refund is on its way", html="<p>Hi</p>", add_tags=["refund"], use_count=3)
    make_macro(name="Password reset", html="<p>x</p>")

    page = desk.get("/desk/macros/?q=refund").content.decode()
    assert "Refund is on its way" in page
    assert "adds refund" in page
    assert "used 3 times" in page
    assert "Password reset" not in page
    assert "<html" not in desk.get("/desk/macros/?q=refund", headers=HTMX).content.decode()
    assert "No macro with these words" in desk.get("/desk/macros/?q=xyz").content.decode()


def test_an_empty_list_says_what_it_is_for(desk):
    assert "No macros yet" in desk.get("/desk/macros/").content.decode()


def test_thirty_macros_cost_no_more_queries_than_one(desk, agent, django_assert_max_num_queries):
    make_macro(owner=agent)
    desk.get("/desk/macros/")
    with django_assert_max_num_queries(20) as one:
        desk.get("/desk/macros/")
    for number in range(30):
        make_macro(name=f"Macro {number}", owner=agent)
    with django_assert_max_num_queries(20) as many:
        desk.get("/desk/macros/")
    assert len(many) == len(one)


def test_fifty_are_a_page_and_the_next_one_goes_on(desk):
    for number in range(60):
        make_macro(name=f"Macro {number:02}")

    first = desk.get("/desk/macros/").content.decode()
    assert "Macro 49" in first
    assert "Macro 50" not in first
    assert "Macro 59" in desk.get("/desk/macros/?after=Macro 50").content.decode()


def test_one_is_made_and_changed(desk, agent, first_line):
    answer = desk.post(
        "/desk/macros/new/",
        {
            "name": "Refund",
            "html": "<p>Hi</p>",
            "use": "reply",
            "scope": "team",
            "team": first_line.pk,
            "add_tags": "a, b",
        },
    )
    assert answer.status_code == 302, answer.content
    macro = Macro.objects.get()
    assert (macro.name, macro.owner, macro.team, macro.add_tags) == ("Refund", agent, first_line, ["a", "b"])

    assert "Refund" in desk.get(f"/desk/macros/{macro.pk}/").content.decode()
    desk.post(f"/desk/macros/{macro.pk}/", {"name": "Refunds", "html": "<p>Hi</p>", "use": "any", "scope": "all"})
    macro.refresh_from_db()
    assert (macro.name, macro.scope, macro.team) == ("Refunds", "all", None)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": ""}, "Fill in “Name”: it cannot stay empty."),
        ({"html": "<p>{{ nobody.name }}</p>"}, "There is no placeholder"),
        ({"html": "", "remove_tags": "", "name": "mytag"}, "A macro needs words"),
        ({"scope": "team"}, "Choose the team that sees it"),
    ],
)
def test_what_is_wrong_is_said_and_every_word_stays(desk, fields, sentence):
    words = {
        "name": "Mine",
        "html": "<p>My words</p>",
        "use": "reply",
        "scope": "private",
        "remove_tags": "mytag",
        **fields,
    }

    answer = desk.post("/desk/macros/new/", words)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "mytag" in page
    assert not Macro.objects.exists()


def test_somebody_elses_can_be_read_but_not_changed(desk, lead):
    macro = make_macro(html="<p>x</p>", owner=lead)

    page = desk.get(f"/desk/macros/{macro.pk}/").content.decode()
    assert "belongs to somebody else" in page
    assert "Save macro" not in page
    words = {"name": "y", "html": "<p>x</p>", "use": "any", "scope": "all"}
    assert desk.post(f"/desk/macros/{macro.pk}/", words).status_code == 422
    assert signed_in(lead).post(f"/desk/macros/{macro.pk}/", words).status_code == 302
    private = make_macro(scope="private", owner=lead)
    assert desk.get(f"/desk/macros/{private.pk}/").status_code == 404


def test_archiving_offers_its_undo_in_the_same_place(desk, agent):
    macro = make_macro(owner=agent)
    url = f"/desk/macros/{macro.pk}/archive/"

    assert "Undo" in desk.post(url, headers=HTMX).content.decode()
    assert "Thanks" not in desk.get("/desk/macros/").content.decode()
    assert "Thanks" in desk.get("/desk/macros/?archived=1").content.decode()
    desk.post(url, {"undo": "1"}, headers=HTMX)
    assert Macro.objects.get().archived_at is None


def test_the_preview_is_a_real_tickets(desk, ticket, mailbox):
    url = "/desk/macros/preview/"

    page = desk.post(url, {"html": "<p>Hi {{ requester.first_name }}</p><script>x</script>", "ticket": ticket.pk})
    assert "Hi Ann" in page.content.decode()
    assert "<script>" not in page.content.decode()
    flagged = desk.post(url, {"html": "{{ organization.name }}", "ticket": ticket.pk}).content.decode()
    assert "[customer's organization?]" in flagged
    assert "There is no placeholder" in desk.post(url, {"html": "{{ x.y }}", "ticket": ticket.pk}).content.decode()
    assert desk.post(url, {"html": "<p>x</p>", "ticket": "nonsense"}).status_code == 200


def test_a_macro_is_found_by_what_it_says_after_those_found_by_name_and_never_by_its_markup(agent):
    said = make_macro(name="Money back", html="<p>Your <strong>refund</strong> is on its way.</p>", use_count=9)
    named = make_macro(name="Refund", html="<p>x</p>")

    assert list(macros_like(agent, "refund").order_by(*named_first("refund"), "-use_count")) == [named, said]
    assert list(macros_like(agent, "strong")) == []
    assert list(macros_like(agent, "money way")) == [said]


def test_who_sets_more_than_macros_finds_them_among_the_settings(desk, lead):
    make_macro(name="Refund")
    own = desk.get("/desk/macros/").content.decode()
    leads = signed_in(lead).get("/desk/macros/").content.decode()

    assert ("Back to the desk" in own, "Back to the desk" in leads) == (False, True)
