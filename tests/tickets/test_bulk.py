"""One act on many tickets: each by its verb, told in words, once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import AgentFactory, TeamFactory, make_macro, make_ticket
from tests.tickets.asserting import assert_log_agrees, kinds_of, last_event, nothing_happened
from tickets.actions import (
    add_note,
    assign,
    close,
    receive_message,
    save_draft,
    set_priority,
    solve,
    start_bulk,
)
from tickets.bulk.results import result_of
from tickets.bulk.running import run
from tickets.content import Body
from tickets.errors import IllegalTransition, Invalid, NotAllowed
from tickets.events import EventKind
from tickets.models import BulkAct, BulkStep, Message, Ticket, TicketRead
from tickets.models.bulk import BulkKind

pytestmark = pytest.mark.django_db


def start(actor, kind, tickets, key="one", **arguments) -> BulkAct:
    numbers = [ticket if isinstance(ticket, int) else ticket.pk for ticket in tickets]
    return start_bulk(actor=actor, kind=BulkKind(kind), numbers=numbers, arguments=arguments, token=key)


def done(actor, kind, tickets, key="one", **arguments) -> BulkAct:
    act = start(actor, kind, tickets, key, **arguments)
    assert run(act.pk)
    act.refresh_from_db()
    return act


def outcomes(act) -> list[str]:
    return list(act.steps.values_list("outcome", flat=True))


def reasons(act) -> list[str]:
    return list(act.steps.values_list("reason", flat=True))


@pytest.fixture
def tickets(customer) -> list[Ticket]:
    return [make_ticket(requester=customer) for _number in range(3)]


def column(name, tickets):
    return [getattr(Ticket.objects.get(pk=ticket.pk), name) for ticket in tickets]


def test_each_ticket_is_changed_by_its_verb_whose_event_names_the_act(tickets, agent, agent_l2):
    act = done(agent, "assign", tickets, assignee=agent_l2)

    assert column("assignee_id", tickets) == [agent_l2.pk] * 3
    assert {last_event(ticket).data["bulk"] for ticket in tickets} == {act.pk}
    assert (act.state, act.ended_at is not None, outcomes(act)) == ("done", True, ["changed"] * 3)
    assert result_of(act).text == "3 assigned to Bea Novak"
    for ticket in tickets:
        assert_log_agrees(ticket)


def test_before_its_turn_has_come_nothing_happened(tickets, agent):
    with nothing_happened():
        act = start(agent, "priority", tickets, priority=4)
    assert outcomes(act) == ["", "", ""]


def test_what_is_so_already_and_what_is_refused_is_named_with_the_reason(tickets, agent):
    assign(tickets[1], actor=agent, assignee=agent)
    close(tickets[2], actor=agent)

    act = done(agent, "assign", tickets, assignee=agent)

    assert outcomes(act) == ["changed", "unchanged", "refused"]
    result = result_of(act)
    assert (result.changed, result.unchanged, result.refused) == (1, 1, 1)
    assert [(left.numbers, "closed for good" in left.reason) for left in result.left] == [([tickets[2].pk], True)]


def test_tickets_of_others_are_not_found_and_what_is_not_there_neither(tickets, agent):
    private = make_ticket(team=TeamFactory(is_private=True))

    act = done(agent, "priority", [private, 999_999, tickets[0]], priority=4)

    assert outcomes(act) == ["missing", "missing", "changed"]
    assert set(reasons(act)) == {"There is no such ticket, or not for you.", ""}
    private.refresh_from_db()
    assert private.priority == 2


def test_who_may_not_is_told_for_each_ticket(tickets, agent, lead):
    act = done(agent, "delete", tickets)
    assert outcomes(act) == ["refused"] * 3
    assert "not allowed" in reasons(act)[0]
    assert outcomes(done(lead, "delete", tickets)) == ["changed"] * 3


def test_customers_start_nothing(tickets, customer):
    with nothing_happened(), pytest.raises(NotAllowed):
        start(customer, "priority", tickets, priority=4)


@pytest.mark.parametrize(
    ("kind", "arguments", "name", "value"),
    [
        ("assign", {"assignee": None}, "assignee_id", None),
        ("status", {"status": "solved"}, "status", "solved"),
        ("status", {"status": "closed"}, "status", "closed"),
        ("priority", {"priority": 4}, "priority", 4),
        ("spam", {}, "is_spam", True),
    ],
)
def test_every_kind_does_what_its_verb_does(ticket, agent, lead, kind, arguments, name, value):
    assign(ticket, actor=lead, assignee=lead)
    assert outcomes(done(agent, kind, [ticket], **arguments)) == ["changed"]
    assert column(name, [ticket]) == [value]
    assert result_of(BulkAct.objects.get()).text.startswith("1 ")


def test_into_a_team_and_out_of_it(ticket, agent, first_line, specialists):
    done(agent, "team", [ticket], key="a", team=first_line)
    assert column("team_id", [ticket]) == [first_line.pk]
    refused = done(agent, "team", [ticket], key="b", team=specialists)
    assert "Escalate the ticket" in reasons(refused)[0]
    done(agent, "team", [ticket], key="c", team=None)
    assert column("team_id", [ticket]) == [None]


def test_tags_are_added_and_removed_in_one_act(customer, agent):
    ticket = make_ticket(requester=customer, tags=["old"])
    act = done(agent, "tag", [ticket], add=["New One"], remove=["old"])
    assert [tag.name for tag in ticket.tags.all()] == ["new-one"]
    assert result_of(act).text == "1 tagged new-one, without old"


def test_snoozed_and_back(tickets, agent):
    until = timezone.now() + timedelta(days=1)
    done(agent, "snooze", tickets, key="a", until=until)
    assert column("snoozed_until", tickets) == [until] * 3
    done(agent, "unsnooze", tickets, key="b")
    assert column("snoozed_until", tickets) == [None] * 3


def test_spam_and_deletion_are_taken_back_by_their_own_kinds(ticket, lead):
    for key, kind in enumerate(("spam", "not_spam", "delete", "restore")):
        assert outcomes(done(lead, kind, [ticket], key=str(key))) == ["changed"]
    ticket.refresh_from_db()
    assert (ticket.is_spam, ticket.deleted_at) == (False, None)


def test_all_become_part_of_the_one_that_was_chosen(tickets, agent):
    act = done(agent, "merge", tickets, into=tickets[0])

    assert [step.number for step in act.steps.all()] == [ticket.pk for ticket in tickets[1:]]
    assert column("merged_into_id", tickets[1:]) == [tickets[0].pk] * 2
    assert result_of(act).text == f"2 merged into #{tickets[0].pk}"
    for ticket in tickets:
        assert_log_agrees(ticket)


def test_follow_and_read_are_the_actors_own(tickets, agent):
    assert outcomes(done(agent, "follow", tickets, key="a")) == ["changed"] * 3
    assert outcomes(done(agent, "read", tickets, key="b")) == ["changed"] * 3
    assert TicketRead.objects.filter(person=agent).count() == 3
    assert outcomes(done(agent, "read", tickets, key="c")) == ["unchanged"] * 3


def test_a_macro_without_words_does_what_it_does(tickets, agent):
    macro = make_macro(priority=4, add_tags=["fire"], status="on_hold")
    act = done(agent, "macro", tickets, macro=macro)
    assert (column("priority", tickets), column("status", tickets)) == ([4] * 3, ["on_hold"] * 3)
    macro.refresh_from_db()
    assert macro.use_count == 3
    assert result_of(act).text == "“Thanks” used on 3"


class TestWords:
    """A macro with words answers each customer."""

    @pytest.fixture
    def macro(self):
        return make_macro(html="<p>Hello {{ requester.first_name }}, thanks.</p>", status="pending")

    def test_each_customer_gets_their_own(self, tickets, agent, macro, mailbox):
        act = done(agent, "macro", tickets, macro=macro)

        assert [message.html for message in Message.objects.filter(from_staff=True)] == [
            "<p>Hello Ann, thanks.</p>"
        ] * 3
        assert column("status", tickets) == ["pending"] * 3
        assert result_of(act).text == "3 replies sent with “Thanks”"
        assert not result_of(act).can_be_undone

    def test_the_words_are_those_that_were_looked_at(self, ticket, agent, macro):
        act = start(agent, "macro", [ticket], macro=macro)
        macro.html = "<p>Bye</p>"
        macro.save()
        run(act.pk)
        assert "Hello Ann" in ticket.messages.last().html

    def test_what_cannot_be_filled_in_is_not_sent(self, customer, ticket, agent, macro):
        customer.name = ""
        customer.save()
        act = done(agent, "macro", [ticket], macro=macro)
        assert reasons(act) == ["This could not be filled in: [customer's first name?]."]
        assert ticket.messages.count() == 1

    def test_who_wrote_meanwhile_gets_no_answer_that_nobody_thought_of(self, ticket, customer, agent, macro):
        act = start(agent, "macro", [ticket], macro=macro)
        receive_message(ticket, actor=customer, body=Body.from_text("It exploded."), channel="email")
        run(act.pk)
        assert "something new in this conversation" in reasons(act)[0]
        assert not ticket.messages.filter(from_staff=True).exists()

    def test_ones_own_unsent_words_are_not_overwritten(self, ticket, agent, macro):
        save_draft(ticket, actor=agent, kind="public", html="<p>Long thought</p>", seen_seq=1)
        act = done(agent, "macro", [ticket], macro=macro)
        assert "unsent reply" in reasons(act)[0]
        assert agent.drafts.get().html == "<p>Long thought</p>"

    def test_of_a_refused_one_nothing_is_left(self, ticket, agent, macro):
        close(ticket, actor=agent)
        with nothing_happened():
            assert outcomes(done(agent, "macro", [ticket], macro=macro)) == ["refused"]


def test_the_same_token_means_the_same_act(tickets, agent):
    first, second = (start(agent, "priority", tickets, priority=4) for _time in "12")
    assert first == second
    assert BulkStep.objects.count() == 3


def test_a_ticket_chosen_twice_is_done_once(ticket, agent):
    assert outcomes(start(agent, "priority", [ticket, ticket], priority=4)) == [""]


@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        ("assign", {}),
        ("status", {"status": "new"}),
        ("tag", {"add": [" "]}),
        ("snooze", {}),
        ("merge", {}),
        ("macro", {}),
    ],
)
def test_what_is_missing_is_said_before_anything_begins(tickets, agent, kind, arguments):
    with pytest.raises((Invalid, IllegalTransition)):
        start(agent, kind, tickets, **arguments)
    assert not BulkAct.objects.exists()


def test_nothing_chosen_and_too_much_chosen(agent):
    with pytest.raises(Invalid, match="at least one"):
        start(agent, "read", [])
    with pytest.raises(Invalid, match="at most 1,000"):
        start(agent, "read", list(range(1, 1_002)))
    assert start(agent, "read", list(range(1, 1_001))).steps.count() == 1_000


def test_other_events_carry_no_bulk_key(ticket, agent):
    set_priority(ticket, actor=agent, priority=4)
    add_note(ticket, actor=agent, body=Body.from_text("x"))
    solve(ticket, actor=AgentFactory())
    assert not any("bulk" in event.data for event in ticket.events.all())
    assert EventKind.SOLVED in kinds_of(ticket)
