"""A day and a time, typed where clocks change."""

from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from helpdesk.moment_field import MomentField


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-07-01T09:00", "2026-07-01T07:00:00+00:00"),
        ("2026-10-25T02:30", "2026-10-25T00:30:00+00:00"),  # it comes twice: the first time
        ("2027-03-28T02:30", "2027-03-28T01:30:00+00:00"),  # it is left out: an hour later
    ],
)
def test_what_is_typed_is_the_clock_of_who_types(typed, meant):
    with timezone.override(ZoneInfo("Europe/Berlin")):
        assert MomentField().clean(typed).astimezone(ZoneInfo("UTC")).isoformat() == meant


@pytest.mark.parametrize("typed", ["tomorrow", "2026-02-30T09:00", "9999-12-31T23:59"])
def test_what_is_no_moment_is_refused(typed):
    with timezone.override(ZoneInfo("America/New_York")), pytest.raises(ValidationError):
        MomentField().clean(typed)
