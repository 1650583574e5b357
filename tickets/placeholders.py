"""Placeholders in macros and signatures: Liquid over a closed list of values, filled in for one ticket and one agent.

What is unknown or empty is not left out: it stands in the text as "[customer's first name?]", so that its writer sees it,
and `flags_in` finds it again before it is sent. What knows Liquid is `tickets/filling.py`, read with the first text.
"""

import re
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.brands import brand_of, house_name
from accounts.models import User
from tickets.errors import Invalid
from tickets.html import clean
from tickets.models import Ticket

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

# The closed list, in the order in which it is shown to who writes a macro.
PLACEHOLDERS: "dict[str, _StrOrPromise]" = {
    "requester.name": gettext_lazy("customer's name"),
    "requester.first_name": gettext_lazy("customer's first name"),
    "requester.last_name": gettext_lazy("customer's last name"),
    "requester.email": gettext_lazy("customer's address"),
    "requester.language": gettext_lazy("customer's language"),
    "organization.name": gettext_lazy("customer's organization"),
    "ticket.number": gettext_lazy("ticket's number"),
    "ticket.subject": gettext_lazy("ticket's subject"),
    "team.name": gettext_lazy("team"),
    "agent.name": gettext_lazy("your name"),
    "agent.first_name": gettext_lazy("your first name"),
    "agent.email": gettext_lazy("your address"),
    "mailbox.name": gettext_lazy("mailbox's name"),
    "mailbox.address": gettext_lazy("mailbox's address"),
}
LONGEST = 200_000  # bytes of what a template may become
# What people leave open in a text of theirs: "[Name]", "[order number]", "[insert the date]", "{first name}".
_LEFT_OPEN = (
    r"(?:(?:the |your |his |her |their |der |des |die |ihr |customer'?s? |client'?s? |kunden?|kund\w+ )?"
    r"(?:(?:first|last|full|company|product|user|agent|account|order|ticket|invoice|tracking|reference|phone) ?)?"
    r"(?:name|number|date|amount|link|url|address|company|customer|client|firstname|lastname|vorname|nachname|kundenname|nummer"
    r"|datum|betrag|nom|prénom|nombre)"
    r"|(?:insert|enter|add|fill in|put|your|hier|bitte)\b[^\[\]{}<>\n]{1,60}|xx+|tbd|todo|\.{2,}|…|_{2,})"
)
_FLAG = re.compile(
    r"\[[^\[\]<>\n]{1,80}\?\]|\{\{[^{}\n]{0,200}\}\}|\{%[^{}\n]{0,200}%\}"
    rf"|\[ ?{_LEFT_OPEN} ?\]|(?<!\$)\{{ ?{_LEFT_OPEN} ?\}}",
    re.IGNORECASE,
)


def values_for(ticket: Ticket, agent: User | None) -> dict[str, dict[str, Any]]:
    """The list's values for this ticket and whoever writes; empty ones are left out."""
    requester, mailbox = ticket.requester, mailbox_of(ticket)
    found: dict[str, Any] = {
        **_names("requester", requester),
        "requester.language": requester.language or ticket.language,  # who never chose one wrote in one
        "organization.name": ticket.organization.name if ticket.organization else "",
        "ticket.number": str(ticket.pk),
        "ticket.subject": ticket.subject,
        "team.name": ticket.team.name if ticket.team else "",
        **(_names("agent", agent) if agent else {}),
        "mailbox.name": house_name(mailbox.name, mailbox.brand_id, brand_of(ticket.brand_id)) if mailbox else "",
        "mailbox.address": mailbox.address if mailbox else "",
    }
    values: dict[str, dict[str, Any]] = {path.partition(".")[0]: {} for path in PLACEHOLDERS}
    for path, value in found.items():
        thing, _dot, name = path.partition(".")
        if value and path in PLACEHOLDERS:
            values[thing][name] = value
    return values


def mailbox_of(ticket: Ticket) -> Any:
    """The mailbox that answers are sent from; None where there is none. By its label: mail stands above tickets."""
    if ticket.mailbox is not None:
        return ticket.mailbox
    return apps.get_model("mail", "Mailbox").objects.order_by("-is_default", "pk").first()


def fill_html(template: str, values: Mapping[str, Any]) -> str:
    """The HTML with its placeholders filled in, values escaped, missing ones flagged. Raises Invalid when it is no Liquid.

    Cleaned once more: Liquid can put together what was not there when the template was stored.
    """
    from tickets.filling import HTML, filled

    return clean(filled(template, values, HTML))


def fill_silently(template: str, values: Mapping[str, Any], *, is_html: bool) -> str:
    """The same with nothing where a value is missing: for what leaves without anybody looking at it again."""
    from tickets.filling import SILENT_HTML, SILENT_TEXT, filled

    return clean(filled(template, values, SILENT_HTML)) if is_html else filled(template, values, SILENT_TEXT)


def require_liquid(template: str, known: Collection[str] = PLACEHOLDERS) -> set[str]:
    """What it names. Raise Invalid, with a sentence, when this is no template or names what is not on the list."""
    from tickets.filling import names_in

    named, strange = names_in(template)
    unknown = sorted(named - set(known))
    if unknown:
        raise Invalid(
            _("There is no placeholder {{ %(name)s }}. Use one of: %(list)s.")
            % {"name": unknown[0], "list": ", ".join(known)}
        )
    if strange:
        raise Invalid(_("There is no filter “%(name)s”.") % {"name": strange[0]})
    return named


def flags_in(text: str) -> list[str]:
    """What is still to be filled in: our flags, and Liquid that nobody filled, in their order."""
    return list(dict.fromkeys(found[0] for found in _FLAG.finditer(text)))


def _names(thing: str, person: User) -> dict[str, str]:
    words = person.name.split()
    return {
        f"{thing}.name": person.name,
        f"{thing}.first_name": words[0] if words else "",
        f"{thing}.last_name": words[-1] if len(words) > 1 else "",
        f"{thing}.email": person.email,
    }
