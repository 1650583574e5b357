"""Understanding what was typed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query import LONGEST_QUERY, MOST_TERMS, Filter, Query, Term, parse


def test_words_phrases_and_what_is_left_out():
    assert parse('Refund "exact Words" -spam done ').terms == (
        Term(("refund",)),
        Term(("exact", "words"), is_phrase=True),
        Term(("spam",), is_excluded=True),
        Term(("done",)),
    )


def test_the_last_word_is_taken_for_a_beginning_while_it_is_typed():
    assert parse("the refu").terms == (Term(("the",)), Term(("refu",), is_prefix=True))
    assert parse("re").terms == (Term(("re",)),)
    assert parse("refu ").terms == (Term(("refu",)),)
    assert parse('"refu').terms == (Term(("refu",), is_phrase=True),)


def test_an_address_is_words_side_by_side():
    assert parse("ann@exam").terms == (Term(("ann", "exam"), is_prefix=True),)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("status:open", Filter("status", ("open",))),
        ("status:on-hold", Filter("status", ("on_hold",))),
        ("status:unsolved", Filter("status", ("new", "open", "pending", "on_hold"))),
        ("-status:closed", Filter("status", ("closed",), is_excluded=True)),
        ("assignee:me", Filter("assignee", ("me",))),
        ("ASSIGNEE:None", Filter("assignee", ("none",))),
        ("level:2", Filter("level", (2,))),
        ("level:L3", Filter("level", (3,))),
        ("priority:low", Filter("priority", (1,))),
        ("priority:4", Filter("priority", (4,))),
        ("tag:billing", Filter("tag", ("billing",))),
        ("from:ann@", Filter("from", ("ann@",))),
        ('team:"First line"', Filter("team", ("first line",))),
        ("kind:Problem", Filter("kind", ("problem",))),
        ("sentiment:Upset", Filter("sentiment", ("upset",))),
        ("field.order:A-17", Filter("field", ("order", "A-17"))),
        ('-FIELD.paid_on:"2026-03-31"', Filter("field", ("paid_on", "2026-03-31"), is_excluded=True)),
        ("channel:in_person", Filter("channel", ("in_person",))),
        ("created>2026-01-01", Filter("created", (date(2026, 1, 1),), ">")),
        ("created<=2026-01-01", Filter("created", (date(2026, 1, 1),), "<=")),
        ("updated:2026-01-01", Filter("updated", (date(2026, 1, 1),))),
        ("solved>30d", Filter("solved", (timedelta(days=30),), ">")),
        ("-is:Snoozed", Filter("is", ("snoozed",), is_excluded=True)),
    ],
)
def test_operators(text, wanted):
    assert parse(text) == Query(filters=(wanted,))


@pytest.mark.parametrize(
    "text", ["status:gone", "level:9", "created>yesterday", "color:red", "solved>30", "is:lost", "tag>5", "http://x.y"]
)
def test_what_is_no_operator_is_words(text):
    query = parse(text)
    assert query.filters == ()
    assert query.terms


def test_a_value_that_means_nothing_is_told_from_a_word_with_a_colon():
    query = parse("status:gone color:red http://x.y -level:9 status:open")

    assert [misread.typed for misread in query.misread] == ["status:gone", "-level:9"]
    assert query.filters == (Filter("status", ("open",)),)
    assert parse("tag:vip level:9", operators=frozenset({"status"})).misread == ()


def test_what_stands_like_an_operator_and_is_none_is_told_from_what_is_pasted():
    query = parse("asignee:me -foo:bar http://x.y C:\\temp shop.example:443 12:30 tag:vip a:b Re: field.order:1")

    assert [unknown.field for unknown in query.unknown] == ["asignee", "foo"]
    assert len(query.terms) == 8  # and all of them are still looked for
    assert parse("foo:bar", operators=frozenset()).unknown == ()


def test_operators_that_do_not_count_here_are_words():
    assert parse("tag:vip", operators=frozenset({"status"})).terms == (Term(("tag", "vip"), is_prefix=True),)


@pytest.mark.parametrize(
    ("text", "number"), [("1042", 1042), (" #7 ", 7), ("7 8", None), ("9" * 19, None), ("٣", None)]
)
def test_a_ticket_number(text, number):
    assert parse(text).number == number


@given(st.text(max_size=200) | st.text("\"-:<># %\\'\x00()&|!*🙂a漢", max_size=60))
def test_parsing_never_fails(text):
    query = parse(text)
    assert len(query.terms) <= MOST_TERMS


def test_five_thousand_characters_are_cut():
    assert len(parse("wörd " * 1000).terms) == 1
    assert len(" ".join(parse("x" * 5000).terms[0].words)) < LONGEST_QUERY


def test_values_beside_each_other_are_one_filter_each_and_one_that_means_nothing_makes_words_of_all():
    assert [found.values for found in parse("status:new,open,").filters] == [("new",), ("open",)]
    assert [misread.typed for misread in parse("status:new,nonsense").misread] == ["status:new,nonsense"]
    assert [found.values for found in parse('team:"Sales, EU"').filters] == [("sales, eu",)]
