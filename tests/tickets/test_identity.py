"""The identity check: a code to the address on file, entered within its time, counted when it is wrong."""

import re
from datetime import timedelta

import pytest

from accounts.actors import MAIL
from accounts.models.address import AddressSource
from accounts.people import person_for_caller
from helpdesk import clock
from outbox.models import OutboundEmail
from tests.factories import make_ticket
from tests.tickets.asserting import assert_log_agrees, kinds_of, last_event, nothing_happened
from tickets.actions import confirm_identity, receive_automatic, send_identity_code, verify_identity
from tickets.content import Body
from tickets.errors import IllegalTransition, Invalid, NotAllowed, TooOften
from tickets.event_names import Names
from tickets.event_text import event_text
from tickets.events import EventKind
from tickets.identity import CODE_LIFE, MOST_TRIES, code_of_token, forget_old_codes, token_for
from tickets.models import Event, IdentityCode

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mailbox")]


def mailed_code() -> str:
    """As the customer reads it: in the newest mail."""
    found = re.search(r"\b(\d{3} \d{3})\b", OutboundEmail.objects.filter(kind="identity_code").latest("pk").text)
    assert found is not None
    return found[1]


def wrong_code() -> str:
    return "000000" if mailed_code() != "000 000" else "111111"


def test_a_code_goes_to_the_address_on_file(ticket, agent, customer):
    sent = send_identity_code(ticket, actor=agent)

    email = OutboundEmail.objects.get(kind="identity_code")
    assert [recipient.address for recipient in email.recipients.all()] == [customer.email]
    assert "Omar Haddad" in email.text
    event = last_event(ticket)
    assert event.kind == EventKind.IDENTITY_ASKED
    assert "sent a code to ann@example.net" in event_text(event, Names.of([event]))
    assert (sent.address, sent.used_at) == (customer.email, None)


def test_never_to_an_address_that_somebody_names(ticket, agent):
    with nothing_happened(), pytest.raises(Invalid, match="on file"):
        send_identity_code(ticket, actor=agent, address="thief@example.org")


def test_who_only_ever_called_gets_none_and_the_agent_a_sentence(agent):
    ticket = make_ticket(requester=person_for_caller(phone="+49 30 1234567"))

    with nothing_happened(), pytest.raises(IllegalTransition, match="has no email address on file"):
        send_identity_code(ticket, actor=agent)


def test_to_a_further_address_once_its_owner_confirmed_it(ticket, agent, customer):
    now = clock.now()
    for address, source, verified_at in (
        ("work@example.net", AddressSource.STAFF, now),
        ("claimed@example.net", AddressSource.STAFF, None),
        ("left@example.net", AddressSource.FORMER, now),
    ):
        customer.addresses.create(address=address, source=source, verified_at=verified_at, added_at=now)

    assert send_identity_code(ticket, actor=agent, address="work@example.net").address == "work@example.net"
    for address in ("claimed@example.net", "left@example.net"):
        with nothing_happened(), pytest.raises(Invalid, match="on file"):
            send_identity_code(ticket, actor=agent, address=address)


def test_the_code_stands_in_the_words_of_the_mail_and_nowhere_else(ticket, agent):
    sent = send_identity_code(ticket, actor=agent)
    email = OutboundEmail.objects.get(kind="identity_code")
    code = mailed_code()

    for place in (
        email.subject,
        str(email.headers),
        sent.digest,
        *(str(event.data) for event in Event.objects.all()),
        *(message.text for message in ticket.messages.all()),
    ):
        assert code not in place
        assert code.replace(" ", "") not in place


def test_the_right_code_verifies_for_a_while(ticket, agent, settings):
    settings.IDENTITY_MINUTES = 30
    send_identity_code(ticket, actor=agent)

    event = verify_identity(ticket, actor=agent, code=f" {mailed_code()} ")

    assert event.kind == EventKind.IDENTITY_VERIFIED
    assert ticket.verified_until == event.at + timedelta(minutes=30)
    assert "verified until" in event_text(event, Names.of([event]))
    assert_log_agrees(ticket)


def test_a_code_works_once(ticket, agent):
    send_identity_code(ticket, actor=agent)
    code = mailed_code()
    verify_identity(ticket, actor=agent, code=code)

    assert verify_identity(ticket, actor=agent, code=code).kind == EventKind.IDENTITY_EXPIRED


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "12a456", "abcdef", "➀➁➂➃➄"])
def test_a_slip_of_the_finger_is_no_try(ticket, agent, typed):
    send_identity_code(ticket, actor=agent)
    with nothing_happened(), pytest.raises(Invalid, match="six digits"):
        verify_identity(ticket, actor=agent, code=typed)
    assert IdentityCode.objects.get().tries == 0


@pytest.mark.parametrize("between", ["", " ", "-", "\u00a0", "\u200b", "\u2013"])
def test_a_code_may_come_in_groups(ticket, agent, between):
    send_identity_code(ticket, actor=agent)
    typed = mailed_code().replace(" ", between)
    assert verify_identity(ticket, actor=agent, code=typed).kind == EventKind.IDENTITY_VERIFIED


def test_a_wrong_code_is_counted_and_verifies_nothing(ticket, agent):
    send_identity_code(ticket, actor=agent)

    event = verify_identity(ticket, actor=agent, code=wrong_code())

    assert (event.kind, event.data["tries"]) == (EventKind.IDENTITY_FAILED, 1)
    assert IdentityCode.objects.get().tries == 1
    assert ticket.verified_until is None


def test_five_wrong_tries_burn_it(ticket, agent):
    send_identity_code(ticket, actor=agent)
    for _try in range(MOST_TRIES):
        assert verify_identity(ticket, actor=agent, code=wrong_code()).kind == EventKind.IDENTITY_FAILED

    assert verify_identity(ticket, actor=agent, code=mailed_code()).kind == EventKind.IDENTITY_EXPIRED
    assert ticket.verified_until is None


def test_after_ten_minutes_it_no_longer_works(ticket, agent):
    send_identity_code(ticket, actor=agent)
    code = mailed_code()

    with clock.at(clock.now() + CODE_LIFE):
        event = verify_identity(ticket, actor=agent, code=code)
    assert event.kind == EventKind.IDENTITY_EXPIRED
    assert ticket.verified_until is None


def test_a_newer_code_takes_the_place_of_the_older(ticket, agent):
    send_identity_code(ticket, actor=agent)
    older = mailed_code()
    send_identity_code(ticket, actor=agent)
    newer = mailed_code()

    if older != newer:
        assert verify_identity(ticket, actor=agent, code=older).kind == EventKind.IDENTITY_FAILED
    assert verify_identity(ticket, actor=agent, code=newer).kind == EventKind.IDENTITY_VERIFIED


def test_one_ticket_sends_five_codes_an_hour(ticket, agent):
    for _code in range(5):
        send_identity_code(ticket, actor=agent)
    with nothing_happened(), pytest.raises(TooOften):
        send_identity_code(ticket, actor=agent)


def test_tries_are_limited_whatever_the_codes(ticket, agent):
    send_identity_code(ticket, actor=agent)
    for _try in range(15):
        verify_identity(ticket, actor=agent, code=wrong_code())
    with nothing_happened(), pytest.raises(TooOften):
        verify_identity(ticket, actor=agent, code=mailed_code())


def test_without_a_code_there_is_nothing_to_enter(ticket, agent):
    with nothing_happened(), pytest.raises(Invalid, match="Send one first"):
        verify_identity(ticket, actor=agent, code="123456")


def test_customers_send_and_enter_nothing(ticket, customer):
    with nothing_happened(), pytest.raises(NotAllowed):
        send_identity_code(ticket, actor=customer)
    with nothing_happened(), pytest.raises(NotAllowed):
        verify_identity(ticket, actor=customer, code="123456")


def test_the_code_of_another_ticket_does_not_open_this_one(ticket, agent, customer):
    from tests.factories import make_ticket

    other = make_ticket(requester=customer)
    send_identity_code(ticket, actor=agent)
    code = mailed_code()
    send_identity_code(other, actor=agent)
    if mailed_code() != code:
        assert verify_identity(other, actor=agent, code=code).kind == EventKind.IDENTITY_FAILED


def test_a_changed_address_makes_the_code_useless(ticket, agent, customer):
    send_identity_code(ticket, actor=agent)
    code = mailed_code()
    customer.email = "new@example.net"
    customer.save()

    assert verify_identity(ticket, actor=agent, code=code).kind == EventKind.IDENTITY_EXPIRED


def test_the_customer_confirms_by_the_link_once(ticket, agent, customer):
    sent = send_identity_code(ticket, actor=agent)
    followed = code_of_token(token_for(sent))
    assert followed is not None

    event = confirm_identity(followed)

    assert event is not None
    assert (event.kind, event.actor, event.data["by"]) == (EventKind.IDENTITY_VERIFIED, customer, "link")
    assert confirm_identity(followed) is None
    assert kinds_of(ticket).count(EventKind.IDENTITY_VERIFIED) == 1


def test_an_old_or_made_up_link_confirms_nothing(ticket, agent):
    sent = send_identity_code(ticket, actor=agent)
    assert code_of_token(str(sent.pk)) is None
    assert code_of_token(token_for(sent) + "x") is None
    with clock.at(clock.now() + CODE_LIFE), nothing_happened(), pytest.raises(IllegalTransition):
        confirm_identity(sent)


def test_a_code_that_a_machine_sent_back_is_worth_nothing(ticket, agent, customer):
    send_identity_code(ticket, actor=agent)
    code = mailed_code()
    receive_automatic(ticket, actor=MAIL, author=customer, body=Body.from_text(f"I am away.\n\n> {code}"))

    assert verify_identity(ticket, actor=agent, code=code).kind == EventKind.IDENTITY_EXPIRED


def test_codes_are_forgotten_after_a_day(ticket, agent):
    send_identity_code(ticket, actor=agent)
    assert forget_old_codes() == 0
    with clock.at(clock.now() + timedelta(days=1, minutes=1)):
        assert forget_old_codes() == 1
