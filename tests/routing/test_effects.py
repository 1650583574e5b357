"""What rules can do, each by the verb that people use."""

from datetime import timedelta

import pytest

from accounts.actors import ActorKind
from helpdesk import clock
from mail.limits import hits_since
from outbox.models import OutboundEmail
from routing.models import RuleFailure
from tests.factories import CustomerFactory, make_macro, make_rule, make_ticket
from tests.tickets.asserting import assert_log_agrees
from tickets.actions import add_note
from tickets.content import Body
from tickets.models import Level

pytestmark = pytest.mark.django_db


def test_it_assigns_tags_and_sets_what_people_set(agent, specialists, first_line):
    make_rule(
        effects=[
            {"do": "assign_team", "team": first_line.pk},
            {"do": "assign_person", "person": agent.pk},
            {"do": "set_priority", "priority": "urgent"},
            {"do": "set_kind", "kind": "incident"},
            {"do": "set_status", "status": "on_hold"},
            {"do": "tag", "add": ["a", "b"]},
        ]
    )

    ticket = make_ticket(tags=["old"])

    assert (ticket.team, ticket.assignee, ticket.priority, ticket.kind) == (first_line, agent, 4, "incident")
    assert ticket.status == "on_hold"
    assert {tag.name for tag in ticket.tags.all()} == {"old", "a", "b"}
    assert ticket.events.exclude(seq=1).filter(actor_kind=ActorKind.RULE).count() == ticket.event_seq - 1


def test_a_ticket_may_begin_at_another_level_and_that_is_no_escalation(specialists):
    make_rule(effects=[{"do": "set_level", "level": "2", "team": specialists.pk}])

    ticket = make_ticket()

    assert (ticket.level, ticket.team) == (Level.SPECIALIST, specialists)
    assert not ticket.escalations.exists()
    assert_log_agrees(ticket)


def test_a_level_is_chosen_at_opening_only(agent):
    ticket = make_ticket()
    make_rule(when={"events": ["message.noted"]}, effects=[{"do": "set_level", "level": "2"}])

    add_note(ticket, actor=agent, body=Body.from_text("Hm"))

    assert ticket.level == 1
    assert "only when the ticket is opened" in RuleFailure.objects.get().problem


def test_it_escalates_with_words_of_the_ticket(specialists):
    words = {"reason": "About {{ ticket.subject }}", "tried": "Nothing yet", "asked": "Have a look"}
    make_rule(effects=[{"do": "escalate", "level": "2", "team": specialists.pk, **words}])

    ticket = make_ticket()

    assert ticket.escalations.get().reason == "About The printer is on fire"
    assert ticket.team == specialists


def test_it_answers_with_a_macros_words_and_that_is_no_human_reply(customer, mailbox):
    macro = make_macro(html="<p>Hi {{ requester.first_name }}, we are on it.</p>")
    make_rule(effects=[{"do": "reply", "macro": macro.pk}])

    ticket = make_ticket(requester=customer)

    message = ticket.messages.last()
    assert message.text == "Hi Ann, we are on it."
    assert (message.is_human, message.author) == (False, None)
    assert ticket.first_reply_at is None
    assert ticket.waiting_since is not None
    assert OutboundEmail.objects.filter(ticket_message=message).count() == 1


def test_two_machines_that_answer_each_other_are_stopped_and_told_that_it_is_a_machine(customer, mailbox, settings):
    settings.MAIL_ACKNOWLEDGEMENTS_AN_HOUR = 2
    make_rule(effects=[{"do": "reply", "macro": make_macro(html="<p>Hello</p>").pk}])

    for _number in range(3):
        make_ticket(requester=customer)

    mails = OutboundEmail.objects.filter(kind="reply").order_by("pk")
    assert {mail.headers["Auto-Submitted"] for mail in mails} == {"auto-replied"}
    assert [mail.state for mail in mails] == ["queued", "queued", "failed"]
    assert mails[2].last_error.startswith("Held back: rules answered this address more than 2 times")
    assert hits_since(clock.now() - timedelta(hours=1))[0].count == 2  # beside the acknowledgement of the third


def test_whatever_sets_whatever_off_a_customer_gets_one_answer_of_rules(mailbox):
    macro = make_macro(html="<p>Hello</p>")
    for name in ("One", "Two"):
        make_rule(name=name, when={"events": ["ticket.opened", "message.replied"]},
                  effects=[{"do": "reply", "macro": macro.pk}])  # fmt: skip

    make_ticket()

    assert OutboundEmail.objects.filter(kind="reply").count() == 1
    assert "Let only one rule answer" in RuleFailure.objects.first().problem


@pytest.mark.parametrize("more", [{"acknowledge": False}, {"requester": "noreply@shop.example"}])
def test_machines_and_lists_get_no_answer_of_a_rule(mailbox, more):
    make_rule(effects=[{"do": "reply", "macro": make_macro(html="<p>Hello</p>").pk}])
    if "requester" in more:
        more = {"requester": CustomerFactory(email=more["requester"])}

    ticket = make_ticket(**more)

    assert ticket.messages.count() == 1
    assert not RuleFailure.objects.exists()


def test_it_notes_and_tells_colleagues(agent, agent_l2):
    make_rule(
        effects=[
            {"do": "note", "text": "From <{{ requester.email }}>"},
            {"do": "notify", "people": [agent.pk], "team": agent_l2.teams.get().pk, "text": "Look at this"},
        ]
    )

    ticket = make_ticket()

    assert ticket.messages.last().text == f"From <{ticket.requester.email}>"
    assert agent.notifications.get().kind == "rule"
    assert agent_l2.notifications.get().kind == "rule"
