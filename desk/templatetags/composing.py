"""What the composer's menus offer: short lists, drawn once per language."""

from functools import lru_cache

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import AfterSending
from helpdesk.templates import language_decides

register = template.Library()


@register.simple_tag
@language_decides
def after_sending(current: str) -> SafeString:
    """Buttons for a menu: where the desk goes after Send."""
    return _after_sending(current, get_language())


@lru_cache
def _after_sending(current: str, _language: str | None) -> SafeString:
    return render_to_string("desk/_after_sending.html", {"choices": AfterSending.choices, "current": current})


@register.simple_tag
def keeps_time() -> bool:
    """Whether this help desk keeps how long was worked on tickets."""
    return settings.TIME_TRACKING


@register.filter
def duration(minutes: int) -> str:
    """ "1 h 20 min"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)s min") % {"minutes": rest}
    return (_("%(hours)s h %(minutes)s min") if rest else _("%(hours)s h")) % {"hours": hours, "minutes": rest}
