"""The customer in the browser: edited beside a ticket, an address added that turns out to be somebody's, merged, undone."""

import pytest
from playwright.sync_api import expect

from accounts.addresses import add_address
from accounts.models import User
from tests.accessible import is_cut_on_a_phone, obstacles
from tests.desk.test_browser import live
from tests.factories import OrganizationFactory, make_ticket
from tickets.person_merges import merge_now

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_card_is_edited_beside_the_ticket(page, at_the_desk, mailbox, ticket, customer):
    at_the_desk(f"tickets/{ticket.number}/")
    live(page)
    page.get_by_role("link", name="Edit Ann Lee").click()
    name = page.get_by_label("Name")
    expect(name).to_have_value("Ann Lee")
    name.fill("Ann Li")
    page.get_by_label("Organization").fill("Initech")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("There is none of this name")).to_be_visible()
    expect(name).to_have_value("Ann Li")
    page.get_by_role("button", name="Add “Initech” as new").click()
    expect(page.locator("#customer-card").get_by_text("Initech")).to_be_visible()
    expect(page.locator(".toast")).to_contain_text("Saved")
    customer.refresh_from_db()
    assert customer.name == "Ann Li"


def test_an_address_of_somebody_else_leads_to_a_merge_and_back_by_keyboard(page, at_the_desk, customer, other_customer):
    make_ticket(requester=other_customer, subject="The invoice is wrong")
    at_the_desk(f"customers/{customer.pk}/")
    page.get_by_label("Another address").fill(other_customer.email)
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Merge the two?")).to_be_visible()
    expect(page.get_by_label("Another address")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Merge the two?")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("One ticket of Charlie Stone becomes one of Ann Lee.")).to_be_visible()
    page.get_by_role("button", name="Merge into Ann Lee").press("Enter")

    page.wait_for_url(f"**/customers/{customer.pk}/")
    expect(page.get_by_role("link", name="The invoice is wrong")).to_be_visible()
    page.locator(".toast").get_by_role("button", name="Undo").press("Enter")
    page.wait_for_url(f"**/customers/{other_customer.pk}/")
    expect(page.locator(".toast")).to_contain_text("a person of their own again")
    expect(page.get_by_role("link", name="The invoice is wrong")).to_be_visible()


def test_what_was_typed_of_a_call_is_kept_when_its_caller_is_chosen_after_all(page, at_the_desk, customer):
    User.objects.filter(pk=customer.pk).update(phone="+44 1632 960-107")
    at_the_desk("talks/new/")
    live(page)
    page.get_by_label("Their phone number").fill("01632 960107")
    page.get_by_label("How long, in minutes").fill("7")
    page.get_by_label("What it was about").fill("A fuse")
    page.get_by_label("What was said and agreed").fill("We send one.")
    page.get_by_role("button", name="Open a ticket with it").click()
    expect(page.get_by_text("We know this number: Ann Lee.")).to_be_visible()

    page.get_by_role("link", name="Ann Lee").click()

    page.wait_for_url(f"**/talks/new/?person={customer.pk}")
    expect(page.get_by_label("How long, in minutes")).to_have_value("7")
    expect(page.get_by_label("What was said and agreed")).to_have_value("We send one.")


def test_the_list_is_searched_while_typing(page, at_the_desk, customer, other_customer):
    at_the_desk("customers/")
    page.get_by_label("Find a customer").type("char")
    expect(page.get_by_role("link", name="Ann Lee")).to_have_count(0)
    expect(page.get_by_role("link", name="Charlie Stone")).to_be_visible()


def test_a_full_card_is_for_everybody(page, at_the_desk, customer, other_customer, agent, mailbox):
    acme = OrganizationFactory(name="Acme")
    User.objects.filter(pk=customer.pk).update(organization=acme, notes="Calls at nine.", phone="+49 30 1")
    add_address(customer, actor=agent, email="a-rather-long-address-of-ann@somewhere-at-home.example")
    ticket = make_ticket(requester=other_customer)
    merge_now(other_customer, actor=agent, into=User.objects.get(pk=customer.pk))
    third = make_ticket().requester
    for path in (
        f"customers/{customer.pk}/",
        f"customers/{third.pk}/merge/?into={customer.pk}",
        f"tickets/{ticket.pk}/",
    ):
        at_the_desk(path)
        assert obstacles(page) == [], path
        assert not is_cut_on_a_phone(page), path
