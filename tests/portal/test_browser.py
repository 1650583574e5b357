"""A German customer was charged twice and reaches a human, with everything asked once: a question that needed a person."""

import pytest
from playwright.sync_api import expect

from demo.forms import create_forms
from knowledgebase.deflection import Deflection
from tests.accessible import obstacles
from tests.accounts.test_sign_in import newest_code
from tests.plugins.browser import wait_for_behaviors
from tests.portal.test_browser_helping import today
from tickets.models import Ticket

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("mailbox")]


def test_a_german_with_a_double_charge_reaches_a_human(chromium, web_url):
    create_forms()
    context = chromium.new_context(viewport={"width": 390, "height": 844}, locale="de-DE", timezone_id="Europe/Berlin")
    page = context.new_page()
    page.goto(f"{web_url}/requests/new/")
    page.get_by_role("link", name="Eine Rechnung oder Abbuchung").click()
    expect(page.get_by_role("heading", name="Eine Rechnung oder Abbuchung")).to_be_visible()
    wait_for_behaviors(page)
    page.get_by_label("Ihre E-Mail-Adresse").fill("jan@example.de")
    page.get_by_label("Worum geht es?").fill("Doppelt abgebucht")
    expect(page.get_by_label("Wann wurde das zweite Mal abgebucht?")).to_have_count(0)
    page.get_by_label("Was stimmt nicht?").select_option(label="Es wurde zweimal abgebucht")
    page.get_by_label("Wann wurde das zweite Mal abgebucht?").fill("2026-11-02")
    page.get_by_label("Was ist passiert?").fill("Am Montag wurde zweimal derselbe Betrag abgebucht.")
    assert obstacles(page) == []

    page.reload()  # a draft outlives it
    expect(page.get_by_label("Wann wurde das zweite Mal abgebucht?")).to_have_value("2026-11-02")
    page.get_by_role("button", name="Weiter").click()
    expect(page.get_by_role("heading", name="Noch ein Schritt")).to_be_visible()
    page.get_by_label("Der Code aus unserer E-Mail").fill(newest_code())  # six digits send themselves

    expect(page.get_by_role("heading", name="Doppelt abgebucht")).to_be_visible()
    expect(page.get_by_text("Sie ist bei uns", exact=True)).to_be_visible()
    page.get_by_text("Was Sie uns gesagt haben").click()
    expect(page.get_by_text("Es wurde zweimal abgebucht")).to_be_visible()
    ticket = Ticket.objects.get()
    assert ticket.fields == {"matter": "I was charged twice", "charged_on": "2026-11-02"}
    assert (ticket.form.name, ticket.language) == ("Billing", "de")
    assert today() == Deflection(solved=0, ended=1, silent=0)
    context.close()
