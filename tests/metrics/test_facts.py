"""Worked examples: what a ticket's life says for figures. The hours in comments are hours after Monday, 9:00."""

import pytest

from accounts.actors import SystemActor
from metrics.keeping import keep_stale, rebuild
from metrics.models import ClockFacts, ResponseFacts, SolveFacts, Stale, StayFacts, TicketFacts
from sla.integrity import contradictions
from tests.metrics.living import (
    THANKS,
    WHY,
    WORDS,
    after,
    answered,
    at,
    facts_of,
    fresh,
    opened,
    responses_of,
    solved,
    solves_of,
    wrote,
)
from tests.sla.making import make_calendar, make_default, make_policy
from tickets import actions
from tickets.models import Channel, Status
from tickets.talks import Direction, Talk

pytestmark = pytest.mark.django_db


def test_first_and_next_responses(customer, agent):
    ticket = opened(customer)
    wrote(ticket, 1)  # a nudge before the first answer starts no wait
    answered(ticket, agent, 2)
    wrote(ticket, 5)
    wrote(ticket, 6)  # the same wait
    answered(ticket, agent, 8)
    answered(ticket, agent, 9)  # nobody waited

    assert responses_of(ticket) == [("first", 0, 2), ("next", 5, 8)]
    assert facts_of(ticket).replies == 3


def test_what_a_machine_answers_is_no_response(customer, agent):
    ticket = opened(customer)
    with at(1):
        actions.reply(fresh(ticket), actor=SystemActor("Bot"), body=WORDS, seen_seq=None)
    answered(ticket, agent, 3)

    assert responses_of(ticket) == [("first", 0, 3)]
    assert facts_of(ticket).replies == 1


def test_solving_without_an_answer_ends_a_wait(customer, agent):
    ticket = opened(customer)
    answered(ticket, agent, 1)
    wrote(ticket, 2)
    solved(ticket, agent, 3)
    answered(ticket, agent, 4)

    assert responses_of(ticket) == [("first", 0, 1)]


def test_solved_by_a_machine_and_reopened_counts_from_the_new_question(customer, agent):
    """Not five days since it was opened, when the customer came back and had an answer within an hour."""
    ticket = opened(customer)
    solved(ticket, SystemActor("Bot"), 1)
    wrote(ticket, 120)
    answered(ticket, agent, 121)

    assert responses_of(ticket) == [("next", 120, 121)]


def test_thanks_is_no_question(customer, agent):
    ticket = opened(customer)
    answered(ticket, agent, 1)
    solved(ticket, agent, 1)
    wrote(ticket, 2, THANKS)

    facts = facts_of(ticket)
    assert responses_of(ticket) == [("first", 0, 1)]
    assert facts.is_first_contact
    assert facts.reopens == 0


def test_a_second_question_is_no_first_contact(customer, agent):
    ticket = opened(customer)
    answered(ticket, agent, 1, Status.SOLVED)
    wrote(ticket, 2)

    facts = facts_of(ticket)
    assert not facts.is_first_contact
    assert facts.reopens == 1


@pytest.mark.parametrize("replies", [0, 2])
def test_first_contact_is_exactly_one_answer(customer, agent, replies):
    ticket = opened(customer)
    for hour in range(replies):
        answered(ticket, agent, 1 + hour)
    solved(ticket, agent, 3)

    assert not facts_of(ticket).is_first_contact


def test_a_talk_is_the_first_answer(customer, agent):
    with at(0):
        talk = Talk(Channel.PHONE, Direction.IN, after(0))
        ticket = actions.open_with_talk(actor=agent, requester=customer, subject="Locked out", talk=talk, said=WORDS)
    solved(ticket, agent, 0.5)
    assert responses_of(ticket) == []
    assert facts_of(ticket).is_first_contact

    wrote(ticket, 2)
    answered(ticket, agent, 4)

    assert responses_of(ticket) == [("next", 2, 4)]


def test_what_we_begin_needs_an_answer_once_the_customer_writes(customer, agent):
    with at(0):
        ticket = actions.open_ticket(
            actor=agent, requester=customer, subject="Your plan", body=WORDS, channel=Channel.PROACTIVE
        )
    wrote(ticket, 3)
    answered(ticket, agent, 7)

    assert responses_of(ticket) == [("first", 3, 7)]


def test_resolution_and_the_wait_within_it(customer, agent):
    """New and open until 2, pending until 10, open until 12, on hold until 20: waited 2 + 2 + 8; reopened 30 to 31: 1 more."""
    ticket = opened(customer)
    answered(ticket, agent, 2, Status.PENDING)
    wrote(ticket, 10)
    with at(12):
        actions.set_status(fresh(ticket), actor=agent, status=Status.ON_HOLD)
    solved(ticket, agent, 20)
    wrote(ticket, 30)
    solved(ticket, agent, 31)

    assert solves_of(ticket) == [(20, 20, 12), (31, 31, 13)]
    first, last = SolveFacts.objects.order_by("turn")
    assert (first.next_at, last.next_at) == (after(31), None)
    assert facts_of(ticket).reopens == 1


def test_closing_what_is_open_solves_it_and_what_is_solved_not_again(customer, agent):
    open_one, solved_one = opened(customer), opened(customer)
    solved(solved_one, agent, 1)
    with at(5):
        actions.close(fresh(open_one), actor=agent)
        actions.close(fresh(solved_one), actor=agent)

    assert solves_of(open_one) == [(5, 5, 5)]
    assert solves_of(solved_one) == [(1, 1, 1)]


def test_a_solving_taken_back_has_not_been(customer, agent):
    ticket = opened(customer)
    solved(ticket, agent, 1)
    with at(2):
        actions.unsolve(fresh(ticket), actor=agent)
    answered(ticket, agent, 4)
    solved(ticket, agent, 5)

    assert responses_of(ticket) == [("first", 0, 4)]
    assert solves_of(ticket) == [(5, 5, 5)]
    assert facts_of(ticket).reopens == 0


def test_snooze_changes_no_figure(customer, agent):
    ticket = opened(customer)
    with at(1):
        actions.snooze(fresh(ticket), actor=agent, until=after(40))
    answered(ticket, agent, 50)
    solved(ticket, agent, 50)

    assert responses_of(ticket) == [("first", 0, 50)]
    assert solves_of(ticket) == [(50, 50, 50)]


def test_escalated_and_stays(customer, agent, first_line, specialists):
    ticket = opened(customer, team=first_line)
    answered(ticket, agent, 1)
    with at(2):
        actions.escalate(fresh(ticket), actor=agent, to_level=2, team=specialists, **WHY)
    solved(ticket, agent, 6)

    facts = facts_of(ticket)
    assert (facts.escalations, facts.is_first_contact) == (1, False)
    stays = list(facts.stays.order_by("turn").values_list("team", "level", "since", "until"))
    assert stays == [(first_line.pk, 1, after(0), after(2)), (specialists.pk, 2, after(2), after(6))]


def test_an_escalation_taken_back_has_not_been(customer, agent, specialists):
    ticket = opened(customer)
    with at(1):
        actions.escalate(fresh(ticket), actor=agent, to_level=2, team=specialists, **WHY)
        actions.undo(fresh(ticket), actor=agent, seq=fresh(ticket).event_seq)

    assert facts_of(ticket).escalations == 0


def test_a_bot_that_gives_the_conversation_to_people_escalates_nothing(customer, agent, first_line):
    bot = SystemActor("Bot")
    ticket = opened(customer, level=0, channel=Channel.CHAT)
    with at(0.1):
        actions.reply(fresh(ticket), actor=bot, body=WORDS, seen_seq=None)
        actions.escalate(fresh(ticket), actor=bot, to_level=1, team=first_line, **WHY)
    answered(ticket, agent, 2, Status.SOLVED)

    facts = facts_of(ticket)
    assert (facts.escalations, facts.is_first_contact) == (0, True)
    assert responses_of(ticket) == [("first", 0, 2)]


@pytest.mark.parametrize(
    ("away", "back"), [(actions.mark_spam, actions.unmark_spam), (actions.delete, actions.restore)]
)
def test_spam_and_what_is_deleted_is_in_no_figure(customer, lead, away, back):
    ticket = opened(customer)
    away(fresh(ticket), actor=lead)
    assert not facts_of(ticket).is_counted

    back(fresh(ticket), actor=lead)
    assert facts_of(ticket).is_counted


def test_merged_the_survivor_keeps_its_figures_and_gets_the_wait(customer, agent):
    """Answered at 1; what was asked elsewhere at 2 and never answered is waited for since then."""
    survivor, other = opened(customer), opened(customer, 2)
    answered(survivor, agent, 1)
    with at(5):
        actions.merge(fresh(other), actor=agent, into=fresh(survivor))
    answered(survivor, agent, 6)
    solved(survivor, agent, 6)

    assert responses_of(survivor) == [("first", 0, 1), ("next", 2, 6)]
    assert not facts_of(other).is_counted
    assert facts_of(survivor).is_counted


def test_a_merge_undone_leaves_no_trace_in_the_facts(customer, agent):
    survivor, other = opened(customer), opened(customer, 2)
    answered(survivor, agent, 1, Status.SOLVED)
    before = everything()
    with at(5):
        actions.merge(fresh(other), actor=agent, into=fresh(survivor))
    assert everything() != before
    with at(6):
        actions.unmerge(fresh(other), actor=agent)

    assert everything() == before


def test_split_off_is_as_old_as_its_first_message(customer, agent):
    """A second question at 3, split off at 5 and answered there at 6. The first ticket had its one answer at 1."""
    ticket = opened(customer)
    answered(ticket, agent, 1)
    second = wrote(ticket, 3)
    with at(5):
        new = actions.split(fresh(ticket), actor=agent, messages=[second])
    answered(new, agent, 6)
    solved(new, agent, 6)
    solved(ticket, agent, 7)

    assert responses_of(new) == [("first", 3, 6)]
    assert solves_of(new) == [(6, 3, 3)]
    assert facts_of(new).is_first_contact
    assert responses_of(ticket) == [("first", 0, 1)]
    assert facts_of(ticket).is_first_contact


def test_split_off_with_its_answer(customer, agent):
    """Asked at 3 and answered at 4, before it was a ticket of its own."""
    ticket = opened(customer)
    answered(ticket, agent, 1)
    moved = [wrote(ticket, 3), answered(ticket, agent, 4)]
    with at(5):
        new = actions.split(fresh(ticket), actor=agent, messages=moved)
    solved(new, agent, 6)

    assert responses_of(new) == [("first", 3, 4)]
    assert facts_of(new).is_first_contact


def test_a_split_undone_leaves_no_trace_in_the_facts(customer, agent):
    ticket = opened(customer)
    answered(ticket, agent, 1)
    second = wrote(ticket, 3)
    before = everything()
    with at(5):
        new = actions.split(fresh(ticket), actor=agent, messages=[second])
    with at(6):
        actions.unsplit(fresh(new), actor=agent)

    keep_stale()
    TicketFacts.objects.filter(pk=new.pk).delete()
    assert everything() == before


def test_business_time_is_of_the_policys_calendar_else_of_the_default_one(customer, agent):
    """Monday 9:00 to Tuesday 10:00 are 8 + 1 hours of a desk that is open from 9 to 17."""
    make_default(make_calendar("Our office"))
    by_default = opened(customer)
    answered(by_default, agent, 25)
    make_policy(calendar=make_calendar("Mornings", {"tue": [["09:00", "12:00"]]}))
    by_policy = opened(customer)
    answered(by_policy, agent, 25)

    assert facts_of(by_default).responses.get().business_seconds == 9 * 3600
    assert facts_of(by_policy).responses.get().business_seconds == 3600


def test_clocks_count_at_the_earlier_of_due_and_ended(customer, agent):
    """An hour for each response, four for solving: answered in time at 0.5, solved at 6, two hours late; settled at 78."""
    make_policy()
    ticket = opened(customer)
    answered(ticket, agent, 0.5)
    solved(ticket, agent, 6)

    rows = {row.target: row for row in facts_of(ticket).clocks.all()}
    assert (rows["first_response"].state, rows["first_response"].counts_at) == ("met", after(0.5))
    assert (rows["resolution"].state, rows["resolution"].counts_at) == ("breached", after(4))


def test_a_promise_kept_by_solving_is_fixed_after_72_hours(customer, agent):
    make_policy()
    ticket = opened(customer)
    solved(ticket, agent, 2)

    row = facts_of(ticket).clocks.get(target="resolution")
    assert (row.state, row.counts_at, row.fixed_at) == ("paused", after(2), after(74))


def test_a_rebuild_gives_the_same_rows(customer, agent, specialists):
    make_policy()
    ticket, other = opened(customer), opened(customer)
    answered(ticket, agent, 1, Status.PENDING)
    wrote(ticket, 2)
    with at(3):
        actions.escalate(fresh(ticket), actor=agent, to_level=2, team=specialists, **WHY)
        actions.merge(fresh(other), actor=agent, into=fresh(ticket))
    solved(ticket, agent, 4)
    before = everything()
    assert len(before) > 5

    assert rebuild() == 2

    assert everything() == before


def test_each_event_marks_its_ticket_and_keeping_takes_the_marks(customer):
    ticket = opened(customer)
    assert Stale.objects.filter(ticket_number=ticket.pk).exists()

    assert keep_stale() > 0

    assert not Stale.objects.exists()
    assert keep_stale() == 0


def everything() -> list[tuple]:
    """All rows, without when they were computed and up to which event."""
    keep_stale()
    return [
        tuple(sorted(((name, value) for name, value in row.items() if name not in ("computed_at", "seq")), key=str))
        for model in (TicketFacts, ResponseFacts, SolveFacts, StayFacts, ClockFacts)
        for row in model.objects.order_by("pk").values()
    ]


def test_a_level_that_gave_a_waiting_ticket_away_kept_its_promise_and_had_no_deadline_then(
    customer, agent, specialists
):
    """Due two hours after the opening, it waits for the customer from the first hour on and is escalated in the fifth: one
    hour was used, and nobody was late.
    """
    make_policy(pause=["pending"])
    ticket = opened(customer)
    answered(ticket, agent, 1, Status.PENDING)
    with at(5):
        actions.escalate(fresh(ticket), actor=agent, to_level=2, team=specialists, **WHY)

    row = facts_of(ticket).clocks.get(target="level", turn=1)
    clock_row = ticket.clocks.get(target="level", turn=1)
    assert (row.state, row.due_at, row.ended_at, row.counts_at) == ("met", None, after(5), after(5))
    assert (clock_row.state, clock_row.due_at, clock_row.ended_at) == ("met", None, after(5))
    assert not list(contradictions(fresh(ticket)))
