"""Following a ticket without being part of its conversation."""

import pytest

from tests.factories import TeamFactory, make_ticket
from tests.tickets.asserting import kinds_of, nothing_happened
from tickets.actions import assign_team, follow, merge, unfollow
from tickets.errors import NotAllowed
from tickets.events import EventKind

pytestmark = pytest.mark.django_db


def test_following_and_leaving_again(ticket, agent):
    follow(ticket, actor=agent)
    with nothing_happened():
        assert follow(ticket, actor=agent) is None
    assert (ticket.participants.get().person, ticket.participants.get().role) == (agent, "follower")

    unfollow(ticket, actor=agent)

    assert not ticket.participants.exists()
    with nothing_happened():
        assert unfollow(ticket, actor=agent) is None
    assert kinds_of(ticket)[1:] == [EventKind.PARTICIPANT_ADDED, EventKind.PARTICIPANT_REMOVED]


def test_followers_survive_a_merge(ticket, agent):
    other = make_ticket()
    follow(ticket, actor=agent)

    merge(ticket, actor=agent, into=other)

    assert other.participants.filter(person=agent, role="follower").exists()


def test_customers_follow_nothing_and_agents_only_what_they_see(ticket, customer, agent, admin):
    hidden = make_ticket()
    assign_team(hidden, actor=admin, team=TeamFactory(is_private=True))
    with nothing_happened():
        for person, which in ((customer, ticket), (agent, hidden)):
            with pytest.raises(NotAllowed):
                follow(which, actor=person)
