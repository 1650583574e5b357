"""What is still to do, in a real browser: a question and its answer, a checklist by keyboard, a call written down."""

import pytest
from playwright.sync_api import expect

from tests.accessible import obstacles
from tests.desk.conftest import session_of
from tests.desk.test_browser import live
from tests.factories import make_ticket
from tickets.actions import ask, assign
from tickets.content import Body
from tickets.models import Question, Task, Ticket

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_colleague_is_asked_by_keyboard_and_the_answer_comes_by_itself(
    page, at_the_desk, chromium, web_url, mailbox, agent, agent_l2, ticket
):
    assign(ticket, actor=agent, assignee=agent)
    at_the_desk(f"tickets/{ticket.number}/")
    live(page)

    page.locator("body").press("q")
    whom = page.get_by_label("Whom", exact=True)
    expect(whom).to_be_focused()
    whom.fill("bea")
    page.get_by_label("What do you want to know?").fill("Is the fuse known to fail?")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("You wait for an answer from Bea Novak")).to_be_visible()
    expect(whom).to_be_hidden()

    beas = chromium.new_context(viewport={"width": 390, "height": 844}, locale="en-GB")
    beas.add_cookies([{"name": "sessionid", "value": session_of(agent_l2), "url": web_url}])
    other = beas.new_page()
    other.goto(f"{web_url}/desk/views/questions/")
    other.get_by_role("link", name=ticket.subject).click()
    other.get_by_label("Your answer to Omar Haddad").fill("It is. Send a new one.")
    other.get_by_role("button", name="Answer").click()
    expect(other.get_by_text("Answered. Omar Haddad is told.")).to_be_visible()
    beas.close()

    expect(page.get_by_text("It is. Send a new one.")).to_be_visible()
    expect(page.get_by_text("You wait for an answer")).to_be_hidden()
    assert Question.objects.get().state == "answered"
    assert Ticket.objects.get().assignee == agent


def test_an_answer_being_written_survives_what_happens_elsewhere(page, at_the_desk, agent, lead, ticket):
    ask(ticket, actor=lead, person=agent, body=Body.from_text("Well?"))
    at_the_desk(f"tickets/{ticket.number}/")
    live(page)
    box = page.get_by_label("Your answer to Lena Vogt")
    expect(box).to_be_in_viewport()
    box.fill("Half an ans")

    ask(Ticket.objects.get(pk=ticket.pk), actor=lead, person=agent, body=Body.from_text("And this?"))

    expect(page.get_by_label("Your answer to Lena Vogt")).to_have_count(2)
    expect(page.get_by_label("Your answer to Lena Vogt").first).to_have_value("Half an ans")


def test_tasks_are_typed_one_after_the_other_and_solving_warns_of_open_ones(page, at_the_desk, agent, ticket):
    at_the_desk(f"tickets/{ticket.number}/")
    page.locator("body").press("y")
    field = page.get_by_label("Add a task")
    expect(field).to_be_focused()
    for number, text in enumerate(("Call her", "Send the fuse"), start=1):
        page.keyboard.type(text)
        page.keyboard.press("Enter")
        expect(page.get_by_role("checkbox")).to_have_count(number)
        expect(field).to_have_value("")
        expect(field).to_be_focused()

    tick = page.get_by_role("checkbox", name="Call her")
    tick.focus()
    page.keyboard.press("Enter")
    expect(tick).to_be_checked()
    expect(page.get_by_text("1 of 2 open")).to_be_visible()

    page.get_by_role("button", name="Solve").click()
    expect(page.get_by_text("1 task is still open. Solve anyway?")).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="Solve").click()
    expect(page.locator("#ticket-head").get_by_text("Solved")).to_be_visible()
    assert Task.objects.filter(done_at=None).count() == 1


def test_a_call_is_written_down_for_who_is_found_by_their_number(page, at_the_desk, agent, customer):
    customer.phone = "+44 1632 960 107"
    customer.save()
    going = make_ticket(requester=customer, subject="Smoke in the office")
    at_the_desk("talks/new/")

    page.get_by_label("Who was it?").fill("01632 960107")
    page.get_by_role("link", name="Ann Lee").click()
    page.get_by_role("link", name=f"Continue #{going.number}").click()
    page.get_by_label("How long, in minutes").fill("12")
    page.get_by_label("What was said and agreed").fill("We send a new fuse today.")
    page.keyboard.press("Control+Enter")

    message = page.locator(".message").last
    expect(message).to_contain_text("We send a new fuse today.")
    expect(message).to_contain_text("They called · 12 min")


def test_nothing_stands_in_the_way_of_anybody(page, at_the_desk, agent, lead, ticket):
    ask(ticket, actor=lead, person=agent, body=Body.from_text("Well?"))
    at_the_desk(f"tickets/{ticket.number}/")
    live(page)
    for summary in ("#ask > summary", "#remind > summary"):
        page.locator(summary).click()
    expect(page.get_by_label("A day and time").last).to_be_visible()
    assert obstacles(page) == []


def test_enter_pressed_twice_adds_one_task(page, at_the_desk, ticket):
    at_the_desk(f"tickets/{ticket.number}/")
    held = []
    page.route("**/tasks/", lambda route: held.append(route), times=1)
    field = page.get_by_label("Add a task")
    field.fill("Call her back")
    with page.expect_request("**/tasks/"):
        page.keyboard.press("Enter")
    page.keyboard.press("Enter")

    held[0].continue_()

    expect(page.get_by_text("1 of 1 open")).to_be_visible()
    expect(field).to_have_value("")
    field.fill("Send a fuse")
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 of 2 open")).to_be_visible()
    assert list(Task.objects.order_by("position").values_list("text", flat=True)) == ["Call her back", "Send a fuse"]
