"""Who is in copy and who follows, on the page of a ticket."""

import json

import pytest

from accounts.models import User
from tests.desk.conftest import HTMX
from tests.tickets.asserting import kinds_of, nothing_happened
from tickets.actions import add_participant, remove_participant, undo
from tickets.errors import Invalid
from tickets.events import EventKind

pytestmark = pytest.mark.django_db


def post(desk, ticket, role, **fields):
    return desk.post(f"/desk/tickets/{ticket.number}/participants/{role}/", fields, headers=HTMX)


def toast(answer):
    return json.loads(answer["HX-Trigger"])["toast"]


def test_somebody_is_put_in_copy_and_taken_out_and_the_page_says_so(desk, ticket):
    answer = post(desk, ticket, "cc", who="Ben Stone <ben@example.net>")

    ben = User.objects.get(email="ben@example.net")
    assert ticket.participants.get().role == "cc"
    assert 'data-copied="ben@example.net"' in answer.content.decode()
    assert json.loads(answer["HX-Trigger"])["copied"]["now"] == "ben@example.net"
    page = desk.get(f"/desk/tickets/{ticket.number}/").content.decode()
    assert 'name="cc" type="text" value="ben@example.net"' in page

    post(desk, ticket, "cc", leaving=ben.pk)
    with nothing_happened():
        post(desk, ticket, "cc", leaving=ben.pk)

    assert not ticket.participants.exists()
    assert kinds_of(ticket)[1:] == [EventKind.PARTICIPANT_ADDED, EventKind.PARTICIPANT_REMOVED]


def test_a_colleague_is_made_to_follow_by_their_name(desk, ticket, agent_l2):
    suggested = desk.get(f"/desk/tickets/{ticket.number}/participants/follower/names/", {"q": agent_l2.email[:4]})
    post(desk, ticket, "follower", who=suggested.json()["names"][0])

    assert (ticket.participants.get().person, ticket.participants.get().role) == (agent_l2, "follower")


@pytest.mark.parametrize(
    ("role", "who"),
    [("cc", "no address"), ("cc", " "), ("follower", "Nobody Atall"), ("follower", "First line"), ("follower", "")],
)
def test_who_cannot_be_brought_in_is_refused_with_a_sentence(desk, ticket, first_line, role, who):
    with nothing_happened():
        answer = post(desk, ticket, role, who=who)
    assert answer.status_code == 400
    assert toast(answer)["level"] == "error"


def test_one_wrong_address_brings_nobody_in(desk, ticket):
    with nothing_happened():
        assert post(desk, ticket, "cc", who="new@example.net, wrong").status_code == 400
    assert not User.objects.filter(email="new@example.net").exists()


def test_customers_do_not_follow_and_no_more_than_twenty_are_in_copy(ticket, agent, customer):
    someone = User.objects.create(email="someone@example.net")
    with nothing_happened(), pytest.raises(Invalid):
        add_participant(ticket, actor=agent, person=someone, role="follower")
    for number in range(20):
        add_participant(ticket, actor=agent, person=User.objects.create(email=f"{number}@example.net"))
    with nothing_happened(), pytest.raises(Invalid):
        add_participant(ticket, actor=agent, person=someone)


def test_who_is_put_back_reads_from_where_they_did(ticket, agent):
    ben = User.objects.create(email="ben@example.net")
    add_participant(ticket, actor=agent, person=ben)
    since = ticket.participants.get().since
    event = remove_participant(ticket, actor=agent, person=ben)

    undo(ticket, actor=agent, seq=event.seq)

    assert ticket.participants.get().since == since
    with nothing_happened():
        assert undo(ticket, actor=agent, seq=event.seq) is None
