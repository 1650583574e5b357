"""An admin who has never seen the desk sets it up, from empty to proven: what an hour of a consultant is for elsewhere."""

import io
from email.message import EmailMessage

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from accounts.actions.staff import invite_agent
from accounts.models import Role
from helpdesk import clock
from mail.processing import process_batch
from sla.models import Clock
from sla.timer import tick
from tests.desk.conftest import session_of
from tickets.models import Ticket

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("mailbox")]
GERMAN = "Guten Tag, bitte erstatten Sie mir den Betrag der Rechnung, er wurde doppelt abgebucht."
PROOFS = """
time_zone: Europe/Berlin
mails:
  - name: A premium customer's refund in German, in the last half hour before Christmas
    from: hanna@kunde.example
    subject: Refund für Rechnung 4711
    body: Guten Tag, bitte erstatten Sie mir den Betrag der Rechnung, er wurde doppelt abgebucht.
    at: 2026-12-24 16:30
    expect: {team: Billing, level: 2, language: de, policy: Premium, first_response_due: 2026-12-28 09:30}
  - name: Whoever writes in English before Thanksgiving
    from: joe@elsewhere.example
    subject: My refund
    body: Hello, I was charged twice last month, please send the money back to my card.
    at: 2026-11-25T16:00-05:00
    expect: {team: US, level: 1, policy: US, first_response_due: "2026-11-27T12:00-05:00"}
"""


@pytest.fixture
def desk(page, browser_context, web_url, admin):
    """Ada's browser, on her empty desk."""
    browser_context.add_cookies([{"name": "sessionid", "value": session_of(admin), "url": web_url}])
    page.goto(f"{web_url}/desk/")
    return Desk(page, web_url)


class Desk:
    """What she does again and again: the next step from the page that lists them."""

    def __init__(self, page, url: str) -> None:
        self.page, self.url = page, url

    def step(self, act: str) -> None:
        self.page.goto(f"{self.url}/settings/setup/")
        self.page.get_by_role("link", name=act, exact=True).last.click()

    def saved(self, button: str) -> None:
        self.page.get_by_role("button", name=button).click()
        expect(self.page.locator(".toast").last).to_contain_text("Saved.")

    def team(self, name: str, level: str) -> None:
        self.step("New team")
        self.page.get_by_label("Name", exact=True).fill(name)
        for number in ("Level 1", "Level 2"):
            self.page.get_by_label(number).set_checked(number == level)
        self.saved("Add team")

    def calendar(self, name: str, zone: str, region: str) -> None:
        self.step("New calendar")
        self.page.get_by_label("Name", exact=True).fill(name)
        self.page.get_by_label("Time zone").select_option(zone)
        self.page.get_by_label("Public holidays of").select_option(region)
        expect(self.page.locator("#calendar-preview")).to_contain_text("Days off in")
        self.saved("Add calendar")

    def policy(self, name: str, group: str, value: str, hours: str) -> None:
        self.step("New policy")
        page = self.page
        page.get_by_label("Name", exact=True).fill(name)
        page.get_by_role("button", name="Add condition").click()
        page.get_by_label("What is asked about").select_option(label=group)
        page.get_by_role("group", name="Condition", exact=True).get_by_label(value, exact=True).check()
        page.get_by_label("Calendar").select_option(label="Germany" if name == "Premium" else "US")
        response = page.get_by_role("group", name="First response")
        response.get_by_label("Low", exact=True).fill(hours)
        response.get_by_role("button", name="The same for the empty ones").click()
        expect(response.get_by_label("Urgent", exact=True)).to_have_value(hours)
        page.get_by_role("group", name="Warning 1").get_by_label("Team leads").check()
        self.saved("Add policy")

    def rule(self, name: str, conditions: dict[str, str], do: str, **arguments: str) -> None:
        self.step("New rule")
        page = self.page
        page.get_by_label("Name").fill(name)
        for number, (field, value) in enumerate(conditions.items()):
            page.get_by_role("button", name="Add condition").click()
            page.get_by_label("What is asked about").nth(number).select_option(field)
            given = page.get_by_label("Value").nth(number)
            given.select_option(label=value) if field == "language" else given.fill(value)
        page.get_by_role("button", name="Add something to do").click()
        page.get_by_label("What is done").select_option(do)
        for label, value in arguments.items():
            page.get_by_label(label.capitalize(), exact=True).select_option(label=value)
        page.get_by_label("On", exact=True).check()
        page.get_by_role("button", name="Add rule").click()
        expect(page.locator(".rules__row", has_text=name)).to_be_visible()


def test_an_empty_desk_is_set_up_proven_and_explained(desk, page, tmp_path, admin):
    page.get_by_role("link", name="Set up your desk").click()
    expect(page.get_by_text("0 of 7 done")).to_be_visible()
    expect(page.get_by_text("No mail leaves yet")).to_be_visible()  # the test's house has no mail server
    desk.team("Germany", "Level 1"), desk.team("US", "Level 1"), desk.team("Billing", "Level 2")
    lead = invite_agent(actor=admin, email="lena@example.com", name="Lena Lead", role=Role.LEAD)
    desk.calendar("Germany", "Europe/Berlin", "DE"), desk.calendar("US", "America/New_York", "US")
    page.get_by_role("link", name="Organizations").click()
    page.get_by_role("link", name="New organization").first.click()
    page.get_by_label("Name", exact=True).fill("Kunde GmbH")
    page.get_by_label("Tier").select_option(label="Premium")
    page.get_by_label("Mail domains").fill("kunde.example")
    desk.saved("Add organization")
    desk.policy("US", "Team", "US", "4 h"), desk.policy("Premium", "Tier of the organization", "Premium", "1 h")
    page.get_by_role("button", name="Move Premium up").click()
    desk.rule(
        "German refunds",
        {"language": "German", "subject": "refund"},
        "set_level",
        level="Level 2 · Specialist",
        team="Billing",
    )
    desk.rule("English", {"language": "English"}, "assign_team", team="US")

    (tmp_path / "proofs.yml").write_text(PROOFS)
    said = io.StringIO()
    call_command("check_setup", str(tmp_path / "proofs.yml"), stdout=said)
    assert "2 mails, all ok." in said.getvalue()

    ticket = write("Refund für Rechnung 4711", GERMAN)
    page.goto(f"{desk.url}/desk/tickets/{ticket.pk}/")
    expect(page.get_by_text("The rule “German refunds” let this begin at Level 2")).to_be_visible()
    page.locator("summary", has_text="Rules").click()
    expect(page.locator(".why")).to_contain_text("German refunds")
    page.locator("summary", has_text="Deadlines").click()
    expect(page.get_by_text("First response").first).to_be_visible()
    expect(page.get_by_text("Germany").first).to_be_visible()

    warned_at = Clock.objects.get(ticket=ticket, target="first_response").check_at
    with clock.at(warned_at):
        tick()
    assert ticket.events.get(kind="sla.warned").data["tell"] == [lead.pk]
    page.goto(f"{desk.url}/settings/setup/")
    expect(page.get_by_text("6 of 7 done")).to_be_visible()


def write(subject: str, body: str) -> Ticket:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Hanna Weber <hanna@kunde.example>", "support@example.com", subject
    mail["Message-ID"] = "<refund@kunde.example>"
    mail.set_content(body)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(mail.as_bytes())))
        call_command("receive_mail", "--to", "support@example.com", stdout=io.StringIO())
    process_batch()
    return Ticket.objects.get(subject=subject)
