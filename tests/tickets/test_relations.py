"""Participants, links, drafts and what was read."""

import pytest

from tests.factories import TeamFactory, make_ticket
from tests.tickets.asserting import kinds_of, nothing_happened
from tickets.actions import (
    add_participant,
    assign_team,
    discard_draft,
    link,
    mark_read,
    remove_participant,
    save_draft,
    unlink,
)
from tickets.errors import Invalid, NotAllowed
from tickets.events import EventKind
from tickets.models import Draft, TicketRead
from tickets.models.message import MessageKind

pytestmark = pytest.mark.django_db


def test_a_person_is_brought_in_and_taken_out(ticket, agent, other_customer):
    add_participant(ticket, actor=agent, person=other_customer)
    with nothing_happened():
        assert add_participant(ticket, actor=agent, person=other_customer) is None
    assert ticket.participants.get().role == "cc"

    event = remove_participant(ticket, actor=agent, person=other_customer)

    assert event.data["person"] == other_customer.pk
    assert (event.data["role"], bool(event.data["since"])) == ("cc", True)
    assert not ticket.participants.exists()
    with nothing_happened():
        assert remove_participant(ticket, actor=agent, person=other_customer) is None
    assert kinds_of(ticket)[1:] == [EventKind.PARTICIPANT_ADDED, EventKind.PARTICIPANT_REMOVED]


def test_only_colleagues_follow(ticket, agent, agent_l2, other_customer):
    with nothing_happened(), pytest.raises(Invalid):
        add_participant(ticket, actor=agent, person=other_customer, role="follower")
    assert add_participant(ticket, actor=agent, person=agent_l2, role="follower")


def test_the_requester_is_no_participant_beside_themselves(ticket, agent, customer):
    with nothing_happened():
        assert add_participant(ticket, actor=agent, person=customer) is None


def test_customers_bring_nobody_in(ticket, customer, other_customer):
    for verb in (add_participant, remove_participant):
        with nothing_happened(), pytest.raises(NotAllowed):
            verb(ticket, actor=customer, person=other_customer)


def test_linking_and_unlinking(ticket, agent):
    other = make_ticket()
    link(ticket, actor=agent, other=other, kind="duplicate")
    with nothing_happened():
        assert link(ticket, actor=agent, other=other, kind="duplicate") is None
    assert str(ticket.links.get()) == f"#{ticket.pk} duplicate #{other.pk}"

    unlink(ticket, actor=agent, other=other, kind="duplicate")

    assert not ticket.links.exists()
    with nothing_happened():
        assert unlink(ticket, actor=agent, other=other, kind="duplicate") is None
    assert kinds_of(ticket)[1:] == [EventKind.LINKED, EventKind.UNLINKED]


def test_no_ticket_is_linked_to_itself_or_to_one_that_is_hidden(ticket, agent, admin, customer):
    hidden = make_ticket()
    assign_team(hidden, actor=admin, team=TeamFactory(is_private=True))

    with nothing_happened(), pytest.raises(Invalid):
        link(ticket, actor=agent, other=ticket)
    for one, other in ((ticket, hidden), (hidden, ticket)):
        with nothing_happened(), pytest.raises(NotAllowed):
            link(one, actor=agent, other=other)
    with nothing_happened(), pytest.raises(NotAllowed):
        link(ticket, actor=customer, other=hidden)


def test_a_draft_is_replaced_cleaned_and_thrown_away_without_an_event(ticket, agent, agent_l2):
    save_draft(ticket, actor=agent, kind=MessageKind.PUBLIC, html="one", seen_seq=1)
    save_draft(ticket, actor=agent, kind=MessageKind.PUBLIC, html="<b>two\x00</b><script>x</script>", seen_seq=1)
    save_draft(ticket, actor=agent_l2, kind=MessageKind.PUBLIC, html="mine", seen_seq=1)

    assert set(Draft.objects.values_list("author__email", "html")) == {
        (agent.email, "<b>two</b>"),
        (agent_l2.email, "mine"),
    }
    discard_draft(ticket, actor=agent, kind=MessageKind.PUBLIC)
    assert Draft.objects.get().author == agent_l2
    assert kinds_of(ticket) == [EventKind.OPENED]


def test_customers_keep_no_drafts_of_replies(ticket, customer):
    with nothing_happened(), pytest.raises(NotAllowed):
        save_draft(ticket, actor=customer, kind=MessageKind.PUBLIC, html="x", seen_seq=1)


def test_what_was_read_is_one_row_and_never_beyond_the_conversation(ticket, agent):
    mark_read(ticket, actor=agent, seen_seq=99)
    mark_read(ticket, actor=agent)

    assert TicketRead.objects.get().seen_seq == 1
