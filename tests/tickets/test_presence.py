"""Who looks at a ticket: from what a page says through Redis and a real web process to the others' streams."""

import json
import time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from helpdesk import live, presence
from helpdesk.quick_redis import quick_redis
from tests.factories import AgentFactory, TeamFactory, make_ticket
from tests.streams import EventStream, sign_in_cookie
from tickets.actions import add_participant, assign_team
from tickets.presence import Said, Writing, pass_for, present_on, say

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _nobody_there(services):
    redis_of_test().delete(presence.KEY)


@pytest.fixture
def open_stream(web_process):
    streams = []

    def opened(person) -> EventStream:
        stream = EventStream(web_process.port, sign_in_cookie(person))
        streams.append(stream)
        stream.read_until("event: presence")
        return stream

    yield opened
    for stream in streams:
        stream.close()


def redis_of_test():
    from django.conf import settings

    return quick_redis(settings.REDIS_URL)


def looks(person, ticket, tab="one", writing=Writing.NOTHING) -> None:
    assert say(pass_for(ticket, person), Said(tab, writing))


def leaves(person, ticket, tab="one") -> None:
    assert say(pass_for(ticket, person), Said(tab, is_leaving=True))


def seen_by(stream: EventStream, ticket) -> list[tuple[str, str]]:
    """Who is on the ticket as this stream was told last: names, and what they write."""
    found: list[tuple[str, str]] = []
    lines = stream.text.splitlines()
    for event, data in zip(lines, lines[1:], strict=False):
        if event != "event: presence":
            continue
        news = json.loads(data[6:])
        told = {one["ticket"]: one["people"] for one in news["tickets"]}
        if news["is_whole"] or ticket.pk in told:
            found = [(one["name"], one["writing"]) for one in told.get(ticket.pk, [])]
    return found


def until_seen(stream: EventStream, ticket, people: list[tuple[str, str]], *, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while seen_by(stream, ticket) != people:
        left = deadline - time.monotonic()
        assert left > 0, f"{people} were not seen, but {seen_by(stream, ticket)}"
        stream.read_more(left)


def test_a_colleague_hears_who_looks_who_writes_and_who_has_left(open_stream, agent, agent_l2, ticket):
    stream = open_stream(agent)

    looks(agent_l2, ticket)
    until_seen(stream, ticket, [("Bea Novak", "")])
    looks(agent_l2, ticket, writing=Writing.REPLY)
    until_seen(stream, ticket, [("Bea Novak", "public")])
    leaves(agent_l2, ticket)
    until_seen(stream, ticket, [])


def test_a_stream_that_begins_later_is_told_who_is_there(open_stream, agent, agent_l2, ticket):
    looks(agent_l2, ticket)

    until_seen(open_stream(agent), ticket, [("Bea Novak", "")])


def test_nobody_is_told_of_themselves(open_stream, agent, agent_l2, ticket):
    stream = open_stream(agent)

    looks(agent, ticket)
    looks(agent_l2, ticket)

    until_seen(stream, ticket, [("Bea Novak", "")])


def test_whoever_says_nothing_more_is_gone(open_stream, agent, agent_l2, ticket, monkeypatch):
    monkeypatch.setattr(presence, "LIFE_SECONDS", 1)
    stream = open_stream(agent)

    looks(agent_l2, ticket)

    until_seen(stream, ticket, [("Bea Novak", "")])
    until_seen(stream, ticket, [])
    assert redis_of_test().hlen(presence.KEY) == 0


def test_the_longest_silence_ends_within_ten_seconds():
    assert presence.LIFE_SECONDS + live.LOOK_SECONDS < 10
    assert presence.LIFE_SECONDS >= 2 * presence.BEAT_SECONDS


def test_two_tabs_are_one_person_who_stays_until_both_are_closed(open_stream, agent, agent_l2, ticket):
    stream = open_stream(agent)
    looks(agent_l2, ticket, tab="one")
    looks(agent_l2, ticket, tab="two", writing=Writing.REPLY)
    until_seen(stream, ticket, [("Bea Novak", "public")])

    leaves(agent_l2, ticket, tab="two")
    until_seen(stream, ticket, [("Bea Novak", "")])
    leaves(agent_l2, ticket, tab="one")
    until_seen(stream, ticket, [])


def test_two_web_processes_tell_the_same(open_stream, start_process, agent, agent_l2, lead, ticket):
    from helpdesk.embedded.ports import free_port

    port = free_port()
    command = ["-m", "uvicorn", "helpdesk.asgi:application", "--port", str(port), "--lifespan", "off"]
    start_process(command, name="web", ready=lambda log: "Uvicorn running" in log)
    elsewhere = EventStream(port, sign_in_cookie(lead))
    elsewhere.read_until("event: presence")

    looks(agent_l2, ticket)

    for stream in (open_stream(agent), elsewhere):
        until_seen(stream, ticket, [("Bea Novak", "")])
    elsewhere.close()


def test_customers_hear_nothing_of_it(open_stream, agent, agent_l2, customer, ticket):
    theirs, ours = open_stream(customer), open_stream(agent)

    looks(agent_l2, ticket, writing=Writing.REPLY)

    until_seen(ours, ticket, [("Bea Novak", "public")])
    make_ticket(requester=customer)
    theirs.read_until("ticket.opened")
    assert "Bea" not in theirs.text


def test_a_private_ticket_is_heard_of_by_those_who_see_it(open_stream, admin, agent, agent_l2, lead, ticket):
    secret = TeamFactory(name="Legal", is_private=True)
    member = AgentFactory(name="Mia Member")
    secret.members.add(member)
    add_participant(ticket, actor=agent, person=agent_l2, role="follower")
    assign_team(ticket, actor=admin, team=secret)
    outsider, insiders = open_stream(lead), [open_stream(admin), open_stream(agent_l2)]

    looks(member, ticket)
    loud = make_ticket()
    looks(member, loud)

    for stream in insiders:
        until_seen(stream, ticket, [("Mia Member", "")])
    until_seen(outsider, loud, [("Mia Member", "")])
    assert seen_by(outsider, ticket) == []


def test_a_wiped_redis_leaves_no_name_and_the_next_word_brings_it_back(open_stream, agent, agent_l2, ticket):
    stream = open_stream(agent)
    looks(agent_l2, ticket)
    until_seen(stream, ticket, [("Bea Novak", "")])

    redis_of_test().flushall()
    until_seen(stream, ticket, [])
    looks(agent_l2, ticket)
    until_seen(stream, ticket, [("Bea Novak", "")])


def test_a_dead_redis_leaves_no_name_and_harms_no_page(open_stream, redis_server, agent, agent_l2, ticket):
    stream = open_stream(agent)
    looks(agent_l2, ticket)
    until_seen(stream, ticket, [("Bea Novak", "")])

    redis_server.kill()
    try:
        until_seen(stream, ticket, [])
        looks(agent_l2, ticket)
        assert present_on(ticket) == []
    finally:
        redis_server.restart()
    live._pause.until = presence._pause.until = float("-inf")
    looks(agent_l2, ticket)
    until_seen(stream, ticket, [("Bea Novak", "")])


def test_a_word_with_a_pass_asks_no_database(web_process, agent, ticket):
    issued = pass_for(ticket, agent)
    with CaptureQueriesContext(connection) as queries:
        assert say(issued, Said("one", Writing.NOTE))
    assert len(queries) == 0

    client = Client(SERVER_NAME="localhost")
    client.force_login(agent)
    url = f"http://localhost:{web_process.port}/live/presence/"
    assert answer_of(url, client, issued) == 204
    assert [(one["name"], one["writing"]) for one in present_on(ticket)] == [("Omar Haddad", "note")]


def answer_of(url: str, client: Client, issued: str) -> int:
    """As a browser asks, with a process that may not speak to the database meanwhile."""
    from urllib.parse import urlencode
    from urllib.request import Request, urlopen

    form = urlencode({"pass": issued, "tab": "one", "writing": "note"}).encode()
    cookies = f"csrftoken={'a' * 32}; sessionid={client.cookies['sessionid'].value}"
    request = Request(url, form, {"Cookie": cookies, "X-CSRFToken": "a" * 32})  # noqa: S310  # our own address
    with urlopen(request) as response:  # noqa: S310
        return response.status


def test_a_forged_or_old_pass_is_none(agent, ticket, monkeypatch):
    issued = pass_for(ticket, agent)

    assert not say(issued + "x", Said("one"))
    assert not say("", Said("one"))
    monkeypatch.setattr("tickets.presence.PASS_SECONDS", -1)
    assert not say(issued, Said("one"))
    assert redis_of_test().hlen(presence.KEY) == 0


@pytest.mark.parametrize(
    "form", [{}, {"tab": "\0" * 80, "writing": "everything"}, {"tab": "a:b:c", "leaving": "yes"}], ids=str
)
def test_odd_words_do_no_harm(agent, ticket, form):
    said = Said.of(form)

    assert len(said.tab) <= 36
    assert say(pass_for(ticket, agent), said)
    assert [one["writing"] for one in present_on(ticket)] == [""]
