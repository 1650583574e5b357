"""Choosing a ticket's form, answering it, and what it asks before the ticket is solved."""

from datetime import timedelta

import pytest

from accounts.actors import AUTO_CLOSE
from helpdesk import clock
from tests.factories import make_form, make_ticket
from tests.tickets.asserting import assert_log_agrees, kinds_of, last_event, nothing_happened
from tickets.actions import apply_macro, hold, link, reply, set_field, set_fields, set_form, solve
from tickets.actions.sending import Letter
from tickets.content import Body
from tickets.errors import IllegalTransition, Invalid, NotAllowed
from tickets.events import EventKind
from tickets.history import state_at
from tickets.integrity import check_replay
from tickets.integrity_properties import check_answers
from tickets.models import Macro, Status, TicketForm
from tickets.solving import FieldsMissing

pytestmark = pytest.mark.django_db


@pytest.fixture
def billing() -> TicketForm:
    return make_form(
        "Billing",
        order="text",
        amount={"kind": "number", "required_on_solve": True},
        refund="checkbox",
        reason={
            "kind": "choice",
            "options": ["Too late", "Broken"],
            "required_on_solve": True,
            "shown_while": "refund",
            "values": [True],
        },
    )


@pytest.fixture
def asked(ticket, agent, billing):
    set_form(ticket, actor=agent, form=billing)
    return ticket


def test_a_form_is_chosen_and_taken_off(ticket, agent, billing):
    event = set_form(ticket, actor=agent, form=billing)
    assert event.changes == {"form_id": [None, billing.pk]}
    with nothing_happened():
        assert set_form(ticket, actor=agent, form=billing) is None
    set_form(ticket, actor=agent, form=None)
    assert kinds_of(ticket)[1:] == [EventKind.FORM_SET] * 2
    assert_log_agrees(ticket)


def test_a_form_that_is_no_longer_used_is_not_chosen(ticket, agent, billing):
    billing.is_active = False
    billing.save()
    with nothing_happened(), pytest.raises(Invalid, match="no longer used"):
        set_form(ticket, actor=agent, form=billing)


def test_an_answer_is_kept_with_what_was_before(asked, agent):
    set_field(asked, actor=agent, key="amount", value="12.50")
    event = set_fields(asked, actor=agent, values={"amount": 13, "order": " A-17 "})

    assert event.data["fields"] == {"amount": [12.5, 13], "order": [None, "A-17"]}
    asked.refresh_from_db()
    assert asked.fields == {"amount": 13, "order": "A-17"}
    assert_log_agrees(asked)
    assert state_at(asked.events.filter(seq__lte=3)).columns["fields"] == {"amount": 12.5}
    assert not list(check_replay())
    assert not list(check_answers())


def test_the_same_answer_again_changes_nothing(asked, agent):
    set_field(asked, actor=agent, key="amount", value="12.50")
    with nothing_happened():
        assert set_field(asked, actor=agent, key="amount", value="12.5") is None
        assert set_field(asked, actor=agent, key="order", value="  ") is None


def test_an_empty_answer_takes_it_back(asked, agent):
    set_field(asked, actor=agent, key="order", value="A-17")
    set_field(asked, actor=agent, key="order", value="")
    asked.refresh_from_db()
    assert asked.fields == {}
    assert_log_agrees(asked)


@pytest.mark.parametrize(
    "values",
    [
        {"amount": "much", "order": "A-17"},
        {"reason": "Broken"},  # hidden: no refund
        {"reason": "Stolen", "refund": True},  # never offered
        {"unknown": "x"},
    ],
)
def test_a_wrong_answer_changes_nothing_at_all(asked, agent, values):
    with nothing_happened(), pytest.raises(Invalid):
        set_fields(asked, actor=agent, values=values)


def test_a_ticket_without_a_form_has_no_answers(ticket, agent, billing):
    with nothing_happened(), pytest.raises(Invalid, match="Choose the form first"):
        set_field(ticket, actor=agent, key="order", value="A-17")


def test_an_answer_that_is_hidden_is_kept_and_shows_again(asked, agent):
    set_fields(asked, actor=agent, values={"refund": True, "reason": "Broken"})
    set_field(asked, actor=agent, key="refund", value=False)
    asked.refresh_from_db()
    assert asked.fields == {"reason": "Broken"}
    set_field(asked, actor=agent, key="reason", value="")  # whoever wants it gone
    assert_log_agrees(asked)


def test_customers_answer_nothing_here(asked, customer, billing):
    for attempt in (
        lambda: set_field(asked, actor=customer, key="order", value="x"),
        lambda: set_form(asked, actor=customer, form=None),
    ):
        with nothing_happened(), pytest.raises(NotAllowed):
            attempt()


def test_solving_waits_for_what_the_form_asks(asked, agent):
    with nothing_happened(), pytest.raises(FieldsMissing, match="fill in: Amount.") as refused:
        solve(asked, actor=agent)
    assert refused.value.keys == ["amount"]

    set_fields(asked, actor=agent, values={"amount": 12, "refund": True})
    with nothing_happened(), pytest.raises(FieldsMissing, match="fill in: Reason."):
        solve(asked, actor=agent)
    set_field(asked, actor=agent, key="reason", value="Broken")
    assert solve(asked, actor=agent)


def test_what_is_hidden_is_not_waited_for(asked, agent):
    set_field(asked, actor=agent, key="amount", value=0)
    assert solve(asked, actor=agent)


def test_a_reply_that_solves_is_not_sent_before(asked, agent):
    with nothing_happened(), pytest.raises(FieldsMissing):
        reply(asked, actor=agent, body=Body.from_text("Done."), seen_seq=1, status=Status.SOLVED)


def test_a_reply_that_solves_is_not_held_before(asked, agent):
    letter = Letter(html="<p>Done.</p>", seen_seq=1, status=Status.SOLVED)
    with nothing_happened(), pytest.raises(FieldsMissing):
        hold(asked, actor=agent, letter=letter, send_at=clock.now() + timedelta(seconds=10))


def test_a_macro_that_solves_changes_nothing_before(asked, agent):
    macro = Macro.objects.create(name="Done", scope="all", status=Status.SOLVED, add_tags=["done"])
    with nothing_happened(), pytest.raises(FieldsMissing):
        apply_macro(asked, actor=agent, macro=macro)


def test_customers_and_machines_are_not_asked(asked, agent, customer, billing):
    assert solve(asked, actor=customer)
    other = make_ticket()
    set_form(other, actor=agent, form=billing)
    assert solve(other, actor=AUTO_CLOSE)


def test_fields_and_children_are_both_waited_for(asked, agent):
    link(make_ticket(), actor=agent, other=asked, kind="child")
    set_field(asked, actor=agent, key="amount", value=1)
    with nothing_happened(), pytest.raises(IllegalTransition, match="waits for its child"):
        solve(asked, actor=agent)
    assert last_event(asked).kind == EventKind.FIELDS_SET
