"""What the page of a ticket draws in Python, and what it offers to choose: short lists, drawn once per language."""

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from accounts.branding import BrandNow
from accounts.brands import brand_of, brands, has_several
from desk.conversation import Entry
from desk.deliveries import Delivery
from desk.entries import deliveries_html, entries_html
from helpdesk.templates import number_decides
from tickets.models import CloseRule, Kind, Priority, Status, Ticket

register = template.Library()

_NUMBER = 123456789
_NOT_CHOSEN_HERE = (Status.NEW, Status.CLOSED)


@register.simple_tag
@number_decides
def ticket_url(name: str, *more_and_number: str | int) -> str:
    """The page or act of the desk with this name for a ticket: the page of one has some sixty that differ in nothing else.

    What the address holds after the ticket's number stands before it here: `{% ticket_url 'participants' 'cc' ticket.number %}`.
    """
    *more, number = more_and_number
    return _address(name, *more).replace(str(_NUMBER), str(number))


@register.filter
def writing(ticket: Ticket) -> str:
    """Whether the customer can be answered on it: open, closed or deleted. By it a page tells that its box is out of date."""
    if ticket.deleted_at is not None:
        return "deleted"
    return "closed" if ticket.is_closed else "open"


@register.filter
def standing(ticket: Ticket) -> str:
    """How another ticket stands, in a line about it: one that is away says so instead of the status that it had."""
    if ticket.deleted_at is not None:
        return gettext("Deleted")
    return gettext("Spam") if ticket.is_spam else ticket.get_status_display()


@register.simple_tag
def brand_of_ticket(ticket: Ticket) -> str:
    """Its name; empty where there is only one."""
    return brand_of(ticket.brand_id).name if has_several() else ""


@cache
def _address(name: str, *more: str | int) -> str:
    return reverse(f"desk:{name}", args=[_NUMBER, *more])


@register.simple_tag
@number_decides
def still_for(template_name: str, number: int) -> SafeString:
    """A template whose context is the ticket's `number` alone, drawn once per language."""
    return mark_safe(_still_for(template_name, get_language()).replace(str(_NUMBER), str(number)))  # noqa: S308  # a template made it


@cache
def _still_for(template_name: str, _language: str | None) -> SafeString:
    return render_to_string(template_name, {"number": _NUMBER})


@register.simple_tag(takes_context=True)
def entries(context: Context, entries: Iterable[Entry]) -> SafeString:
    """Of a conversation, or those that came to it."""
    return entries_html(entries, str(context.get("csrf_token", "")))


@register.simple_tag(takes_context=True)
def deliveries_of(context: Context, message_pk: int, deliveries: Iterable[Delivery]) -> SafeString:
    """What became of a message's mails."""
    return deliveries_html(message_pk, deliveries, str(context.get("csrf_token", "")))


@register.simple_tag
def status_choices(current: str) -> SafeString:
    """Buttons for a menu; closing for good stands elsewhere and asks first."""
    return _status_choices(current, get_language())


@lru_cache
def _status_choices(current: str, _language: str | None) -> SafeString:
    choices = [(value, label) for value, label in Status.choices if value not in _NOT_CHOSEN_HERE]
    return render_to_string("desk/_status_choices.html", {"choices": choices, "current": current})


@register.simple_tag
def brand_choices() -> Sequence[BrandNow]:
    """Those in use, for a menu."""
    return brands()


@register.simple_tag
def kind_choices(current: str) -> SafeString:
    """Buttons for a menu."""
    return _kind_choices(current, get_language())


@lru_cache
def _kind_choices(current: str, _language: str | None) -> SafeString:
    return render_to_string("desk/_kind_choices.html", {"choices": Kind.choices, "current": current})


@register.simple_tag
def close_rules(current: str) -> SafeString:
    """Buttons for a menu: how a parent depends on its child."""
    return _close_rules(current, get_language())


@lru_cache
def _close_rules(current: str, _language: str | None) -> SafeString:
    return render_to_string("desk/_close_rules.html", {"choices": CloseRule.choices, "current": current})


@register.simple_tag
def priority_choices(current: int) -> SafeString:
    """Buttons for a menu, the most urgent first."""
    return _priority_choices(current, get_language())


@lru_cache
def _priority_choices(current: int, _language: str | None) -> SafeString:
    choices = list(reversed(Priority.choices))
    return render_to_string("desk/_priority_choices.html", {"choices": choices, "current": current})
