"""What lists and messages of the desk show."""

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from desk.columns import Shown
from desk.lists import NavEntry, Sidebar, nav_entries
from desk.queries import Row
from desk.rows import rows_html
from tickets.models import Channel

register = template.Library()


@register.simple_tag
def ticket_rows(tickets: Iterable[Row], shown: Shown) -> SafeString:
    """The rows of a list."""
    return rows_html(tickets, shown)


@register.simple_tag
def nav_views(counts: Sidebar, nav_key: str) -> SafeString:
    """The sidebar's views, `nav_key` the current one."""
    return _nav_views(nav_entries(counts), nav_key, get_language())


@register.filter
def has_news(counts: Sidebar) -> bool:
    """Whether there is an announcement that the person has not read, or an emergency that calls them."""
    return any(counted.queue.key in ("news", "emergencies") and counted.count for counted in counts.queues)


@lru_cache(maxsize=256)
def _nav_views(entries: tuple[NavEntry, ...], nav_key: str, _language: str | None) -> SafeString:
    """Drawn anew when a name, a count or a mark changes; it depends on nothing else."""
    return render_to_string("desk/_views.html", {"entries": entries, "nav_key": nav_key})


@register.filter
def channel_name(code: str) -> str:
    """The name of a channel; the code of one that is gone."""
    return str(Channel(code).label) if code in Channel.values else code
