"""Placeholders in macros and signatures: Liquid over a closed list of values, filled in for one ticket and one agent.

What is unknown or empty is not left out: it stands in the text as "[customer's first name?]", so that its writer sees it,
and `flags_in` finds it again before it is sent.
"""

import html as html_escapes
import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from liquid import BoundTemplate, Environment
from liquid.exceptions import LiquidError
from liquid.undefined import Undefined

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
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_UNKNOWN = re.compile(r"^'?([\w.\[\]\"-]+)'? is undefined")


class Flag(Undefined):
    """What stands in the text for a value that is not there; false in a condition, and `default` replaces it."""

    def __str__(self) -> str:
        found = _UNKNOWN.match(self.hint or "")
        path = found[1] if found else self.name
        return f"[{PLACEHOLDERS.get(path, path)}?]"


class _Environment(Environment):
    # A template is written by people of ours, by mistake perhaps: it can neither run on nor read anything else.
    loop_iteration_limit = 500
    output_stream_limit = LONGEST
    context_depth_limit = 8


_HTML = _Environment(undefined=Flag, autoescape=True)
# For what leaves without anybody looking at it again: a value that is missing is nothing.
_SILENT_HTML = _Environment(autoescape=True)
_SILENT_TEXT = _Environment()


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
    return clean(_render(_parsed(template, _HTML), values))


def fill_silently(template: str, values: Mapping[str, Any], *, is_html: bool) -> str:
    """The same with nothing where a value is missing: for what leaves without anybody looking at it again."""
    if is_html:
        return clean(_render(_parsed(template, _SILENT_HTML), values))
    return _render(_parsed(template, _SILENT_TEXT), values)


def require_liquid(template: str, known: Collection[str] = PLACEHOLDERS) -> set[str]:
    """What it names. Raise Invalid, with a sentence, when this is no template or names what is not on the list."""
    parsed = _parsed(template, _HTML)
    named = {str(path) for path in parsed.global_variable_paths()}
    unknown = sorted(named - set(known))
    if unknown:
        raise Invalid(
            _("There is no placeholder {{ %(name)s }}. Use one of: %(list)s.")
            % {"name": unknown[0], "list": ", ".join(known)}
        )
    if strange := sorted(set(parsed.filter_names()) - set(_HTML.filters)):
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


def _render(template: BoundTemplate, values: Mapping[str, Any]) -> str:
    try:
        return template.render(**values)
    except LiquidError as problem:
        raise Invalid(_("The text does not work: %(problem)s") % {"problem": _first_line(problem)}) from problem


@lru_cache(maxsize=512)
def _parse(template: str, environment: Environment) -> BoundTemplate:
    return environment.from_string(template if environment is _SILENT_TEXT else _TAG.sub(_as_typed, template))


def _parsed(template: str, environment: Environment) -> BoundTemplate:
    try:
        return _parse(template, environment)
    except LiquidError as problem:
        raise Invalid(
            _("A placeholder is not written right: %(problem)s") % {"problem": _first_line(problem)}
        ) from problem


def _as_typed(tag: re.Match[str]) -> str:
    """Editors write `>` and blanks inside a placeholder as entities."""
    return html_escapes.unescape(tag[0]).replace("\xa0", " ")


def _first_line(problem: LiquidError) -> str:
    return str(problem).strip().splitlines()[0] if str(problem).strip() else type(problem).__name__
