"""The planned desk: the same from the same seed, in time, as many as asked for, and shaped like a working desk."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from demo.loading.ann import ann_stories
from demo.loading.plan import Plan, plan_desk
from demo.loading.rhythm import DAYS, after_work
from demo.loading.story import AutoClose, Open, Raise, Write
from demo.people import ANN
from tickets.thanks import only_thanks

NOW = datetime(2026, 5, 6, 10, 30, tzinfo=UTC)  # a Wednesday


@pytest.fixture(scope="module")
def desk() -> Plan:
    return plan_desk(5, NOW)


def test_the_same_seed_plans_the_same_desk() -> None:
    assert plan_desk(5, NOW, 200) == plan_desk(5, NOW, 200)
    assert plan_desk(5, NOW, 200) != plan_desk(6, NOW, 200)


@pytest.mark.parametrize("hour", [0, 7, 23])
@pytest.mark.parametrize("tickets", [120, 700])
def test_as_many_stories_as_asked_for_at_any_hour(hour: int, tickets: int) -> None:
    plan = plan_desk(9, NOW.replace(hour=hour, minute=1), tickets)

    assert len(plan.stories) == tickets
    assert all(story.beats for story in plan.stories)


def test_every_story_begins_with_its_opening_and_goes_forward_until_now(desk: Plan) -> None:
    for story in desk.stories:
        moments = [beat.at for beat in story.beats]
        assert isinstance(story.beats[0].acts[0], Open)
        assert moments == sorted(moments)
        assert NOW - timedelta(days=DAYS) <= moments[0] <= moments[-1] < NOW


def test_stories_stand_in_the_order_in_which_they_began(desk: Plan) -> None:
    begun = [story.beats[0].at for story in desk.stories]
    assert begun == sorted(begun)


def test_weekdays_and_office_hours_are_the_busy_ones(desk: Plan) -> None:
    days = Counter(story.beats[0].at.weekday() for story in desk.stories)
    hours = Counter(story.beats[0].at.hour for story in desk.stories)
    assert min(days[day] for day in range(5)) > 3 * max(days[5], days[6])
    assert hours[9] + hours[10] > 5 * (hours[2] + hours[3])


def test_there_is_fresh_work_of_today_that_nobody_has_touched(desk: Plan) -> None:
    untouched = [
        story for story in desk.stories if len(story.beats) == 1 and NOW - story.beats[0].at < timedelta(hours=6)
    ]
    assert len(untouched) >= 8
    assert {story.language for story in untouched} == {"en", "de"}


def test_ann_has_an_open_conversation_and_a_history(desk: Plan) -> None:
    hers = [story for story in desk.stories if story.requester == ANN]
    assert len(hers) == 4
    assert len(hers[-1].beats) == 7


def test_an_escalation_says_why_what_was_tried_and_what_is_asked(desk: Plan) -> None:
    raised = [act for story in desk.stories for beat in story.beats for act in beat.acts if isinstance(act, Raise)]
    assert len(raised) > 200
    assert all(act.reason and act.tried and act.asked for act in raised)


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        (datetime(2026, 5, 6, 9, 0, tzinfo=UTC), 30, datetime(2026, 5, 6, 9, 30, tzinfo=UTC)),
        (datetime(2026, 5, 6, 17, 50, tzinfo=UTC), 30, datetime(2026, 5, 7, 8, 20, tzinfo=UTC)),
        (datetime(2026, 5, 8, 17, 0, tzinfo=UTC), 120, datetime(2026, 5, 11, 9, 0, tzinfo=UTC)),
        (datetime(2026, 5, 9, 12, 0, tzinfo=UTC), 1, datetime(2026, 5, 11, 8, 1, tzinfo=UTC)),
        (datetime(2026, 5, 6, 3, 0, tzinfo=UTC), 5, datetime(2026, 5, 6, 8, 5, tzinfo=UTC)),
    ],
)
def test_work_goes_on_in_office_hours_only(start: datetime, minutes: int, end: datetime) -> None:
    assert after_work(start, minutes) == end


def test_what_ann_says_at_the_end_of_her_old_requests_is_only_thanks() -> None:
    old = [story for story in ann_stories(NOW) if isinstance(story.beats[-1].acts[0], AutoClose)]
    said = [act.text for story in old for beat in story.beats for act in beat.acts if isinstance(act, Write)]

    assert len(old) == 3
    assert len(said) == 3
    assert all(map(only_thanks, said))
