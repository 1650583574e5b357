"""What templates say about people and times."""

from datetime import UTC, datetime, timedelta

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError

from helpdesk.templatetags.ui import bounded, hue, initials, relative_time

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ann Lee", "AL"),
        ("ann@example.net", "A"),
        ("zoë marie åkesson", "ZÅ"),
        ("李小龙", "李"),
        ("", "?"),
        ("*** !!!", "?"),
        ("ops-team", "OT"),
    ],
)
def test_initials_are_at_most_two_letters(name, letters):
    assert initials(name) == letters


def test_a_person_keeps_their_hue():
    assert hue("42") == hue("42")
    assert 0 <= hue("42") < 360
    assert len({hue(str(number)) for number in range(50)}) > 30


@pytest.mark.parametrize(
    ("age", "short", "long"),
    [
        (timedelta(seconds=30), "now", "just now"),
        (timedelta(minutes=1), "1m", "1 minute ago"),
        (timedelta(minutes=59, seconds=59), "59m", "59 minutes ago"),
        (timedelta(hours=5), "5h", "5 hours ago"),
        (timedelta(days=6, hours=23), "6d", "6 days ago"),
        (timedelta(days=7), "13 Nov", "13 Nov"),
        (timedelta(days=400), "16 Oct 2025", "16 Oct 2025"),
        (timedelta(hours=-2), "2h", "in 2 hours"),
        (timedelta(seconds=-50), "now", "in a moment"),
        (timedelta(seconds=-1), "now", "just now"),
    ],
)
def test_times_are_relative_within_a_week(age, short, long):
    assert relative_time(NOW - age, short=True, now=NOW) == short
    assert relative_time(NOW - age, short=False, now=NOW) == long


def test_counts_stop_at_the_limit():
    assert (bounded(7), bounded(100), bounded(101)) == ("7", "100", "100+")


def test_a_name_cannot_break_out_of_its_avatar():
    html = Template("{% load ui %}{% avatar name %}").render(Context({"name": '"><script>x</script>'}))
    assert "<script" not in html


def test_an_icon_that_does_not_exist_is_refused():
    with pytest.raises(TemplateSyntaxError, match="no icon named"):
        Template('{% load ui %}{% icon "no-such-icon" %}').render(Context())


def test_an_icon_with_a_label_speaks_and_one_without_is_silent():
    html = Template('{% load ui %}{% icon "x" 20 "Close" %}{% icon "x" %}').render(Context())
    assert 'role="img" aria-label="Close"' in html
    assert html.count("aria-hidden") == 1


class Asked(forms.Form):
    name = forms.CharField(label="Name")
    level = forms.ChoiceField(label="Level", choices=[("1", "One")])
    email = forms.EmailField(label="Email")


def test_what_is_missing_in_a_form_is_said_by_its_name_and_with_what_to_do():
    form = Asked({"name": "", "email": "no address"})
    html = Template("{% load ui %}{% field form.name %}{% field form.level %}{% field form.email %}").render(
        Context({"form": form})
    )
    assert "Fill in “Name”: it cannot stay empty." in html
    assert "Choose something for “Level”." in html
    assert "Enter a valid email address." in html
    assert ('id="id_name_error"' in html, 'aria-describedby="id_name_error"' in html) == (True, True)
