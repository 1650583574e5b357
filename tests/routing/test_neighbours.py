"""What alike tickets say about one, and how sure that makes us."""

from hypothesis import given
from hypothesis import strategies as st

from routing.neighbours import NEAR_ENOUGH, Calibration, Labels, Neighbour, SmartField, votes


def neighbour(number: int, nearness: float, *, team: int | None = 1, tags: str = "") -> Neighbour:
    return Neighbour(number, nearness, Labels(team, frozenset(tags.split()), 2, 1))


def test_the_nearest_weigh_most():
    found = votes([neighbour(1, 0.9, team=7), neighbour(2, 0.6, team=8), neighbour(3, 0.6, team=8)], SmartField.TEAM)

    assert [vote.value for vote in found] == [7, 8]
    assert found[0].share > 0.9
    assert found[1].near == (2, 3)


def test_each_tag_is_voted_on_by_itself():
    found = votes([neighbour(1, 0.8, tags="billing refund"), neighbour(2, 0.8, tags="billing")], SmartField.TAGS)

    assert [(vote.value, round(vote.share, 3)) for vote in found] == [("billing", 1.0), ("refund", 0.5)]


def test_who_has_no_label_votes_for_nothing_and_makes_us_less_sure():
    found = votes([neighbour(1, 0.8), neighbour(2, 0.8, team=None)], SmartField.TEAM)

    assert [(vote.value, vote.share) for vote in found] == [(1, 0.5)]


def test_without_neighbours_there_is_nothing_to_say():
    assert votes([], SmartField.TEAM) == []


def test_what_is_like_no_other_ticket_gets_no_proposal_however_much_the_nearest_agree():
    assert votes([neighbour(number, 0.3) for number in range(15)], SmartField.TEAM) == []


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(1, 4)), max_size=20))
def test_shares_of_a_single_choice_add_up_to_one(seen):
    found = votes([neighbour(place, near, team=team) for place, (near, team) in enumerate(seen)], SmartField.TEAM)

    is_alike = any(near >= NEAR_ENOUGH for near, _team in seen)
    assert abs(sum(vote.share for vote in found) - is_alike) < 1e-9


def test_confidence_is_how_often_such_a_share_was_right():
    seen = [(0.5, place % 2 == 0) for place in range(100)] + [(0.9, place % 10 != 0) for place in range(100)]
    calibration = Calibration.of(seen)

    assert abs(calibration.confidence(0.6) - 0.5) < 0.05
    assert abs(calibration.confidence(0.95) - 0.9) < 0.05
    assert calibration.confidence(0.4) == 0


def test_a_few_lucky_ones_make_nobody_certain():
    assert Calibration.of([(0.9, True)] * 3).confidence(0.9) < 0.9


def test_nothing_seen_is_nothing_known():
    assert Calibration.of([]).confidence(1.0) == 0


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=200), st.floats(0, 1), st.floats(0, 1))
def test_a_larger_share_never_makes_less_sure(seen, one, other):
    calibration = Calibration.of(seen)
    low, high = sorted([one, other])

    assert 0 <= calibration.confidence(low) <= calibration.confidence(high) <= 1
