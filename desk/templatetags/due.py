"""Deadlines as words, never by colour alone: "35m", soon or not, and "2h late" once it has gone by."""

from datetime import datetime, timedelta
from functools import lru_cache

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from helpdesk.templatetags.ui import Now, exact_time, icon
from sla.explaining import Explanation, Segment, SegmentKind

register = template.Library()

SOON = timedelta(hours=1)


@register.simple_tag
def due(at: datetime | None) -> SafeString:
    return due_at(at, Now.of_viewer()) if at else SafeString()


def due_at(at: datetime, now: Now) -> SafeString:
    """For lists: short, with the exact time on hover."""
    left = at - now.at
    minutes = int(abs(left).total_seconds()) // 60
    if left < timedelta(0):
        state, words = "late", _over(minutes, now.language)
    else:
        state, words = "soon" if left < SOON else "later", _left(minutes, now.language)
    # The words hold all that there is to say, so that one who hears them misses no colour.
    return mark_safe(  # noqa: S308  # what is not written by ourselves is escaped
        f'<time class="sla sla--{state}" datetime="{at.isoformat(timespec="seconds")}" title="{escape(exact_time(at, now))}">'
        f"{_sign(state)}{escape(words)}</time>"
    )


@register.simple_tag
def clock_state(told: Explanation) -> SafeString:
    """How a clock stands, in a word or by what is left."""
    counted = told.clock
    if counted.state == "cancelled":
        return _badge("faint", "ban", _("No longer promised"))
    if counted.is_open and counted.is_breached and counted.since is None:
        return _badge("late", "clock-alert", _("Missed, stands still"))
    if counted.is_open and counted.since is not None and counted.due is not None:
        return due_at(counted.due, Now.of_viewer())
    if counted.is_open:
        return _badge(
            "later", "circle-pause", _("Stands still, %(left)s left") % {"left": length_words(_shown_left(told))}
        )
    if counted.is_breached:
        return _badge("late", "clock-alert", _("Missed"))
    return _badge("met", "circle-check", _("Kept"))


@register.simple_tag
def clock_facts(told: Explanation) -> str:
    """What was promised by which policy, and how much of it is used up."""
    facts = [
        told.policy,
        _("%(time)s promised") % {"time": length_words(timedelta(seconds=told.clock.seconds or 0))},
        _("%(time)s used") % {"time": length_words(_shown_used(told))},
    ]
    return " · ".join(fact for fact in facts if fact)


@register.simple_tag
def explained_in_words(told: Explanation) -> str:
    """The picture for who does not see it; the list below says it all."""
    sums: dict[str, timedelta] = {}
    for segment in told.promised:
        sums[segment.kind] = sums.get(segment.kind, timedelta(0)) + segment.length
    words = {"counted": _("counted"), "paused": _("standing still"), "closed": _("closed"), "holiday": _("holiday")}
    parts = [f"{words[kind]}: {length_words(length)}" for kind, length in sums.items()]
    return ", ".join([*parts, *([_("late: %(time)s") % {"time": length_words(told.late)}] if told.late else [])])


@register.simple_tag
def span_of(segment: Segment) -> str:
    """From when until when, in the viewer's zone; the day is said where it is another."""
    start, end = timezone.localtime(segment.start), timezone.localtime(segment.end)
    until = date_format(end, "H:i") if end.date() == start.date() else moment_of(end)
    return f"{moment_of(start)} – {until}"


@register.simple_tag
def moment_of(at: datetime) -> str:
    """As `span_of` says it."""
    return date_format(timezone.localtime(at), _("D j M H:i"))


@register.filter
def shown_length(segment: Segment) -> str:
    """Between the minutes that are shown, so that whoever adds them up gets what is written."""
    return length_words(_between_minutes(segment.start, segment.end) or segment.length)


def _between_minutes(start: datetime, end: datetime) -> timedelta:
    return end.replace(second=0, microsecond=0) - start.replace(second=0, microsecond=0)


def _shown_used(told: Explanation) -> timedelta:
    """What its counted lines come to, so that the sum above them is theirs; to the second where they show nothing."""
    if told.is_cut:
        return told.used
    counted = [one for one in told.segments if one.kind == SegmentKind.COUNTED and one.start < told.now]
    lines = (_between_minutes(one.start, min(one.end, told.now)) for one in counted)
    return sum(lines, timedelta(0)) or told.used


def _shown_left(told: Explanation) -> timedelta:
    return max(timedelta(seconds=told.clock.seconds or 0) - _shown_used(told), timedelta(0))


@register.filter
def length_words(length: timedelta) -> str:
    """In hours and minutes, because a day of business time is not one of the calendar: "28 h", "1 h 30 min"."""
    seconds = int(length.total_seconds())
    hours, minutes = seconds // 3600, seconds % 3600 // 60
    if not hours and not minutes:
        return _("%(count)d s") % {"count": seconds}
    parts = [_("%(count)d h") % {"count": hours}] if hours else []
    parts += [_("%(count)d min") % {"count": minutes}] if minutes else []
    return " ".join(parts)


@register.filter
def unlocalized(number: float) -> str:
    """As CSS reads it, whatever the language."""
    return str(number)


def _badge(state: str, sign: str, words: str) -> SafeString:
    return format_html('<span class="sla sla--{}">{}{}</span>', state, icon(sign), words)


@lru_cache(maxsize=8)
def _sign(state: str) -> str:
    return "" if state == "later" else icon("clock-alert" if state == "late" else "clock")


@lru_cache(maxsize=4096)
def _over(minutes: int, language: str | None) -> str:
    return _("%(time)s late") % {"time": _short(minutes, language)}


@lru_cache(maxsize=4096)
def _left(minutes: int, language: str | None) -> str:
    return _("in %(time)s") % {"time": _short(minutes, language)}


def _short(minutes: int, _language: str | None) -> str:
    if minutes < 60:
        return _("%(count)dm") % {"count": minutes}
    if minutes < 48 * 60:
        return _("%(count)dh") % {"count": minutes // 60}
    return _("%(count)dd") % {"count": minutes // (24 * 60)}
