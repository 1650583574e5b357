"""Who sees which tickets and which of their messages."""

import pytest

from accounts.permissions import Permission
from tests.factories import AgentFactory, CustomerFactory, OrganizationFactory, TeamFactory, make_ticket
from tickets.access import may, ticket_for
from tickets.actions import add_note, add_participant, assign, assign_team, receive_message, reply
from tickets.content import Body
from tickets.models import Message, Ticket

pytestmark = pytest.mark.django_db


def sees(person, ticket) -> bool:
    """By list, by a list within a list, and by number alike."""
    listed = Ticket.objects.visible_to(person).filter(pk=ticket.pk).exists()
    within = Ticket.objects.visible_to(person).values("pk")
    assert listed == Ticket.objects.filter(pk=ticket.pk, pk__in=within).exists()
    try:
        found = ticket_for(person, ticket.pk) == ticket
    except Ticket.DoesNotExist:
        found = False
    assert listed == found
    return listed


def test_staff_see_every_ticket_customers_their_own(
    ticket, agent, agent_l2, lead, manager, admin, customer, other_customer
):
    for person in (agent, agent_l2, lead, manager, admin, customer):
        assert sees(person, ticket), person
    assert not sees(other_customer, ticket)


@pytest.fixture
def private_ticket(ticket, admin):
    assign_team(ticket, actor=admin, team=TeamFactory(name="Legal", is_private=True))
    return ticket


def test_a_private_teams_tickets_are_for_members_admins_and_the_customer(
    private_ticket, agent, lead, manager, admin, customer
):
    member = AgentFactory()
    private_ticket.team.members.add(member)

    for person in (member, admin, customer):
        assert sees(person, private_ticket), person
    for person in (agent, lead, manager):
        assert not sees(person, private_ticket), person
        assert not may(person, Permission.NOTE, private_ticket)


def test_and_for_staff_on_the_ticket(private_ticket, admin, agent, agent_l2, lead):
    assign(private_ticket, actor=admin, assignee=agent)
    add_participant(private_ticket, actor=admin, person=agent_l2, role="follower")
    of_lead = make_ticket(requester=lead)
    assign_team(of_lead, actor=admin, team=private_ticket.team)

    assert sees(agent, private_ticket)
    assert may(agent, Permission.NOTE, private_ticket)
    assert sees(agent_l2, private_ticket)
    assert sees(lead, of_lead)
    assert not sees(lead, private_ticket)


def test_colleagues_see_each_others_tickets_only_when_their_organization_shares_them(db):
    sharing, silent = OrganizationFactory(shares_tickets=True), OrganizationFactory()
    for company, seen in ((sharing, True), (silent, False)):
        ticket = make_ticket(requester=CustomerFactory(organization=company))
        assert sees(CustomerFactory(organization=company), ticket) is seen
    assert not sees(CustomerFactory(organization=silent), make_ticket(requester=CustomerFactory(organization=sharing)))


@pytest.mark.parametrize(("role", "seen"), [("cc", True), ("requester", True), ("third_party", False)])
def test_a_customer_on_the_ticket_sees_it_by_their_role(ticket, agent, other_customer, role, seen):
    add_participant(ticket, actor=agent, person=other_customer, role=role)

    assert sees(other_customer, ticket) is seen


def test_whoever_left_sees_nothing(ticket, agent, customer):
    for person in (agent, customer):
        person.is_active = False
        assert not sees(person, ticket)


def test_customers_read_no_notes_and_a_cc_only_what_came_since(ticket, agent, customer, other_customer):
    first = ticket.messages.get()
    note = add_note(ticket, actor=agent, body=Body.from_text("He is angry."))
    brought_in = receive_message(
        ticket, actor=customer, body=Body.from_text("Charlie knows."), channel="email", cc=[other_customer]
    )
    answer = reply(ticket, actor=agent, body=Body.from_text("Hello both."), seen_seq=None)

    assert list(Message.objects.visible_to(agent, ticket)) == [first, note, brought_in, answer]
    assert list(Message.objects.visible_to(customer, ticket)) == [first, brought_in, answer]
    assert list(Message.objects.visible_to(other_customer, ticket)) == [brought_in, answer]


def test_somebody_in_copy_since_the_beginning_reads_all(customer, other_customer):
    ticket = make_ticket(requester=customer, cc=[other_customer])

    assert Message.objects.visible_to(other_customer, ticket).count() == 1
