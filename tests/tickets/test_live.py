"""Live updates, from the verb through Redis and a real web process to the browser's stream."""

import signal
import time

import pytest
from django.db import connection

from accounts.models import Organization
from helpdesk import clock, live
from tests.factories import AgentFactory, CustomerFactory, TeamFactory, make_ticket
from tests.plugins.patience import PATIENT_SECONDS
from tests.streams import EventStream, sign_in_cookie
from tickets.actions import add_note, add_participant, assign, assign_team, reply
from tickets.content import Body

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def open_stream(web_process):
    streams = []

    def opened(person) -> EventStream:
        stream = EventStream(web_process.port, sign_in_cookie(person))
        streams.append(stream)
        return stream.wait_for_hello()

    yield opened
    for stream in streams:
        stream.close()


def talk(ticket, agent) -> None:
    """A note, then a public reply."""
    add_note(ticket, actor=agent, body=Body.from_text("He called before."))
    reply(ticket, actor=agent, body=Body.from_text("Unplug it."), seen_seq=None)


def test_two_agents_hear_of_a_new_ticket_and_of_each_event_in_order(open_stream, agent, agent_l2, customer):
    streams = [open_stream(agent), open_stream(agent_l2)]

    ticket = make_ticket(requester=customer)
    talk(ticket, agent)

    for stream in streams:
        stream.read_until("message.replied")
        assert stream.hints() == [
            {"ticket": ticket.pk, "seq": 1, "kind": "ticket.opened"},
            {"ticket": ticket.pk, "seq": 2, "kind": "message.noted"},
            {"ticket": ticket.pk, "seq": 3, "kind": "message.replied"},
        ]


def test_customers_hear_of_their_own_tickets_only_and_nothing_of_notes(
    open_stream, agent, customer, other_customer, ticket
):
    theirs, strangers = open_stream(customer), open_stream(other_customer)

    talk(ticket, agent)
    other = make_ticket(requester=other_customer)

    theirs.read_until("message.replied")
    strangers.read_until("ticket.opened")
    assert theirs.hints() == [{"ticket": ticket.pk, "kind": "message.replied"}]
    assert strangers.hints() == [{"ticket": other.pk, "kind": "ticket.opened"}]


def test_people_in_copy_and_colleagues_who_share_tickets_hear_of_them(open_stream, agent, ticket):
    company = Organization.objects.create(name="Shared", shares_tickets=True)
    colleague, copied = CustomerFactory(organization=company), CustomerFactory()
    ticket_of_company = make_ticket(requester=CustomerFactory(organization=company))
    add_participant(ticket, actor=agent, person=copied)
    streams = open_stream(colleague), open_stream(copied)

    talk(ticket_of_company, agent)
    talk(ticket, agent)

    for stream, number in zip(streams, (ticket_of_company.pk, ticket.pk), strict=True):
        stream.read_until("message.replied")
        assert stream.hints() == [{"ticket": number, "kind": "message.replied"}]


def test_a_private_team_is_heard_by_its_members_admins_and_people_on_the_ticket(
    open_stream, admin, agent, agent_l2, lead, ticket
):
    secret = TeamFactory(name="Legal", is_private=True)
    member = AgentFactory()
    secret.members.add(member)
    add_participant(ticket, actor=agent, person=agent_l2, role="follower")
    insiders = [open_stream(person) for person in (admin, member, agent_l2)]
    outsider = open_stream(lead)

    assign_team(ticket, actor=admin, team=secret)
    add_note(ticket, actor=admin, body=Body.from_text("Do not talk about it."))
    loud = make_ticket()

    outsider.read_until("ticket.opened")
    assert outsider.hints() == [{"ticket": loud.pk, "seq": 1, "kind": "ticket.opened"}]
    for stream in insiders:
        stream.read_until("ticket.opened")
        assert [hint["kind"] for hint in stream.hints()] == ["ticket.assigned", "message.noted", "ticket.opened"]


def test_without_signing_in_there_is_no_stream(web_process, customer):
    anonymous = EventStream(web_process.port)
    assert anonymous.read_until("\r\n").startswith("HTTP/1.1 403")

    cookie = sign_in_cookie(customer)
    customer.is_active = False
    customer.save()
    assert EventStream(web_process.port, cookie).read_until("\r\n").startswith("HTTP/1.1 403")


def test_two_hundred_streams_hold_no_database_connection(web_process, open_stream):
    cookies = [sign_in_cookie(AgentFactory()) for _ in range(10)]
    of_pages = connections_of_others()  # its threads keep theirs
    streams = [EventStream(web_process.port, cookie) for cookie in cookies for _ in range(20)]
    for stream in streams:
        stream.wait_for_hello(seconds=30)

    assert soon_no_more_connections_than(of_pages)
    make_ticket()
    for stream in streams:
        stream.read_until("ticket.opened")
        stream.close()
    again = open_stream(AgentFactory())
    assert soon_no_more_connections_than(of_pages)
    assert "Traceback" not in web_process.log
    again.close()


def soon_no_more_connections_than(number: int) -> bool:
    """A server process goes a moment after its client has hung up."""
    deadline = time.monotonic() + 20
    while connections_of_others() > number and time.monotonic() < deadline:
        time.sleep(0.05)
    return connections_of_others() <= number


def connections_of_others() -> int:
    """Not those of PostgreSQL itself, which cleans up whenever it likes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        )
        return cursor.fetchone()[0]


def test_nobody_holds_more_streams_than_a_desk_full_of_browsers_needs(web_process, customer):
    cookie = sign_in_cookie(customer)
    streams = [EventStream(web_process.port, cookie).wait_for_hello() for _ in range(live.MOST_STREAMS_OF_ONE)]

    EventStream(web_process.port, cookie).read_until("event: enough")

    streams[0].close()


def test_redis_killed_and_back_streams_say_hello_and_work_slows_nobody(open_stream, redis_server, agent, ticket):
    stream = open_stream(agent)
    redis_server.kill()
    try:
        started = time.monotonic()
        assign(ticket, actor=agent, assignee=agent)
        add_note(ticket, actor=agent, body=Body.from_text("Nobody hears this."))
        assert time.monotonic() - started < PATIENT_SECONDS
    finally:
        redis_server.restart()
    live._pause.until = float("-inf")
    stream.text = ""
    stream.wait_for_hello()

    add_note(ticket, actor=agent, body=Body.from_text("This they do."))

    stream.read_until('"seq": 4')


def test_what_redis_lost_is_told_a_few_seconds_later(open_stream, agent, ticket):
    stream = open_stream(agent)
    live._pause.begin()  # as after a publishing that took too long

    add_note(ticket, actor=agent, body=Body.from_text("Nobody publishes this."))

    stream.read_until("message.noted", seconds=30)
    assert [hint["seq"] for hint in stream.hints()] == [2]


def test_after_a_failure_redis_is_left_alone_for_a_while(redis_server):
    redis_server.kill()
    try:
        assert not live.publish([])
        assert live._pause.is_on()
    finally:
        redis_server.restart()

    assert not live.publish([])
    live._pause.until = float("-inf")
    assert live.publish([])


def test_streams_end_cleanly_when_the_process_is_asked_to(web_process, open_stream, agent):
    streams = [open_stream(agent) for _ in range(3)]

    web_process.process.send_signal(signal.SIGTERM)

    assert all(stream.ends_within(20) for stream in streams)
    web_process.process.wait(20)
    assert "timeout graceful shutdown exceeded" not in web_process.log
    assert "Traceback" not in web_process.log


def test_what_fails_and_what_is_written_into_the_past_is_told_to_nobody(open_stream, agent, ticket):
    stream = open_stream(agent)

    with clock.at(ticket.opened_at):
        add_note(ticket, actor=agent, body=Body.from_text("Long ago."))
    with pytest.raises(ZeroDivisionError):
        fail_after_a_note(ticket, agent)
    add_note(ticket, actor=agent, body=Body.from_text("Now."))

    stream.read_until("message.noted")
    assert [hint["seq"] for hint in stream.hints()] == [3]


def fail_after_a_note(ticket, agent) -> None:
    from tickets.door import one_passage

    with one_passage():
        add_note(ticket, actor=agent, body=Body.from_text("Never."))
        raise ZeroDivisionError
