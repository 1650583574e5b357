"""What the menus for snoozing and for sending later offer: the same for all of one zone and hours, so drawn once a minute."""

from datetime import datetime
from functools import lru_cache

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from desk import send_later, snoozing

register = template.Library()

_LOCAL_MINUTE = "%Y-%m-%dT%H:%M"


@register.simple_tag(takes_context=True)
def snooze_choices(context: Context) -> list[snoozing.SnoozeChoice]:
    return snoozing.snooze_choices(week=_week(context))


@register.simple_tag(takes_context=True)
def snooze_buttons(context: Context) -> SafeString:
    return _snooze_buttons(*_minute(), _week(context))


@lru_cache(maxsize=64)
def _snooze_buttons(here: datetime, _zone: str, _language: str | None, week: tuple[str, ...]) -> SafeString:
    return render_to_string("desk/_snooze_buttons.html", {"choices": snoozing.snooze_choices(here, week=week)})


@register.simple_tag(takes_context=True)
def later_buttons(context: Context) -> SafeString:
    return _later_buttons(*_minute(), _week(context))


@lru_cache(maxsize=64)
def _later_buttons(here: datetime, _zone: str, _language: str | None, week: tuple[str, ...]) -> SafeString:
    return render_to_string("desk/_later_buttons.html", {"choices": send_later.later_choices(here, week=week)})


def _week(context: Context) -> tuple[str, ...]:
    """The hours of whoever looks."""
    return tuple(context["request"].user.working_hours)


def _minute() -> tuple[datetime, str, str | None]:
    """Now, without its seconds; moments of two zones are equal, so the zone stands beside it."""
    here = timezone.localtime().replace(second=0, microsecond=0)
    return here, str(here.tzinfo), get_language()


@register.filter
def short_moment(at: datetime) -> str:
    return snoozing.short_moment(at)


@register.simple_tag
def local_minute() -> str:
    """Now, in the form that a field for date and time takes as its earliest value."""
    return timezone.localtime().strftime(_LOCAL_MINUTE)


@register.filter
def has_gone_by(at: datetime) -> bool:
    return at <= timezone.now()


@register.filter
def local_minute_of(at: datetime | None) -> str:
    """In the form that a field for date and time takes."""
    return timezone.localtime(at).strftime(_LOCAL_MINUTE) if at else ""
