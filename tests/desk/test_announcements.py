"""News on the desk: the banner, the page, and who has read what."""

from datetime import timedelta

import pytest

from helpdesk import clock
from tests.desk.conftest import HTMX, signed_in
from tests.desk.test_concessions import count_of, nav_of
from tests.factories import TeamFactory, make_macro
from tickets.actions import announce, archive_announcement, read_announcement
from tickets.models import Announcement, AnnouncementThanks, Macro
from tickets.models.announcement import AnnouncementKind

pytestmark = pytest.mark.django_db


def outage(lead, html: str = "<p>Mail is down.</p>", **fields) -> Announcement:
    return announce(actor=lead, kind=AnnouncementKind.ANNOUNCEMENT, html=html, **fields)


def win(agent, html: str = "<p>Ann sent cake.</p>") -> Announcement:
    return announce(actor=agent, kind=AnnouncementKind.WIN, html=html)


def banner_of(client) -> str:
    return client.get("/desk/news/banner/", headers=HTMX).content.decode()


def loads_banner(client, path: str = "/desk/macros/") -> bool:
    return "live:refresh, load" in client.get(path).content.decode()


# --- The banner -------------------------------------------------------------------------------------------------------


def test_a_page_asks_for_the_banner_only_while_something_is_unread(desk, lead, ticket):
    assert not loads_banner(desk)
    announcement = outage(lead)
    assert loads_banner(desk)
    assert loads_banner(desk, f"/desk/tickets/{ticket.number}/")
    assert count_of("news", desk) == "1"

    desk.post(f"/desk/news/{announcement.pk}/read/", headers=HTMX)
    assert not loads_banner(desk)
    assert count_of("news", desk) == ""


def test_the_count_costs_no_statement(desk, lead, django_assert_max_num_queries):
    nav_of(desk)
    with django_assert_max_num_queries(10) as without:
        nav_of(desk)
    outage(lead)
    with django_assert_max_num_queries(10) as with_one:
        nav_of(desk)
    assert len(with_one) == len(without)


def test_the_oldest_comes_first_and_got_it_goes_on(desk, lead):
    now = clock.now()
    older = outage(lead, "<p>First thing</p>", starts_at=now - timedelta(hours=2))
    outage(lead, "<p>Second thing</p>", starts_at=now - timedelta(hours=1))

    shown = banner_of(desk)
    assert "First thing" in shown
    assert "one more" in shown
    after = desk.post(f"/desk/news/{older.pk}/read/", headers=HTMX).content.decode()
    assert "Second thing" in after
    assert "one more" not in after


def test_say_this_is_offered_while_the_macro_is_there(desk, lead):
    macro = make_macro(html="<p>We know about it.</p>")
    outage(lead, macro=macro)
    assert f'data-macro="{macro.pk}"' in banner_of(desk)
    macro.archived_at = clock.now()
    macro.save()
    assert "data-macro" not in banner_of(desk)


# --- The page ---------------------------------------------------------------------------------------------------------


def test_an_empty_page_says_what_it_is_for(desk):
    assert "No news yet" in desk.get("/desk/news/").content.decode()


def test_kinds_and_words_narrow_it(desk, agent, lead):
    outage(lead)
    win(agent)
    assert "Ann sent cake" not in desk.get("/desk/news/?kind=announcement").content.decode()
    page = desk.get("/desk/news/?q=cake").content.decode()
    assert "Ann sent cake" in page
    assert "Mail is down" not in page
    assert "Nothing with these words" in desk.get("/desk/news/?q=zzz%25%00").content.decode()


def test_leads_announce_with_a_form(lead, agent, first_line):
    client = signed_in(lead)
    assert "Announce something" in client.get("/desk/news/new/?kind=announcement").content.decode()
    words = {
        "html": "<p>Mail is down.</p>",
        "teams": [first_line.pk],
        "starts_at": "",
        "ends_at": "2099-01-01T09:00",
        "ticket": "",
    }
    assert client.post("/desk/news/new/?kind=announcement", words).headers["Location"] == "/desk/news/"
    made = Announcement.objects.get()
    assert (made.author, list(made.teams.all())) == (lead, [first_line])

    words |= {"html": "<p>Mail is back.</p>", "starts_at": "2026-01-01T09:00"}
    client.post(f"/desk/news/{made.pk}/", words)
    assert Announcement.objects.get().text == "Mail is back."


def test_an_emptied_start_begins_at_once(desk, lead):
    later = outage(lead, starts_at=clock.now() + timedelta(days=1))

    signed_in(lead).post(f"/desk/news/{later.pk}/", {"html": "<p>Mail is down.</p>", "starts_at": "", "ends_at": ""})

    assert "Mail is down." in banner_of(desk)


def test_a_team_that_its_author_cannot_choose_stays(desk, lead, agent_l2):
    private = TeamFactory(is_private=True)
    private.members.add(agent_l2)
    announcement = outage(lead, teams=[private])

    signed_in(lead).post(f"/desk/news/{announcement.pk}/", {"html": "<p>Mail is back.</p>"})

    assert list(announcement.teams.all()) == [private]
    assert "Mail is back." not in banner_of(desk)


def test_it_is_changed_although_its_macro_was_archived(lead):
    macro = make_macro(name="Outage")
    announcement = outage(lead, macro=macro)
    Macro.objects.filter(pk=macro.pk).update(archived_at=clock.now())

    words = {"html": "<p>Mail is back.</p>", "macro": macro.pk}
    assert signed_in(lead).post(f"/desk/news/{announcement.pk}/", words).status_code == 302


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"html": ""}, "Write what your colleagues should know"),
        ({"ticket": "999999"}, "There is no such ticket"),
        ({"ticket": "abc"}, "There is no such ticket"),
        ({"starts_at": "2026-01-02T09:00", "ends_at": "2026-01-01T09:00"}, "ends before it begins"),
    ],
)
def test_what_is_wrong_is_said_and_every_word_stays(lead, fields, sentence):
    words = {"html": "<p>My words</p>", "ends_at": "2099-01-01T09:00", **fields}
    answer = signed_in(lead).post("/desk/news/new/?kind=announcement", words)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "2026-01-01T09:00" in page or "2099-01-01T09:00" in page
    if words["html"]:
        assert "My words" in page
    assert not Announcement.objects.exists()


def test_agents_share_wins_and_are_told_that_leads_announce(desk, agent):
    assert desk.post("/desk/news/new/?kind=win", {"html": "<p>Cake</p>"}).status_code == 302
    assert Announcement.objects.get().author == agent
    page = desk.get("/desk/news/").content.decode()
    assert "kind=announcement&quot;" not in page
    assert '?kind=announcement">' not in page.split("news-head__share")[1]
    assert desk.get("/desk/news/new/?kind=announcement").status_code == 403


def test_thanks_are_counted_once(desk, agent, lead):
    shared = win(lead)
    for _click in range(2):
        answer = desk.post(f"/desk/news/{shared.pk}/thanks/", headers=HTMX).content.decode()
        assert 'aria-pressed="true"' in answer
    assert AnnouncementThanks.objects.count() == 1
    desk.post(f"/desk/news/{shared.pk}/thanks/", {"undo": "1"}, headers=HTMX)
    assert not AnnouncementThanks.objects.exists()


def test_archiving_offers_its_undo_in_the_same_place(desk, agent):
    shared = win(agent)
    url = f"/desk/news/{shared.pk}/archive/"
    assert "Undo" in desk.post(url, headers=HTMX).content.decode()
    assert "Ann sent cake" not in desk.get("/desk/news/").content.decode()
    assert "Ann sent cake" in desk.get("/desk/news/?archived=1").content.decode()
    assert "Ann sent cake" in desk.post(url, {"undo": "1"}, headers=HTMX).content.decode()


def test_the_author_sees_who_has_read_it(desk, agent, agent_l2, lead):
    announcement = outage(lead)
    read_announcement(announcement, actor=agent)

    shown = signed_in(lead).get(f"/desk/news/{announcement.pk}/readers/", headers=HTMX).content.decode()
    assert "Read by 1 of 2" in shown
    assert shown.index("Not yet") < shown.index("Bea Novak") < shown.index("Omar Haddad")
    assert desk.get(f"/desk/news/{announcement.pk}/readers/").status_code == 403


def test_what_begins_later_is_seen_by_who_announces(desk, lead):
    outage(lead, "<p>Tomorrow's news</p>", starts_at=clock.now() + timedelta(days=1))
    assert "Tomorrow" not in desk.get("/desk/news/").content.decode()
    assert "Tomorrow" in signed_in(lead).get("/desk/news/").content.decode()


def test_a_linked_ticket_is_named_to_who_sees_it(desk, admin, lead, agent, ticket):
    from tests.factories import TeamFactory
    from tickets.actions import assign_team

    announce(actor=admin, kind=AnnouncementKind.WIN, html="<p>x</p>", ticket=ticket)
    assert f"/desk/tickets/{ticket.number}/" in desk.get("/desk/news/").content.decode()
    assign_team(ticket, actor=admin, team=TeamFactory(is_private=True))
    assert f"/desk/tickets/{ticket.number}/" not in desk.get("/desk/news/").content.decode()


def test_a_page_holds_twenty_and_the_next_goes_on(desk, agent):
    for number in range(25):
        win(agent, f"<p>Win {number:02}.</p>")
    first = desk.get("/desk/news/").content.decode()
    assert "Win 05." in first
    assert "Win 04." not in first
    after = first.split("after=")[1].split('"')[0].split("&")[0]
    assert "Win 04." in desk.get(f"/desk/news/?after={after}").content.decode()


def test_twenty_cost_no_more_queries_than_one(desk, lead, ticket, first_line, django_assert_max_num_queries):
    outage(lead, ticket=ticket, teams=[first_line])
    desk.get("/desk/news/")
    with django_assert_max_num_queries(20) as one:
        desk.get("/desk/news/")
    for _number in range(19):
        outage(lead, ticket=ticket, teams=[first_line])
    with django_assert_max_num_queries(20) as many:
        desk.get("/desk/news/")
    assert len(many) == len(one)


def test_what_was_archived_is_not_to_be_read(desk, lead):
    archive_announcement(outage(lead), actor=lead)
    assert banner_of(desk).strip() == ""
