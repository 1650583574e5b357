"""Naming colleagues in notes: they are told, and follow."""

import pytest

from tests.factories import AgentFactory, TeamFactory, make_ticket
from tests.tickets.asserting import assert_log_agrees, last_event
from tickets.actions import add_note, add_participant, mark_read, read_mentions, reply
from tickets.content import Body
from tickets.integrity import check_mentions
from tickets.mentions import colleagues_like, mentions_of, named_in
from tickets.models import Mention

pytestmark = pytest.mark.django_db


def note(ticket, actor, text, **fields):
    return add_note(ticket, actor=actor, body=Body.from_text(text), **fields)


def followers_of(ticket):
    return [row.person for row in ticket.participants.filter(role="follower").select_related("person").order_by("pk")]


def test_a_colleague_named_in_a_note_is_told_and_follows(ticket, agent, agent_l2):
    message = note(ticket, agent, "Can you look, @Bea Novak?")

    mention = Mention.objects.get()
    assert (mention.person, mention.message, mention.ticket, mention.read_at) == (agent_l2, message, ticket, None)
    assert followers_of(ticket) == [agent_l2]
    assert last_event(ticket).data["mentions"] == [agent_l2.pk]
    assert list(check_mentions()) == []
    assert_log_agrees(ticket)


def test_addresses_and_express_ids_name_too_and_each_person_once(ticket, agent, agent_l2, lead):
    note(ticket, agent, "@agent2@example.com and @bea novak", mentions=[lead, agent_l2])

    assert [mention.person for mention in Mention.objects.order_by("pk")] == [agent_l2, lead]


def test_nobody_is_told_of_their_own_note_and_no_customer_is_named(ticket, agent, customer):
    note(ticket, agent, "@Omar Haddad @Ann Lee", mentions=[agent, customer])

    assert not Mention.objects.exists()
    assert followers_of(ticket) == []
    assert "mentions" not in last_event(ticket).data


def test_who_does_not_see_a_private_ticket_cannot_be_named_there(customer, agent, agent_l2, admin):
    insider = AgentFactory(name="Ines Inside")
    payroll = TeamFactory(name="Payroll", is_private=True)
    payroll.members.add(insider)
    ticket = make_ticket(requester=customer, team=payroll)

    note(ticket, admin, "@Bea Novak @Ines Inside")

    assert [mention.person for mention in Mention.objects.all()] == [insider]
    assert colleagues_like(ticket, "", but=admin) == [insider]
    add_participant(ticket, actor=admin, person=agent_l2, role="follower")
    assert colleagues_like(ticket, "nov", but=admin) == [agent_l2]


def test_a_reply_names_nobody(ticket, agent, agent_l2):
    reply(ticket, actor=agent, body=Body.from_text("@Bea Novak will help"), seen_seq=None)

    assert not Mention.objects.exists()


def test_the_picker_finds_by_any_part_of_the_name_and_by_address(ticket, agent, agent_l2, lead):
    assert colleagues_like(ticket, "nov", but=agent) == [agent_l2]
    assert colleagues_like(ticket, "LEAD@", but=agent) == [lead]
    assert agent not in colleagues_like(ticket, "", but=agent)


def test_the_unread_come_first_and_are_read_once(ticket, agent, agent_l2):
    note(ticket, agent, "@Bea Novak one")
    assert read_mentions(agent_l2, ticket=ticket) == 1
    assert read_mentions(agent_l2, ticket=ticket) == 0
    note(ticket, agent, "@Bea Novak two")
    note(ticket, agent, "@Bea Novak three")

    assert [one.message.text[-3:] for one in mentions_of(agent_l2)] == ["ree", "two", "one"]
    newest = mentions_of(agent_l2).first()
    read_mentions(agent_l2, mention=newest.pk)
    assert [one.message.text[-3:] for one in mentions_of(agent_l2)] == ["two", "ree", "one"]


def test_a_mention_on_a_ticket_one_no_longer_sees_is_not_listed(customer, agent, agent_l2, ticket):
    note(ticket, agent, "@Bea Novak")
    ticket.participants.all().delete()
    ticket.team = TeamFactory(is_private=True)
    ticket.save()

    assert list(mentions_of(agent_l2)) == []


def test_reading_the_ticket_reads_the_mention(ticket, agent, agent_l2):
    note(ticket, agent, "@Bea Novak")
    ticket.refresh_from_db()

    mark_read(ticket, actor=agent)
    assert Mention.objects.get().read_at is None
    mark_read(ticket, actor=agent_l2, seen_seq=1)
    assert Mention.objects.get().read_at is None
    mark_read(ticket, actor=agent_l2)
    assert Mention.objects.get().read_at is not None


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("@Ann Lee-Smith", ["Ann Lee"]),
        ("@Ann Leeds", ["Ann Leeds"]),
        ("(@ann lee)", ["Ann Lee"]),
        ("@Ann\nLee.", ["Ann Lee"]),
        ("mail@Ann Lee", []),
        ("@@Ann Lee", []),
        ("@Ann Leedsx", []),
        ("@Bob", []),
        ("@Ann Leeds, @Ann Lee, @Ann Leeds", ["Ann Leeds", "Ann Lee"]),
    ],
)
def test_names_in_a_text(text, named):
    people = [AgentFactory.build(pk=1, name="Ann Lee"), AgentFactory.build(pk=2, name="Ann Leeds")]

    assert [person.name for person in named_in(text, people)] == named


def test_a_first_name_alone_names_the_only_one_of_that_name():
    people = [AgentFactory.build(pk=key, name=name) for key, name in enumerate(["Bea Novak", "Ann Lee", "Ann Weber"])]

    assert [person.name for person in named_in("@bea, can you? Or @Ann?", people)] == ["Bea Novak"]
