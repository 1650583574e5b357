"""What was stopped is taken in after all, once, by an admin; with trust the sender's next mails come in too."""

import pytest

from mail.blocking import block_sender
from mail.models import BlockedSender, InboundReason, InboundState, TrustedSender
from mail.processing import process_batch
from mail.quarantine import forget_trust, ledger, recover, recover_many
from outbox.models import OutboundEmail
from tests.mail import corpus
from tickets.errors import Invalid, NotAllowed
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
FORGED = {"Authentication_Results": "mx.example.com; dmarc=fail (p=reject) header.from=example.net"}


def taken_in(row):
    process_batch(10)
    row.refresh_from_db()
    return row


def test_recovered_it_opens_its_ticket_and_says_who_did_it(receive, admin):
    row = receive(**FORGED)
    assert recover(row, actor=admin)

    taken_in(row)

    assert (row.state, row.reason, row.recovered_by) == (InboundState.CREATED, "", admin)
    assert row.ticket.requester.email == "ann@example.net"
    assert not TrustedSender.objects.exists()


def test_a_second_click_takes_nothing_in_twice(receive, admin):
    row = receive(**FORGED)
    assert recover(row, actor=admin)
    assert not recover(row, actor=admin)  # it waits
    taken_in(row)

    assert not recover(row, actor=admin)
    assert Ticket.objects.count() == 1


def test_trusted_the_next_mail_is_not_stopped_until_trust_ends(receive, admin):
    recover(receive(**FORGED), actor=admin, trust=True)
    process_batch(10)
    assert receive(Message_ID="<m2@example.net>", **FORGED).state == InboundState.CREATED

    assert forget_trust(TrustedSender.objects.get(), actor=admin)

    assert receive(Message_ID="<m3@example.net>", **FORGED).reason == InboundReason.DMARC_FAILED


def test_trust_lets_one_address_of_a_blocked_domain_in(receive, admin):
    block_sender("ann@example.net", actor=admin)
    block_sender("@example.net", actor=admin)
    recover(receive(), actor=admin, trust=True)
    process_batch(10)

    assert receive(Message_ID="<m2@example.net>").state == InboundState.CREATED
    assert receive(Message_ID="<m3@example.net>", From="bob@example.net").reason == InboundReason.BLOCKED_SENDER
    assert list(BlockedSender.objects.values_list("what", flat=True)) == ["@example.net"]


def test_a_forged_reply_address_becomes_a_ticket_of_its_own(receive, admin):
    row = receive(to="support+1.0123456789abcdef@example.com")
    assert row.reason == InboundReason.BAD_SIGNATURE
    recover(row, actor=admin)

    assert taken_in(row).state == InboundState.CREATED


def test_a_machines_answer_becomes_a_ticket_without_an_acknowledgement(receive, admin):
    row = receive(Auto_Submitted="auto-replied")
    assert row.reason == InboundReason.AUTO_REPLY
    recover(row, actor=admin)

    taken_in(row)

    assert row.state == InboundState.CREATED
    assert not OutboundEmail.objects.exists()


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (corpus.raw("To: support@example.com\nSubject: Hi"), "names no sender"),
        (corpus.plain(From="support@example.com"), "sent by ourselves"),
    ],
)
def test_what_no_decision_makes_a_conversation_of_is_refused(receive, admin, raw, sentence):
    row = receive(raw)

    with pytest.raises(Invalid, match=sentence):
        recover(row, actor=admin)

    row.refresh_from_db()
    assert (row.state in (InboundState.QUARANTINED, InboundState.IGNORED), row.recovered_by) == (True, None)


def test_several_at_once_and_each_refusal_is_told_once(receive, admin):
    rows = [receive(**FORGED), receive(corpus.raw("Subject: Hi")), receive(corpus.raw("Subject: Ho"))]

    count, refusals = recover_many(rows, actor=admin)

    assert (count, len(refusals)) == (1, 1)


def test_only_admins_take_in(receive, lead):
    row = receive(**FORGED)
    with pytest.raises(NotAllowed):
        recover(row, actor=lead)
    row.refresh_from_db()
    assert row.state == InboundState.QUARANTINED


def test_the_list_is_narrowed_by_state_reason_and_words(receive):
    forged, away = receive(Subject="Gold", **FORGED), receive(Message_ID="<m2@x.y>", Auto_Submitted="auto-replied")
    taken = receive(Message_ID="<m3@x.y>", Subject="Silver")

    assert set(ledger()) == {forged, away}
    assert list(ledger(state="quarantined")) == [forged]
    assert list(ledger(reason="auto_reply")) == [away]
    assert list(ledger(text="ann gold")) == [forged]
    assert list(ledger(state="created", text="silver")) == [taken]


def test_the_api_lists_what_came_last_first(receive, client, admin):
    rows = [receive(Message_ID=f"<a{number}@example.net>", From="") for number in range(2)]
    client.force_login(admin)
    found = client.get("/api/v1/inbound-emails/").json()["results"]
    assert [one["id"] for one in found] == [rows[1].pk, rows[0].pk]


def test_mail_of_who_is_being_erased_waits_with_a_sentence_and_comes_in_afterwards(receive, admin, customer):
    customer.is_active = False  # as the first step of an erasure leaves them
    customer.save()
    row = receive()
    assert row.reason == InboundReason.SENDER_OFF
    with pytest.raises(Invalid, match="still switched off"):
        recover(row, actor=admin)

    customer.email = None  # as the last one does
    customer.save()
    assert recover(row, actor=admin)
    assert taken_in(row).state == InboundState.CREATED
    assert Ticket.objects.get().requester != customer
