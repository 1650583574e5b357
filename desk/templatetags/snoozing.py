"""What the snooze menu of a ticket offers."""

from datetime import datetime

from django import template
from django.utils import timezone

from desk import snoozing

register = template.Library()

_LOCAL_MINUTE = "%Y-%m-%dT%H:%M"


@register.simple_tag
def snooze_choices() -> list[snoozing.SnoozeChoice]:
    return snoozing.snooze_choices()


@register.filter
def short_moment(at: datetime) -> str:
    return snoozing.short_moment(at)


@register.filter
def has_gone_by(at: datetime) -> bool:
    return at <= timezone.now()


@register.filter
def local_minute_of(at: datetime | None) -> str:
    """In the form that a field for date and time takes."""
    return timezone.localtime(at).strftime(_LOCAL_MINUTE) if at else ""


@register.simple_tag
def local_minute() -> str:
    """Now, in the form that a field for date and time takes as its earliest value."""
    return timezone.localtime().strftime(_LOCAL_MINUTE)
