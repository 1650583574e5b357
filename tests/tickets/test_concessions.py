"""Concessions: at once within the limit, above it by somebody else, and each decided once."""

import threading
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Role
from helpdesk import clock
from tests.factories import AgentFactory, make_ticket
from tests.tickets.asserting import assert_log_agrees, kinds_of, last_event, nothing_happened
from tickets.actions import (
    approve_concession,
    decline_concession,
    delete,
    grant_concession,
    merge,
    set_concession_limit,
    withdraw_concession,
)
from tickets.concessions import DAY, is_within
from tickets.errors import IllegalTransition, Invalid, NotAllowed, Refused
from tickets.event_names import Names
from tickets.event_text import event_text
from tickets.events import EventKind
from tickets.integrity_grants import check_concessions
from tickets.models import Concession, ConcessionLimit
from tickets.models.concession import ConcessionKind, ConcessionState

pytestmark = pytest.mark.django_db


@pytest.fixture
def limits(admin) -> None:
    """Agents to 50, leads to 200; admins as they like."""
    set_concession_limit(actor=admin, role=Role.AGENT, currency="EUR", most=Decimal(50))
    set_concession_limit(actor=admin, role=Role.LEAD, currency="EUR", most=Decimal(200))


def refund(ticket, actor, amount: str, currency: str = "EUR", **fields) -> Concession:
    concession = grant_concession(
        ticket,
        actor=actor,
        kind=ConcessionKind.REFUND,
        amount=Decimal(amount),
        currency=currency,
        reason="It came too late.",
        **fields,
    )
    assert concession is not None
    return concession


def test_within_the_limit_it_is_granted_at_once(ticket, agent, limits):
    concession = refund(ticket, agent, "50")

    assert (concession.state, concession.decided_by) == (ConcessionState.APPROVED, agent)
    event = last_event(ticket)
    assert event.kind == EventKind.CONCESSION_GRANTED
    assert (event.data["amount"], event.data["currency"], event.data["words"]) == ("50.00", "EUR", "It came too late.")
    assert event_text(event, Names.of([event])) == "Omar Haddad granted a refund of 50.00 EUR"
    assert ticket.conceded_at == event.at
    assert_log_agrees(ticket)
    assert list(check_concessions()) == []


def test_above_the_limit_it_waits_for_a_lead(ticket, agent, lead, limits):
    concession = refund(ticket, agent, "50.01")

    assert concession.state == ConcessionState.WAITING
    assert last_event(ticket).kind == EventKind.CONCESSION_ASKED
    assert list(Concession.objects.all().waiting_for(lead)) == [concession]

    event = approve_concession(concession, actor=lead, words="Fine, this once.")
    concession.refresh_from_db()
    assert (concession.state, concession.decided_by) == (ConcessionState.APPROVED, lead)
    assert event is not None
    assert event.data["words"] == "Fine, this once."
    assert list(Concession.objects.all().waiting_for(lead)) == []
    assert list(check_concessions()) == []


def test_without_a_limit_every_amount_waits_but_an_admins(ticket, agent, admin):
    assert refund(ticket, agent, "0.01").state == ConcessionState.WAITING
    assert refund(ticket, admin, "5000").state == ConcessionState.APPROVED


def test_parts_of_one_day_count_together_on_their_ticket(ticket, customer, agent, agent_l2, limits):
    refund(ticket, agent, "30")

    assert refund(ticket, agent_l2, "20.01").state == ConcessionState.WAITING
    assert refund(ticket, agent, "20").state == ConcessionState.APPROVED
    assert refund(make_ticket(requester=customer), agent, "50").state == ConcessionState.APPROVED
    with clock.at(clock.now() + DAY):
        assert refund(ticket, agent, "50").state == ConcessionState.APPROVED


def test_an_exception_needs_no_amount_the_others_do(ticket, agent, limits):
    given_ = grant_concession(ticket, actor=agent, kind=ConcessionKind.EXCEPTION, reason="Cancels a week late.")

    assert given_ is not None
    assert given_.state == ConcessionState.APPROVED
    assert event_text(last_event(ticket), Names.of([last_event(ticket)])) == "Omar Haddad granted an exception"
    with nothing_happened(), pytest.raises(Invalid, match="Say how much"):
        grant_concession(ticket, actor=agent, kind=ConcessionKind.CREDIT, reason="x")


@pytest.mark.parametrize(
    ("amount", "currency", "reason", "sentence"),
    [
        ("0", "EUR", "x", "more than zero"),
        ("-5", "EUR", "x", "more than zero"),
        ("NaN", "EUR", "x", "more than zero"),
        ("1.001", "EUR", "x", "2 decimals"),
        ("1.5", "JPY", "x", "0 decimals"),
        ("5", "XXX", "x", "three letters"),
        ("5", "EUR", "  ", "Say why"),
    ],
)
def test_nonsense_is_refused_and_changes_nothing(ticket, agent, limits, amount, currency, reason, sentence):
    with nothing_happened(), pytest.raises(Invalid, match=sentence):
        grant_concession(
            ticket, actor=agent, kind=ConcessionKind.REFUND, amount=Decimal(amount), currency=currency, reason=reason
        )
    assert not Concession.objects.exists()


def test_the_same_form_twice_grants_once(ticket, agent, limits):
    key = uuid4()
    refund(ticket, agent, "10", key=key)

    with nothing_happened():
        again = grant_concession(
            ticket, actor=agent, kind=ConcessionKind.REFUND, amount=Decimal(10), currency="EUR", reason="x", key=key
        )
    assert again is None
    assert Concession.objects.count() == 1


def test_nobody_approves_their_own(ticket, lead, admin, limits):
    concession = refund(ticket, lead, "201")

    with nothing_happened(), pytest.raises(NotAllowed, match="Somebody else"):
        approve_concession(concession, actor=lead)
    with nothing_happened(), pytest.raises(NotAllowed, match="Withdraw it"):
        decline_concession(concession, actor=lead, words="No.")
    assert approve_concession(concession, actor=admin) is not None


def test_above_the_leads_own_limit_an_admin_decides(ticket, agent, lead, admin, limits):
    concession = refund(ticket, agent, "200.01")

    assert list(Concession.objects.all().waiting_for(lead)) == []
    with nothing_happened(), pytest.raises(NotAllowed, match="admin"):
        approve_concession(concession, actor=lead)
    assert list(Concession.objects.all().waiting_for(admin)) == [concession]
    assert approve_concession(concession, actor=admin) is not None


def test_what_the_ticket_was_granted_counts_against_the_approver_too(ticket, agent, lead, limits):
    first, second = refund(ticket, agent, "150"), refund(ticket, agent, "51")
    approve_concession(first, actor=lead)

    with pytest.raises(NotAllowed):
        approve_concession(second, actor=lead)


def test_agents_decide_nothing(ticket, agent, agent_l2, limits):
    concession = refund(ticket, agent, "60")

    for act in (
        lambda: approve_concession(concession, actor=agent_l2),
        lambda: decline_concession(concession, actor=agent_l2, words="No."),
        lambda: withdraw_concession(concession, actor=agent_l2),
    ):
        with nothing_happened(), pytest.raises(NotAllowed):
            act()


def test_declining_says_why_and_is_final(ticket, agent, lead, limits):
    concession = refund(ticket, agent, "60")

    with nothing_happened(), pytest.raises(Invalid, match="Say why"):
        decline_concession(concession, actor=lead, words=" ")
    assert decline_concession(concession, actor=lead, words="They had one last month.") is not None
    with nothing_happened():
        assert decline_concession(concession, actor=lead, words="Again.") is None
    with nothing_happened(), pytest.raises(IllegalTransition, match="declined"):
        approve_concession(concession, actor=lead)
    concession.refresh_from_db()
    assert concession.decision == "They had one last month."


def test_who_asked_withdraws_while_it_waits(ticket, agent, lead, limits):
    waiting, granted = refund(ticket, agent, "60"), refund(ticket, agent, "5")

    assert withdraw_concession(waiting, actor=agent) is not None
    with nothing_happened():
        assert withdraw_concession(waiting, actor=agent) is None
    with nothing_happened(), pytest.raises(IllegalTransition, match="approved"):
        withdraw_concession(granted, actor=agent)
    with nothing_happened(), pytest.raises(IllegalTransition, match="withdrawn"):
        approve_concession(waiting, actor=lead)
    assert list(check_concessions()) == []
    assert_log_agrees(ticket)


def test_customers_and_strangers_grant_nothing(ticket, customer, limits):
    with nothing_happened(), pytest.raises(NotAllowed):
        refund(ticket, customer, "5")


def test_nothing_is_granted_on_what_was_put_away(ticket, customer, agent, lead, limits):
    other = make_ticket(requester=customer)
    merge(other, actor=agent, into=ticket)
    with pytest.raises(IllegalTransition, match="merged"):
        refund(other, agent, "5")
    delete(ticket, actor=lead)
    with pytest.raises(IllegalTransition, match="is deleted"):
        refund(ticket, agent, "5")


def test_limits_are_the_admins(lead, admin):
    with pytest.raises(NotAllowed):
        set_concession_limit(actor=lead, role=Role.AGENT, currency="EUR", most=Decimal(5))
    assert set_concession_limit(actor=admin, role=Role.AGENT, currency="eur", most=Decimal(5))
    assert not set_concession_limit(actor=admin, role=Role.AGENT, currency="EUR", most=Decimal("5.00"))
    assert set_concession_limit(actor=admin, role=Role.AGENT, currency="EUR", most=None)
    assert not ConcessionLimit.objects.exists()
    for role, currency, most in ((Role.CUSTOMER, "EUR", 5), (Role.AGENT, "ZZZ", 5), (Role.AGENT, "EUR", 0)):
        with pytest.raises(Invalid):
            set_concession_limit(actor=admin, role=role, currency=currency, most=Decimal(most))


def test_the_database_refuses_what_no_verb_writes(ticket, agent):
    fields = {"ticket": ticket, "reason": "x", "asked_by": agent, "asked_at": clock.now(), "state": "waiting"}
    for wrong in (
        {"kind": "refund"},
        {"kind": "refund", "amount": Decimal(5)},
        {"kind": "refund", "amount": Decimal(-5), "currency": "EUR"},
        {"kind": "refund", "amount": Decimal(5), "currency": "EUR", "state": "approved"},
        {"kind": "gift", "amount": Decimal(5), "currency": "EUR"},
    ):
        with transaction.atomic(), pytest.raises(IntegrityError), transaction.atomic():
            Concession.objects.create(**{**fields, **wrong})


def test_the_check_finds_what_the_log_does_not_say(ticket, agent, limits):
    concession = refund(ticket, agent, "5")
    Concession.objects.filter(pk=concession.pk).update(amount=Decimal(500))
    assert any(f"concession {concession.pk}" in line for line in check_concessions())


@pytest.mark.django_db(transaction=True)
def test_two_who_decide_at_once_decide_once(ticket, agent, lead, admin, limits):
    concession = refund(ticket, agent, "60")
    start, outcomes = threading.Barrier(2), []

    def decide(act) -> None:
        start.wait()
        try:
            outcomes.append(act())
        except Refused as refusal:
            outcomes.append(refusal)
        finally:
            connection.close()

    acts = (
        lambda: approve_concession(Concession.objects.get(pk=concession.pk), actor=lead),
        lambda: decline_concession(Concession.objects.get(pk=concession.pk), actor=admin, words="No."),
    )
    threads = [threading.Thread(target=decide, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(isinstance(outcome, IllegalTransition) for outcome in outcomes) == 1
    decided = (EventKind.CONCESSION_APPROVED, EventKind.CONCESSION_DECLINED)
    assert sum(kind in decided for kind in kinds_of(ticket)) == 1


# Of cents: decimals are slow to draw, and a busy machine fails a test for it.
money = st.integers(1, 100_000).map(lambda cents: Decimal(cents) / 100)
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(limit=money, amounts=st.lists(money, max_size=8))
@unhurried
def test_parts_never_add_up_to_more_than_the_limit(limit, amounts):
    granted = Decimal(0)
    for amount in amounts:
        if is_within(amount, limit, granted):
            granted += amount
        else:
            assert granted + amount > limit
    assert granted <= limit


@given(amounts=st.lists(money, min_size=1, max_size=5))
@settings(unhurried, max_examples=20)
def test_whatever_the_parts_the_verb_grants_no_more_than_the_limit(amounts):
    """Through the door and the database: no part of a cent is lost on the way."""
    with transaction.atomic():
        person = AgentFactory()
        ticket = make_ticket()
        ConcessionLimit.objects.create(role=Role.AGENT, currency="EUR", most=Decimal(500), changed_at=clock.now())
        states = [refund(ticket, person, str(amount)).state for amount in amounts]
        granted = Decimal(0)
        for amount, state in zip(amounts, states, strict=True):
            fits = granted + amount <= 500
            assert state == (ConcessionState.APPROVED if fits else ConcessionState.WAITING)
            granted += amount if fits else 0
        transaction.set_rollback(True)
