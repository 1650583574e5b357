"""Placeholders: a closed list, filled in for a ticket; what is missing is seen."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import CustomerFactory, OrganizationFactory, make_ticket
from tickets.errors import Invalid
from tickets.placeholders import PLACEHOLDERS, fill_html, fill_silently, flags_in, require_liquid, values_for

pytestmark = pytest.mark.django_db


def test_each_placeholder_of_the_list_is_filled_in(agent, mailbox, first_line):
    asker = CustomerFactory(email="ann@example.net", name="Ann Lee", language="de", organization=OrganizationFactory())
    ticket = make_ticket(requester=asker, team=first_line)

    words = {path: fill_html(f"{{{{ {path} }}}}", values_for(ticket, agent)) for path in PLACEHOLDERS}

    assert not any(flags_in(text) for text in words.values())
    assert words["requester.first_name"] == "Ann"
    assert words["requester.last_name"] == "Lee"
    assert words["ticket.number"] == str(ticket.pk)
    assert words["agent.first_name"] == "Omar"
    assert words["mailbox.name"] == "Example Support"
    assert words["team.name"] == "First line"


def test_what_is_empty_or_unknown_stands_in_the_text_and_is_found_again(agent):
    ticket = make_ticket(requester=CustomerFactory(name=""))

    words = fill_html("Hi {{ requester.first_name }}, {{ requester.shoe_size }}", values_for(ticket, agent))

    assert words == "Hi [customer's first name?], [requester.shoe_size?]"
    assert flags_in("Hi [customer's first name?] and {{ nobody }}") == ["[customer's first name?]", "{{ nobody }}"]


def test_a_default_and_a_condition_do_without_a_flag(agent):
    ticket = make_ticket(requester=CustomerFactory(name=""))
    template = "Hi {{ requester.first_name | default: 'there' }}{% if organization.name %} of {{ organization.name }}{% endif %}"

    assert fill_html(template, values_for(ticket, agent)) == "Hi there"


def test_values_are_escaped_and_entities_inside_a_placeholder_understood(agent):
    ticket = make_ticket(requester=CustomerFactory(name="<b>Ann</b>"))

    words = fill_html("<p>{{&nbsp;requester.name | default: &quot;x&quot; }}</p>", values_for(ticket, agent))

    assert words == "<p>&lt;b&gt;Ann&lt;/b&gt;</p>"


@pytest.mark.parametrize(
    "template",
    [
        "{{ '<img src=x onerror=x()>' }}",
        "{{ '<script>x()</script>' }}",
        "{% assign a = '<scr' %}{{ a | append: 'ipt>x()</script>' }}",
        "<a href=\"java{{ 'script:x()' }}\">x</a>",
    ],
)
def test_liquid_puts_no_markup_together(template, ticket, agent):
    for words in (
        fill_html(template, values_for(ticket, agent)),
        fill_silently(template, values_for(ticket, agent), is_html=True),
    ):
        assert "<script" not in words
        assert "<img src=x on" not in words
        assert 'href="javascript' not in words


def test_what_leaves_unseen_has_nothing_where_a_value_is_missing(ticket, agent):
    assert fill_silently("{{ agent.name }}{{ team.name }}", values_for(ticket, agent), is_html=True) == "Omar Haddad"


@pytest.mark.parametrize(
    ("template", "sentence"),
    [
        ("{{ requester.shoe_size }}", "There is no placeholder {{ requester.shoe_size }}"),
        ("{{ settings }}", "There is no placeholder {{ settings }}"),
        ("{{ requester.name", "A placeholder is not written right"),
        ("{{ requester.name | nofilter }}", "There is no filter “nofilter”"),
    ],
)
def test_a_template_that_cannot_work_is_refused_with_a_sentence(template, sentence):
    with pytest.raises(Invalid, match=sentence):
        require_liquid(template)


def test_a_template_that_runs_on_is_stopped(ticket, agent):
    with pytest.raises(Invalid):
        fill_html("{% for i in (1..100000) %}x{% endfor %}", values_for(ticket, agent))


@given(st.text(max_size=200))
def test_no_text_makes_it_fail_otherwise_than_with_a_sentence(text):
    flags_in(text)
    with suppress(Invalid):
        require_liquid(text)
        fill_html(text, {"requester": {"name": "Ann"}})
