"""The incidents of a problem or the children of a parent, and how one answer to all of them reads for each; the verbs are in
actions/problems.py."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from tickets.macros import filled
from tickets.models import Draft, Kind, LinkKind, Macro, Status, Ticket
from tickets.models.message import MessageKind
from tickets.models.ticket import TicketQuerySet
from tickets.placeholders import mailbox_of


@dataclass(frozen=True, slots=True)
class IncidentLetter:
    """What this customer would get; `warning` says why they get nothing as it stands."""

    ticket: Ticket
    html: str = ""
    text: str = ""
    missing: list[str] = field(default_factory=list)
    warning: str = ""


def incidents_of(problem: Ticket, person: User) -> TicketQuerySet:
    """Those that can be answered: neither closed for good nor merged, deleted or spam, and seen by this person."""
    return _linked_here(problem, LinkKind.INCIDENT, person)


def answered_through(ticket: Ticket, person: User) -> TicketQuerySet:
    """What one answers all at once on this ticket: a problem's incidents, on every other the children of it."""
    kind = LinkKind.INCIDENT if ticket.kind == Kind.PROBLEM else LinkKind.CHILD
    return _linked_here(ticket, kind, person)


def letters_for(tickets: Iterable[Ticket], *, html: str, writer: User) -> list[IncidentLetter]:
    """The words filled in for each. Raises Invalid when their placeholders do not work. One statement more than `tickets`."""
    tickets = list(tickets)
    drafts = Draft.objects.filter(ticket__in=tickets, author=writer, kind=MessageKind.PUBLIC).exclude(html="")
    unsent = set(drafts.values_list("ticket", flat=True)) if tickets else set()
    _share_mailbox([ticket for ticket in tickets if ticket.mailbox_id is None])
    return [_letter(ticket, html, writer, has_unsent=ticket.pk in unsent) for ticket in tickets]


def _linked_here(ticket: Ticket, kind: LinkKind, person: User) -> TicketQuerySet:
    linked = ticket.links_here.filter(kind=kind).values("ticket")
    tickets = Ticket.objects.visible_to(person).listed().not_merged().filter(pk__in=linked)
    return tickets.exclude(status=Status.CLOSED).order_by("pk")


def _share_mailbox(tickets: list[Ticket]) -> None:
    """Those without one answer from the default one, which is looked up once; these tickets are read and never saved."""
    if tickets:
        usual = mailbox_of(tickets[0])
        for ticket in tickets:
            ticket.mailbox = usual


def _letter(ticket: Ticket, html: str, writer: User, *, has_unsent: bool) -> IncidentLetter:
    words = filled(Macro(html=html), ticket, writer)
    return IncidentLetter(
        ticket=ticket,
        html=words.html,
        text=words.text,
        missing=words.flags,
        warning=_warning(ticket, words.flags, has_unsent=has_unsent),
    )


def _warning(ticket: Ticket, missing: list[str], *, has_unsent: bool) -> str:
    if not ticket.answer_address:
        return _("%(name)s has no email address, so an answer would not arrive.") % {
            "name": ticket.requester.display_name
        }  # fmt: skip
    if has_unsent:
        return _("You have an unsent reply on it. Send or discard that one first.")
    if missing:
        sentence = ngettext(
            "This is missing and would stay empty: %(list)s",
            "These are missing and would stay empty: %(list)s",
            len(missing),
        )
        return sentence % {"list": ", ".join(missing)}
    return ""
