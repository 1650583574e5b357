"""Calendars and policies are changed by new versions; open tickets follow in the background."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from desk.sla.answers import preview_words
from helpdesk import clock
from sla import conditions as trees
from sla import recomputing
from sla.calendar import Schedule
from sla.editing import (
    archive_calendar,
    make_default,
    order_policies,
    save_calendar,
    save_policy,
    set_policy_active,
)
from sla.models import Calendar, Clock, Policy
from sla.tasks import recompute
from sla.terms import Terms
from sla.timer import tick
from tests.factories import make_ticket
from tests.sla.making import (
    ALWAYS,
    HOUR,
    OFFICE,
    START,
    act,
    after,
    answer,
    assert_clocks_agree,
    clock_of,
    goal,
    make_policy,
    targets,
    write,
)
from tickets.actions import escalate, solve, tag
from tickets.errors import IllegalTransition, Invalid
from tickets.event_names import Names
from tickets.event_text import event_text
from tickets.events import EventKind
from tickets.models import Status

pytestmark = pytest.mark.django_db

HOURS = {"time_zone": "UTC", "weekly": OFFICE}


def terms(seconds: int, **more) -> dict:
    return {"targets": {"first_response": goal(seconds, **more)}, "pause": [], "warn": [], "breach": []}


def test_a_change_is_a_new_version_and_the_old_one_stays(admin):
    calendar = save_calendar(actor=admin, name="Office", hours=HOURS)
    first = calendar.current

    save_calendar(actor=admin, calendar=calendar, name="Office", hours={**HOURS, "holidays": ["2026-12-24"]})

    calendar.refresh_from_db()
    assert (calendar.current.number, calendar.versions.count()) == (2, 2)
    first.refresh_from_db()
    assert first.hours == HOURS


def test_hours_are_kept_as_plain_data_however_they_came(admin):
    given = {
        "time_zone": "UTC",
        "weekly": {**OFFICE, "sun": None},
        "holidays": [date(2026, 12, 24)],
        "holiday_region": None,
    }

    kept = save_calendar(actor=admin, name="Office", hours=given).current

    assert kept.hours == {**HOURS, "holidays": ["2026-12-24"]}


def test_what_changes_nothing_makes_no_version(admin):
    calendar = save_calendar(actor=admin, name="Office", hours=HOURS)

    save_calendar(actor=admin, calendar=calendar, name="Office", hours=HOURS)

    assert calendar.versions.count() == 1


@pytest.mark.parametrize(
    ("hours", "sentence"),
    [
        ({"time_zone": "UTC", "weekly": {}}, "no open hours"),
        ({"time_zone": "Nowhere", "weekly": OFFICE}, "no time zone"),
        ({"time_zone": "UTC", "weekly": {"mon": [["09:00", "09:00"]]}}, "starts and ends"),
    ],
)
def test_hours_that_cannot_be_are_refused(admin, hours, sentence):
    before = Calendar.objects.count()
    with pytest.raises(Invalid, match=sentence):
        save_calendar(actor=admin, name="Odd", hours=hours)
    assert Calendar.objects.count() == before


def test_a_name_that_is_taken_is_refused(admin):
    save_calendar(actor=admin, name="Taken", hours=HOURS)
    with pytest.raises(Invalid, match="already"):
        save_calendar(actor=admin, name="Taken", hours=HOURS)


def test_only_admins_change_them(agent, lead):
    for person in (agent, lead):
        with pytest.raises(PermissionDenied):
            save_calendar(actor=person, name="Mine", hours=HOURS)
        with pytest.raises(PermissionDenied):
            save_policy(actor=person, name="Mine", terms=terms(HOUR))


def test_a_calendar_in_use_and_the_default_stay(admin):
    calendar = save_calendar(actor=admin, name="Used", hours=HOURS)
    save_policy(actor=admin, name="Its user", terms=terms(HOUR, business=True), calendar=calendar)
    with pytest.raises(IllegalTransition, match="Its user"):
        archive_calendar(calendar, actor=admin)

    other = save_calendar(actor=admin, name="Other", hours=HOURS)
    make_default(other, actor=admin)
    with pytest.raises(IllegalTransition, match="default"):
        archive_calendar(other, actor=admin)
    assert Calendar.objects.filter(is_default=True).get() == other


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"terms": {"targets": {"someday": {}}}}, "no target"),
        ({"terms": {"targets": {"resolution": {"seconds": {"9": 1}}}}}, "there is no"),
        ({"terms": {"targets": {"resolution": {"seconds": {"1": 0}}}}}, "from one second"),
        ({"terms": {"warn": [{"percent": 100}]}}, "1 to 99"),
        ({"terms": {"breach": [{"do": "explode"}]}}, "is none of"),
        ({"terms": terms(HOUR), "conditions": {"field": "weather", "is": ["rain"]}}, "no field"),
        ({"terms": terms(HOUR), "conditions": {"field": "tier", "is": ["gold"]}}, "no value"),
        ({"terms": terms(HOUR), "conditions": {"some": []}}, "all, any, none"),
        ({"terms": terms(HOUR, business=True)}, "needs a calendar"),
    ],
)
def test_what_a_policy_cannot_be_is_said(admin, change, sentence):
    with pytest.raises(Invalid, match=sentence):
        save_policy(actor=admin, name="Odd", **change)
    assert not Policy.objects.filter(name="Odd").exists()


def test_policies_are_asked_in_their_order(admin, customer):
    others = list(Policy.objects.values_list("pk", flat=True))
    slow, fast = (
        save_policy(actor=admin, name=name, terms=terms(long)) for name, long in (("Slow", 900), ("Fast", 60))
    )
    assert clock_of(make_ticket(requester=customer), "first_response").policy == slow.current

    order_policies([fast.pk, slow.pk, *others], actor=admin)
    assert clock_of(make_ticket(requester=customer), "first_response").policy == fast.current

    set_policy_active(fast, actor=admin, is_active=False)
    assert clock_of(make_ticket(requester=customer), "first_response").policy == slow.current


def test_a_new_policy_is_asked_before_those_that_are_for_every_ticket(admin):
    save_policy(actor=admin, name="Everybody", terms=terms(900))
    vip = save_policy(actor=admin, name="VIP", terms=terms(60), conditions={"field": "tag", "is": ["vip"]})
    last = save_policy(actor=admin, name="Everybody else", terms=terms(90))

    order = list(Policy.objects.order_by("position").values_list("name", flat=True))
    assert order.index("VIP") < order.index("Everybody") < order.index("Everybody else")
    assert (vip.is_active, last.is_active) == (True, True)


def test_open_tickets_follow_an_edited_policy_and_the_log_says_so(admin, customer):
    policy = make_policy()
    with clock.at(START):
        ticket = make_ticket(requester=customer)
        solved = make_ticket(requester=customer, subject="Done")
    save_policy(actor=admin, policy=policy, name="Everything", terms=terms(2 * HOUR))
    assert clock_of(ticket, "first_response").due_at == after(hours=1)  # not before a worker comes

    with clock.at(after(minutes=5)):
        job = recomputing.start("Everything", actor=admin)
        recompute()

    job.refresh_from_db()
    assert (job.total, job.done, job.changed) == (2, 2, 2)
    assert job.finished_at is not None
    assert clock_of(ticket, "first_response").due_at == after(hours=2)
    assert clock_of(ticket, "resolution").state == "cancelled"
    event = ticket.events.latest("seq")
    assert (event.kind, event.data["edited"]) == (EventKind.SLA_SET, True)
    for each in (ticket, solved):
        assert_clocks_agree(each)


def test_a_ticket_that_comes_under_a_new_policy_says_so_and_not_that_one_was_edited(admin, customer):
    make_policy()
    ticket = make_ticket(requester=customer)
    save_policy(actor=admin, name="High", terms=terms(60), conditions={"field": "priority", "is": [ticket.priority]})

    recomputing.start("High", actor=admin)
    recompute()

    event = ticket.events.latest("seq")
    assert event_text(event, Names.of([event])) == (
        "The policy “High” holds for this from now on: deadlines are computed anew"
    )


@pytest.mark.parametrize(
    ("before", "edited", "told"),
    [
        ([50, 75], [75], [50, 75]),
        ([50], [25, 50, 90], [50, 90]),
        ([50, 90], [60], [50, 60]),
        ([75], [], []),
    ],
)
def test_after_an_edit_no_warning_comes_twice_and_none_that_is_still_to_come_is_left_out(
    admin, customer, before, edited, told
):
    def so(percents):
        return terms(HOUR) | {"warn": [{"percent": percent, "tell": []} for percent in percents]}

    policy = save_policy(actor=admin, name="Everything", terms=so(before))
    order_policies([policy.pk, *Policy.objects.exclude(pk=policy.pk).values_list("pk", flat=True)], actor=admin)
    with clock.at(START):
        ticket = make_ticket(requester=customer)
    with clock.at(after(minutes=35)):
        tick()
        save_policy(actor=admin, policy=policy, name="Everything", terms=so(edited))
        recomputing.start("Everything", actor=admin)
        recompute()
    with clock.at(after(minutes=59)):
        tick()

    warned = ticket.events.filter(kind=EventKind.SLA_WARNED).order_by("seq")
    assert [event.data["percent"] for event in warned] == told
    assert_clocks_agree(ticket)


def test_running_twice_changes_nothing_more(admin, customer):
    policy = make_policy()
    ticket = make_ticket(requester=customer)
    save_policy(actor=admin, policy=policy, name="Everything", terms=terms(2 * HOUR))
    recomputing.start("Everything", actor=admin)
    recompute()
    events = ticket.events.count()

    recomputing.start("Everything", actor=admin)
    recompute()

    assert ticket.events.count() == events


def test_what_was_breached_stays_as_it_was(admin, customer):
    policy = make_policy()
    with clock.at(START):
        ticket = make_ticket(requester=customer)
    save_policy(actor=admin, policy=policy, name="Everything", terms=terms(9 * HOUR))

    with clock.at(after(hours=2)):
        recomputing.start("Everything", actor=admin)
        recompute()

    first = clock_of(ticket, "first_response")
    assert (first.state, first.due_at) == ("breached", after(hours=1))
    assert ticket.events.filter(kind=EventKind.SLA_BREACHED).count() == 1
    assert_clocks_agree(ticket)


def test_before_saving_one_sees_how_many_open_tickets_get_another_deadline(admin, customer):
    policy = make_policy(conditions={"field": "priority", "is": [2]})
    for priority in (2, 2, 3):
        make_ticket(requester=customer, priority=priority)
    version = policy.current

    def preview(**change):
        given = Terms.parse({**version.terms, **change})
        return recomputing.preview_policy(
            policy, conditions=trees.parse(version.conditions), terms=given, calendar=None
        )

    assert preview(targets=targets(first_response=goal(5))).changed == 2
    assert preview().changed == 0
    assert preview(warn=[]).changed == 0
    assert Clock.objects.filter(seconds=5).count() == 0
    wider = recomputing.preview_policy(policy, conditions=trees.ALWAYS, terms=Terms.parse(version.terms), calendar=None)
    assert (wider.changed, wider.looked_at, wider.is_whole) == (1, 3, True)


@pytest.mark.parametrize(("changed", "count"), [("acceptance", 0), ("resolution", 1)])
def test_what_stands_still_counts_where_its_own_promise_changes(admin, agent, customer, changed, count):
    policy = make_policy()
    with clock.at(START):
        ticket = make_ticket(requester=customer)
    answer(ticket, agent, at=after(minutes=10), status=Status.PENDING)
    promised = {"acceptance": goal(60, keys="2"), "resolution": goal(8 * HOUR)}[changed]
    edited = Terms.parse({**policy.current.terms, "targets": targets(**{changed: promised})})

    with clock.at(after(minutes=20)):
        preview = recomputing.preview_policy(policy, conditions=trees.ALWAYS, terms=edited, calendar=None)

    assert preview.changed == count


def test_what_no_longer_pauses_runs_again(admin, agent, customer):
    policy = make_policy(pause=[Status.PENDING])
    with clock.at(START):
        ticket = make_ticket(requester=customer)
    answer(ticket, agent, at=after(minutes=10), status=Status.PENDING)
    never = Terms.parse({**policy.current.terms, "pause": []})

    with clock.at(after(minutes=20)):
        preview = recomputing.preview_policy(policy, conditions=trees.ALWAYS, terms=never, calendar=None)

    assert (preview.changed, preview.overdue) == (1, 0)


def test_the_first_policy_of_a_desk_says_how_much_is_overdue_at_once(admin, customer):
    Policy.objects.update(is_active=False)
    for hours in (0, 2):
        with clock.at(after(hours=hours)):
            make_ticket(requester=customer)
    given = {"conditions": trees.ALWAYS, "terms": Terms.parse(terms(HOUR)), "calendar": None}

    with clock.at(after(hours=2.5)):
        preview = recomputing.preview_policy(None, **given)
        assert (preview.changed, preview.overdue) == (2, 1)
        assert "1 of them is overdue at once." in preview_words(preview)

    assert "overdue" not in preview_words(recomputing.Preview(changed=1, overdue=0, looked_at=1, is_whole=True))


def test_what_happened_before_the_first_policy_counts_in_its_preview(admin, agent, customer, specialists):
    Policy.objects.update(is_active=False)
    with clock.at(START):
        answered, asked_again, escalated, solved = (make_ticket(requester=customer) for _number in range(4))
    for ticket in (answered, asked_again, solved):
        answer(ticket, agent, at=after(minutes=30))
    act(escalate, escalated, actor=agent, to_level=2, reason="A", tried="B", asked="C", at=after(minutes=30))
    act(solve, solved, actor=agent, at=after(minutes=40))
    write(asked_again, customer, at=after(hours=2)), write(solved, customer, at=after(hours=2))
    act(tag, asked_again, actor=agent, add=["late"], at=after(hours=2))
    given = terms(HOUR) | {"targets": targets(level={"business": False, "seconds": {"2": HOUR}}, resolution=None)}

    with clock.at(after(hours=2.5)):
        preview = recomputing.preview_policy(None, conditions=trees.ALWAYS, terms=Terms.parse(given), calendar=None)
        save_policy(actor=admin, name="First", terms=given)
        job = recomputing.start("First", actor=admin)
        recompute()
        job.refresh_from_db()
        open_clocks = Clock.objects.filter(ended_at=None)

    assert (
        preview.changed == open_clocks.values("ticket").distinct().count() == 3
    )  # nobody waits for an answer any more
    assert (job.changed, job.done) == (preview.changed, 4)
    overdue = open_clocks.filter(due_at__lte=after(hours=2.5)).values_list("ticket", flat=True)
    assert (preview.overdue, set(overdue)) == (1, {escalated.pk})


def test_a_new_policy_is_counted_where_it_would_stand_before_the_one_for_everybody(admin, customer):
    make_policy()
    make_ticket(requester=customer, priority=2)
    make_ticket(requester=customer, priority=3)

    given = {"conditions": trees.parse({"field": "priority", "is": [2]}), "terms": Terms.parse(terms(5))}

    assert recomputing.preview_policy(None, **given, calendar=None).changed == 1


def test_an_edited_calendar_shows_it_too(admin, customer):
    calendar = save_calendar(actor=admin, name="Office", hours=HOURS)
    make_policy(calendar=calendar, targets=targets(first_response=goal(HOUR, business=True)))
    with clock.at(START):
        make_ticket(requester=customer)
        always = Schedule.parse({"time_zone": "UTC", "weekly": ALWAYS})
        night = Schedule.parse({"time_zone": "UTC", "weekly": {"wed": [["22:00", "24:00"]]}})

        assert recomputing.preview_calendar(calendar, always).changed == 0
        assert recomputing.preview_calendar(calendar, night).changed == 1


@pytest.mark.parametrize(
    "given",
    [
        {"conditions": {"none": [{"field": "form", "is": [9_999]}]}, "terms": terms(60)},
        {"conditions": {"field": "team", "is": [9_999]}, "terms": terms(60)},
        {"conditions": {"field": "team", "is": [10**30, 9_999]}, "terms": terms(60)},
        {"terms": terms(60) | {"warn": [{"percent": 75, "people": [9_999]}]}},
        {"terms": terms(60) | {"breach": [{"do": "move", "team": 9_999}]}},
    ],
)
def test_a_policy_names_only_what_there_is(admin, given):
    with pytest.raises(Invalid, match="“9999” is no value"):
        save_policy(actor=admin, name="For nothing", **given)
