"""Deadlines as words, never by colour alone: "35m", soon or not, and "2h over" once it has gone by."""

from datetime import datetime, timedelta
from functools import lru_cache

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from helpdesk.templatetags.ui import Now, exact_time, icon

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


@lru_cache(maxsize=8)
def _sign(state: str) -> str:
    return "" if state == "later" else icon("clock-alert" if state == "late" else "clock")


@lru_cache(maxsize=4096)
def _over(minutes: int, language: str | None) -> str:
    return _("%(time)s over") % {"time": _short(minutes, language)}


@lru_cache(maxsize=4096)
def _left(minutes: int, language: str | None) -> str:
    return _("in %(time)s") % {"time": _short(minutes, language)}


def _short(minutes: int, _language: str | None) -> str:
    if minutes < 60:
        return _("%(count)dm") % {"count": minutes}
    if minutes < 48 * 60:
        return _("%(count)dh") % {"count": minutes // 60}
    return _("%(count)dd") % {"count": minutes // (24 * 60)}
