"""What the composer's menus offer: short lists, drawn once per language."""

from functools import lru_cache

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.general import general
from accounts.models import AfterSending
from desk.composer import Box
from helpdesk.templates import language_decides
from tickets.models import Ticket
from tickets.models.message import MessageKind

register = template.Library()

# What stands in a box that is drawn for all tickets, in place of what differs.
_NUMBER, _SEQ, _TOKEN = "123456789012345", "987654321", "csrf-token-of-the-reader"


@register.simple_tag
@language_decides
def after_sending(current: str) -> SafeString:
    """Buttons for a menu: where the desk goes after Send."""
    return _after_sending(current, get_language())


@lru_cache
def _after_sending(current: str, _language: str | None) -> SafeString:
    return render_to_string("desk/_after_sending.html", {"choices": AfterSending.choices, "current": current})


@register.simple_tag(takes_context=True)
def untouched_note(context: Context, number: int, seen_seq: int) -> SafeString:
    """The box for a note that stands behind the other one, with nothing in it: drawn once per language."""
    blank = _blank_note(general().keeps_time, get_language())
    filled = blank.replace(_NUMBER, str(number)).replace(_SEQ, str(seen_seq))
    return mark_safe(filled.replace(_TOKEN, str(context.get("csrf_token", ""))))  # noqa: S308  # a template made it


@lru_cache
def _blank_note(_keeps_time: bool, _language: str | None) -> str:
    box, ticket = Box(kind=MessageKind.NOTE, seen_seq=int(_SEQ)), Ticket(number=int(_NUMBER))
    context = {"box": box, "ticket": ticket, "is_front": False, "csrf_token": _TOKEN}
    return render_to_string("desk/_composer_box.html", context)


@register.simple_tag
def keeps_time() -> bool:
    """Whether this help desk keeps how long was worked on tickets."""
    return general().keeps_time


@register.filter
def duration(minutes: int) -> str:
    """ "1 h 20 min"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)s min") % {"minutes": rest}
    return (_("%(hours)s h %(minutes)s min") if rest else _("%(hours)s h")) % {"hours": hours, "minutes": rest}
