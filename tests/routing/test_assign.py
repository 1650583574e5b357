"""Giving a team's queue out: even, to whoever is there and has room, the most urgent and oldest first, one drain at a time."""

import threading
import time
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection

from accounts.abilities import add_skill, set_abilities
from accounts.models import Availability, User
from accounts.profile import set_availability
from helpdesk import clock
from routing.actions import set_team_assignment
from routing.assign import drain, drain_all, return_waiting
from routing.effects import Strategy
from routing.models import AssignmentWish
from tests.factories import AgentFactory, CustomerFactory, TeamFactory, make_rule, make_ticket
from tests.tickets.asserting import last_event
from tickets.actions import add_note, assign, set_status, snooze
from tickets.content import Body
from tickets.models import Event, Ticket


@pytest.fixture
def team(db):
    return TeamFactory(name="Queue", levels=[1, 2])


@pytest.fixture
def people(team):
    made = [AgentFactory(level=2) for _ in range(4)]
    team.members.set(made)
    return made


def give_out(team, admin, strategy=Strategy.ROUND_ROBIN, capacity=10):
    set_team_assignment(team, actor=admin, strategy=strategy, capacity=capacity)


def shares(team) -> list[int]:
    counts = {person.pk: 0 for person in team.members.all()}
    for ticket in Ticket.objects.filter(team=team, assignee__isnull=False):
        counts[ticket.assignee_id] += 1
    return sorted(counts.values())


def waiting(team, number: int) -> list[Ticket]:
    return [make_ticket(team=team) for _ in range(number)]


@pytest.mark.django_db
def test_in_turn_everybody_gets_the_same(team, people, admin):
    give_out(team, admin)
    waiting(team, 10)

    assert drain(team.pk) == 10

    assert shares(team) == [2, 2, 3, 3]
    event = last_event(Ticket.objects.first())
    assert (event.kind, event.actor_name) == ("ticket.assigned", "Assignment")


@pytest.mark.django_db
def test_a_team_that_has_chosen_nothing_leaves_it_to_its_people(team, people):
    waiting(team, 2)

    drain_all()

    assert shares(team) == [0, 0, 0, 0]


@pytest.mark.django_db
def test_the_most_urgent_goes_first_then_who_waits_longest(team, people, admin):
    now = clock.now()
    with clock.at(now - timedelta(hours=2)):
        old = make_ticket(team=team)
    urgent, new = make_ticket(team=team, priority=4), make_ticket(team=team)
    team.members.set(people[:1])
    give_out(team, admin, capacity=2)

    drain(team.pk)

    assert [Ticket.objects.get(pk=ticket.pk).assignee_id for ticket in (urgent, old, new)] == [
        people[0].pk, people[0].pk, None,
    ]  # fmt: skip


@pytest.mark.django_db
def test_nobody_gets_one_who_is_away_inactive_outside_their_hours_or_below_the_level(team, people, admin):
    away, gone, asleep, there = people
    away.availability = Availability.AWAY
    gone.is_active = False
    asleep.working_hours = [""] * 6 + ["00:00-00:01"] if clock.now().weekday() != 6 else ["00:00-00:01"] + [""] * 6
    for person in (away, gone, asleep):
        person.save()
    give_out(team, admin, capacity=50)
    waiting(team, 3)
    high = make_ticket(team=team, level=2)
    there.level = 1
    there.save()

    drain(team.pk)

    assert Ticket.objects.filter(assignee=there).count() == 3
    assert Ticket.objects.get(pk=high.pk).assignee is None


@pytest.mark.django_db
def test_nobody_gets_more_than_they_have_room_for_and_who_is_free_again_gets_the_next(team, people, admin):
    give_out(team, admin, capacity=1)
    waiting(team, 6)
    drain(team.pk)
    assert shares(team) == [1, 1, 1, 1]

    ticket = Ticket.objects.filter(assignee=people[0]).get()
    set_status(ticket, actor=people[0], status="pending")
    drain(team.pk)

    assert Ticket.objects.filter(assignee=people[0]).count() == 2


@pytest.mark.django_db
def test_least_loaded_evens_out_what_people_have_already(team, people, admin):
    for _ in range(3):
        assign(make_ticket(), actor=admin, assignee=people[0])
    give_out(team, admin, Strategy.LEAST_LOADED)
    waiting(team, 3)

    drain(team.pk)

    assert Ticket.objects.filter(team=team, assignee=people[0]).count() == 0


@pytest.mark.django_db
def test_who_knows_the_customer_gets_them_if_they_are_there(team, people, admin):
    customer = CustomerFactory()
    assign(make_ticket(requester=customer), actor=admin, assignee=people[2])
    give_out(team, admin, Strategy.STICKY)
    again = make_ticket(requester=customer, team=team)
    drain(team.pk)
    assert Ticket.objects.get(pk=again.pk).assignee == people[2]

    people[2].availability = Availability.AWAY
    people[2].save()
    third = make_ticket(requester=customer, team=team)
    drain(team.pk)
    assert Ticket.objects.get(pk=third.pk).assignee not in (None, people[2])


@pytest.mark.django_db
def test_who_knows_it_best_gets_it_then_who_speaks_the_language(team, people, admin):
    skill = add_skill(actor=admin, name="Billing", tags=["billing"])
    for person, proficiency in ((people[1], 1), (people[2], 3)):
        set_abilities(person, actor=admin, skills={skill: proficiency})
    set_abilities(people[3], actor=admin, languages=["de-AT"])  # of whatever country
    give_out(team, admin, Strategy.SKILL)
    about_money, german = make_ticket(team=team, tags=["billing"]), make_ticket(team=team, language="de")

    drain(team.pk)

    assert Ticket.objects.get(pk=about_money.pk).assignee == people[2]
    assert Ticket.objects.get(pk=german.pk).assignee == people[3]


@pytest.mark.django_db
def test_the_limit_of_a_channel_holds_beside_the_teams(team, people, admin):
    team.members.set(people[:1])
    set_abilities(people[0], actor=admin, capacity={"chat": 1})
    give_out(team, admin)
    for channel in ("chat", "chat", "email"):
        make_ticket(team=team, channel=channel)

    drain(team.pk)

    assert sorted(Ticket.objects.filter(assignee=people[0]).values_list("channel", flat=True)) == ["chat", "email"]


@pytest.mark.django_db
def test_many_that_nobody_has_room_for_keep_none_back_that_somebody_has(team, people, admin):
    team.members.set(people[:1])
    set_abilities(people[0], actor=admin, capacity={"chat": 1})
    give_out(team, admin)
    chat = make_ticket(team=team, channel="chat")
    columns = {field.attname: getattr(chat, field.attname) for field in Ticket._meta.concrete_fields}
    Ticket.objects.bulk_create(Ticket(**{**columns, "number": chat.pk + 1 + n}) for n in range(150))
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence('tickets_ticket', 'number'), %s)", [chat.pk + 150])
    make_ticket(team=team, channel="email")

    drain(team.pk)

    assert sorted(Ticket.objects.filter(assignee=people[0]).values_list("channel", flat=True)) == ["chat", "email"]


@pytest.mark.django_db
def test_what_is_snoozed_or_waits_for_the_customer_is_given_to_nobody(team, people, admin):
    give_out(team, admin)
    asleep, asked = make_ticket(team=team), make_ticket(team=team)
    snooze(asleep, actor=admin, until=clock.now() + timedelta(days=1))
    set_status(asked, actor=admin, status="pending")

    assert drain(team.pk) == 0


@pytest.mark.django_db
def test_who_goes_away_gives_back_what_nobody_has_touched(team, people, admin):
    give_out(team, admin)
    untouched, touched = waiting(team, 2)
    team.members.set(people[:1])
    drain(team.pk)
    add_note(Ticket.objects.get(pk=touched.pk), actor=people[0], body=Body.from_text("On it"))

    people[0].availability = Availability.AWAY
    people[0].save()

    assert return_waiting() == 1
    assert Ticket.objects.get(pk=untouched.pk).assignee is None
    assert Ticket.objects.get(pk=touched.pk).assignee == people[0]
    assert return_waiting() == 0


@pytest.mark.django_db
def test_a_rule_may_wish_it_for_one_ticket_of_a_team_that_gives_out_nothing(team, people):
    make_rule(effects=[{"do": "assign_team", "team": team.pk}, {"do": "assign_by", "strategy": "round_robin"}])
    other = make_ticket(team=team, subject="Before the rule was there")
    AssignmentWish.objects.all().delete()
    wished = make_ticket()

    drain(team.pk)

    assert Ticket.objects.get(pk=wished.pk).assignee in people
    assert Ticket.objects.get(pk=other.pk).assignee is None
    assert not AssignmentWish.objects.exists()

    gone = Ticket.objects.get(pk=wished.pk).assignee
    gone.availability = Availability.AWAY
    gone.save()
    drain_all()

    assert Ticket.objects.get(pk=wished.pk).assignee in set(people) - {gone}


def opened_at_once(team, meanwhile=lambda: None, waits=()) -> None:
    """Fifty tickets by five at a time, each giving out what waits; `meanwhile` is somebody else's thread.

    `waits`: (after how many of its tickets, for what) each of the five waits, so that a slow machine keeps the order of things.
    """
    start = threading.Barrier(6)
    faults: list[Exception] = []

    def open_some() -> None:
        for number in range(10):
            for after, event in waits:
                assert number != after or event.wait(60)
            make_ticket(team=team)
            drain(team.pk)

    def at_once(act) -> None:
        try:
            start.wait()
            act()
        except Exception as fault:  # noqa: BLE001 - told by the test
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=at_once, args=[act]) for act in (*[open_some] * 5, meanwhile)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    drain(team.pk)
    assert faults == []


@pytest.mark.django_db(transaction=True)
def test_fifty_concurrent_openings_are_shared_evenly_and_nobody_gets_one_twice(team, people, admin):
    give_out(team, admin, capacity=100)

    opened_at_once(team)

    assert shares(team) == [12, 12, 13, 13]
    assert all(ticket.events.filter(kind="ticket.assigned").count() == 1 for ticket in Ticket.objects.all())


def given_after(mark: int, team) -> Counter[int]:
    """How many each was given since the event of this number."""
    events = Event.objects.filter(pk__gt=mark, kind="ticket.assigned", ticket__team=team)
    return Counter(event.data["changes"]["assignee_id"][1] for event in events)


def are_even(counts: Counter[int], people) -> bool:
    each = [counts[person.pk] for person in people]
    return max(each) - min(each) <= 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("strategy", [Strategy.ROUND_ROBIN, Strategy.LEAST_LOADED])
def test_shares_stay_even_while_one_goes_away_and_comes_back_among_fifty_openings(team, people, admin, strategy):
    give_out(team, admin, strategy=strategy, capacity=100)
    gone, *stay = people
    is_away, is_back = threading.Event(), threading.Event()
    marks: list[int] = []

    def newest_event_once(opened: int) -> int:
        until = time.monotonic() + 60
        while Ticket.objects.count() < opened:
            assert time.monotonic() < until
            time.sleep(0.005)
        return Event.objects.latest("pk").pk

    def away_and_back() -> None:
        newest_event_once(12)
        set_availability(User.objects.get(pk=gone.pk), Availability.AWAY)
        is_away.set()
        newest_event_once(30)
        set_availability(User.objects.get(pk=gone.pk), Availability.ONLINE)
        marks.append(newest_event_once(0))
        is_back.set()

    opened_at_once(team, away_and_back, [(4, is_away), (8, is_back)])

    counts = given_after(0, team)
    assert sum(counts.values()) == 50
    assert are_even(counts, stay)
    assert counts[gone.pk] > 0
    if strategy == Strategy.ROUND_ROBIN:  # in turn: what one missed stays missed
        assert are_even(given_after(marks[0], team), people)
        assert counts[gone.pk] < min(counts[person.pk] for person in stay)
    else:  # by load: who is back catches up
        assert are_even(counts, people)
