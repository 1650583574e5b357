"""The picture of a flow: as high as it is full, and what leaves a bar fits onto it."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk.metrics.sankey import HEIGHT, Link, sankey
from desk.metrics.series import Drill

NAMES = dict(enumerate("abcd"))
PATHS = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 3), st.integers(1, 500)), min_size=1, max_size=12
)


def links(paths) -> list[Link]:
    counted: dict[tuple[int, int, int], int] = {}
    for first, then, last, number in paths:
        for step in ((0, first, then), (1, then, last)):
            counted[step] = counted.get(step, 0) + number
    return [Link(*step, number, "", behind(*step)) for step, number in counted.items()]


def behind(*path: int) -> Drill:
    return Drill("opened", {"flow": "-".join(map(str, path))})


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(PATHS)
def test_every_stage_holds_all_and_stays_in_the_picture(paths):
    drawn = sankey(links(paths), NAMES, ["at first", "then", "in the end"], behind)

    whole = sum(number for *_path, number in paths)
    for x in {bar.x for bar in drawn.bars}:
        stage = [bar for bar in drawn.bars if bar.x == x]
        assert sum(bar.number for bar in stage) == whole
        assert max(bar.y + bar.height for bar in stage) <= HEIGHT
        assert max(bar.middle for bar in stage) <= HEIGHT - 6  # its words are seen whole


def test_a_band_says_what_it_is_and_leads_there():
    up, on = Link(0, 1, 2, 3, "3 went up", behind(0, 1, 2)), Link(1, 2, 2, 3, "3 stayed", behind(1, 2, 2))

    drawn = sankey([up, on], NAMES, ["at first", "then", "in the end"], behind)

    assert [(band.words, band.behind) for band in drawn.bands] == [("3 went up", up.behind), ("3 stayed", on.behind)]
    assert drawn.bands[0].width == drawn.bands[1].width
    assert [bar.behind.given["flow"] for bar in drawn.bars] == ["0-1", "1-2", "2-2"]


def test_thin_bands_lie_on_top_of_wide_ones():
    links = [Link(0, 0, 2, 1, "few", behind(0, 0, 2)), Link(0, 1, 1, 90, "most", behind(0, 1, 1))]

    assert [band.words for band in sankey(links, NAMES, ["at first", "in the end"], behind).bands] == ["most", "few"]
