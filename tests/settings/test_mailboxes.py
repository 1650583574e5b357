"""Mailboxes in the settings: adding, whose queue mail comes into, the default, and a test mail."""

import pytest

from accounts.models import SettingChange
from mail.keeping import add_mailbox, change_mailbox, send_test_mail
from mail.models import Mailbox
from outbox.models import OutboundEmail
from tests.factories import MailboxFactory, TeamFactory
from tickets.errors import Invalid, NotAllowed
from tickets.models import Ticket

pytestmark = pytest.mark.django_db


def test_a_mailbox_is_added_and_noted(admin, mailbox) -> None:
    added = add_mailbox(actor=admin, address="Sales@Example.com", name="Sales")

    assert (added.address, added.is_default) == ("sales@example.com", False)
    assert SettingChange.objects.get().name == "sales@example.com"


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("nonsense", "such as support@example.com"),
        ("a+b@example.com", "without a +"),
        ("support@example.com", "is a mailbox already"),
        ("agent@example.com", "colleague signs in"),
    ],
)
def test_an_address_that_cannot_be_one_is_refused(admin, agent, mailbox, address, sentence) -> None:
    with pytest.raises(Invalid, match=sentence.replace("+", r"\+")):
        add_mailbox(actor=admin, address=address, name="Sales")
    assert Mailbox.objects.count() == 1


def test_there_is_always_one_default(admin, mailbox) -> None:
    other = add_mailbox(actor=admin, address="sales@example.com", name="Sales")
    with pytest.raises(Invalid, match="another mailbox the default"):
        change_mailbox(mailbox, actor=admin, is_default=False)

    change_mailbox(other, actor=admin, is_default=True)

    assert list(Mailbox.objects.filter(is_default=True)) == [other]


def test_only_admins_change_them(lead, mailbox) -> None:
    with pytest.raises(NotAllowed):
        change_mailbox(mailbox, actor=lead, name="Mine")


@pytest.mark.parametrize(("levels", "arrives"), [([1], True), ([2], False)])
def test_mail_comes_into_the_queue_of_its_mailboxes_team(receive, levels, arrives) -> None:
    team = TeamFactory(levels=levels)
    MailboxFactory(address="sales@example.com", is_default=False, team=team)

    receive(to="sales@example.com", From="ann@example.net", Subject="A question")

    assert Ticket.objects.get().team == (team if arrives else None)


def test_a_test_mail_goes_to_who_asks_for_it(admin, mailbox) -> None:
    assert send_test_mail(mailbox, actor=admin) == "admin@example.com"

    mail = OutboundEmail.objects.get()
    assert (mail.kind, mail.recipients.get().address) == ("test", "admin@example.com")
    assert "Example Support" in mail.subject


def test_the_pages_list_add_change_and_keep_what_was_typed(browser, mailbox, first_line) -> None:
    words = {"address": "sales@example.com", "name": "Sales", "team": first_line.pk, "html": "<p>{{ agent.name }}</p>"}
    assert browser.post("/settings/mailboxes/new/", words).status_code == 302
    sales = Mailbox.objects.get(address="sales@example.com")
    assert (sales.team, sales.signature_html) == (first_line, "<p>{{ agent.name }}</p>")
    assert "sales@example.com" in browser.get("/settings/mailboxes/?q=sales").content.decode()

    refused = browser.post("/settings/mailboxes/new/", words)
    assert refused.status_code == 422
    assert "is a mailbox already" in refused.content.decode()
    assert 'value="sales@example.com"' in refused.content.decode()

    answer = browser.post(f"/settings/mailboxes/{sales.pk}/test/", follow=True).content.decode()
    assert "A test mail is on its way to admin@example.com" in answer
