"""Two tickets become one, and two again."""

from datetime import timedelta

import pytest

from tests.factories import CustomerFactory, TeamFactory, make_ticket
from tests.tickets.asserting import kinds_of, last_event, nothing_happened
from tests.tickets.transferring import START, WORDS, assert_sound, at, everything_about
from tickets.access import survivor_of
from tickets.actions import (
    add_note,
    add_participant,
    assign_team,
    close,
    delete,
    escalate,
    mark_read,
    mark_spam,
    merge,
    receive_message,
    reply,
    save_draft,
    set_status,
    solve,
    tag,
    unmerge,
)
from tickets.content import Body
from tickets.errors import IllegalTransition, Invalid, NotAllowed, Stale
from tickets.events import EventKind
from tickets.models import Channel, Draft, Message, Status, Ticket, Transfer
from tickets.models.message import MessageKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(customer, agent) -> Ticket:
    """Ann's second ticket, answered and waiting for her."""
    with at(1):
        ticket = make_ticket(requester=customer, subject="Printer again", body=Body.from_text("It still burns."))
    with at(2):
        reply(ticket, actor=agent, body=Body.from_text("Unplug it."), seen_seq=1, status=Status.PENDING)
    return ticket


@pytest.fixture
def ticket(customer) -> Ticket:
    """Ann's first question, unanswered."""
    with at(0):
        return make_ticket(requester=customer, tags=["fire"])


def fresh(ticket: Ticket) -> Ticket:
    return Ticket.objects.get(pk=ticket.pk)


def test_everything_goes_to_the_survivor_and_the_ticket_is_closed(ticket, other, agent):
    event = merge(ticket, actor=agent, into=other)

    merged, survivor = fresh(ticket), fresh(other)
    assert (merged.status, merged.merged_into, merged.conversation_seq, merged.waiting_since) == (
        "closed",
        survivor,
        0,
        None,
    )
    assert not merged.messages.exists()
    assert [message.text for message in survivor.messages.all()] == [
        "It started this morning. What can I do?",
        "It still burns.",
        "Unplug it.",
    ]
    assert set(Message.objects.values_list("origin", flat=True)) == {ticket.pk, other.pk}
    assert (event.kind, last_event(other).kind) == (EventKind.MERGED, EventKind.MERGED_HERE)
    assert event.data["batch"] == last_event(other).data["batch"] == Transfer.objects.get().pk
    assert sorted(tag.name for tag in survivor.tags.all()) == ["fire"]
    assert_sound()


def test_what_nobody_answered_is_waited_for_since_it_was_written(ticket, other, agent):
    first_reply = other.first_reply_at

    merge(ticket, actor=agent, into=other)

    survivor = fresh(other)
    assert (survivor.status, survivor.waiting_since) == ("open", START)
    assert (survivor.first_reply_at, survivor.opened_at) == (first_reply, START + timedelta(hours=1))


def test_a_ticket_without_an_open_question_leaves_the_survivors_status_alone(ticket, other, agent):
    reply(ticket, actor=agent, body=WORDS, seen_seq=1)

    merge(ticket, actor=agent, into=other)

    assert (fresh(other).status, fresh(other).waiting_since) == ("pending", None)


def test_a_solved_survivor_is_open_again_when_a_question_comes(ticket, other, agent):
    solve(other, actor=agent)

    merge(ticket, actor=agent, into=other)

    survivor = fresh(other)
    assert (survivor.status, survivor.solved_at, survivor.reopen_count) == ("open", None, 1)
    assert_sound()


def test_whoever_was_writing_is_told_that_something_came(ticket, other, agent, agent_l2):
    merge(ticket, actor=agent_l2, into=other)

    with pytest.raises(Stale):
        reply(other, actor=agent, body=WORDS, seen_seq=2)


def test_the_other_requester_reads_their_own_words_and_what_is_said_from_now_on(ticket, agent, other_customer):
    with at(1):
        charlies = make_ticket(requester=other_customer, body=Body.from_text("Mine burns too."))
    with at(3):
        merge(charlies, actor=agent, into=ticket)
    with at(4):
        reply(ticket, actor=agent, body=Body.from_text("Both of you: unplug it."), seen_seq=2)

    copied = ticket.participants.get()
    assert (copied.person, copied.role) == (other_customer, "cc")
    seen = [message.text for message in Message.objects.visible_to(other_customer, fresh(ticket))]
    assert seen == ["Mine burns too.", "Both of you: unplug it."]


def test_people_in_copy_see_nothing_more_through_a_merge(ticket, other, agent, other_customer):
    with at(3):
        add_participant(other, actor=agent, person=other_customer)
    before = [message.pk for message in Message.objects.visible_to(other_customer, other)]

    with at(4):
        merge(ticket, actor=agent, into=other)
    assert [message.pk for message in Message.objects.visible_to(other_customer, fresh(other))] == before

    with at(5):
        late = CustomerFactory()
        add_participant(other, actor=agent, person=late)
    assert not Message.objects.visible_to(late, fresh(other)).exists()


def test_notes_of_the_merged_ticket_stay_internal(ticket, other, agent, customer):
    add_note(ticket, actor=agent, body=Body.from_text("He is angry."))

    merge(ticket, actor=agent, into=other)

    assert not Message.objects.visible_to(customer, fresh(other)).filter(kind="note").exists()


def test_merging_twice_does_nothing(ticket, other, agent):
    merge(ticket, actor=agent, into=other)

    with nothing_happened():
        assert merge(ticket, actor=agent, into=other) is None


def test_no_ticket_is_merged_into_itself_in_a_circle_or_into_one_that_takes_nothing(ticket, other, agent, lead):
    with nothing_happened(), pytest.raises(Invalid):
        merge(ticket, actor=agent, into=ticket)
    for put_away in (close, mark_spam, delete):
        gone = make_ticket()
        put_away(gone, actor=lead)
        with nothing_happened(), pytest.raises(IllegalTransition, match=f"#{gone.pk} is"):
            merge(ticket, actor=agent, into=gone)
    merge(ticket, actor=agent, into=other)
    third = make_ticket()
    with nothing_happened(), pytest.raises(IllegalTransition, match=f"Choose #{other.pk}"):
        merge(third, actor=agent, into=ticket)
    with nothing_happened(), pytest.raises(IllegalTransition):
        merge(other, actor=agent, into=ticket)
    with nothing_happened(), pytest.raises(IllegalTransition):
        merge(ticket, actor=agent, into=third)


def test_customers_merge_nothing_and_agents_nothing_that_they_do_not_see(ticket, other, agent, admin, customer):
    hidden = make_ticket()
    assign_team(hidden, actor=admin, team=TeamFactory(is_private=True))
    with nothing_happened():
        for one, into in ((ticket, hidden), (hidden, ticket)):
            with pytest.raises(NotAllowed):
                merge(one, actor=agent, into=into)
        with pytest.raises(NotAllowed):
            merge(ticket, actor=customer, into=other)


def test_a_chain_leads_to_its_end_and_is_undone_from_there(ticket, other, agent):
    last = make_ticket()
    before = everything_about(ticket, other, last)
    merge(ticket, actor=agent, into=other)
    between = everything_about(ticket, other, last)
    merge(other, actor=agent, into=last)

    assert survivor_of(fresh(ticket)) == last
    assert last.messages.count() == 4
    with nothing_happened(), pytest.raises(IllegalTransition, match="Undo that first"):
        unmerge(fresh(ticket), actor=agent)
    assert_sound()

    unmerge(fresh(other), actor=agent)
    assert everything_about(ticket, other, last) == between
    unmerge(fresh(ticket), actor=agent)
    assert everything_about(ticket, other, last) == before
    assert_sound()


def test_two_merges_into_one_are_undone_in_any_order(ticket, other, agent):
    third = make_ticket()
    before = everything_about(ticket, other, third)
    merge(ticket, actor=agent, into=other)
    merge(third, actor=agent, into=other)

    unmerge(fresh(ticket), actor=agent)
    assert_sound()
    assert fresh(other).status == Status.OPEN  # the third's question is still there
    unmerge(fresh(third), actor=agent)

    after = everything_about(ticket, other, third)
    before[f"#{other.pk}"]["status"] = after[f"#{other.pk}"]["status"]
    assert after == before


def test_undoing_brings_escalation_people_tags_drafts_and_reading_back(ticket, other, agent, agent_l2, other_customer):
    escalate(ticket, actor=agent, to_level=2, reason="r", tried="t", asked="a")
    add_participant(ticket, actor=agent, person=other_customer)
    add_participant(ticket, actor=agent, person=agent, role="follower")
    tag(other, actor=agent, add=["vip"])
    save_draft(ticket, actor=agent, kind=MessageKind.PUBLIC, html="<p>Soon.</p>", seen_seq=1)
    save_draft(ticket, actor=agent_l2, kind=MessageKind.PUBLIC, html="<p>Bea's here.</p>", seen_seq=1)
    save_draft(other, actor=agent_l2, kind=MessageKind.PUBLIC, html="<p>Bea's there.</p>", seen_seq=2)
    mark_read(ticket, actor=agent, seen_seq=1)
    mark_read(other, actor=agent, seen_seq=2)
    before = everything_about(ticket, other)

    merge(ticket, actor=agent, into=other)

    assert set(other.participants.values_list("person", "role")) == {(other_customer.pk, "cc"), (agent.pk, "follower")}
    moved = Draft.objects.get(author=agent)
    assert (moved.ticket, moved.html, moved.seen_seq) == (other, "<p>Soon.</p>", 0)
    assert Draft.objects.filter(author=agent_l2).count() == 2
    assert_sound()

    unmerge(fresh(ticket), actor=agent)

    assert everything_about(ticket, other) == before
    assert_sound()


def test_undoing_twice_or_what_was_never_merged_does_nothing(ticket, other, agent, customer):
    with nothing_happened():
        assert unmerge(ticket, actor=agent) is None
    merge(ticket, actor=agent, into=other)
    with nothing_happened(), pytest.raises(NotAllowed):
        unmerge(fresh(ticket), actor=customer)
    unmerge(fresh(ticket), actor=agent)
    with nothing_happened():
        assert unmerge(fresh(ticket), actor=agent) is None
    assert kinds_of(ticket)[1:] == [EventKind.MERGED, EventKind.UNMERGED]
    assert kinds_of(other)[-2:] == [EventKind.MERGED_HERE, EventKind.UNMERGED_HERE]


def test_a_reply_after_the_merge_stays_on_the_survivor_and_the_question_is_waited_for_again(ticket, other, agent):
    merge(ticket, actor=agent, into=other)
    answer = reply(other, actor=agent, body=Body.from_text("To both."), seen_seq=3, status=Status.PENDING)

    unmerge(fresh(ticket), actor=agent)

    answer.refresh_from_db()
    assert answer.ticket == other
    assert (fresh(ticket).status, fresh(ticket).waiting_since) == ("new", START)
    assert (fresh(other).status, fresh(other).waiting_since, fresh(other).conversation_seq) == ("pending", None, 3)
    assert_sound()


def test_mail_to_the_first_of_a_chain_of_merges_returns_step_by_step(ticket, other, agent, customer):
    with at(3):
        last = make_ticket(requester=customer, subject="The last")
    merge(ticket, actor=agent, into=other)
    merge(fresh(other), actor=agent, into=last)
    verdict = {"by": "signed_address", "ticket": last.pk, "via": ticket.pk}
    answer = receive_message(fresh(last), actor=customer, body=WORDS, channel=Channel.EMAIL, verdict=verdict)

    for merged, expected in ((other, other), (ticket, ticket)):
        unmerge(fresh(merged), actor=agent)
        answer.refresh_from_db()
        assert answer.ticket == expected
        assert_sound()
    assert fresh(last).conversation_seq == 1


def test_mail_that_answered_the_merged_ticket_returns_with_it(ticket, other, agent, customer):
    set_status(ticket, actor=agent, status=Status.PENDING)
    merge(ticket, actor=agent, into=other)
    verdict = {"by": "signed_address", "ticket": other.pk, "via": ticket.pk}
    answer = receive_message(other, actor=customer, body=WORDS, channel=Channel.EMAIL, verdict=verdict)
    elsewhere = receive_message(other, actor=customer, body=WORDS, channel=Channel.EMAIL)

    unmerge(fresh(ticket), actor=agent)

    answer.refresh_from_db()
    elsewhere.refresh_from_db()
    assert (answer.ticket, elsewhere.ticket) == (ticket, other)
    assert fresh(ticket).status == Status.OPEN
    assert fresh(other).waiting_since == elsewhere.created_at
    assert_sound()


def test_who_wrote_on_the_survivor_since_stays_in_copy(ticket, agent, other_customer):
    charlies = make_ticket(requester=other_customer)
    merge(charlies, actor=agent, into=ticket)
    receive_message(ticket, actor=other_customer, body=WORDS, channel=Channel.PORTAL)

    unmerge(fresh(charlies), actor=agent)

    assert ticket.participants.get().person == other_customer


def test_a_draft_written_on_since_stays_with_its_writer(ticket, other, agent):
    save_draft(ticket, actor=agent, kind=MessageKind.PUBLIC, html="<p>Soon.</p>", seen_seq=1)
    merge(ticket, actor=agent, into=other)
    save_draft(other, actor=agent, kind=MessageKind.PUBLIC, html="<p>Soon, both.</p>", seen_seq=3)

    unmerge(fresh(ticket), actor=agent)

    assert (Draft.objects.get().ticket, Draft.objects.get().html) == (other, "<p>Soon, both.</p>")


def test_what_a_customer_writes_on_the_merged_ticket_is_written_on_its_survivor(ticket, other, agent, customer):
    merge(ticket, actor=agent, into=other)

    message = receive_message(fresh(ticket), actor=customer, body=WORDS, channel=Channel.PORTAL)

    assert message.ticket == other


def test_staff_write_nothing_on_a_merged_ticket(ticket, other, agent):
    merge(ticket, actor=agent, into=other)
    for write in (reply, add_note):
        with nothing_happened(), pytest.raises(IllegalTransition, match=f"merged into #{other.pk}. Work goes on there"):
            write(fresh(ticket), actor=agent, body=WORDS, seen_seq=None)


def test_too_many_people_in_copy_are_refused(ticket, other, agent):
    for one in (ticket, other):
        for _ in range(11):
            add_participant(one, actor=agent, person=CustomerFactory())

    with nothing_happened(), pytest.raises(Invalid, match="more than 20"):
        merge(ticket, actor=agent, into=other)
