"""Merging, splitting, moving and following at the desk, and the mail behind a message."""

import re

import pytest

from mail.processing import process_batch
from mail.receiving import store
from tests.factories import CustomerFactory, make_ticket
from tests.mail import corpus
from tickets.actions import (
    add_task,
    merge,
    open_side_conversation,
    receive_message,
    save_draft,
    set_task_done,
    split,
    unsplit,
)
from tickets.content import Body
from tickets.events import EventKind
from tickets.models import Channel, Message, Ticket
from tickets.models.message import MessageKind
from tickets.previews import preview_merge

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(customer) -> Ticket:
    return make_ticket(requester=customer, subject="Printer again")


@pytest.fixture
def second(ticket, customer) -> Message:
    return receive_message(ticket, actor=customer, body=Body.from_text("And the invoice?"), channel=Channel.EMAIL)


def text_of(response) -> str:
    return response.content.decode()


def test_this_customers_other_tickets_are_offered_first_and_words_find_more(desk, ticket, other, other_customer):
    anothers = make_ticket(requester=other_customer, subject="Elephants")

    offered = text_of(desk.get(f"/desk/tickets/{ticket.pk}/merge/"))
    by_number = text_of(desk.get(f"/desk/tickets/{ticket.pk}/merge/", {"q": str(anothers.pk)}))

    assert (f"?into={other.pk}" in offered, f"?into={anothers.pk}" in offered) == (True, False)
    assert (f"?into={anothers.pk}" in by_number, f"?into={other.pk}" in by_number) == (True, False)


def test_a_merge_names_the_tasks_and_the_side_conversations_that_come_along(ticket, other, agent):
    done = add_task(ticket, actor=agent, text="Call her")
    add_task(ticket, actor=agent, text="Order a fuser")
    set_task_done(done, actor=agent)
    open_side_conversation(
        ticket, actor=agent, to=["bob@parts.test"], subject="Fuser", body=Body.from_text("Have you one?")
    )

    told = preview_merge(ticket, actor=agent, into=other).sentences

    assert "2 tasks come along (1 still open)." in told
    assert f"The side conversation with bob@parts.test goes on at #{other.pk}." in told


def test_merging_shows_what_will_happen_then_does_it_and_offers_the_way_back(desk, ticket, other):
    address = f"/desk/tickets/{ticket.pk}/merge/"
    preview = text_of(desk.get(address, {"into": other.pk}))
    assert f"#{ticket.pk} is closed and leads to #{other.pk}" in preview

    page = desk.post(address, {"into": other.pk}, follow=True)

    assert page.redirect_chain == [(f"/desk/tickets/{other.pk}/", 302)]
    assert text_of(page).count(f'action="/desk/tickets/{ticket.pk}/unmerge/') == 2  # in the corner and in the timeline
    assert f"merged #{ticket.pk} into this" in text_of(page)

    desk.post(f"/desk/tickets/{ticket.pk}/unmerge/")
    assert ticket.messages.count() == other.messages.count() == 1

    # The undoing can be undone on both, for as long as they are apart.
    desk.get("/desk/")
    again = f'action="{address}?into={other.pk}"'
    for one in (ticket, other):
        assert again in text_of(desk.get(f"/desk/tickets/{one.pk}/"))
    desk.post(f"{address}?into={other.pk}")
    assert again not in text_of(desk.get(f"/desk/tickets/{other.pk}/"))


def test_a_merged_ticket_leads_to_its_survivor_with_a_notice(desk, ticket, other, agent):
    merge(ticket, actor=agent, into=other)

    page = desk.get(f"/desk/tickets/{ticket.pk}/", follow=True)
    live = desk.get(f"/desk/tickets/{ticket.pk}/live/", headers={"HX-Request": "true"})

    assert page.redirect_chain == [(f"/desk/tickets/{other.pk}/", 302)]
    assert "was merged: its conversation is here" in text_of(page)
    assert live["HX-Redirect"] == f"/desk/tickets/{other.pk}/"


def test_a_refused_merge_says_why_on_the_page(desk, ticket, other, agent):
    merge(other, actor=agent, into=make_ticket())

    page = desk.post(f"/desk/tickets/{ticket.pk}/merge/", {"into": other.pk})

    assert page.status_code == 409
    assert "was itself merged" in text_of(page)


def test_splitting_from_a_message_on(desk, ticket, second):
    page = text_of(desk.get(f"/desk/tickets/{ticket.pk}/split/", {"from": second.pk}))
    assert f'value="{second.pk}" checked' in page
    assert page.count(" checked") == 1

    desk.post(f"/desk/tickets/{ticket.pk}/split/", {"messages": second.pk, "subject": "Invoice"})

    new = Ticket.objects.get(subject="Invoice")
    assert new.messages.get() == second
    desk.post(f"/desk/tickets/{new.pk}/unsplit/")
    assert ticket.messages.count() == 2


def test_what_was_split_off_says_so_and_can_be_put_back_there(desk, ticket, second):
    desk.post(f"/desk/tickets/{ticket.pk}/split/", {"messages": second.pk, "subject": "Invoice"})
    new = Ticket.objects.latest("pk")

    page = desk.get(f"/desk/tickets/{new.pk}/").content.decode()

    assert f"split this off from #{ticket.pk}" in page.partition('id="conversation"')[2]
    assert f'action="/desk/tickets/{new.pk}/unsplit/?on={new.pk}"' in page


def test_a_refused_split_keeps_what_was_chosen_and_typed(desk, ticket, second):
    keys = [message.pk for message in ticket.messages.all()]

    page = desk.post(f"/desk/tickets/{ticket.pk}/split/", {"messages": keys, "subject": "All & everything"})

    assert page.status_code == 409
    assert text_of(page).count(" checked") == 2
    assert 'value="All &amp; everything"' in text_of(page)


def test_moving_a_message_and_back(desk, ticket, other, second):
    desk.post(f"/desk/tickets/{ticket.pk}/messages/{second.pk}/move/", {"into": other.pk})
    assert other.messages.count() == 2

    desk.post(f"/desk/tickets/{other.pk}/messages/{second.pk}/undo-move/")
    assert ticket.messages.count() == 2


def test_who_merged_comes_back_by_undo_to_the_ticket_where_they_began(desk, ticket, other):
    desk.post(f"/desk/tickets/{ticket.pk}/merge/", {"into": other.pk})
    page = text_of(desk.get(f"/desk/tickets/{other.pk}/"))
    addresses = set(re.findall(r'action="([^"]*/unmerge/[^"]*)"', page))  # of the corner, and of the conversation
    assert len(addresses) == 2

    for address in addresses:
        back = desk.post(address)
        assert back["Location"] == f"/desk/tickets/{ticket.pk}/"
        desk.post(f"/desk/tickets/{ticket.pk}/merge/", {"into": other.pk})


def test_undo_in_the_conversation_of_a_merge_of_former_times_leaves_one_where_one_stands(desk, ticket, other, lead):
    merge(ticket, actor=lead, into=other)
    [address] = re.findall(r'action="([^"]*/unmerge/[^"]*)"', text_of(desk.get(f"/desk/tickets/{other.pk}/")))

    assert desk.post(address)["Location"] == f"/desk/tickets/{other.pk}/"
    assert desk.post(address)["Location"] == f"/desk/tickets/{other.pk}/"  # a second click
    assert ticket.messages.count() == 1


def test_a_message_is_moved_and_brought_back_without_leaving_the_ticket_where_one_began(desk, ticket, other, second):
    """Pressed twice, each does the same once."""
    address = f"/desk/tickets/{ticket.pk}/messages/{second.pk}/move/"
    for _click in range(2):
        assert desk.post(address, {"into": other.pk})["Location"] == f"/desk/tickets/{ticket.pk}/"
    [corner] = set(re.findall(r'action="([^"]*/undo-move/)"', text_of(desk.get(f"/desk/tickets/{ticket.pk}/"))))
    for _click in range(2):
        assert desk.post(corner)["Location"] == f"/desk/tickets/{ticket.pk}/"

    assert ticket.events.filter(kind__in=[EventKind.MOVED_AWAY, EventKind.MOVED_HERE]).count() == 2
    assert ticket.messages.count() == 2


def test_two_of_one_name_are_told_apart_where_tickets_are_merged(desk, ticket, other):
    namesake = CustomerFactory(email="ann.lee@example.org", name=ticket.requester.name)
    theirs = make_ticket(requester=namesake, subject="Smoke")
    address = f"/desk/tickets/{ticket.pk}/merge/"

    found = text_of(desk.get(address, {"q": str(theirs.pk)}))
    chosen = text_of(desk.get(address, {"into": theirs.pk}))

    assert f"{namesake.name} (ann.lee@example.org)" in found
    for person in (namesake, ticket.requester):
        assert f"{person.name} ({person.email})" in chosen
    assert f"In copy from now on: {ticket.requester.name} ({ticket.requester.email})." in chosen


def test_who_puts_a_split_back_is_told_so_once(desk, ticket, second, agent):
    new = split(ticket, actor=agent, messages=[second])
    desk.post(f"/desk/tickets/{new.pk}/unsplit/")  # its page is open still, and hears of it
    led = desk.get(f"/desk/tickets/{new.pk}/live/", {"seq": 1}, headers={"HX-Request": "true"})
    assert led.headers["HX-Redirect"] == f"/desk/tickets/{ticket.pk}/"

    page = text_of(desk.get(led.headers["HX-Redirect"]))

    assert f"What was split off is back on #{ticket.pk}." in page
    assert "its conversation is here" not in page


def test_whoever_else_is_led_from_a_split_put_back_reads_why(desk, ticket, second, agent, lead):
    new = split(ticket, actor=agent, messages=[second])
    unsplit(new, actor=lead)
    page = text_of(desk.get(f"/desk/tickets/{new.pk}/", follow=True))
    assert "was put back: its conversation is here again" in page


def test_words_not_sent_on_the_merged_ticket_are_shown_on_the_survivor(desk, ticket, other, agent):
    for one, words in ((ticket, "<p>From the first</p>"), (other, "<p>From the second</p>")):
        save_draft(one, actor=agent, kind=MessageKind.PUBLIC, html=words, seen_seq=1)
    merge(ticket, actor=agent, into=other)

    page = text_of(desk.get(f"/desk/tickets/{other.pk}/"))

    assert "<p>From the first</p>" in page
    assert "From the second" in page


def test_following_and_leaving(desk, ticket, agent):
    desk.post(f"/desk/tickets/{ticket.pk}/follow/")
    assert "Stop following" in text_of(desk.get(f"/desk/tickets/{ticket.pk}/"))
    desk.post(f"/desk/tickets/{ticket.pk}/follow/", {"undo": "1"})
    assert not ticket.participants.exists()


def test_the_source_of_a_mail_is_shown_as_text_and_given_as_a_file(desk, mailbox):
    raw = corpus.plain("<script>alert(1)</script>", From="Ann <ann@example.net>", Subject="Help")
    row = store(raw, "ann@example.net", ["support@example.com"], "test")
    process_batch()
    row.refresh_from_db()
    address = f"/desk/tickets/{row.ticket_id}/messages/{row.ticket_message_id}/"

    page = desk.get(address + "source/")
    file = desk.get(address + "source.eml")

    assert "Subject: Help" in text_of(page)
    assert "<script>alert" not in text_of(page)
    assert file.content == raw
    assert file["Content-Disposition"].startswith("attachment")


def test_the_portal_leads_from_the_old_address_to_the_survivor_and_lists_one_request(
    client, ticket, other, customer, agent
):
    merge(ticket, actor=agent, into=other)
    client.force_login(customer)

    page = client.get(f"/requests/{ticket.pk}/", follow=True)
    listed = text_of(client.get("/"))

    assert page.redirect_chain == [(f"/requests/{other.pk}/", 302)]
    assert (f"/requests/{other.pk}/" in listed, f"/requests/{ticket.pk}/" in listed) == (True, False)
