"""Reminding oneself of a ticket: told once, by the timer, and only the one who asked."""

from datetime import timedelta

import pytest

from helpdesk import clock
from tests.factories import make_ticket
from tests.tickets.asserting import assert_log_agrees, last_event, nothing_happened
from tickets import reminding
from tickets.actions import delete, end_reminder, mark_read, merge, remind, unmerge
from tickets.actions.reminding import tell_reminder
from tickets.errors import IllegalTransition, Invalid, NotAllowed
from tickets.events import EventKind
from tickets.integrity_follow_through import check_reminders
from tickets.models import Reminder, Ticket, TicketRead
from tickets.tasks import tell_reminders

pytestmark = pytest.mark.django_db


def later(**how_much: float):
    return clock.now() + timedelta(**how_much)


@pytest.fixture
def reminder(ticket, agent) -> Reminder:
    """Omar's, for tomorrow."""
    return remind(ticket, actor=agent, at=later(days=1), words="Has the fuse arrived?")


def test_the_log_tells_of_a_reminder_but_not_its_words(reminder, ticket, agent):
    event = last_event(ticket)

    assert (event.kind, event.actor, event.data["reminder"]) == (EventKind.REMINDER_SET, agent, reminder.pk)
    assert reminder.words == "Has the fuse arrived?"
    assert "fuse" not in str(event.data)
    assert_log_agrees(ticket)


def test_the_same_one_twice_is_one(reminder, ticket, agent):
    with nothing_happened():
        assert remind(ticket, actor=agent, at=reminder.at, words=reminder.words) == reminder


def test_when_its_time_has_come_only_the_one_who_asked_finds_the_ticket_unread(reminder, ticket, agent, lead):
    for person in (agent, lead):
        mark_read(ticket, actor=person)

    with clock.at(later(days=1, seconds=1)):
        tell_reminders()

    reminder.refresh_from_db()
    event = last_event(ticket)
    assert reminder.is_due
    assert (event.kind, event.actor, event.data["tell"]) == (EventKind.REMINDER_DUE, None, [agent.pk])
    seen = dict(TicketRead.objects.values_list("person", "seen_seq"))
    assert seen == {agent.pk: ticket.conversation_seq - 1, lead.pk: ticket.conversation_seq}
    assert_log_agrees(ticket)


def test_it_is_told_once_also_when_two_timers_found_it(reminder):
    with clock.at(later(days=1, seconds=1)):
        found = Reminder.objects.select_related("ticket").get()
        assert reminding.tell_reminders() == 1
        with nothing_happened():
            assert tell_reminder(found) is None
            assert reminding.tell_reminders() == 0


def test_after_an_outage_it_is_told_late_and_once(reminder):
    with clock.at(later(days=9)):
        assert (reminding.tell_reminders(), reminding.tell_reminders()) == (1, 0)


def test_what_is_not_due_or_was_taken_back_is_not_told(reminder, agent):
    with clock.at(later(hours=23)), nothing_happened():
        assert reminding.tell_reminders() == 0
    end_reminder(reminder, actor=agent)
    with clock.at(later(days=2)), nothing_happened():
        assert reminding.tell_reminders() == 0


def test_it_is_ended_once_and_by_its_own_person(reminder, agent, lead):
    with nothing_happened(), pytest.raises(Reminder.DoesNotExist):
        end_reminder(reminder, actor=lead)

    assert end_reminder(reminder, actor=agent).kind == EventKind.REMINDER_ENDED
    with nothing_happened():
        assert end_reminder(reminder, actor=agent) is None
    assert list(check_reminders()) == []


@pytest.mark.parametrize("away", [timedelta(0), timedelta(days=-1), timedelta(days=367)])
def test_a_time_gone_by_or_more_than_a_year_away_is_refused(ticket, agent, away):
    with nothing_happened(), pytest.raises(Invalid):
        remind(ticket, actor=agent, at=clock.now() + away)


def test_customers_and_deleted_tickets_have_none(ticket, customer, lead):
    with nothing_happened(), pytest.raises(NotAllowed):
        remind(ticket, actor=customer, at=later(days=1))
    delete(ticket, actor=lead)
    with nothing_happened(), pytest.raises(IllegalTransition):
        remind(ticket, actor=lead, at=later(days=1))


def test_one_that_cannot_be_told_holds_up_no_other(reminder, ticket, agent, monkeypatch):
    remind(ticket, actor=agent, at=later(days=2))

    def refuse(one):
        if one == reminder:
            raise IllegalTransition
        return tell_reminder(one)

    monkeypatch.setattr(reminding, "tell_reminder", refuse)
    with clock.at(later(days=3)):
        assert reminding.tell_reminders() == 1


def test_a_reminder_goes_along_with_a_merge_and_comes_back(reminder, ticket, agent):
    other = make_ticket()
    merge(ticket, actor=agent, into=other)
    assert Reminder.objects.get().ticket == other
    unmerge(Ticket.objects.get(pk=ticket.pk), actor=agent)
    assert Reminder.objects.get().ticket == ticket


def test_one_told_behind_the_verbs_back_is_found(reminder):
    assert list(check_reminders()) == []
    Reminder.objects.update(told_at=clock.now())

    assert list(check_reminders()) == [f"reminder {reminder.pk} is not what its events say"]
