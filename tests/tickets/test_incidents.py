"""Problem and incidents: one message to all, each its own; who says that it still fails leaves the others."""

import pytest

from outbox.models import OutboundEmail
from tests.factories import CustomerFactory, make_ticket
from tests.tickets.asserting import assert_log_agrees, kinds_of, last_event, nothing_happened
from tickets.actions import (
    answer_incidents,
    close,
    link,
    receive_message,
    reopen,
    reply,
    save_draft,
    set_kind,
    solve,
    unlink,
)
from tickets.bulk.results import result_of
from tickets.bulk.running import run
from tickets.content import Body
from tickets.errors import IllegalTransition, Invalid, NotAllowed
from tickets.event_names import Names
from tickets.event_text import event_text
from tickets.events import EventKind
from tickets.incidents import incidents_of, letters_for
from tickets.integrity_properties import check_links
from tickets.models import Channel, Kind, LinkKind, Message, Status, Ticket
from tickets.models.message import MessageKind

pytestmark = pytest.mark.django_db

WORDS = "<p>Hi {{ requester.first_name }}, #{{ ticket.number }} works again.</p>"


@pytest.fixture
def problem(agent) -> Ticket:
    found = make_ticket(subject="The printers are down")
    set_kind(found, actor=agent, kind=Kind.PROBLEM)
    return found


@pytest.fixture
def incidents(problem, agent) -> list[Ticket]:
    made = [make_ticket(requester=CustomerFactory(name=name)) for name in ("Ann Lee", "Ben Ode", "Cat Po")]
    for ticket in made:
        link(ticket, actor=agent, other=problem, kind=LinkKind.INCIDENT)
    return made


def seen_of(tickets) -> dict[int, int]:
    return dict(Ticket.objects.filter(pk__in=[one.pk for one in tickets]).values_list("pk", "conversation_seq"))


def answer(problem, agent, incidents, key="one", html=WORDS, **more):
    return answer_incidents(problem, actor=agent, html=html, seen=seen_of(incidents), token=key, **more)


def answered(problem, agent, incidents, **more):
    act = answer(problem, agent, incidents, **more)
    assert run(act.pk)
    act.refresh_from_db()
    return act


def write(ticket, words="It still fails, the same error as before.") -> Message:
    ticket.refresh_from_db()
    return receive_message(ticket, actor=ticket.requester, body=Body.from_text(words), channel=Channel.EMAIL)


def is_incident(ticket, problem) -> bool:
    return problem.links_here.filter(ticket=ticket, kind=LinkKind.INCIDENT).exists()


def test_each_customer_gets_words_of_their_own_from_the_agent(mailbox, problem, incidents, agent):
    act = answered(problem, agent, incidents)

    said = [ticket.messages.last() for ticket in incidents]
    assert [message.text.strip() for message in said] == [
        f"Hi {name}, #{ticket.pk} works again." for name, ticket in zip(("Ann", "Ben", "Cat"), incidents, strict=True)
    ]
    assert {(message.author_id, message.is_human) for message in said} == {(agent.pk, True)}
    assert OutboundEmail.objects.filter(text__contains="works again").count() == 3
    assert set(Ticket.objects.filter(pk__in=seen_of(incidents)).values_list("status", flat=True)) == {Status.OPEN}
    assert result_of(act).text == f"3 incidents of #{problem.pk} answered"
    for ticket in (*incidents, problem):
        assert_log_agrees(ticket)


def test_they_are_solved_along_when_asked_for_and_the_problem_too(problem, incidents, agent):
    act = answered(problem, agent, incidents, solving=True, solving_problem=True)

    assert set(Ticket.objects.values_list("status", flat=True)) == {Status.SOLVED}
    assert kinds_of(problem)[-2:] == [EventKind.INCIDENTS_ANSWERED, EventKind.SOLVED]
    event = problem.events.get(kind=EventKind.INCIDENTS_ANSWERED)
    assert event_text(event, Names.of([event])) == "Omar Haddad answers 3 incidents of this and solves them"
    assert {last_event(ticket).data["bulk"] for ticket in incidents} == {act.pk}


def test_only_the_chosen_ones_are_answered(problem, incidents, agent):
    answered(problem, agent, incidents[:1])
    assert [ticket.messages.count() for ticket in incidents] == [2, 1, 1]


def test_sent_twice_it_is_one_act(problem, incidents, agent):
    first = answered(problem, agent, incidents)
    with nothing_happened():
        again = answer(problem, agent, incidents)
        assert again == first
        run(again.pk)


def test_who_wrote_meanwhile_gets_none_and_the_others_do(problem, incidents, agent):
    act = answer(problem, agent, incidents)
    write(incidents[1], "By the way, it is the one on the second floor.")
    assert run(act.pk)
    assert [step.outcome for step in act.steps.all()] == ["changed", "refused", "changed"]


def test_where_a_name_is_missing_or_other_words_wait_nothing_is_sent_and_the_preview_says_so(problem, agent):
    nameless = make_ticket(requester=CustomerFactory(name=""))
    drafted = make_ticket(requester=CustomerFactory(name="Ben Ode"))
    for ticket in (nameless, drafted):
        link(ticket, actor=agent, other=problem, kind=LinkKind.INCIDENT)
    save_draft(drafted, actor=agent, kind=MessageKind.PUBLIC, html="<p>Almost</p>", seen_seq=1)

    first, second = letters_for(incidents_of(problem, agent), html=WORDS, writer=agent)
    assert first.missing == ["[customer's first name?]"]
    assert "missing" in first.warning
    assert "unsent reply" in second.warning
    act = answered(problem, agent, [nameless, drafted])
    assert [step.outcome for step in act.steps.all()] == ["refused", "refused"]
    assert drafted.drafts.count() == 1


def test_an_incident_that_was_unlinked_meanwhile_gets_none(problem, incidents, agent):
    act = answer(problem, agent, incidents)
    unlink(incidents[0], actor=agent, other=problem, kind=LinkKind.INCIDENT)
    assert run(act.pk)
    assert act.steps.first().reason == f"It is no incident of #{problem.pk} any more."


def test_it_is_refused_on_what_is_no_problem_without_words_and_for_strange_tickets(problem, incidents, agent, ticket):
    with nothing_happened():
        with pytest.raises(IllegalTransition, match="no problem"):
            answer(incidents[0], agent, incidents)
        with pytest.raises(Invalid, match="Write something"):
            answer(problem, agent, incidents, html="<p> </p>")
        with pytest.raises(Invalid, match="no placeholder"):
            answer(problem, agent, incidents, html="<p>{{ requester.nmae }}</p>")
        with pytest.raises(Invalid, match=f"#{ticket.pk} is no incident"):
            answer(problem, agent, [*incidents, ticket])
        with pytest.raises(Invalid, match="at least one"):
            answer(problem, agent, [])


def test_customers_cannot(problem, incidents):
    with nothing_happened(), pytest.raises(NotAllowed):
        answer(problem, problem.requester, incidents)


def test_closed_ones_are_not_offered(problem, incidents, agent):
    close(incidents[0], actor=agent)
    assert list(incidents_of(problem, agent)) == incidents[1:]


def test_who_writes_that_it_still_fails_leaves_the_others(problem, incidents, agent):
    answered(problem, agent, incidents, solving=True)

    write(incidents[0])

    incidents[0].refresh_from_db()
    assert incidents[0].status == Status.OPEN
    assert [is_incident(ticket, problem) for ticket in incidents] == [False, True, True]
    here, there = last_event(incidents[0]), last_event(problem)
    assert event_text(here, Names.of([here])) == (
        f"Ann Lee wrote again after the answer to all: this is no incident of #{problem.pk} any more"
    )
    assert event_text(there, Names.of([there])) == (
        f"Ann Lee wrote again after the answer to all: #{incidents[0].pk} is no incident of this any more"
    )
    for ticket in (incidents[0], problem):
        assert_log_agrees(ticket)
    assert not list(check_links())


def test_thanks_detach_nobody(problem, incidents, agent):
    answered(problem, agent, incidents, solving=True)
    write(incidents[0], "Thank you!")
    assert is_incident(incidents[0], problem)


def test_after_an_update_alone_everybody_stays(problem, incidents, agent):
    answered(problem, agent, incidents)
    solve(incidents[0], actor=agent)
    write(incidents[0])
    assert is_incident(incidents[0], problem)


def test_one_that_was_solved_already_leaves_them_too(problem, incidents, agent):
    solve(incidents[0], actor=agent)
    answered(problem, agent, incidents, solving=True)
    write(incidents[0])
    assert not is_incident(incidents[0], problem)


def test_linked_again_it_stays_until_the_next_answer_to_all(problem, incidents, agent):
    answered(problem, agent, incidents, solving=True)
    write(incidents[0])
    link(incidents[0], actor=agent, other=problem, kind=LinkKind.INCIDENT)
    incidents[0].refresh_from_db()
    reply(
        incidents[0], actor=agent, body=Body.from_text("Try now."), seen_seq=incidents[0].conversation_seq,
        status=Status.SOLVED,
    )  # fmt: skip
    write(incidents[0])
    assert is_incident(incidents[0], problem)


def test_an_agent_who_reopens_detaches_nobody(problem, incidents, agent):
    answered(problem, agent, incidents, solving=True)
    reopen(incidents[0], actor=agent)
    assert is_incident(incidents[0], problem)
