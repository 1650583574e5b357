"""What the templates of figures need beside the pages' own data."""

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe

from desk.metrics.series import Chart, Drill

register = template.Library()


@register.filter
def plain(number: float | None) -> str:
    """As a program reads it, whatever the reader's language."""
    return "" if number is None else f"{number:.6g}" if number < 1_000_000 else f"{number:.0f}"


@register.simple_tag(takes_context=True)
def without(context: Context, name: str) -> str:
    """The query of this page without one of its filters, from the first page on. Starts with "?"."""
    params = context["request"].GET.copy()
    for key in (name, "after", "before"):
        params.pop(key, None)
    return f"?{params.urlencode()}"


@register.simple_tag(takes_context=True)
def behind(context: Context, drill: Drill) -> str:
    """The address of the list behind a number, by the filters of this page."""
    query = urlencode({**context["filters"].given, **drill.given})
    return f"{reverse(drill.route, args=[drill.key])}{'?' if query else ''}{query}"


@register.simple_tag
def rows_style(chart: Chart) -> SafeString:
    """How many bars lie below one another: the picture is as high as they need."""
    return mark_safe(f'style="--bars: {len(chart.labels)}"') if chart.kind == "rows" else mark_safe("")  # noqa: S308
