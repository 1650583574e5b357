"""Macros as they stand before a ticket: which ones, and their words filled in for it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, F, Func, IntegerField, Q, QuerySet, TextField, Value, When

from accounts.models import AfterSending, User
from tickets.content import text_of
from tickets.models import Macro, Status, Ticket
from tickets.models.macro import MacroUse
from tickets.models.message import MessageKind
from tickets.placeholders import fill_html, flags_in, values_for

MOST_OFFERED = 8
# Without its markup, so that nobody finds a macro by the name of a tag.
_SAID = Func(F("html"), Value("<[^>]*>"), Value(" "), Value("g"), function="regexp_replace", output_field=TextField())


@dataclass(frozen=True, slots=True)
class FilledMacro:
    """`flags` is what could not be filled in, as it stands in the words."""

    macro: Macro
    html: str
    text: str
    flags: list[str]


def filled(macro: Macro, ticket: Ticket, agent: User) -> FilledMacro:
    """Its words for this ticket. Raises Invalid when its placeholders do not work."""
    html = fill_html(macro.html, values_for(ticket, agent))
    text = text_of(html)
    return FilledMacro(macro=macro, html=html, text=text, flags=flags_in(text))


def status_of(macros: Sequence[Macro]) -> Status | None:
    """What the last of them proposes for the ticket."""
    proposed = [macro.status for macro in macros if macro.status]
    return Status(proposed[-1]) if proposed else None


def afterwards_of(macros: Sequence[Macro]) -> AfterSending | None:
    """Where the last of them that says so wants the desk to go."""
    wanted = [macro.afterwards for macro in macros if macro.afterwards]
    return AfterSending(wanted[-1]) if wanted else None


def macros_like(person: User, text: str = "", *, archived: bool = False) -> QuerySet[Macro]:
    """The kept (or the archived) macros that this person sees whose name, or else what they say, holds each of these words."""
    macros = Macro.objects.visible_to(person).filter(archived_at__isnull=not archived)
    words = _words_of(text)
    if words:
        macros = macros.alias(said=_SAID)
    for word in words:
        macros = macros.filter(Q(name__icontains=word) | Q(said__icontains=word))
    return macros.select_related("team", "owner", "assign_team")


def named_first(text: str) -> list[Case]:
    """To order by: those whose name alone holds the words come before those that say them."""
    named = Q(*(Q(name__icontains=word) for word in _words_of(text)))
    return [Case(When(named, then=0), default=1, output_field=IntegerField())] if named else []


def _words_of(text: str) -> list[str]:
    return text.split()[:8]


def offered(person: User, ticket: Ticket, kind: str, text: str = "") -> list[Macro]:
    """For the picker on a ticket: those of the customer's language first, then the most used."""
    macros = macros_like(person, text).filter(use__in=_uses(kind))
    language = ticket.requester.language
    if not language:
        return list(macros.order_by(*named_first(text), "-use_count", "name", "pk")[:MOST_OFFERED])
    fits = Case(When(language__in=(language, ""), then=0), default=1, output_field=IntegerField())
    return list(macros.order_by(*named_first(text), fits, "-use_count", "name", "pk")[:MOST_OFFERED])


def _uses(kind: str) -> tuple[str, ...]:
    return (MacroUse.ANY, MacroUse.NOTE if kind == MessageKind.NOTE else MacroUse.REPLY)
