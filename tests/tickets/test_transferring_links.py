"""What a ticket belongs to goes along with a merge, and comes back with its undoing."""

import pytest

from tests.factories import make_ticket
from tests.tickets.asserting import assert_log_agrees
from tests.tickets.transferring import WORDS, assert_sound
from tickets.actions import link, merge, receive_message, set_kind, split, unlink, unmerge, unsplit
from tickets.incidents import incidents_of
from tickets.integrity_properties import check_links
from tickets.models import Channel, Kind, Link, LinkKind, Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def into():
    return make_ticket(subject="The one that stays")


def all_links() -> set[tuple[int, str, int]]:
    return set(Link.objects.values_list("ticket", "kind", "other"))


def assert_all_agree(*tickets: Ticket) -> None:
    for ticket in tickets:
        ticket.refresh_from_db()
        assert_log_agrees(ticket)
    assert list(check_links()) == []
    assert_sound()


def test_the_answer_to_all_incidents_reaches_the_one_that_an_incident_was_merged_into(ticket, into, problem, agent):
    link(ticket, actor=agent, other=problem, kind=LinkKind.INCIDENT)

    merge(ticket, actor=agent, into=into)

    assert list(incidents_of(problem, agent)) == [into]
    assert_all_agree(ticket, into, problem)
    assert into.kind == Kind.INCIDENT
    unmerge(ticket, actor=agent)
    assert list(incidents_of(problem, agent)) == [ticket]
    assert_all_agree(ticket, into, problem)
    assert into.kind == Kind.QUESTION


def test_the_incidents_and_children_of_a_merged_ticket_hang_on_the_survivor(problem, agent):
    other = make_ticket()
    set_kind(other, actor=agent, kind=Kind.PROBLEM)
    incident, child, related = make_ticket(), make_ticket(), make_ticket()
    link(incident, actor=agent, other=problem, kind=LinkKind.INCIDENT)
    link(child, actor=agent, other=problem, kind=LinkKind.CHILD)
    link(problem, actor=agent, other=related)
    before = all_links()

    merge(problem, actor=agent, into=other)

    assert all_links() == {
        (incident.pk, "incident", other.pk),
        (child.pk, "child", other.pk),
        (other.pk, "related", related.pk),
    }
    assert_all_agree(problem, other, incident, child, related)
    unmerge(problem, actor=agent)
    assert all_links() == before
    assert_all_agree(problem, other, incident, child, related)


def test_what_is_said_already_or_cannot_be_said_stays_where_it_is(ticket, into, problem, agent):
    above, related = make_ticket(), make_ticket()
    second = make_ticket()
    set_kind(second, actor=agent, kind=Kind.PROBLEM)
    link(ticket, actor=agent, other=into, kind=LinkKind.DUPLICATE)  # of one another
    link(ticket, actor=agent, other=above, kind=LinkKind.CHILD)  # for its parent, it is done
    link(ticket, actor=agent, other=related)
    link(related, actor=agent, other=into)  # said already, the other way round
    link(ticket, actor=agent, other=problem, kind=LinkKind.INCIDENT)
    link(into, actor=agent, other=second, kind=LinkKind.INCIDENT)  # it has a problem
    before = all_links()

    merge(ticket, actor=agent, into=into)

    assert all_links() == before
    assert_all_agree(ticket, into)


def test_a_link_never_leads_round(ticket, into, agent):
    """Into is a child of the child, so that it cannot be its parent."""
    child = make_ticket()
    link(child, actor=agent, other=ticket, kind=LinkKind.CHILD)
    link(into, actor=agent, other=child, kind=LinkKind.CHILD)

    merge(ticket, actor=agent, into=into)

    assert all_links() == {(child.pk, "child", ticket.pk), (into.pk, "child", child.pk)}


def test_what_was_unlinked_meanwhile_does_not_come_back(ticket, into, agent):
    related = make_ticket()
    link(ticket, actor=agent, other=related)
    merge(ticket, actor=agent, into=into)
    unlink(into, actor=agent, other=related)

    unmerge(ticket, actor=agent)

    assert all_links() == set()
    assert_all_agree(ticket, into, related)


def test_links_of_a_split_off_ticket_come_along_when_that_is_undone(ticket, customer, agent):
    message = receive_message(ticket, actor=customer, body=WORDS, channel=Channel.EMAIL)
    new = split(ticket, actor=agent, messages=[message])
    related = make_ticket()
    link(new, actor=agent, other=related)

    unsplit(new, actor=agent)

    assert all_links() == {(ticket.pk, "related", related.pk)}
    assert_all_agree(ticket, new, related)
