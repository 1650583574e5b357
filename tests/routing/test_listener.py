"""Rules at work: asked in their order in the ticket's transaction, acting through verbs, guarded against themselves."""

import pytest
from django.utils import translation

from accounts.actors import ActorKind
from helpdesk.kept_words import said_again
from helpdesk.revisions import RULES, count_up
from outbox.posting import in_the_past
from routing.actions import archive_rule, change_rule, order_rules, restore_rule, set_rule_state
from routing.models import OffReason, Rule, RuleFailure, RuleState, Trace
from tests.factories import TeamFactory, make_macro, make_rule, make_ticket
from tests.tickets.asserting import assert_log_agrees, kinds_of, last_event
from tickets.actions import assign, receive_message, reply, set_priority, set_status, tag
from tickets.content import Body
from tickets.events import EventKind
from tickets.history import contradictions
from tickets.models import Message, Ticket

pytestmark = pytest.mark.django_db


def asks(field: str, operator: str, value=None, **more) -> dict:
    return {"field": field, "operator": operator, **({} if value is None else {"value": value}), **more}


def if_all(*conditions: dict) -> dict:
    return {"all": list(conditions)}


def tags_of(ticket: Ticket) -> set[str]:
    return set(ticket.tags.values_list("name", flat=True))


def test_a_rule_acts_in_the_transaction_that_opens_the_ticket_and_the_log_names_it():
    rule = make_rule(conditions=if_all(asks("subject", "contains", "printer")))

    ticket = make_ticket()

    assert tags_of(ticket) == {"seen"}
    event = last_event(ticket)
    assert (event.actor_kind, event.actor_name, event.data["by_rule"]) == (ActorKind.RULE, rule.name, rule.pk)
    assert_log_agrees(ticket)
    assert list(contradictions(Ticket.objects.get(pk=ticket.pk), ticket.events.all())) == []


def test_a_rule_whose_conditions_do_not_hold_does_nothing_and_the_trace_says_which_one():
    rule = make_rule(conditions=if_all(asks("channel", "is", "email"), asks("subject", "contains", "refund")))

    ticket = make_ticket()

    assert tags_of(ticket) == set()
    assert Trace.objects.get(ticket=ticket).asked == [[rule.pk, 1, 2]]


@pytest.mark.parametrize("state", [RuleState.DRAFT, RuleState.OFF])
def test_a_rule_that_is_not_on_does_nothing(state):
    make_rule(state=state)

    assert tags_of(make_ticket()) == set()


def test_an_archived_rule_does_nothing_until_it_is_restored(admin):
    rule = make_rule()
    archive_rule(rule, actor=admin)
    assert tags_of(make_ticket()) == set()

    restore_rule(rule, actor=admin)
    assert tags_of(make_ticket()) == {"seen"}


def test_a_changed_rule_holds_from_its_commit_on(admin):
    rule = make_rule()
    make_ticket()

    change_rule(rule, actor=admin, effects=[{"do": "tag", "add": ["new"]}])
    assert tags_of(make_ticket()) == {"new"}

    set_rule_state(rule, actor=admin, state=RuleState.OFF)
    assert tags_of(make_ticket()) == set()


def test_rules_are_asked_in_their_order_and_stop_ends_it(admin):
    first = make_rule(name="First", effects=[{"do": "set_priority", "priority": "high"}])
    last = make_rule(name="Last", effects=[{"do": "set_priority", "priority": "low"}, {"do": "stop"}])
    assert make_ticket().priority == 1

    order_rules([last.pk, first.pk], actor=admin)
    assert make_ticket().priority == 1  # `first` was not asked any more
    assert Trace.objects.latest("pk").asked == [[last.pk, 1, None]]


def test_a_rule_is_asked_about_the_ticket_as_those_before_it_left_it():
    make_rule(
        name="Urgent",
        conditions=if_all(asks("tags", "none_of", ["hot"])),
        effects=[{"do": "set_priority", "priority": "urgent"}, {"do": "tag", "add": ["hot"]}],
    )
    for name, condition in {
        "by-its-priority": asks("priority", "is", "urgent"),
        "by-its-tags": asks("tags", "any_of", ["hot"]),
        "not-any-more": asks("priority", "is", "normal"),
    }.items():
        make_rule(name=name, conditions=if_all(condition), effects=[{"do": "tag", "add": [name]}])

    assert tags_of(make_ticket()) == {"hot", "by-its-priority", "by-its-tags"}


def test_what_a_rule_does_is_an_event_that_others_listen_to():
    make_rule(name="Urgent", effects=[{"do": "set_priority", "priority": "urgent"}])
    make_rule(
        name="Tag urgent ones",
        when={"events": ["ticket.priority_changed"]},
        conditions=if_all(asks("priority", "is", "urgent"), asks("before.priority", "is", "normal")),
        effects=[{"do": "tag", "add": ["hot"]}],
    )

    assert tags_of(make_ticket()) == {"hot"}


def test_rules_that_set_each_other_off_stop_and_the_mail_is_kept(admin, customer):
    changes = {"when": {"events": ["ticket.opened", "ticket.priority_changed"]}}
    make_rule(name="Up", conditions=if_all(asks("priority", "at_most", "normal")),
              effects=[{"do": "set_priority", "priority": "high"}], **changes)  # fmt: skip
    make_rule(name="Down", conditions=if_all(asks("priority", "at_least", "high")),
              effects=[{"do": "set_priority", "priority": "low"}], **changes)  # fmt: skip

    ticket = make_ticket(requester=customer)

    (off,) = Rule.objects.filter(state=RuleState.OFF)
    assert off.off_reason == OffReason.LOOP
    assert last_event(ticket).kind == EventKind.RULE_STOPPED
    assert admin.pk in last_event(ticket).data["tell"]
    assert ticket.messages.count() == 1
    assert_log_agrees(ticket)
    assert off.versions.first().by is None

    set_priority(ticket, actor=admin, priority=2)  # the other one does what it says, and that is all
    assert kinds_of(ticket)[-2:] == [EventKind.PRIORITY_CHANGED, EventKind.PRIORITY_CHANGED] or off.name == "Up"


def test_the_admins_are_told_of_a_rule_that_was_switched_off(admin):
    effects = [{"do": "set_priority", "priority": "high"}, {"do": "set_priority", "priority": "low"}]
    make_rule(when={"events": ["ticket.priority_changed", "ticket.opened"]}, effects=effects)

    make_ticket()

    (told,) = admin.notifications.all()
    assert told.kind == "rule"


def test_a_rule_that_cannot_act_leaves_no_half_of_it_and_blocks_nothing():
    away = TeamFactory(name="Experts", levels=[3])
    rule = make_rule(effects=[{"do": "tag", "add": ["half"]}, {"do": "assign_team", "team": away.pk}])
    make_rule(name="Behind it")

    ticket = make_ticket()

    assert tags_of(ticket) == {"seen"}
    assert ticket.team is None
    (failure,) = RuleFailure.objects.all()
    assert failure.rule == rule
    assert "Experts does not work at" in failure.problem
    assert Trace.objects.filter(ticket=ticket).earliest("pk").asked[0] == [rule.pk, 1, -1]
    assert_log_agrees(ticket)


def test_why_a_rule_failed_is_kept_in_english_whoever_asked_and_told_to_each_in_their_language():
    away = TeamFactory(name="Experts", levels=[3])
    make_rule(effects=[{"do": "assign_team", "team": away.pk}])

    with translation.override("de"):
        make_ticket()
        problem = RuleFailure.objects.get().problem
        assert "Experts does not work at Level 1" in problem
        told = said_again(problem)
    assert told != problem
    assert "does not work at" not in told


def test_a_rule_that_fails_again_and_again_is_switched_off_and_an_admin_can_switch_it_on(admin):
    away = TeamFactory(levels=[3])
    rule = make_rule(effects=[{"do": "assign_team", "team": away.pk}])

    tickets = [make_ticket() for _ in range(6)]

    rule.refresh_from_db()
    assert (rule.state, rule.off_reason) == (RuleState.OFF, OffReason.FAILING)
    assert RuleFailure.objects.count() == 5
    assert EventKind.RULE_STOPPED in kinds_of(tickets[4])
    assert kinds_of(tickets[5]) == [EventKind.OPENED]

    set_rule_state(rule, actor=admin, state=RuleState.ON)
    make_ticket()
    rule.refresh_from_db()
    assert rule.state == RuleState.ON  # what failed before it was switched on counts no more


def test_what_a_rule_names_may_be_gone():
    macro = make_macro(html="<p>Hello</p>")
    make_rule(effects=[{"do": "reply", "macro": macro.pk}])
    macro.delete()

    ticket = make_ticket()

    assert RuleFailure.objects.get().problem == "What the rule names is not there any more."
    assert kinds_of(ticket) == [EventKind.OPENED]


def test_a_fault_of_ours_blocks_no_mail(monkeypatch):
    make_rule()
    monkeypatch.setattr("tickets.actions.tag", lambda *_args, **_more: 1 / 0)

    ticket = make_ticket()

    assert ticket.event_seq == 1
    assert "ZeroDivisionError" in RuleFailure.objects.get().problem


def test_nothing_is_asked_while_the_past_is_written_down():
    make_rule()

    with in_the_past():
        ticket = make_ticket()

    assert tags_of(ticket) == set()
    assert not Trace.objects.exists()


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        (asks("requester.email", "ends_with", "@example.net"), True),
        (asks("requester.domain", "is", "example.net"), True),
        (asks("message.text", "matches", r"started\s+this"), True),
        (asks("message.has_files", "is", True), False),
        (asks("organization", "is_empty"), True),
        (asks("tags", "any_of", ["vip"]), True),
        (asks("actor", "is", "customer"), True),
        (asks("message.header", "is_empty", name="X-Priority"), True),
        (asks("level", "is", "1"), True),
        (asks("assignee", "is_empty"), True),
        (asks("answer", "is", "1", name="order"), False),
    ],
)
def test_conditions_find_what_they_ask_about(condition, holds, customer):
    make_rule(conditions={"all": [condition]}) if condition["field"] != "answer" else _with_answer(condition)

    ticket = make_ticket(requester=customer, tags=["vip"])

    assert ("seen" in tags_of(ticket)) is holds


def _with_answer(condition):
    from tests.factories import make_form

    make_form("Orders", order="text")
    make_rule(conditions={"all": [condition]})


def test_changed_and_before_are_of_the_event(agent, agent_l2):
    ticket = make_ticket()
    make_rule(
        when={"events": ["ticket.assigned"]},
        conditions=if_all(asks("assignee", "changed"), asks("before.assignee", "is", agent.pk)),
    )
    assign(ticket, actor=agent, assignee=agent)
    assert tags_of(ticket) == set()

    assign(ticket, actor=agent, assignee=agent_l2)
    assert tags_of(ticket) == {"seen"}


# --- What it costs ---------------------------------------------------------------------------------------------------


def test_a_reply_that_no_rule_acts_on_gains_one_statement(ticket, agent, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def answered() -> int:
        with CaptureQueriesContext(connection) as statements:
            reply(ticket, actor=agent, body=Body.from_text("Hello"), seen_seq=None, status="pending")
        receive_message(ticket, actor=ticket.requester, body=Body.from_text("And now?"), channel="email")
        return len(statements)

    answered()
    without = answered()
    for number in range(5):
        make_rule(
            name=f"Rule {number}",
            when={"events": ["message.replied", "ticket.status_changed", "message.received"]},
            conditions=if_all(asks("channel", "is", "phone"), asks("tags", "any_of", ["vip"])),
        )
    answered()  # the rules are read

    assert answered() <= without + 1


def test_rules_of_another_revision_are_read_again_once(ticket, agent):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    make_rule(when={"events": ["message.noted"]}, conditions=if_all(asks("status", "is", "closed")))
    set_status(ticket, actor=agent, status="pending")
    count_up(RULES)

    def read(statements) -> int:
        return sum("routing_rule" in statement["sql"] and "SELECT" in statement["sql"][:6] for statement in statements)

    with CaptureQueriesContext(connection) as statements:
        tag(ticket, actor=agent, add=["a"])
        tag(ticket, actor=agent, add=["b"])
    assert read(statements.captured_queries) == 1


def test_a_mail_opens_its_ticket_with_the_headers_at_hand(mailbox):
    from mail.processing import process_batch
    from mail.receiving import store

    make_rule(conditions=if_all(asks("message.header", "is", "1", name="X-Priority")))
    raw = b"From: Ann <ann@example.net>\r\nTo: support@example.com\r\nSubject: Hello\r\nX-Priority: 1\r\n\r\nIt is urgent.\r\n"
    store(raw, source="test", envelope_from="ann@example.net", envelope_to=["support@example.com"])

    process_batch()

    assert tags_of(Ticket.objects.get()) == {"seen"}
    assert Message.objects.count() == 1


def test_an_sla_warning_may_tell_the_lead(lead, admin):
    from sla.actions import set_policy, warn
    from sla.applying import Applied
    from sla.keeping import read
    from tests.sla.making import make_policy

    make_rule(
        when={"events": ["sla.warned"]},
        conditions=if_all(asks("sla.target", "is", "first_response"), asks("sla.percent", "at_least", 50)),
        effects=[{"do": "notify", "people": [lead.pk], "text": "Hurry"}],
    )
    ticket = make_ticket()
    set_policy(ticket, Applied(make_policy().current.pk, None))

    warn(ticket, read(ticket.sla).clocks["first_response"])

    assert last_event(ticket).data["tell"] == [lead.pk]
