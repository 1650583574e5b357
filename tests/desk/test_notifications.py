"""Who is told of what, in the transaction of the event."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from desk.integrity import check_notifications
from desk.models import Notification
from desk.notifications.inbox import entries_of, visible_notifications
from desk.notifications.kinds import ICONS, USUAL, NotificationKind
from desk.notifications.reading import KEPT, forget_old, read, read_all, read_ticket, unread, unread_since
from desk.notifications.settings import change_settings
from helpdesk import clock
from tests.factories import AgentFactory, CustomerFactory, TeamFactory, make_ticket
from tickets.actions import (
    accept_escalation,
    add_note,
    add_task,
    answer,
    ask,
    assign,
    assign_team,
    decline_concession,
    decline_escalation,
    escalate,
    follow,
    grant_concession,
    hand_back,
    merge,
    open_side_conversation,
    receive_message,
    receive_side_answer,
    remind,
    remove_participant,
    reply,
    snooze,
    undo,
    unsnooze,
)
from tickets.actions.reminding import tell_reminder
from tickets.actions.snoozing import wake
from tickets.content import Body
from tickets.models import Channel, Level
from tickets.models.concession import ConcessionKind

pytestmark = pytest.mark.django_db


def told(person) -> list[tuple[str, int]]:
    """Kind and how often, oldest first."""
    return list(Notification.objects.filter(person=person).order_by("pk").values_list("kind", "count"))


def write_as_customer(ticket, customer, text="Still on fire."):
    return receive_message(ticket, actor=customer, body=Body.from_text(text), channel=Channel.EMAIL)


def note(ticket, actor, text="A note."):
    return add_note(ticket, actor=actor, body=Body.from_text(text))


def escalated(ticket, agent, team):
    return escalate(
        ticket, actor=agent, to_level=Level.SPECIALIST, team=team, reason="Hard.", tried="All.", asked="Help."
    )


def test_whoever_is_given_a_ticket_is_told(ticket, agent, lead):
    assign(ticket, actor=lead, assignee=agent)

    assert told(agent) == [("assigned", 1)]
    agent.refresh_from_db()
    assert agent.unread_notifications == 1
    [entry] = entries_of(Notification.objects.all())
    assert entry.text == "Lena Vogt assigned this to you"


def test_nobody_is_told_of_what_they_did_themselves(ticket, agent, customer):
    assign(ticket, actor=agent, assignee=agent)
    reply(ticket, actor=agent, body=Body.from_text("Unplug it."), seen_seq=None)
    note(ticket, agent, "@Omar Haddad")

    assert told(agent) == []


def test_opening_a_ticket_tells_nobody_and_costs_no_statement(mailbox, agent, customer):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        make_ticket(requester=customer)

    assert not Notification.objects.exists()
    assert not [query for query in queries.captured_queries if "desk_notification" in query["sql"]]


def test_a_ticket_opened_for_somebody_tells_them(agent, lead, customer):
    make_ticket(requester=customer, actor=lead, assignee=agent, channel=Channel.PHONE)

    assert told(agent) == [("assigned", 1)]


def test_the_customers_words_tell_the_assignee_and_who_follows(ticket, agent, agent_l2, customer):
    assign(ticket, actor=agent, assignee=agent)
    follow(ticket, actor=agent_l2)

    write_as_customer(ticket, customer)

    assert told(agent) == told(agent_l2) == [("customer_wrote", 1)]


def test_telling_takes_two_statements_however_many_follow(ticket, agent, customer):
    for _number in range(5):
        follow(ticket, actor=AgentFactory())
    assign(ticket, actor=agent, assignee=agent)

    with CaptureQueriesContext(connection) as queries:
        write_as_customer(ticket, customer)

    about = [query for query in queries.captured_queries if "desk_notification" in query["sql"]]
    assert len(about) == 2
    assert Notification.objects.count() == 6


def test_several_of_a_kind_fold_into_one_row_until_it_is_read(ticket, agent, customer):
    assign(ticket, actor=agent, assignee=agent)
    for _number in range(3):
        write_as_customer(ticket, customer)

    assert told(agent) == [("customer_wrote", 3)]
    agent.refresh_from_db()
    assert agent.unread_notifications == 1
    read_ticket(ticket, actor=agent)
    write_as_customer(ticket, customer)
    assert told(agent) == [("customer_wrote", 3), ("customer_wrote", 1)]


def test_a_mention_is_told_as_such_and_not_twice(ticket, agent, agent_l2):
    assign(ticket, actor=agent_l2, assignee=agent_l2)

    note(ticket, agent, "Look, @Bea Novak")
    note(ticket, agent, "And one thing more.")

    assert told(agent_l2) == [("mentioned", 1), ("colleague_wrote", 1)]


def test_who_asked_hears_that_an_answer_was_taken_back(ticket, agent, agent_l2, specialists, first_line):
    escalated(ticket, agent, specialists)
    accept_escalation(ticket, actor=agent_l2)
    hand_back(ticket, actor=agent_l2, answer="Use sand.")
    before = Notification.objects.get(person=agent, kind="escalation_answered").count

    undo(ticket, actor=agent_l2, seq=ticket.events.get(kind="escalation.handed_back").seq)

    assert Notification.objects.get(person=agent, kind="escalation_answered").count == before + 1


def test_an_escalation_tells_the_team_and_its_answers_tell_who_asked(ticket, agent, agent_l2, specialists, first_line):
    assign_team(ticket, actor=agent, team=first_line)
    assign(ticket, actor=agent, assignee=agent)
    escalated(ticket, agent, specialists)
    assert told(agent_l2) == [("escalated", 1)]

    accept_escalation(ticket, actor=agent_l2)
    assert told(agent) == [("escalation_answered", 1)]
    hand_back(ticket, actor=agent_l2, answer="Restart it.")
    assert told(agent) == [("escalation_answered", 2)]

    escalated(ticket, agent, specialists)
    decline_escalation(ticket, actor=agent_l2, reason="Not ours.")
    assert told(agent) == [("escalation_answered", 3)]


def test_a_snooze_that_ends_by_itself_tells_whose_ticket_it_is(ticket, agent, lead, some_time_ago):
    assign(ticket, actor=agent, assignee=agent)
    snooze(ticket, actor=agent, until=some_time_ago(ticket))
    unsnooze(ticket, actor=lead)
    assert told(agent) == []

    snooze(ticket, actor=agent, until=some_time_ago(ticket))
    type(ticket).objects.filter(pk=ticket.pk).update(snoozed_until=ticket.opened_at)
    wake(ticket)

    assert told(agent) == [("woke", 1)]


@pytest.fixture
def some_time_ago():
    return lambda ticket: clock.now() + timedelta(hours=1)


def test_a_concession_tells_who_decides_in_the_team_and_then_who_asked(ticket, agent, lead, admin, first_line):
    assign_team(ticket, actor=agent, team=first_line)
    first_line.members.add(lead)
    concession = grant_concession(
        ticket, actor=agent, kind=ConcessionKind.REFUND, reason="It broke.", amount=Decimal(5000), currency="EUR"
    )
    assert told(lead) == [("concession_asked", 1)]
    assert told(admin) == []

    decline_concession(concession, actor=admin, words="Too much.")

    assert told(agent) == [("concession_decided", 1)]


def test_where_nobody_else_of_the_team_decides_all_who_do_are_told(ticket, agent, lead, admin, first_line):
    big = {"kind": ConcessionKind.REFUND, "reason": "It broke.", "amount": Decimal(5000), "currency": "EUR"}
    grant_concession(ticket, actor=agent, **big)
    assert told(lead) == told(admin) == [("concession_asked", 1)]

    assign_team(ticket, actor=agent, team=first_line)
    first_line.members.add(lead)
    grant_concession(ticket, actor=lead, **big)
    assert (told(lead), told(admin)) == ([("concession_asked", 1)], [("concession_asked", 2)])


def test_merging_tells_the_assignees_of_both(ticket, agent, agent_l2, lead, customer):
    other = make_ticket(requester=customer)
    assign(ticket, actor=lead, assignee=agent)
    assign(other, actor=lead, assignee=agent_l2)

    merge(ticket, into=other, actor=lead)

    assert told(agent)[1:] == told(agent_l2)[1:] == [("merged", 1)]


def test_who_wants_nothing_of_a_kind_gets_no_row(ticket, agent, lead):
    nothing = {"assigned": dict.fromkeys(("desk", "email", "browser"), False)}
    change_settings(actor=agent, choices=nothing)

    assign(ticket, actor=lead, assignee=agent)

    assert told(agent) == []


def test_who_wants_only_mail_has_nothing_in_the_list(ticket, agent, lead):
    change_settings(actor=agent, choices={"assigned": {"desk": False, "browser": False}})

    assign(ticket, actor=lead, assignee=agent)

    assert list(visible_notifications(agent)) == []
    agent.refresh_from_db()
    assert agent.unread_notifications == 0
    assert Notification.objects.get().mail_due_at is not None


def test_a_ticket_that_became_private_says_nothing_any_more(ticket, agent, lead, admin):
    assign(ticket, actor=lead, assignee=agent)
    payroll = TeamFactory(name="Payroll", is_private=True)

    assign_team(ticket, actor=admin, team=payroll)

    assert list(visible_notifications(agent)) == []
    agent.refresh_from_db()
    assert agent.unread_notifications == 0
    assert list(check_notifications()) == []


def test_who_does_not_see_a_private_ticket_is_not_told(customer, agent, agent_l2, admin):
    payroll = TeamFactory(name="Payroll", is_private=True, levels=[1, 2])
    payroll.members.add(agent)
    ticket = make_ticket(requester=customer, team=payroll)
    follow(ticket, actor=agent)
    snooze_row = Notification.objects.filter(person=agent_l2)

    note(ticket, admin, "For us.")
    remove_participant(ticket, actor=admin, person=agent, role="follower")
    note(ticket, admin, "For us.")

    assert told(agent) == [("colleague_wrote", 1)]
    assert not snooze_row.exists()


def test_a_customer_among_the_followers_or_a_person_who_left_is_not_told(ticket, agent, lead):
    follow(ticket, actor=agent)
    agent.is_active = False
    agent.save()

    note(ticket, lead)

    assert not Notification.objects.exists()


def test_reading_and_taking_it_back(ticket, agent, lead):
    assign(ticket, actor=lead, assignee=agent)
    row = Notification.objects.get()

    assert read(row, actor=agent)
    assert not read(row, actor=agent)
    agent.refresh_from_db()
    assert agent.unread_notifications == 0
    row.refresh_from_db()
    assert row.mail_due_at is None
    assert unread(row, actor=agent)
    assert not unread(row, actor=agent)
    agent.refresh_from_db()
    assert agent.unread_notifications == 1


def test_nobody_reads_what_others_are_told(ticket, agent, lead):
    assign(ticket, actor=lead, assignee=agent)

    assert not read(Notification.objects.get(), actor=lead)
    assert read_all(actor=lead) is None


def test_all_are_read_at_once_and_unread_again(ticket, agent, lead, customer):
    assign(ticket, actor=lead, assignee=agent)
    write_as_customer(ticket, customer)
    at = read_all(actor=agent)
    assert at is not None
    write_as_customer(ticket, customer, "And again.")

    assert unread_since(at, actor=agent) == 1  # of the other kind something newer is unread
    agent.refresh_from_db()
    assert agent.unread_notifications == 2
    assert list(check_notifications()) == []


def test_what_was_read_long_ago_is_forgotten_and_the_unread_stays(ticket, agent, lead, customer):
    assign(ticket, actor=lead, assignee=agent)
    write_as_customer(ticket, customer)
    long_ago = clock.now() - KEPT - timedelta(days=1)
    Notification.objects.filter(kind="assigned").update(read_at=long_ago)
    Notification.objects.filter(kind="customer_wrote").update(created_at=long_ago)

    forget_old()

    assert told(agent) == [("customer_wrote", 1)]


def test_a_wrong_number_is_found(agent):
    agent.unread_notifications = 3
    agent.save()

    assert list(check_notifications()) == ["agent@example.com: 3 unread notifications, but 0 are"]


def test_every_kind_has_its_usual_channels_and_its_icon():
    assert set(USUAL) == set(ICONS) == set(NotificationKind)


def test_what_a_verb_itself_says_who_is_to_be_told(ticket, agent, agent_l2):
    question = ask(ticket, actor=agent, person=agent_l2, body=Body.from_text("Is it insured?"))
    assert told(agent_l2) == [("asked", 1)]
    answer(question, actor=agent_l2, body=Body.from_text("Yes."))
    assert told(agent) == [("answered", 1)]
    (entry,) = entries_of(agent.notifications.all())
    assert (entry.text, entry.words) == ("Bea Novak answered the question", "Yes.")

    add_task(ticket, actor=agent, text="Call the insurance", assignee=agent_l2)
    assert told(agent_l2)[-1] == ("task", 1)


def test_who_asked_somebody_outside_is_told_of_the_answer(mailbox, ticket, agent, agent_l2):
    assign(ticket, actor=agent_l2, assignee=agent_l2)
    side = open_side_conversation(
        ticket, actor=agent, to=["bob@supplier.test"], subject="A part", body=Body.from_text("In stock?")
    )
    receive_side_answer(side, actor=CustomerFactory(email="bob@supplier.test"), body=Body.from_text("Yes."))

    assert told(agent) == [("side_answered", 1)]
    assert told(agent_l2)[-1] == ("side_answered", 1)


def test_ones_own_reminder_speaks_to_oneself(ticket, agent):
    reminder = remind(ticket, actor=agent, at=clock.now() + timedelta(hours=1), words="Ring Mia")
    type(reminder).objects.update(at=clock.now())
    tell_reminder(reminder)

    assert told(agent) == [("reminded", 1)]
    [entry] = entries_of(Notification.objects.all())
    assert (entry.text, entry.words) == ("You wanted to be reminded of this", "Ring Mia")
