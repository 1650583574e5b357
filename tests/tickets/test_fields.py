"""What fields mean: conditions, and words that become values."""

from contextlib import suppress

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tickets.errors import Invalid
from tickets.fields import PATH_SIGN, FieldOfForm, cleaned, leaves_of, missing_fields, shown_fields, value_text

TREE = [
    {"name": "Hardware", "options": [{"name": "Printer", "options": []}, {"name": "Phone"}]},
    {"name": "Account"},
]
KEYS = ["a", "b", "c", "d", "e"]


def field(key: str = "a", kind: str = "text", **more) -> FieldOfForm:
    return FieldOfForm(key, key.upper(), kind, **more)


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("text", "  A-17 ", "A-17"),
        ("text", "a\x00b", "ab"),
        ("text", "   ", None),
        ("number", "12", 12),
        ("number", "12.50", 12.5),
        ("number", "-1,234.5", -1234.5),
        ("number", 7, 7),
        ("number", "1e3", 1000),
        ("date", "2026-03-31", "2026-03-31"),
        ("date", "03/31/2026", "2026-03-31"),
        ("choice", "red", "Red"),
        ("choice", "", None),
        ("tree", "hardware › printer", ["Hardware", "Printer"]),
        ("tree", "Hardware::Phone", ["Hardware", "Phone"]),
        ("tree", ["Account"], ["Account"]),
        ("checkbox", "on", True),
        ("checkbox", True, True),
        ("checkbox", False, None),
        ("checkbox", "no", None),
    ],
)
def test_words_become_values(kind, typed, value):
    options = {"choice": ["Red", "Blue"], "tree": TREE}.get(kind, [])
    assert cleaned(field(kind=kind, options=options), typed) == value


@pytest.mark.parametrize(
    ("kind", "typed", "says"),
    [
        ("number", "twelve", "write a number"),
        ("number", "1,2,3", "write a number"),
        ("number", "NaN", "write a number"),
        ("number", True, "write a number"),
        ("number", float("inf"), "write a number"),
        ("number", "1" * 40, "too long"),
        ("number", "1e999999", "too long"),
        ("date", "31.31.2026", "write a date"),
        ("date", "2026-02-30", "write a date"),
        ("date", 20260331, "this type"),
        ("choice", "Green", "offered values"),
        ("tree", "Hardware", "offered values"),
        ("tree", ["Hardware", "Printer", "Ink"], "offered values"),
        ("checkbox", "perhaps", "offered values"),
        ("text", "x" * 501, "at most 500"),
        ("text", ["x"], "this type"),
    ],
)
def test_what_a_field_does_not_take_is_refused_with_what_to_do(kind, typed, says):
    options = {"choice": ["Red", "Blue"], "tree": TREE}.get(kind, [])
    with pytest.raises(Invalid, match=says):
        cleaned(field(kind=kind, options=options), typed)


@pytest.mark.parametrize(
    ("typed", "value"), [("12,5", 12.5), ("1.234,5", 1234.5), ("1.234", 1234), ("12.5", 12.5), ("1234.5", 1234.5)]
)
def test_a_german_writes_a_comma(typed, value):
    with translation.override("de"):
        assert cleaned(field(kind="number"), typed) == value


def test_a_german_writes_and_reads_days_their_way():
    with translation.override("de"):
        assert cleaned(field(kind="date"), "31.03.2026") == "2026-03-31"
        assert value_text(field(kind="date"), "2026-03-31") == "31.03.2026"
        assert value_text(field(kind="number"), 12.5) == "12,5"


@given(
    st.integers(-(10**14), 10**14) | st.decimals(-(10**9), 10**9, places=3).map(float), st.sampled_from(["en", "de"])
)
def test_a_number_read_is_the_number_written(number, language):
    with translation.override(language):
        assert cleaned(field(kind="number"), value_text(field(kind="number"), number)) == number


@given(
    st.sampled_from(["text", "number", "date", "choice", "tree", "checkbox"]),
    st.text() | st.floats() | st.lists(st.text()),
)
def test_anything_is_a_value_or_a_sentence(kind, typed):
    options = {"choice": ["Red"], "tree": TREE}.get(kind, [])
    one = field(kind=kind, options=options)
    with suppress(Invalid):
        value = cleaned(one, typed)
        assert value is None or cleaned(one, value) == value


@given(
    st.lists(st.tuples(st.sampled_from(KEYS), st.booleans()), min_size=5, max_size=5), st.sets(st.sampled_from(KEYS))
)
def test_whatever_the_conditions_what_is_hidden_is_not_missing(conditions, answered):
    fields = [
        field(key, condition_key=other if other != key else "", is_required=is_required)
        for key, (other, is_required) in zip(KEYS, conditions, strict=True)
    ]
    values = dict.fromkeys(answered, "x")
    shown = shown_fields(fields, values)
    assert set(missing_fields(fields, values)) == {one for one in shown if one.is_required and one.key not in values}
    for one in shown:
        assert not one.condition_key or one.condition_key in values
        assert not one.condition_key or one.condition_key in {other.key for other in shown}


def test_a_field_is_shown_while_the_other_has_one_of_the_values():
    other = field("a", "choice", options=["Red", "Blue", "Green"])
    one = field("b", condition_key="a", condition_values=["Red", "Blue"])
    assert shown_fields([other, one], {}) == [other]
    assert shown_fields([other, one], {"a": "Blue"}) == [other, one]
    assert shown_fields([other, one], {"a": "Green"}) == [other]


def test_a_condition_on_a_hidden_field_does_not_hold():
    fields = [field("a", "checkbox"), field("b", condition_key="a"), field("c", condition_key="b")]
    assert shown_fields(fields, {"b": "kept", "c": "kept"}) == fields[:1]


def test_a_branch_of_a_tree_stands_for_all_below_it():
    fields = [field("a", "tree"), field("b", condition_key="a", condition_values=["Hardware"])]
    assert len(shown_fields(fields, {"a": ["Hardware", "Printer"]})) == 2
    assert len(shown_fields(fields, {"a": ["Account"]})) == 1


def test_one_and_true_are_not_the_same_answer():
    fields = [field("a", "number"), field("b", condition_key="a", condition_values=[True])]
    assert len(shown_fields(fields, {"a": 1})) == 1


def test_a_ring_of_conditions_shows_nothing_and_ends():
    fields = [field("a", condition_key="b"), field("b", condition_key="a")]
    assert shown_fields(fields, {"a": "x", "b": "y"}) == []


def test_an_archived_field_is_neither_shown_nor_asked():
    fields = [field("a", is_archived=True, is_required=True)]
    assert shown_fields(fields, {}) == missing_fields(fields, {}) == []


def test_the_leaves_of_a_tree_are_its_paths():
    assert [PATH_SIGN.join(path) for path in leaves_of(TREE)] == ["Hardware › Printer", "Hardware › Phone", "Account"]
