"""Macros: what they do on a ticket, who sees and changes them."""

import pytest
from django.db import IntegrityError, transaction

from tests.factories import CustomerFactory, make_macro, make_ticket
from tests.tickets.asserting import assert_log_agrees, kinds_of, last_event, nothing_happened
from tickets.actions import (
    Letter,
    add_macro,
    apply_macro,
    archive_macro,
    change_macro,
    close,
    restore_macro,
    send_letter,
)
from tickets.errors import IllegalTransition, Invalid, NotAllowed
from tickets.events import EventKind
from tickets.integrity import check_macros
from tickets.macros import filled, offered
from tickets.models import Macro

pytestmark = pytest.mark.django_db


def test_a_macro_does_what_it_says_in_one_act_and_is_counted(ticket, agent, first_line):
    macro = make_macro(
        status="pending", priority=4, add_tags=["refund"], remove_tags=["x"], assign_to_me=True, assign_team=first_line
    )

    apply_macro(ticket, actor=agent, macro=macro)

    ticket.refresh_from_db()
    macro.refresh_from_db()
    assert (ticket.status, ticket.priority, ticket.assignee, ticket.team) == ("pending", 4, agent, first_line)
    assert [tag.name for tag in ticket.tags.all()] == ["refund"]
    assert macro.use_count == 1
    event = last_event(ticket)
    assert (event.kind, event.actor, event.data) == (
        EventKind.MACRO_APPLIED,
        agent,
        {"macro": macro.pk, "name": "Thanks"},
    )
    assert list(check_macros()) == []
    assert_log_agrees(ticket)


def test_a_macro_that_changes_nothing_any_more_leaves_no_trace(ticket, agent):
    macro = make_macro(priority=4)
    apply_macro(ticket, actor=agent, macro=macro)

    with nothing_happened():
        assert apply_macro(ticket, actor=agent, macro=macro) is None
    macro.refresh_from_db()
    assert macro.use_count == 1


def test_a_macro_one_of_whose_changes_is_refused_does_nothing(ticket, agent, specialists):
    macro = make_macro(priority=4, assign_team=specialists)

    with nothing_happened(), pytest.raises(IllegalTransition):
        apply_macro(ticket, actor=agent, macro=macro)
    assert Macro.objects.get().use_count == 0


def test_customers_archived_ones_foreign_ones_and_mere_words_are_refused(ticket, agent, agent_l2, customer):
    with nothing_happened():
        with pytest.raises(NotAllowed):
            apply_macro(ticket, actor=customer, macro=make_macro(priority=4))
        with pytest.raises(NotAllowed):
            apply_macro(ticket, actor=agent, macro=make_macro(priority=4, scope="private", owner=agent_l2))
        with pytest.raises(Invalid):
            apply_macro(ticket, actor=agent, macro=make_macro(html="<p>Thanks</p>"))
        gone = make_macro(priority=4)
        archive_macro(gone, actor=lead_of(agent))
        gone.refresh_from_db()
        with pytest.raises(Invalid):
            apply_macro(ticket, actor=agent, macro=gone)


def lead_of(agent):
    from tests.factories import AgentFactory

    return AgentFactory(role="lead")


def test_what_the_words_come_from_is_done_with_the_send_but_the_status_is_the_writers(ticket, agent):
    macro = make_macro(html="<p>Done.</p>", status="solved", add_tags=["done"])
    letter = Letter(html="<p>Done.</p>", seen_seq=1, status="pending", macros=[macro.pk])

    send_letter(ticket, actor=agent, letter=letter)

    ticket.refresh_from_db()
    assert ticket.status == "pending"
    assert [tag.name for tag in ticket.tags.all()] == ["done"]
    assert kinds_of(ticket)[1:] == [
        EventKind.REPLIED,
        EventKind.STATUS_CHANGED,
        EventKind.TAGGED,
        EventKind.MACRO_APPLIED,
    ]
    assert_log_agrees(ticket)


def test_a_reply_whose_macro_is_refused_is_not_sent(ticket, agent, specialists):
    macro = make_macro(html="<p>Done.</p>", assign_team=specialists)

    with nothing_happened(), pytest.raises(IllegalTransition):
        send_letter(ticket, actor=agent, letter=Letter(html="<p>Done.</p>", seen_seq=1, macros=[macro.pk]))


def test_a_reply_on_a_closed_ticket_uses_no_macro(ticket, agent):
    macro = make_macro(html="<p>Done.</p>")
    close(ticket, actor=agent)

    with nothing_happened(), pytest.raises(IllegalTransition):
        send_letter(ticket, actor=agent, letter=Letter(html="<p>Done.</p>", seen_seq=1, macros=[macro.pk]))
    assert Macro.objects.get().use_count == 0


def test_the_words_are_filled_in_for_the_ticket(ticket, agent, mailbox):
    macro = make_macro(html="<p>Hi {{ requester.first_name }}, {{ organization.name }}</p>")

    words = filled(macro, ticket, agent)

    assert words.text == "Hi Ann, [customer's organization?]"
    assert words.flags == ["[customer's organization?]"]


def test_the_customers_language_and_then_the_most_used_come_first_in_the_picker(agent):
    ticket = make_ticket(requester=CustomerFactory(language="de"))
    make_macro(name="Often", use_count=9, language="en")
    make_macro(name="Selten", language="de")
    make_macro(name="Immer", use_count=3)
    make_macro(name="Nur Notiz", use="note")
    make_macro(name="Weg", archived_at="2026-01-01T00:00:00Z")

    assert [macro.name for macro in offered(agent, ticket, "public")] == ["Immer", "Selten", "Often"]
    assert [macro.name for macro in offered(agent, ticket, "public", "ELT sel")] == ["Selten"]


def test_who_sees_which(agent, agent_l2, admin, customer, specialists):
    make_macro(name="All")
    make_macro(name="Specialists'", scope="team", team=specialists)
    make_macro(name="Omar's", scope="private", owner=agent)

    def seen_by(person):
        return list(Macro.objects.visible_to(person).values_list("name", flat=True))

    assert seen_by(agent) == ["All", "Omar's"]
    assert seen_by(agent_l2) == ["All", "Specialists'"]
    assert seen_by(admin) == ["All", "Specialists'"]
    assert seen_by(customer) == []


def test_making_one_cleans_its_words_and_tags(agent):
    macro = add_macro(
        actor=agent,
        name="  Refund \n done ",
        html="<p onclick=x>Hi</p><script>x</script>",
        add_tags=["Big Refund", "big refund"],
        scope="all",
    )

    assert (macro.name, macro.html, macro.add_tags) == ("Refund done", "<p>Hi</p>", ["big-refund"])
    assert macro.owner == agent


@pytest.mark.parametrize(
    "fields",
    [
        {"name": " ", "html": "<p>x</p>"},
        {"name": "Nothing"},
        {"name": "Liquid", "html": "{{ nobody.name }}"},
        {"name": "Closing", "status": "closed"},
        {"name": "Team", "html": "<p>x</p>", "scope": "team"},
    ],
)
def test_what_cannot_work_is_refused_when_it_is_made(agent, fields):
    with pytest.raises(Invalid):
        add_macro(actor=agent, **fields)
    assert not Macro.objects.exists()


def test_one_shares_with_own_teams_only_leads_with_all(agent, lead, specialists):
    fields = {"name": "x", "html": "<p>x</p>", "scope": "team", "team": specialists}
    with pytest.raises(Invalid):
        add_macro(actor=agent, **fields)
    assert add_macro(actor=lead, **fields).team == specialists


def test_one_changes_ones_own_and_leads_change_what_is_shared(agent, agent_l2, lead):
    shared = make_macro(html="<p>x</p>", owner=agent)
    private = make_macro(html="<p>x</p>", owner=agent, scope="private")

    with pytest.raises(NotAllowed):
        change_macro(shared, actor=agent_l2, name="y")
    with pytest.raises(NotAllowed):
        change_macro(private, actor=lead, name="y")
    assert change_macro(shared, actor=lead, name="y").name == "y"
    assert change_macro(private, actor=agent, name="z").name == "z"


def test_archiving_and_restoring_happen_once(agent):
    macro = make_macro(owner=agent)

    assert [archive_macro(macro, actor=agent), archive_macro(macro, actor=agent)] == [True, False]
    assert [restore_macro(macro, actor=agent), restore_macro(macro, actor=agent)] == [True, False]


@pytest.mark.parametrize("fields", [{"scope": "team"}, {"scope": "private"}])
def test_the_database_keeps_scopes_and_their_owners_together(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_macro(**fields)


def test_a_macro_adds_its_steps_to_the_checklist_but_none_that_is_still_to_be_done(ticket, agent):
    macro = make_macro(add_tasks=["Ask for the serial number", "Look up the warranty"])

    apply_macro(ticket, actor=agent, macro=macro)
    with nothing_happened():
        assert apply_macro(ticket, actor=agent, macro=macro) is None

    ticket.refresh_from_db()
    assert [task.text for task in ticket.tasks.all()] == ["Ask for the serial number", "Look up the warranty"]
    assert (ticket.tasks_open, ticket.tasks_total) == (2, 2)
    assert_log_agrees(ticket)


def test_its_steps_come_with_the_answer(ticket, agent):
    macro = make_macro(html="<div>We look at it</div>", add_tasks=["Look at it"])

    send_letter(ticket, actor=agent, letter=Letter(html=macro.html, seen_seq=1, macros=[macro.pk]))

    assert [task.text for task in ticket.tasks.all()] == ["Look at it"]


def test_steps_are_kept_without_blanks_and_twins_and_not_too_many(agent):
    macro = add_macro(actor=agent, name="Steps", add_tasks=["  Call  ", "", "Call", "Write"])
    assert macro.add_tasks == ["Call", "Write"]
    with pytest.raises(Invalid):
        change_macro(macro, actor=agent, add_tasks=[f"Step {number}" for number in range(21)])
