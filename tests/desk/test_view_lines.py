"""Mentions and drafts: views whose rows say why they are there."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from desk.lists import sidebar
from tests.desk.test_views import count_of, numbers
from tests.factories import TeamFactory, make_ticket
from tickets.actions import (
    Letter,
    add_note,
    assign_team,
    delete,
    hold,
    mark_read,
    receive_message,
    reply,
    save_draft,
    solve,
)
from tickets.content import Body
from tickets.held import send_due

pytestmark = pytest.mark.django_db


def name_omar(ticket, writer, words="please look"):
    return add_note(ticket, actor=writer, body=Body.from_text(f"@Omar Haddad {words}"))


def is_unread(person, key: str) -> bool:
    return {entry.view.key: entry.is_unread for entry in sidebar(person)}[key]


def test_where_a_colleague_named_me_i_find_it_with_their_words(desk, agent, lead, ticket):
    make_ticket()
    name_omar(ticket, lead, "<b>please</b> look")

    page = desk.get("/desk/views/mentions/")

    assert numbers(page) == [ticket.pk]
    assert "<b>Lena Vogt:</b> @Omar Haddad &lt;b&gt;please&lt;/b&gt; look" in page.content.decode()


def test_the_sidebar_counts_the_unread_and_opening_the_ticket_reads_them(desk, agent, lead, ticket):
    name_omar(ticket, lead)
    assert (count_of(agent, "mentions"), is_unread(agent, "mentions")) == (1, True)

    desk.get(f"/desk/tickets/{ticket.pk}/")

    assert (count_of(agent, "mentions"), is_unread(agent, "mentions")) == (0, False)
    assert numbers(desk.get("/desk/views/mentions/")) == [ticket.pk]


def test_the_words_not_read_yet_stand_before_those_that_were(desk, agent, lead, ticket):
    name_omar(ticket, lead, "first")
    mark_read(ticket, actor=agent)
    ticket.refresh_from_db()
    name_omar(ticket, lead, "second")
    assert "second" in desk.get("/desk/views/mentions/").content.decode()


def test_a_mention_on_what_i_no_longer_see_is_not_shown(desk, agent, lead, admin, ticket):
    name_omar(ticket, lead)
    ticket.participants.all().delete()
    assign_team(ticket, actor=admin, team=TeamFactory(is_private=True))
    assert numbers(desk.get("/desk/views/mentions/")) == []
    assert count_of(agent, "mentions") == 0
    other = make_ticket()
    name_omar(other, lead)
    delete(other, actor=admin)
    assert count_of(agent, "mentions") == 0


def test_nobody_named_me_says_what_it_is_for(desk):
    assert "writes @ and your name" in desk.get("/desk/views/mentions/").content.decode()


def test_a_held_reply_says_when_it_leaves(desk, agent, ticket):
    letter = Letter(html="<p>Unplug it.</p>", seen_seq=1, cc=[])
    hold(ticket, actor=agent, letter=letter, send_at=timezone.now() + timedelta(hours=3))
    html = desk.get("/desk/views/drafts/").content.decode()
    assert "Leaves " in html
    assert "Unplug it." in html


def test_a_stopped_one_says_why(desk, agent, customer, ticket):
    letter = Letter(html="<p>Unplug it.</p>", seen_seq=1, cc=[])
    hold(ticket, actor=agent, letter=letter, send_at=timezone.now() + timedelta(hours=3))
    receive_message(ticket, actor=customer, body=Body.from_text("It exploded."), channel="email")
    send_due()
    assert "Not sent:</b> Somebody wrote first" in desk.get("/desk/views/drafts/").content.decode()


def test_other_drafts_show_their_own_words_the_reply_before_the_note(desk, agent, ticket):
    save_draft(ticket, actor=agent, kind="note", html="<p>Ask him</p>", seen_seq=1)
    assert "<b>Note:</b> Ask him" in desk.get("/desk/views/drafts/").content.decode()
    save_draft(ticket, actor=agent, kind="public", html="<p>Dear &lt;Ann&gt;</p>", seen_seq=1)
    assert "<b>Reply:</b> Dear &lt;Ann&gt;" in desk.get("/desk/views/drafts/").content.decode()


def test_thirty_rows_cost_as_many_queries_as_one(desk, agent, lead):
    def queries(path) -> int:
        with CaptureQueriesContext(connection) as captured:
            desk.get(path)
        return len(captured)

    def more(count):
        for _number in range(count):
            ticket = make_ticket()
            name_omar(ticket, lead)
            save_draft(ticket, actor=agent, kind="note", html="<p>x</p>", seen_seq=1)

    more(1)
    paths = ("/desk/views/mentions/", "/desk/views/drafts/")
    [queries(path) for path in paths]
    before = [queries(path) for path in paths]
    more(28)
    assert [queries(path) for path in paths] == before


def test_what_is_solved_is_never_marked_as_unread(desk, agent, lead, ticket):
    reply(ticket, actor=lead, body=Body.from_text("Unplug it."), seen_seq=1)
    solve(ticket, actor=lead)
    assert "ticket-row--unread" not in desk.get("/desk/views/solved/").content.decode()
