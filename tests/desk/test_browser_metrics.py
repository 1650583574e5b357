"""Managers and leads at figures, in a real browser."""

import pytest
from playwright.sync_api import expect

from accounts.models.organization import Tier
from metrics.keeping import keep_stale
from metrics.models import CaseReview
from metrics.models.review import Why
from sla.timer import tick
from tests.desk.conftest import session_of
from tests.factories import CustomerFactory, OrganizationFactory
from tests.metrics.living import START, after, answered, at, opened, solved
from tests.sla.making import ALWAYS, make_calendar, make_policy

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WEEK = "?period=days&from=2026-03-02&to=2026-03-08"
TUESDAY = 24


def test_which_tickets_broke_the_premium_promise_and_why_and_is_tuesday_understaffed(
    page, browser_context, web_url, customer, agent, manager
):
    """On Tuesday six ask and wait for six hours, one of them premium; every other day one waits for half an hour."""
    premium = CustomerFactory(name="Petra Premium", organization=OrganizationFactory(tier=Tier.PREMIUM))
    with at(0):
        make_policy(
            name="Premium", calendar=make_calendar(weekly=ALWAYS), conditions={"field": "tier", "is": ["premium"]}
        )
    late = opened(premium, TUESDAY, subject="Nobody answers me")
    tickets = [late, *(opened(customer, TUESDAY + number / 10) for number in range(1, 6))]
    for ticket in tickets:
        answered(ticket, agent, TUESDAY + 6)
    for day in (0, 2, 3, 4, 5, 6):
        for number in range(2):
            answered(opened(customer, 24 * day + number), agent, 24 * day + number + 0.5)
    tick()
    keep_stale()

    browser_context.add_cookies([{"name": "sessionid", "value": session_of(manager), "url": web_url}])
    page.goto(f"{web_url}/metrics/sla/{WEEK}")
    page.get_by_text("More filters").click()
    page.get_by_label("Tier").select_option("premium")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("region", name="By policy").get_by_role("link", name="1 ticket").click()
    row = page.get_by_role("row", name="Nobody answers me").first
    expect(row).to_contain_text("Nobody had taken it")
    expect(page.get_by_role("heading", level=1)).to_contain_text("on 1 ticket")

    page.get_by_role("link", name="Responsiveness").click()
    page.get_by_role("link", name="Without Tier").click()
    weekdays = page.get_by_role("region", name="Weekday by weekday")
    expect(weekdays.get_by_role("row", name="Tuesday")).to_contain_text("short of people")
    expect(weekdays.get_by_role("row", name="Monday")).not_to_contain_text("short of people")


def test_a_lead_scores_a_case_writes_to_the_agent_and_shares_what_went_well(
    page, browser_context, web_url, customer, agent, lead, first_line
):
    first_line.members.add(lead)
    ticket = opened(customer, team=first_line, subject="My invoice is wrong")
    answered(ticket, agent, 1)
    solved(ticket, agent, 2)
    case = CaseReview.objects.create(
        week=START.date(), team=first_line, ticket=ticket, agent=agent, why=Why.RANDOM, drawn_at=after(200)
    )
    browser_context.add_cookies([{"name": "sessionid", "value": session_of(lead), "url": web_url}])

    page.goto(f"{web_url}/metrics/reviews/?week={case.week}")
    page.get_by_role("link", name="My invoice is wrong").click()
    for question in ("Empathy", "Accuracy", "Completeness", "Tone"):
        page.get_by_role("group", name=question).get_by_role("radio", name="4").check()
    page.get_by_label("To the agent").fill("You found it in one go.")
    page.get_by_label("Win").fill("The invoice was right within the hour.")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Share the win").click()
    expect(page.get_by_role("button", name="Take the win out of the news")).to_be_visible()

    browser_context.clear_cookies()
    browser_context.add_cookies([{"name": "sessionid", "value": session_of(agent), "url": web_url}])
    page.goto(f"{web_url}/metrics/reviews/{case.pk}/")
    expect(page.get_by_text("You found it in one go.")).to_be_visible()
    expect(page.get_by_role("definition").filter(has_text="of 5")).to_have_count(4)


def test_a_wall_says_that_nothing_arrives_any_more(page, browser_context, web_url, manager):
    """Ten seconds after the network is cut, and no longer than that it is back."""
    browser_context.add_cookies([{"name": "sessionid", "value": session_of(manager), "url": web_url}])
    page.clock.install()
    page.goto(f"{web_url}/metrics/wallboard/")
    cut = page.get_by_text("Nothing new arrives here at the moment.")
    page.clock.run_for(4_000)
    expect(cut).to_be_hidden()

    browser_context.set_offline(True)
    page.clock.run_for(12_000)
    expect(cut).to_be_visible()

    browser_context.set_offline(False)
    page.clock.run_for(4_000)
    expect(cut).to_be_hidden()
