"""Detaches an incident whose customer wrote, after it was solved with all others of its problem, that it is not solved."""

from tickets.actions.incidents import detach_incident
from tickets.events import EventKind
from tickets.models import BulkAct, Event, LinkKind, Ticket
from tickets.models.bulk import BulkKind


def on_event(event: Event) -> None:
    """Asks nothing but of a linked ticket that its customer reopened."""
    ticket = event.ticket
    if event.kind != EventKind.REOPENED or not ticket.links_count:
        return
    customer = event.actor
    if customer is not None and not customer.is_staff and was_solved_with_its_problem(ticket):
        detach_incident(ticket, person=customer)


def was_solved_with_its_problem(ticket: Ticket) -> bool:
    """Whether what solved it last, or was answered last, was the answer to all incidents of its problem."""
    problem = ticket.links.filter(kind=LinkKind.INCIDENT).values_list("other", flat=True).first()
    if problem is None:
        return False
    acts = [_act_of_newest(ticket, EventKind.SOLVED), _act_of_newest(ticket, EventKind.REPLIED)]
    answers = BulkAct.objects.filter(pk__in=filter(None, acts), kind=BulkKind.INCIDENTS)
    # Of the problem itself, or of all tickets about the issue behind it.
    return any(one.arguments["solve"] and one.arguments["problem"] in (problem, None) for one in answers)


def _act_of_newest(ticket: Ticket, kind: EventKind) -> int | None:
    newest = ticket.events.filter(kind=kind).order_by("-seq").first()
    return newest.data.get("bulk") if newest is not None else None
