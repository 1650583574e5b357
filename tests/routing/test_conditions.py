"""The conditions of rules: the laws of all, any and none; no fact makes them raise; a wrong tree is told where it is wrong."""

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.conditions import (
    DEEPEST,
    MOST_CONDITIONS,
    Group,
    WrongConditions,
)
from routing.fields import FIELDS, WITH_SEVERAL, WITHOUT_VALUE, Operator, Type
from routing.texts import LONGEST_READ


class Known:
    """Facts that are given; all others are None."""

    def __init__(self, **values: Any) -> None:
        self.values = {key.replace("__", "."): value for key, value in values.items()}

    def value(self, key: str, name: str = "") -> Any:
        return self.values.get(f"{key}:{name}" if name else key)

    def has_changed(self, column: str) -> bool:
        return column in self.values.get("changed", ())


def holds(tree: dict, facts: Any) -> bool:
    return Group.parse(tree).first_failure(facts) is None


def asks(field: str, operator: str, value: Any = None, **more: Any) -> dict:
    return {"field": field, "operator": operator, **({} if value is None else {"value": value}), **more}


def problems(tree: Any) -> list[tuple[str, str]]:
    with pytest.raises(WrongConditions) as raised:
        Group.parse(tree)
    return [(problem.place, problem.sentence) for problem in raised.value.problems]


# --- Trees of every shape, and facts of every kind ---------------------------------------------------------------------

_ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=30),
    st.binary(max_size=5),
    st.lists(st.one_of(st.text(max_size=5), st.none(), st.integers()), max_size=3),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
    st.builds(SimpleNamespace),
    st.just("high"),
    st.just("\ud800 half a pair"),
)


@st.composite
def conditions(draw: st.DrawFn) -> dict:
    asked = FIELDS[draw(st.sampled_from(sorted(FIELDS)))]
    operator = draw(st.sampled_from(asked.operators))
    condition = {"field": asked.key, "operator": operator.value}
    if asked.names:
        condition["name"] = draw(st.sampled_from(["X-Priority", "order"]))
    if operator not in WITHOUT_VALUE:
        one = _values(asked, operator)
        condition["value"] = draw(st.lists(one, min_size=1, max_size=3) if operator in WITH_SEVERAL else one)
    return condition


def _values(asked: Any, operator: Operator) -> st.SearchStrategy:
    if asked.type == Type.REFERENCE:
        return st.integers(1, 5)
    if asked.type == Type.FLAG:
        return st.booleans()
    if asked.type == Type.NUMBER or asked.type == Type.ANSWER and operator in (Operator.AT_LEAST, Operator.AT_MOST):
        return st.integers(-5, 5)
    if asked.choices:
        return st.sampled_from(asked.ranks)
    if operator == Operator.MATCHES:
        return st.sampled_from(["refund", "^a.*z$", r"\d{3,}", "(a+)+$", "ü|ß"])
    return st.sampled_from(["refund", "a", "Ü", "x y", "ann@example.net"])


TREES = st.recursive(
    conditions(),
    lambda parts: st.builds(
        lambda kind, inner: {kind: inner},
        st.sampled_from(["all", "any", "none"]),
        st.lists(parts, min_size=1, max_size=3),
    ),
    max_leaves=8,
)
GROUPS = st.builds(
    lambda kind, parts: {kind: parts}, st.sampled_from(["all", "any", "none"]), st.lists(TREES, min_size=1, max_size=3)
).filter(lambda tree: _depth(tree) <= DEEPEST)


def _depth(tree: dict) -> int:
    return 0 if "field" in tree else 1 + max(_depth(part) for part in next(iter(tree.values())))


@st.composite
def facts(draw: st.DrawFn) -> Known:
    known = Known()
    known.values = {key: draw(_ODD) for key in FIELDS} | {
        "changed": draw(st.sets(st.sampled_from(["status", "team_id"])))
    }
    known.values |= {"message.header:X-Priority": draw(_ODD), "answer:order": draw(_ODD)}
    return known


@settings(max_examples=300, deadline=None)
@given(GROUPS, facts())
def test_no_fact_however_odd_makes_it_raise_and_the_failure_names_a_node(tree, facts):
    group = Group.parse(tree)

    failure = group.first_failure(facts)

    assert failure is None or failure in [node.number for node in group.nodes()]


@settings(max_examples=200, deadline=None)
@given(st.lists(GROUPS.filter(lambda tree: _depth(tree) < DEEPEST), min_size=1, max_size=3), facts())
def test_all_any_and_none_are_what_the_words_say(parts, facts):
    each = [holds(part, facts) for part in parts]

    assert holds({"all": parts}, facts) == all(each)
    assert holds({"any": parts}, facts) == any(each)
    assert holds({"none": parts}, facts) == (not any(each))


@settings(max_examples=200, deadline=None)
@given(GROUPS, facts())
def test_what_the_index_sorts_by_is_never_against_a_rule_that_holds(tree, facts):
    group = Group.parse(tree)
    narrow = group.narrow()

    if narrow is not None and group.first_failure(facts) is None:
        field, values = narrow
        assert facts.value(field) in values


@settings(max_examples=300, deadline=None)
@given(
    st.recursive(
        _ODD.filter(lambda value: not isinstance(value, SimpleNamespace)),
        lambda parts: st.one_of(
            st.lists(parts, max_size=3),
            st.dictionaries(st.sampled_from(["all", "any", "field", "operator", "value", "name"]), parts, max_size=4),
        ),
        max_leaves=10,
    )
)
def test_every_bad_tree_is_told_in_a_sentence_at_its_place(data):
    found: list = []
    try:
        Group.parse(data)
    except WrongConditions as wrong:
        found = [problem.sentence for problem in wrong.problems] or [""]
    assert all(found)


# --- Operators, one by one -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("condition", "value", "expected"),
    [
        (asks("subject", "contains", "REFUND"), "A refund, please", True),
        (asks("subject", "contains_not", "refund"), None, True),
        (asks("subject", "is", " Straße "), "STRASSE", True),
        (asks("subject", "begins_with", "re:"), "Re: hello", True),
        (asks("subject", "ends_with", "?"), "Why? ", True),
        (asks("subject", "matches", r"order\s+#?\d+"), "My ORDER 4711", True),
        (asks("subject", "matches", "^$"), None, True),
        (asks("subject", "is_empty"), "  ", True),
        (asks("subject", "is_not_empty"), "", False),
        (asks("status", "is", "open"), "open", True),
        (asks("status", "is_not", "open"), None, True),
        (asks("status", "any_of", ["open", "new"]), "new", True),
        (asks("status", "none_of", ["open", "new"]), "solved", True),
        (asks("priority", "at_least", "high"), "urgent", True),
        (asks("priority", "at_least", "high"), "normal", False),
        (asks("level", "at_most", "1"), "1", True),
        (asks("team", "is", 3), 3, True),
        (asks("team", "is_empty"), None, True),
        (asks("tags", "any_of", ["vip", "refund"]), ["refund"], True),
        (asks("tags", "none_of", ["vip"]), ["refund"], True),
        (asks("tags", "has_all", ["vip", "refund"]), ["refund", "vip", "x"], True),
        (asks("tags", "has_all", ["vip", "refund"]), ["refund"], False),
        (asks("tags", "is_empty"), [], True),
        (asks("reopen_count", "at_least", 2), 3, True),
        (asks("reopen_count", "is", 0), None, False),
        (asks("is_snoozed", "is", False), None, True),
        (asks("message.has_files", "is", True), True, True),
    ],
)  # fmt: skip
def test_an_operator_says_what_its_words_say(condition, value, expected):
    known = Known()
    known.values = {condition["field"]: value}

    assert holds({"all": [condition]}, known) is expected


@pytest.mark.parametrize(
    ("condition", "value", "expected"),
    [
        (asks("answer", "at_least", 100, name="order"), "250.5", True),
        (asks("answer", "at_least", 100, name="order"), "many", False),
        (asks("answer", "is", "yes", name="order"), True, True),
        (asks("answer", "contains", "tablet", name="order"), ["Mobile", "Tablet"], True),
        (asks("answer", "is_empty", name="order"), None, True),
    ],
)
def test_an_answer_is_compared_by_what_it_is(condition, value, expected):
    assert holds({"all": [condition]}, Known(**{"answer:order": value})) is expected


def test_changed_asks_for_the_column():
    assert holds({"all": [asks("status", "changed")]}, Known(changed={"status"}))
    assert not holds({"all": [asks("team", "changed")]}, Known(changed={"status"}))


def test_a_pattern_that_others_choke_on_takes_no_time_and_only_the_beginning_is_read():
    evil = "a" * LONGEST_READ + "!" * 100_000

    assert not holds({"all": [asks("message.text", "matches", "(a+)+$b")]}, Known(message__text=evil))
    assert not holds({"all": [asks("message.text", "contains", "!")]}, Known(message__text=evil))


def test_the_failure_names_the_first_condition_against_it():
    tree = Group.parse(
        {"all": [asks("status", "is", "open"), {"any": [asks("subject", "is", "a"), asks("subject", "is", "b")]},
                 {"none": [asks("tags", "any_of", ["vip"])]}]}
    )  # fmt: skip

    assert tree.first_failure(Known(status="new")) == 1
    assert tree.first_failure(Known(status="open", subject="c")) == 2  # the group: none of its parts holds
    assert tree.first_failure(Known(status="open", subject="a", tags=["vip"])) == 6
    assert tree.first_failure(Known(status="open", subject="a", tags=[])) is None


def test_no_condition_at_all_always_holds():
    assert holds({"all": []}, Known())


@pytest.mark.parametrize(
    ("condition", "sentence"),
    [
        ({"field": "colour", "operator": "is", "value": "red"}, "Choose what the condition asks about."),
        (asks("status", "contains", "op"), "“Status” can be asked so: is, is not, is one of, is none of, is empty,"),
        (asks("status", "is", "opened"), "Choose one of the offered values."),
        (asks("status", "any_of", []), "Choose at least one value."),
        (asks("team", "is", "three"), "Choose one of the offered values."),
        (asks("team", "is", 2**63), "Choose one of the offered values."),
        (asks("reopen_count", "is", "often"), "Write a number."),
        (asks("is_snoozed", "is", "maybe"), "Choose yes or no."),
        (asks("subject", "is", "  "), "Write what to compare “Subject” with."),
        (asks("subject", "is", "x" * 301), "Write at most 300 characters."),
        (asks("subject", "matches", "(unclosed"), "This pattern does not work: a round bracket is opened and not closed: (u"),
        (asks("subject", "matches", "(?=x)"), "This pattern does not work: looking ahead or back"),
        (asks("subject", "matches", "x" * 501), "A pattern can have 500 characters."),
        (asks("message.header", "is", "1"), "Say which one: Header of the mail."),
        (asks("subject", "is", "x", colour="red"), "A condition has no “colour”."),
    ],
)  # fmt: skip
def test_a_wrong_condition_is_told_at_its_place(condition, sentence):
    (found,) = problems({"all": [asks("status", "is", "new"), {"any": [condition]}]})

    assert found[0] == "all.1.any.0"
    assert found[1].startswith(sentence)


def test_all_problems_are_told_at_once():
    tree = {"all": [asks("status", "is", "x"), {"any": []}, {"some": []}, asks("team", "is", 0)]}

    assert [place for place, _sentence in problems(tree)] == ["all.0", "all.1", "all.2", "all.3"]


def test_what_is_too_deep_or_too_much_is_refused():
    deep: dict = asks("status", "is", "new")
    for _level in range(DEEPEST + 1):
        deep = {"all": [deep]}
    assert "deep" in problems(deep)[0][1]

    many = {"all": [asks("status", "is", "new")] * (MOST_CONDITIONS + 1)}
    assert "Make two rules" in problems(many)[0][1]


@pytest.mark.parametrize(
    "data", [None, [], "all", {}, {"all": [], "any": []}, {"all": {}}, asks("status", "is", "new")]
)
def test_what_is_no_group_at_the_top_is_refused(data):
    assert problems(data)[0][0] == ""


def test_every_field_says_how_it_can_be_asked():
    for asked in FIELDS.values():
        assert asked.operators
        assert (asked.type == Type.REFERENCE) == bool(asked.of)
