"""Blocking who sends spam from the ticket, and the list that leads keep."""

import json

import pytest

from mail.blocking import block_sender
from mail.models import BlockedSender, InboundState
from mail.processing import process_batch
from tests.desk.conftest import HTMX, signed_in
from tests.mail.conftest import receive  # noqa: F401 - a fixture
from tickets.actions import mark_spam
from tickets.models import Ticket

pytestmark = pytest.mark.django_db


def at(ticket) -> str:
    return f"/desk/tickets/{ticket.number}/block-sender/"


def test_marked_as_spam_the_page_offers_to_block_the_sender(desk, agent, ticket):
    assert "block-sender" not in desk.get(f"/desk/tickets/{ticket.number}/").content.decode()
    mark_spam(ticket, actor=agent)
    assert at(ticket) in desk.get(f"/desk/tickets/{ticket.number}/").content.decode()
    offered = desk.get(at(ticket), headers=HTMX).content.decode()
    assert "Block ann@example.net" in offered
    assert "Block everybody at @example.net" in offered


def test_of_several_addresses_the_one_that_wrote_is_blocked(desk, agent, ticket):
    Ticket.objects.filter(pk=ticket.pk).update(requester_address="ann@other.test")

    offered = desk.get(at(ticket), headers=HTMX).content.decode()

    assert "Block ann@other.test" in offered
    assert "Block everybody at @other.test" in offered


def test_it_is_blocked_and_undone_from_there(desk, agent, ticket):
    answer = desk.post(at(ticket), {"what": "ann@example.net"}, headers=HTMX).content.decode()

    assert BlockedSender.objects.get().ticket == ticket
    assert "Mail from ann@example.net is blocked" in answer
    desk.post(at(ticket), {"what": "ann@example.net", "undo": "1"}, headers=HTMX)
    assert not BlockedSender.objects.exists()


def test_what_came_while_a_sender_was_blocked_by_mistake_is_not_lost(desk, ticket, receive):  # noqa: F811
    desk.post(at(ticket), {"what": "ann@example.net"}, headers=HTMX)
    row = receive(From="Ann <ann@example.net>")
    assert row.state == InboundState.IGNORED

    desk.post(at(ticket), {"what": "ann@example.net", "undo": "1"}, headers=HTMX)
    process_batch(10)

    row.refresh_from_db()
    assert row.state == InboundState.CREATED


def test_what_is_no_spam_after_all_ends_the_block_that_was_made_with_it(desk, agent, lead, ticket):
    spam = f"/desk/tickets/{ticket.number}/spam/"
    for person, told in ((agent, "may write to us again"), (lead, "Mail from ann@example.net stays blocked")):
        mark_spam(ticket, actor=agent)
        block_sender("ann@example.net", actor=person, ticket=ticket)

        assert told in desk.post(spam, {"undo": "1"}, headers=HTMX).headers["HX-Trigger"]
    assert BlockedSender.objects.get().blocked_by == lead


def test_leads_see_search_add_and_unblock(agent, lead):
    for what in ("@spam.test", "pest@mail.test"):
        block_sender(what, actor=agent)
    desk = signed_in(lead)

    page = desk.get("/desk/blocked-senders/").content.decode()
    assert page.index("pest@mail.test") < page.index("@spam.test")
    assert "by Omar Haddad" in page
    assert "pest@mail.test" not in desk.get("/desk/blocked-senders/?q=spam").content.decode()
    assert "Nobody of this name" in desk.get("/desk/blocked-senders/?q=zzz%00").content.decode()
    refused = desk.post("/desk/blocked-senders/", {"what": "nonsense"})
    assert (refused.status_code, 'value="nonsense"' in refused.content.decode()) == (422, True)
    desk.post("/desk/blocked-senders/", {"what": "@more.test"})
    pk = BlockedSender.objects.get(what="@spam.test").pk
    for _twice in range(2):
        assert desk.post(f"/desk/blocked-senders/{pk}/unblock/").status_code == 302
    assert set(BlockedSender.objects.values_list("what", flat=True)) == {"pest@mail.test", "@more.test"}


def test_the_list_goes_on_page_by_page(agent, lead):
    for number in range(60):
        block_sender(f"@spam{number:02}.test", actor=agent)
    desk = signed_in(lead)

    first = desk.get("/desk/blocked-senders/")
    second = desk.get(f"/desk/blocked-senders/?before={first.context['next']}")

    assert len(first.context["blocked"]) == 50
    assert [one.what for one in second.context["blocked"]] == [f"@spam{number:02}.test" for number in range(9, -1, -1)]
    assert second.context["next"] is None


@pytest.mark.parametrize(("act", "column"), [("spam", "is_spam"), ("delete", "deleted_at")])
def test_spam_and_deleting_are_taken_back_from_the_toast(lead, ticket, act, column):
    desk = signed_in(lead)

    answer = desk.post(f"/desk/tickets/{ticket.number}/{act}/", headers=HTMX)
    ticket.refresh_from_db()
    assert getattr(ticket, column)
    desk.post(json.loads(answer["HX-Trigger"])["toast"]["undo"], headers=HTMX)

    ticket.refresh_from_db()
    assert not getattr(ticket, column)
