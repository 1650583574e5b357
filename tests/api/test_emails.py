"""The mails of a ticket over the API."""

import pytest

from outbox.models import EmailState, OutboundEmail, RecipientState
from tests.factories import make_ticket
from tickets.actions import reply
from tickets.content import Body

pytestmark = pytest.mark.django_db


@pytest.fixture
def failed(ticket, agent, mailbox) -> OutboundEmail:
    """Omar's reply, refused by Ann's mail server."""
    message = reply(ticket, actor=agent, body=Body.from_text("Try again."), seen_seq=1)
    email = OutboundEmail.objects.get(ticket_message=message)
    email.recipients.update(state=RecipientState.FAILED, error="550 no such person")
    OutboundEmail.objects.filter(pk=email.pk).update(state=EmailState.FAILED)
    return email


def test_each_mail_tells_its_fate_per_recipient(api, ticket, failed):
    rows = api.get(f"/api/v1/tickets/{ticket.number}/emails/").json()["results"]

    row = next(row for row in rows if row["id"] == failed.pk)
    assert row["state"] == "failed"
    assert row["recipients"] == [
        {
            "field": "to",
            "address": "ann@example.net",
            "name": "Ann Lee",
            "state": "failed",
            "error": "550 no such person",
        }
    ]


def test_a_failed_mail_is_queued_again(api, ticket, failed):
    answer = api.post(f"/api/v1/tickets/{ticket.number}/emails/{failed.pk}/resend/")

    assert answer.json()["state"] == "queued"
    failed.refresh_from_db()
    assert failed.state == EmailState.QUEUED


def test_a_mail_of_another_ticket_is_not_found_here(api, failed):
    other = make_ticket()

    assert api.post(f"/api/v1/tickets/{other.number}/emails/{failed.pk}/resend/").status_code == 404


def test_customers_do_not_see_the_mails(customer_api, ticket, failed):
    assert customer_api.get(f"/api/v1/tickets/{ticket.number}/emails/").status_code == 403
