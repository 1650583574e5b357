"""Template tags for what every page shows: icons, avatars, badges, times, links that keep the query.

Only presentation lives here: no query, no permission. The words for status, priority and level are the models' own labels.
"""

import hashlib
import html
import re
from datetime import date, datetime, timedelta, tzinfo
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from django import template
from django.conf import settings
from django.forms import BooleanField, ChoiceField, Field, FileField
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_noop, ngettext
from django.utils.translation import gettext as _

from helpdesk.kept_words import said_again
from helpdesk.keyboard import MODIFIER, key_name, key_names
from helpdesk.labels import within_sentence
from helpdesk.templates import language_decides

register = template.Library()
register.filter(within_sentence)
register.filter(said_again)

ICONS = Path(settings.BASE_DIR) / "node_modules" / "lucide-static" / "icons"
WEEK = timedelta(days=7)
_SKEW = timedelta(seconds=5)
DAY, SHORT_DAY, SHORT_DATE = gettext_noop("l, j F Y"), gettext_noop("j M"), gettext_noop("j M Y")


# A list draws the same few badges some hundred times: what depends on nothing but its arguments is kept drawn.
_drawn_once = lru_cache(maxsize=4096)


@register.simple_tag
@language_decides
@_drawn_once
def icon(name: str, size: int = 16, label: str = "") -> SafeString:
    """A lucide icon; with a label it speaks, without one it is decoration."""
    attributes = (
        format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')  # noqa: S308
    )
    css = f"icon lucide-{name}" + (f" icon--{size}" if size != 16 else "")
    return format_html('<svg class="{}" {} {}</svg>', css, attributes, mark_safe(_drawing(name)))  # noqa: S308


@cache
def _drawing(name: str) -> str:
    """What follows `<svg class=… ` in lucide's file; the files are ours (from the lock file), so their markup is trusted."""
    if not re.fullmatch(r"[a-z0-9-]+", name):
        raise template.TemplateSyntaxError(f"{name!r} is not the name of an icon")
    try:
        svg = (ICONS / f"{name}.svg").read_text()
    except FileNotFoundError:
        raise template.TemplateSyntaxError(f"lucide has no icon named {name!r}, or npm packages are missing") from None
    body = re.sub(r"\s*\n\s*", "", svg.split("<svg", 1)[1].split(">", 1)[1]).removesuffix("</svg>")
    return (
        'viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" '
        f'stroke-linecap="round" stroke-linejoin="round">{body}'
    )


@register.simple_tag
@language_decides
def pressed_by(press: str, title: str = "") -> SafeString:
    """The tooltip of what Ctrl with some keys ("Ctrl Shift 8") presses."""
    words = f"{title} ({key_names(press)})" if title else key_names(press)
    return format_html('title="{}" data-mod="{}"', words, key_name(MODIFIER))


register.simple_tag(language_decides(key_name))


@register.simple_tag
@language_decides
def keycap(key: str) -> SafeString:
    """One key, drawn."""
    mod = format_html(' data-mod="{}"', key_name(key)) if key == MODIFIER else ""
    return format_html("<kbd{}>{}</kbd>", mod, key_name(key))


@register.simple_tag
@language_decides
def still(template_name: str) -> SafeString:
    """A template without context, drawn once per language: its words are all that can differ."""
    return _still(template_name, get_language())


@_drawn_once
def _still(template_name: str, _language: str | None) -> SafeString:
    return render_to_string(template_name)


@register.simple_tag
def avatar(person: Any, size: str = "", decorative: bool = True) -> SafeString:
    """A person's initials in their hue; size is "", "small" or "large". None is drawn as nobody."""
    name = str(person) if person else ""
    return avatar_of(name, str(getattr(person, "pk", None) or name), size, decorative)


@_drawn_once
def avatar_of(name: str, key: str, size: str = "", decorative: bool = True) -> SafeString:
    """For lists that load only a person's name and key."""
    return render_to_string(
        "ui/_avatar.html",
        {"name": name, "initials": initials(name), "hue": hue(key), "size": size, "decorative": decorative},
    )


def initials(name: str) -> str:
    """At most two letters: of the first and last word, or of an address's local part."""
    words = [word for word in re.split(r"[\s._-]+", name.split("@")[0]) if word and word[0].isalnum()]
    if not words:
        return "?"
    chosen = [words[0], words[-1]] if len(words) > 1 else [words[0]]
    return "".join(word[0] for word in chosen).upper()


def hue(key: str) -> int:
    """Degrees 0–359, the same for the same key in every process."""
    return int.from_bytes(hashlib.blake2s(key.encode(), digest_size=2).digest()) % 360


class Now(NamedTuple):
    """The moment in which a page is drawn, and for whom: asking for these takes longer than writing a time."""

    at: datetime
    zone: tzinfo
    language: str | None

    @classmethod
    def of_viewer(cls) -> "Now":
        return cls(timezone.now(), timezone.get_current_timezone(), get_language())


@register.simple_tag
def time_ago(at: datetime | None, style: str = "long") -> SafeString:
    """Relative within a week, then the date; the exact time on hover. style "short" is for tables: "5m".

    Kept true by behaviors/relative-time.js.
    """
    return time_at(at, Now.of_viewer(), style) if at else SafeString()


def time_at(at: datetime, now: Now, style: str = "long") -> SafeString:
    """`time_ago` for lists."""
    exact = html.escape(exact_time(at, now))
    text = html.escape(_relative(at, now, short=style == "short"))
    return mark_safe(  # noqa: S308  # what is not written by ourselves is escaped
        f'<time datetime="{at.isoformat(timespec="seconds")}" title="{exact}" data-style="{html.escape(style)}" '
        f'data-behavior="relative-time">{text}</time>'
    )


@register.simple_tag(name="exact_time")
def exact_time_of(at: datetime) -> str:
    return exact_time(at)


def exact_time(at: datetime, now: Now | None = None) -> str:
    """To the minute, in the viewer's zone."""
    now = now or Now.of_viewer()
    local = at.astimezone(now.zone)
    return f"{_written(local.date(), DAY, now.language)}, {local:%H:%M}"


def relative_time(at: datetime, *, short: bool, now: datetime | None = None) -> str:
    """The sentence that static/js/lib/times.js would write."""
    viewer = Now.of_viewer()
    return _relative(at, viewer._replace(at=now or viewer.at), short=short)


def _relative(at: datetime, now: Now, *, short: bool) -> str:
    distance = abs(now.at - at)
    if distance >= WEEK:
        local, today = at.astimezone(now.zone), now.at.astimezone(now.zone)
        return _written(local.date(), SHORT_DAY if local.year == today.year else SHORT_DATE, now.language)
    minutes = int(distance.total_seconds()) // 60
    if minutes == 0:
        if short:
            return _("now")
        # Two machines' clocks differ by a little: what has just been is not still to come.
        return _("in a moment") if at - now.at >= _SKEW else _("just now")
    if short:
        return _short_distance(minutes, now.language)
    text = _long_distance(minutes)
    return (_("in %(distance)s") if at > now.at else _("%(distance)s ago")) % {"distance": text}


@_drawn_once
def _short_distance(minutes: int, _language: str | None) -> str:
    if minutes < 60:
        return _("%(count)dm") % {"count": minutes}
    if minutes < 24 * 60:
        return _("%(count)dh") % {"count": minutes // 60}
    return _("%(count)dd") % {"count": minutes // (24 * 60)}


def _long_distance(minutes: int) -> str:
    hours, days = minutes // 60, minutes // (24 * 60)
    if hours == 0:
        return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    if days == 0:
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


@lru_cache(maxsize=8192)
def _written(at: date, form: str, _language: str | None) -> str:
    """Writing a date takes ten times as long as finding it written; it depends on the language that is active."""
    return date_format(at, _(form))


@register.simple_tag
def level(number: int, label: str = "", short: bool = True) -> SafeString:
    """Level 0–3 as a shape of three steps that fills, with its name beside or behind it."""
    return _level(number, str(label), short)


@_drawn_once
def _level(number: int, label: str, short: bool) -> SafeString:
    steps = [step <= number for step in (1, 2, 3)]
    return render_to_string("ui/_level.html", {"number": number, "label": label, "short": short, "steps": steps})


@register.simple_tag
def priority(number: int, label: str, short: bool = False) -> SafeString:
    """Priority 1–4 as bars, with its name beside or (short) behind them."""
    return _priority(number, str(label), short)


@_drawn_once
def _priority(number: int, label: str, short: bool) -> SafeString:
    bars = [bar <= number for bar in (1, 2, 3, 4)]
    return render_to_string("ui/_priority.html", {"number": number, "label": label, "short": short, "bars": bars})


@register.simple_tag
def status(value: str, label: str) -> SafeString:
    return _status(value, str(label))


@_drawn_once
def _status(value: str, label: str) -> SafeString:
    icons = {"new": "sparkles", "open": "circle-dot", "pending": "clock", "on_hold": "circle-pause"}
    return render_to_string(
        "ui/_status.html", {"value": value, "label": label, "icon": icons.get(value, "circle-check")}
    )


@register.simple_tag
def sentiment(value: str, label: str) -> SafeString:
    return _sentiment(value, str(label))


@_drawn_once
def _sentiment(value: str, label: str) -> SafeString:
    icons = {"upset": "frown", "pleased": "smile"}
    return render_to_string("ui/_sentiment.html", {"value": value, "label": label, "icon": icons.get(value, "meh")})


@register.simple_tag
def satisfaction(score: int) -> SafeString:
    """From 1 to 5, with its face and words."""
    icons = ("angry", "frown", "meh", "smile", "laugh")
    words = (_("Very unhappy"), _("Unhappy"), _("So-so"), _("Happy"), _("Very happy"))
    tone = "upset" if score <= 2 else "pleased" if score >= 4 else ""
    context = {"label": words[score - 1], "icon": icons[score - 1], "tone": tone}
    return render_to_string("ui/_satisfaction.html", context)


@register.inclusion_tag("ui/_field.html")
def field(bound_field: Any) -> dict[str, Any]:
    """A form field whole: label, control, help, errors."""
    check = getattr(bound_field.field.widget, "input_type", "") == "checkbox"
    return {"field": bound_field, "is_check": check}


@register.filter
def told_errors(bound_field: Any) -> Any:
    """The errors of a form field; where it is only missing, by its name and with what to do."""
    errors = bound_field.errors
    usual = str(Field.default_error_messages["required"])
    if usual not in errors:
        return errors
    chosen = isinstance(bound_field.field, ChoiceField | FileField | BooleanField)
    needed = _("Choose something for “%(field)s”.") if chosen else _("Fill in “%(field)s”: it cannot stay empty.")
    told = [needed % {"field": bound_field.label} if one == usual else one for one in errors]
    return type(errors)(told, renderer=errors.renderer, field_id=errors.field_id)


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: object) -> str:
    """The current query string with changes; None or "" removes a key. Starts with "?"."""
    params = context["request"].GET.copy()
    for key, value in changes.items():
        if value in (None, ""):
            params.pop(key, None)
        else:
            params[key] = str(value)
    return f"?{params.urlencode()}"


@register.filter
def bounded(count: int, limit: int = 100) -> str:
    """Counts in the sidebar stop at a limit: "100+"."""
    return f"{limit}+" if count > limit else str(count)
