"""Addresses whose mail came back: what goes there no more, where that is seen, and the way back."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import User
from helpdesk import clock
from mail.given_up import tell_undelivered
from mail.notifying import bounces
from mail.suppressed import suppressed, write_again
from outbox.models import OutboundEmail, OutboundRecipient
from outbox.sending import claim, mark
from outbox.unreachable import unreachable_among
from tests.desk.conftest import HTMX, signed_in
from tests.outbox.test_sending import post
from tickets.actions import Letter, open_side_conversation, open_ticket, receive_side_answer, reply, write_side
from tickets.checks import Code, cautions_for, facts_for
from tickets.content import Body
from tickets.errors import NotAllowed
from tickets.models import SideConversation, Ticket
from tickets.recipients import people_at

pytestmark = pytest.mark.django_db
GONE = "gone@example.net"


@pytest.fixture
def returned() -> OutboundRecipient:
    """Two mails to the address came back, and one to somebody else arrived."""
    for error in ("550 first", "550 5.1.1 no such user"):
        rows = OutboundRecipient.objects.filter(email=post(GONE))
        rows.update(state="bounced", error=error)
    OutboundRecipient.objects.filter(email=post("fine@example.net")).update(state="sent")
    return OutboundRecipient.objects.filter(address=GONE).latest("pk")


def test_each_address_stands_there_once_with_the_newest_reason(returned):
    assert list(suppressed()) == [returned]
    assert list(suppressed("fine@")) == []
    assert unreachable_among([GONE, "fine@example.net", ""]) == {GONE: returned}


def test_written_to_again_it_gets_mail_by_itself_and_the_messages_keep_what_happened(returned, agent):
    assert bounces(GONE)

    assert write_again(GONE.upper(), actor=agent)

    assert not bounces(GONE)
    assert not write_again(GONE, actor=agent)
    returned.refresh_from_db()
    assert (returned.state, returned.error) == ("failed", "550 5.1.1 no such user")


def test_customers_decide_nothing(returned, customer):
    with pytest.raises(NotAllowed):
        write_again(GONE, actor=customer)


def test_the_page_of_the_person_says_it_and_has_the_way_back(returned, agent, customer):
    customer.email = GONE
    customer.save()
    desk, page = signed_in(agent), reverse("desk:customer", args=[customer.pk])
    assert "550 5.1.1 no such user" in desk.get(page).content.decode()

    desk.post(reverse("desk:write_to_again", args=[customer.pk]), {"address": "other@example.net"})
    assert bounces(GONE)
    desk.post(reverse("desk:write_to_again", args=[customer.pk]), {"address": GONE})

    assert "550 5.1.1" not in desk.get(page).content.decode()
    assert not bounces(GONE)


def test_admins_have_a_list_of_them(returned, admin):
    desk, page = signed_in(admin), reverse("settings:undelivered")
    assert desk.get(page, {"what": "returned"}).context["suppressed"] == [returned]

    desk.post(reverse("settings:write_to_again"), {"address": GONE})

    assert desk.get(page, {"what": "returned"}).context["suppressed"] == []


def test_the_api_does_the_same(returned, admin):
    api = signed_in(admin)

    (row,) = api.get("/api/v1/suppressed-addresses/", {"q": "gone"}).json()["results"]
    assert (row["address"], row["state"], row["reason"]) == (GONE, "bounced", "550 5.1.1 no such user")
    for changed in (True, False):
        answer = api.post(
            "/api/v1/suppressed-addresses/write-again/", {"address": GONE}, content_type="application/json"
        )
        assert answer.json() == {"changed": changed}


def answered(ticket, agent, **fields) -> OutboundEmail:
    message = reply(ticket, actor=agent, body=Body.from_text("Unplug it."), seen_seq=None, **fields)
    return OutboundEmail.objects.get(ticket_message=message)


def fates(email: OutboundEmail) -> dict[str, str]:
    return dict(email.recipients.values_list("address", "state"))


@pytest.fixture
def gone(returned, ticket, mailbox) -> Ticket:
    """Of a customer whose mail came back after they wrote."""
    User.objects.filter(pk=ticket.requester_id).update(email=GONE)
    ticket.messages.update(created_at=clock.now() - timedelta(days=1))
    return Ticket.objects.get(pk=ticket.pk)


def test_an_answer_is_held_back_for_them_and_its_writer_is_told_before(gone, agent):
    letter = Letter(html="<p>Unplug it.</p>", seen_seq=1)
    (caution,) = cautions_for(letter, facts_for(gone, agent, letter, copied_when_begun=None))
    assert caution.code == Code.LOST
    assert GONE in caution.text
    assert "550 5.1.1 no such user" in caution.text

    email = answered(gone, agent)

    assert (email.state, fates(email)) == ("failed", {GONE: "held"})


def test_others_get_it_and_nobody_is_alarmed(gone, agent):
    email = answered(gone, agent, to=people_at([GONE, "fine@example.net"]))
    assert (email.state, fates(email)) == ("queued", {GONE: "held", "fine@example.net": "queued"})

    OutboundEmail.objects.exclude(pk=email.pk).update(state="sent")
    assert claim() == email
    mark(claimed := OutboundEmail.objects.get(pk=email.pk), list(claimed.recipients.all()), {})

    tell_undelivered()

    email.refresh_from_db()
    assert (email.state, fates(email)) == ("sent", {GONE: "held", "fine@example.net": "sent"})
    assert email.told_at is None


def test_the_message_says_it_and_sending_it_again_is_the_way_back(gone, agent):
    email = answered(gone, agent)
    desk = signed_in(agent)
    shown = desk.get(f"/desk/tickets/{gone.pk}/").content.decode()
    assert "Not sent to" in shown
    assert "Earlier mail to this address came back" in shown

    desk.post(f"/desk/emails/{email.pk}/resend/")

    assert fates(email) == {GONE: "queued"}
    assert not bounces(GONE)
    assert fates(answered(gone, agent)) == {GONE: "queued"}


def test_whoever_wrote_from_there_since_is_answered(gone, agent):
    gone.messages.filter(from_staff=False).update(created_at=clock.now() + timedelta(seconds=1), channel="email")
    assert fates(answered(gone, agent)) == {GONE: "queued"}


def asked_outside(ticket, agent) -> SideConversation:
    body = Body.from_text("Is it in stock?")
    to = [GONE, "fine@example.net"]
    return open_side_conversation(ticket, actor=agent, to=to, subject="A spare part", body=body)


def test_a_side_conversation_is_held_back_for_them_alone_until_they_write(returned, ticket, mailbox, agent):
    side = asked_outside(ticket, agent)
    (first,) = OutboundEmail.objects.filter(kind="side_conversation")
    assert fates(first) == {GONE: "held", "fine@example.net": "queued"}

    outsider = User.objects.create(email=GONE)
    receive_side_answer(side, actor=outsider, body=Body.from_text("We moved."))
    write_side(side, actor=agent, body=Body.from_text("Thank you."))

    second = OutboundEmail.objects.filter(kind="side_conversation").latest("pk")
    assert fates(second) == {GONE: "queued", "fine@example.net": "queued"}


def test_whoever_asks_outside_is_told_before_and_below_the_message(returned, ticket, mailbox, agent):
    desk, page = signed_in(agent), f"/desk/tickets/{ticket.pk}/"
    form = {"to": GONE, "subject": "A spare part", "text": "Is it in stock?"}

    stopped = desk.post(f"{page}side/", form, headers=HTMX)

    assert stopped.status_code == 422
    assert "550 5.1.1 no such user" in stopped.content.decode()
    desk.post(f"{page}side/", form | {"looked_at": "lost"}, headers=HTMX)
    shown = desk.get(page).content.decode()
    assert "Not sent to" in shown
    assert "Earlier mail to this address came back" in shown


@pytest.mark.parametrize(("channel", "fate"), [("portal", "held"), ("email", "queued")])
def test_an_acknowledgement_is_held_back_too_but_for_whom_mails_us_from_there(
    returned, customer, mailbox, channel, fate
):
    User.objects.filter(pk=customer.pk).update(email=GONE)
    customer.refresh_from_db()

    open_ticket(
        subject="The scanner", requester=customer, actor=customer, body=Body.from_text("It is dead."), channel=channel
    )

    assert fates(OutboundEmail.objects.get(kind="acknowledgement")) == {GONE: fate}
