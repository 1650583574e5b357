"""What is said about a customer beside a ticket: from columns that are loaded with the ticket, without a query."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import languages
from accounts.middleware import find_zone
from accounts.models import User
from accounts.phones import PhoneKind

register = template.Library()


@register.filter
def customer_for(since: datetime) -> str:
    """ "Customer for 2 years": in the largest unit, so that nobody has to count."""
    days = (timezone.now() - since).days
    if days >= 365:
        return ngettext("Customer for a year", "Customer for %(count)s years", days // 365) % {"count": days // 365}
    if days >= 30:
        return ngettext("Customer for a month", "Customer for %(count)s months", days // 30) % {"count": days // 30}
    if days >= 7:
        return ngettext("Customer for a week", "Customer for %(count)s weeks", days // 7) % {"count": days // 7}
    return _("Customer since this week")


@register.filter
def time_there(zone_name: str) -> str:
    """ "14:05 in Berlin"; "" for a zone that nobody knows."""
    zone = find_zone(zone_name)
    if zone is None:
        return ""
    place = zone_name.rpartition("/")[2].replace("_", " ")
    return _("%(time)s in %(place)s") % {"time": date_format(timezone.now().astimezone(zone), "H:i"), "place": place}


@register.filter
def language_name(code: str) -> str:
    return languages.language_name(code)


@register.filter
def phone_kind(kind: str) -> str:
    return str(PhoneKind(kind).label) if kind in PhoneKind else ""


@register.filter
def ways(person: User) -> str:
    """How they are reached: "ann@example.net · +44 1632 960107"."""
    return " · ".join(filter(None, (person.email, person.phone)))
