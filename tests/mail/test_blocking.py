"""A blocked sender's mail is kept, reaches nobody, and can be taken in after all."""

import pytest

from accounts.personal import hashed
from mail.blocking import block_sender, ignored_of, names_of, unblock_sender
from mail.models import BlockedSender, InboundReason, InboundState
from mail.processing import process_batch, retry
from tests.factories import MailboxFactory
from tickets.errors import Invalid, NotAllowed
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
PEST = "Pest <pest@mail.spam.test>"


@pytest.mark.parametrize("what", ["pest@mail.spam.test", "PEST@mail.spam.test ", "@mail.spam.test", "@spam.test"])
def test_their_mail_is_ignored_with_the_reason(receive, agent, what):
    assert block_sender(what, actor=agent) is not None

    row = receive(From=PEST)

    assert (row.state, row.reason) == (InboundState.IGNORED, InboundReason.BLOCKED_SENDER)
    assert row.verdict == {"blocked": what.strip().lower()}
    assert not Ticket.objects.exists()


@pytest.mark.parametrize("what", ["other@mail.spam.test", "@am.test", "@other.spam.test"])
def test_others_are_not_stopped(receive, agent, what):
    block_sender(what, actor=agent)

    assert receive(From=PEST).state == InboundState.CREATED


def test_unblocked_they_write_again_and_what_was_ignored_can_be_taken_in(receive, agent):
    blocked = block_sender("@spam.test", actor=agent)
    row = receive(From=PEST)

    stopped = list(ignored_of(blocked))
    assert unblock_sender(blocked, actor=agent)
    assert not unblock_sender(blocked, actor=agent)
    assert retry(stopped) == 1
    process_batch(10)

    row.refresh_from_db()
    assert (row.state, row.ticket.requester.email) == (InboundState.CREATED, "pest@mail.spam.test")


def test_blocking_twice_is_one_entry(agent, lead):
    assert block_sender("@spam.test", actor=agent) is not None
    assert block_sender("@Spam.test", actor=lead) is None
    assert BlockedSender.objects.get().blocked_by == agent


@pytest.mark.parametrize(
    "what", ["", "spam", "@", "@spam", "a b@spam.test", "@gmail.com", "x@", "@spam..test", "@co.uk"]
)
def test_nonsense_and_everybodys_provider_are_refused(agent, what):
    with pytest.raises(Invalid):
        block_sender(what, actor=agent)
    assert not BlockedSender.objects.exists()


def test_nobody_shuts_us_out(agent, lead):
    MailboxFactory()
    for what in (lead.email, "@example.com", "support@example.com"):
        with pytest.raises(Invalid, match="ours write from there"):
            block_sender(what, actor=agent)


@pytest.mark.parametrize("ours", ["support@help.house.test", "support@house.test"])
def test_a_domain_above_one_of_ours_is_ours_too(agent, ours):
    MailboxFactory(address=ours)

    with pytest.raises(Invalid, match="ours write from there"):
        block_sender("@house.test", actor=agent)


def test_customers_block_nobody_and_only_who_did_or_leads_unblock(customer, agent, agent_l2, lead):
    with pytest.raises(NotAllowed):
        block_sender("@spam.test", actor=customer)
    blocked = block_sender("@spam.test", actor=agent)
    with pytest.raises(NotAllowed):
        unblock_sender(blocked, actor=agent_l2)
    assert unblock_sender(blocked, actor=lead)


def test_the_nearest_entry_comes_first():
    assert list(names_of("A@b.c.test")) == ["a@b.c.test", hashed("a@b.c.test"), "@b.c.test", "@c.test"]
