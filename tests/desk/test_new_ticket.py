"""Writing a call down."""

import pytest

from accounts.models import User
from tests.desk.conftest import HTMX
from tests.factories import TeamFactory, make_ticket
from tickets.actions import close
from tickets.models import Draft, Link, Ticket

pytestmark = pytest.mark.django_db

CALL = {
    "email": "Ann@Example.net",
    "name": "Ann Lee",
    "channel": "phone",
    "subject": "The printer again",
    "text": "She called about smoke.",
    "priority": "3",
    "assign_to_me": "on",
}


def test_a_call_becomes_a_ticket(desk, agent):
    answer = desk.post("/desk/tickets/new/", CALL)
    ticket = Ticket.objects.get()
    assert answer.url == f"/desk/tickets/{ticket.number}/"
    assert (ticket.requester.email, ticket.channel, ticket.assignee) == ("ann@example.net", "phone", agent)
    assert ticket.waiting_since is None


def test_people_are_in_copy_from_the_beginning(desk, agent, mailbox):
    desk.post("/desk/tickets/new/", {**CALL, "channel": "email", "cc": "Bob <Bob@example.net>, eve@example.org"})

    ticket = Ticket.objects.get()
    assert set(ticket.participants.filter(role="cc").values_list("person__email", flat=True)) == {
        "bob@example.net",
        "eve@example.org",
    }
    assert set(ticket.messages.get().recipients["cc"]) == {"bob@example.net", "eve@example.org"}


def test_who_is_unknown_in_copy_gets_the_name_that_was_typed(desk, mailbox):
    desk.post("/desk/tickets/new/", {**CALL, "cc": '"Stone, Bob" <Bob@example.net>, eve@example.org'})

    assert User.objects.get(email="bob@example.net").name == "Stone, Bob"


@pytest.mark.parametrize("field", ["email", "cc"])
def test_a_mailbox_of_ours_is_nobody_to_write_to_and_makes_no_customer(desk, mailbox, field):
    people = User.objects.count()
    answer = desk.post("/desk/tickets/new/", {**CALL, field: mailbox.address})

    assert answer.status_code == 422
    assert f"{mailbox.address} is a mailbox of our own" in answer.content.decode()
    assert (User.objects.count(), Ticket.objects.count()) == (people, 0)


def test_what_is_no_address_in_copy_is_named_and_stays(desk):
    answer = desk.post("/desk/tickets/new/", {**CALL, "cc": "bob@example.net, nobody"})
    assert answer.status_code == 422
    assert "“nobody” is not an email address." in answer.content.decode()
    assert 'value="bob@example.net, nobody"' in answer.content.decode()
    assert not Ticket.objects.exists()


def test_coming_back_and_sending_the_same_words_opens_no_second_ticket(desk):
    answers = [desk.post("/desk/tickets/new/", CALL).url for _press in range(2)]
    other = desk.post("/desk/tickets/new/", {**CALL, "subject": "Another printer"}).url

    assert answers[0] == answers[1] != other
    assert Ticket.objects.count() == 2


def test_a_form_that_lacks_something_keeps_the_words(desk):
    answer = desk.post("/desk/tickets/new/", {**CALL, "email": "nonsense"})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "She called about smoke." in html
    assert "Enter a valid email address." in html
    assert not Ticket.objects.exists()


def test_a_closed_ticket_leads_to_a_new_one_with_its_customer(desk, agent, ticket):
    close(ticket, actor=agent)

    page = desk.get(f"/desk/tickets/{ticket.number}/").content.decode()
    assert f'href="/desk/tickets/new/?after={ticket.number}"' in page
    form = desk.get("/desk/tickets/new/", {"after": ticket.number}).content.decode()
    assert ticket.requester.email in form
    assert ticket.subject in form
    assert desk.get("/desk/tickets/new/", {"after": "9" * 15}).status_code == 200
    assert desk.get("/desk/tickets/new/", {"after": "x"}).status_code == 200


def test_the_new_one_is_linked_and_takes_the_unsent_words_along(desk, agent, ticket):
    desk.post(
        f"/desk/tickets/{ticket.number}/draft/", {"kind": "public", "html": "<div>Half a word</div>", "seen_seq": 1}
    )
    close(ticket, actor=agent)

    box = desk.get(f"/desk/tickets/{ticket.number}/composer/", headers=HTMX).content.decode()
    assert "Half a word" in box
    assert 'name="html"' not in box.partition('id="composer-note"')[0]
    form = desk.get("/desk/tickets/new/", {"after": ticket.number}).content.decode()
    assert "Half a word" in form
    desk.post("/desk/tickets/new/", {**CALL, "channel": "email", "after": ticket.number})

    link = Link.objects.get()
    assert (link.other, link.kind, link.ticket.mailbox_id) == (ticket, "follow_up", ticket.mailbox_id)
    assert not Draft.objects.exists()
    assert "The printer again" in desk.get(f"/desk/tickets/{ticket.number}/").content.decode()
    assert ticket.subject in desk.get(f"/desk/tickets/{link.ticket_id}/").content.decode()


def test_after_a_ticket_that_one_does_not_see_it_is_one_as_any(desk):
    private = make_ticket(team=TeamFactory(is_private=True))
    desk.post("/desk/tickets/new/", {**CALL, "after": private.number})
    assert Ticket.objects.exclude(pk=private.pk).exists()
    assert not Link.objects.exists()


def test_notes_are_still_written_on_a_closed_ticket(desk, agent, ticket):
    close(ticket, actor=agent)
    page = desk.get(f"/desk/tickets/{ticket.number}/").content.decode()
    assert 'id="composer-note"' in page
    assert 'id="tag-input"' in page
    assert 'id="properties"' not in page
