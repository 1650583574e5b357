"""Words for somebody outside that are not sent yet: on the server, like those for the customer."""

import pytest

from tests.desk.conftest import HTMX
from tests.factories import make_ticket
from tickets.actions import merge, open_side_conversation, receive_message, unmerge
from tickets.content import Body
from tickets.models import Channel, Draft, SideConversation

pytestmark = pytest.mark.django_db

WORDS = {"to": "bob@supplier.test", "subject": "A spare part", "text": "Is it in stock?\nAnd when?", "writer": "w"}


def at(ticket, part=""):
    return f"/desk/tickets/{ticket.number}/side/{part}"


def keep(client, ticket, part="draft/", **fields):
    return client.post(at(ticket, part), {**WORDS, "revision": 5, **fields})


def form(client, ticket, part=""):
    return client.get(at(ticket, part), headers=HTMX).content.decode()


def test_they_are_kept_and_come_back_on_another_device(desk, client, agent, lead, ticket):
    assert keep(desk, ticket).json() == {"kept": True}

    shown = form(desk, ticket)
    assert "Is it in stock?\nAnd when?" in shown
    assert 'value="bob@supplier.test"' in shown
    assert 'value="A spare part"' in shown
    assert "begun and not sent" in desk.get(f"/desk/tickets/{ticket.number}/").content.decode()
    assert "A spare part" not in desk.get("/desk/?view=drafts").content.decode()
    client.force_login(lead)
    assert "Is it in stock?" not in form(client, ticket)


def test_an_older_save_never_replaces_a_newer_and_an_emptied_one_is_none(desk, ticket):
    keep(desk, ticket)
    keep(desk, ticket, text="Older", revision=4)
    assert "Is it in stock?" in form(desk, ticket)
    assert keep(desk, ticket, text=" ", to="", revision=6).json() == {"kept": False}
    assert not Draft.objects.exists()


def test_each_talk_has_its_own(desk, agent, mailbox, ticket):
    side = open_side_conversation(
        ticket, actor=agent, to=["bob@supplier.test"], subject="A part", body=Body.from_text("Well?")
    )
    keep(desk, ticket)
    keep(desk, ticket, f"{side.pk}/draft/", text="Any news?")

    assert "Any news?" in form(desk, ticket, f"{side.pk}/")
    assert "Is it in stock?" in form(desk, ticket)
    desk.post(at(ticket, f"{side.pk}/"), {"text": "Any news?"}, headers=HTMX)
    assert [draft.side for draft in Draft.objects.all()] == [None]


def test_what_was_sent_is_no_draft_and_what_was_refused_is(desk, mailbox, ticket):
    desk.post(at(ticket), {**WORDS, "to": "nope"}, headers=HTMX)
    assert Draft.objects.get().to == ["nope"]
    desk.post(at(ticket), WORDS, headers=HTMX)
    assert SideConversation.objects.count() == 1
    assert not Draft.objects.exists()


def test_discarding_throws_it_away(desk, ticket):
    keep(desk, ticket)
    assert desk.post(at(ticket, "discard/"), headers=HTMX).status_code == 200
    assert not Draft.objects.exists()


def test_the_message_below_comes_back_with_the_files_that_were_chosen(desk, customer, ticket):
    first = ticket.messages.get()
    receive_message(ticket, actor=customer, body=Body.from_text("And it smokes"), channel=Channel.EMAIL)
    keep(desk, ticket, forward=first.pk)

    assert f'name="forward" value="{first.pk}"' in form(desk, ticket)
    newest = ticket.messages.last()
    again = form(desk, ticket, f"?forward={newest.pk}")
    assert f'name="forward" value="{newest.pk}"' in again
    assert "Is it in stock?" in again


def test_they_go_along_with_a_merge_and_back(desk, agent, customer, ticket):
    other = make_ticket(requester=customer)
    keep(desk, ticket)
    merge(ticket, actor=agent, into=other)
    assert "Is it in stock?" in form(desk, other)
    unmerge(ticket, actor=agent)
    assert "Is it in stock?" in form(desk, ticket)
