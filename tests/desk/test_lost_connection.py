"""A browser whose connection is lost says so, comes back, and has missed nothing; and a browser with many tabs."""

import pytest
from playwright.sync_api import expect

from tests.desk.conftest import session_of
from tests.desk.test_browser import live, soon
from tests.factories import make_ticket
from tests.proxy import wire_to
from tickets.actions import add_note, receive_message, reply
from tickets.content import Body
from tickets.models import Channel, Draft

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BANNER = "Reconnecting… What you write is kept."


@pytest.fixture
def wire(web_process):
    with wire_to(web_process.port) as wire:
        yield wire


@pytest.fixture
def behind_the_wire(page, browser_context, wire, agent):
    """Omar's browser, to be sent to a page of the desk over a wire that can be cut."""
    url = f"http://localhost:{wire.port}"
    browser_context.add_cookies([{"name": "sessionid", "value": session_of(agent), "url": url}])
    return lambda path: page.goto(f"{url}/desk/{path}")


def words_of(page) -> list[str]:
    return page.locator(".message .prose").all_inner_texts()


def test_a_cut_connection_says_so_comes_back_and_misses_nothing(page, behind_the_wire, wire, agent_l2, ticket):
    behind_the_wire(f"tickets/{ticket.number}/")
    live(page)
    page.get_by_role("textbox", name="Reply").click()
    page.keyboard.type("Dear Ann, ")

    wire.cut()
    expect(page.get_by_text(BANNER)).to_be_visible()
    page.keyboard.type("unplug it")
    add_note(ticket, actor=agent_l2, body=Body.from_text("First, in the dark"))
    receive_message(ticket, actor=ticket.requester, body=Body.from_text("Second, in the dark"), channel=Channel.EMAIL)
    reply(ticket, actor=agent_l2, body=Body.from_text("Third, in the dark"), seen_seq=None)
    wire.mend()

    expect(page.get_by_text("Third, in the dark")).to_be_visible()
    expect(page.get_by_text(BANNER)).to_be_hidden()
    new = [text for text in words_of(page) if "in the dark" in text]
    assert new == ["First, in the dark", "Second, in the dark", "Third, in the dark"]
    expect(page.get_by_role("textbox", name="Reply")).to_have_text("Dear Ann, unplug it")
    expect(page.locator("#composer-public [data-news]")).to_be_visible()
    assert "unplug it" in soon(Draft.objects.filter(html__contains="unplug it").first).html

    add_note(ticket, actor=agent_l2, body=Body.from_text("And in the light"))
    expect(page.get_by_text("And in the light")).to_have_count(1)

    # The hint comes, what it tells of does not: the page asks again.
    page.route("**/live/*", lambda route: route.abort(), times=1)
    add_note(ticket, actor=agent_l2, body=Body.from_text("After a hiccup"))
    expect(page.get_by_text("After a hiccup")).to_have_count(1)


def test_words_that_come_while_it_is_cut_again_and_again_come_once(page, behind_the_wire, wire, agent_l2, ticket):
    behind_the_wire(f"tickets/{ticket.number}/")
    live(page)

    for number in range(3):
        wire.cut()
        add_note(ticket, actor=agent_l2, body=Body.from_text(f"Note {number} in the dark"))
        wire.mend()
        add_note(ticket, actor=agent_l2, body=Body.from_text(f"Note {number} at dawn"))

    expect(page.get_by_text("Note 2 at dawn")).to_be_visible()
    live(page)
    told = [text for text in words_of(page) if text.startswith("Note")]
    assert told == [f"Note {number} {when}" for number in range(3) for when in ("in the dark", "at dawn")]


def test_a_list_catches_up_too(page, behind_the_wire, wire, ticket):
    behind_the_wire("views/unassigned/")
    live(page)

    wire.cut()
    page.locator("body:not([data-live-state=open])").wait_for()
    make_ticket(subject="Smoke in the cellar")
    wire.mend()

    expect(page.get_by_text("Smoke in the cellar")).to_be_visible()


def test_a_web_process_that_dies_and_comes_back_is_found_again(
    page, at_the_desk, web_process, agent_l2, ticket, start_process
):
    at_the_desk(f"tickets/{ticket.number}/")
    live(page)

    web_process.process.kill()
    expect(page.get_by_text(BANNER)).to_be_visible()
    add_note(ticket, actor=agent_l2, body=Body.from_text("Said while it was dead"))
    command = ["-m", "uvicorn", "helpdesk.asgi:application", "--port", str(web_process.port), "--lifespan", "off"]
    start_process(command, name="web", ready=lambda log: "Uvicorn running" in log)

    expect(page.get_by_text("Said while it was dead")).to_be_visible()
    expect(page.get_by_text(BANNER)).to_be_hidden()


def test_a_page_that_gets_no_answer_says_so_although_its_stream_still_stands(page, at_the_desk, agent_l2, ticket):
    """The stream lives in a worker of its own, which this offline does not reach."""
    at_the_desk(f"tickets/{ticket.number}/")
    live(page)

    page.context.set_offline(True)
    expect(page.get_by_text(BANNER)).to_be_visible()
    add_note(ticket, actor=agent_l2, body=Body.from_text("Said meanwhile"))
    page.context.set_offline(False)

    expect(page.get_by_text("Said meanwhile")).to_have_count(1)
    expect(page.get_by_text(BANNER)).to_be_hidden()


def test_a_connection_that_dies_without_a_word_is_noticed(page, behind_the_wire, wire, agent_l2, ticket):
    # Without a SharedWorker the page holds the stream, and its clock can be put forward.
    page.add_init_script("delete window.SharedWorker")
    page.clock.install()
    behind_the_wire(f"tickets/{ticket.number}/")
    live(page)

    wire.mute()
    page.clock.run_for(40_000)
    expect(page.locator("body")).not_to_have_attribute("data-live-state", "open")
    page.clock.run_for(4_000)
    expect(page.get_by_text(BANNER)).to_be_visible()
    add_note(ticket, actor=agent_l2, body=Body.from_text("Said into silence"))
    wire.mend()
    page.clock.run_for(60_000)

    expect(page.get_by_text("Said into silence")).to_be_visible()


def test_seven_tabs_of_one_browser_stay_alive_on_one_stream(page, behind_the_wire, wire, agent_l2, ticket):
    behind_the_wire(f"tickets/{ticket.number}/")
    tabs = [page, *(page.context.new_page() for _ in range(6))]
    for tab in tabs[1:]:
        tab.goto(page.url)
    for tab in tabs:
        live(tab)

    add_note(ticket, actor=agent_l2, body=Body.from_text("All of you hear this"))
    for tab in tabs:
        # A tab that nobody looks at waits until somebody does.
        tab.bring_to_front()
        expect(tab.get_by_text("All of you hear this")).to_be_visible()

    # And each still gets an answer: none holds a connection that the others would need.
    page.bring_to_front()
    page.reload()
    live(page)
    assert wire.streams_asked_for == 1
