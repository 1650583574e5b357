"""What the pages for merging, splitting and moving offer to choose from."""

from collections.abc import Iterable

from django.urls import reverse

from accounts.models import User
from search.queries import search_tickets
from tickets.events import EventKind
from tickets.models import Draft, Event, Message, Status, Ticket, Transfer
from tickets.models.transfer import TransferKind

MOST_OFFERED = 8
LONGEST_SEARCH = 200


def candidates(person: User, ticket: Ticket, text: str) -> list[Ticket]:
    """Tickets that messages of this one can go to: this customer's other ones, or what `text` finds (words or a number)."""
    open_ones = Ticket.objects.visible_to(person).listed().exclude(status=Status.CLOSED).exclude(pk=ticket.pk)
    open_ones = open_ones.select_related("requester")
    if not text:
        return list(open_ones.filter(requester=ticket.requester).order_by("-updated_at")[:MOST_OFFERED])
    found = search_tickets(person, text[:LONGEST_SEARCH], limit=3 * MOST_OFFERED)
    numbers = [found.exact.pk] if found.exact else []
    numbers += [number for number in found.numbers if number not in numbers]
    tickets = open_ones.in_bulk(numbers)
    return [tickets[number] for number in numbers if number in tickets][:MOST_OFFERED]


def find_candidate(person: User, text: str) -> Ticket | None:
    """The ticket of this number, if the person may see it; whether anything may go there the verb says."""
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        return None
    return Ticket.objects.visible_to(person).select_related("requester", "team").filter(pk=int(text)).first()


def split_choices(ticket: Ticket) -> list[Message]:
    """All messages, oldest first; a machine's answers go with nothing by themselves."""
    return list(ticket.messages.select_related("author"))


def undo_addresses(batches: Iterable[int]) -> dict[int, str]:
    """By transfer: where to send the form that takes it back; those undone are left out."""
    wanted = list(batches)
    transfers = Transfer.objects.filter(pk__in=wanted, undone_at__isnull=True) if wanted else ()
    return {transfer.pk: undo_address(transfer) for transfer in transfers}


def again_addresses(batches: Iterable[int]) -> dict[int, str]:
    """By merge that was taken back: where to send the form that merges again; only the last one of tickets still apart."""
    wanted = list(batches)
    merges = Transfer.objects.filter(
        pk__in=wanted, kind=TransferKind.MERGE, undone_at__isnull=False, source__merged_into=None
    )
    newest = {one.source_id: one for one in merges.order_by("undone_at")} if wanted else {}
    return {one.pk: f"{reverse('desk:merge', args=[one.source_id])}?into={one.target_id}" for one in newest.values()}


def undo_address(transfer: Transfer) -> str:
    if transfer.kind == TransferKind.MERGE:
        return reverse("desk:unmerge", args=[transfer.source_id])
    if transfer.kind == TransferKind.SPLIT:
        return reverse("desk:unsplit", args=[transfer.target_id])
    return reverse("desk:undo_move", args=[transfer.target_id, transfer.messages[0]])


def stands_on(message: int) -> int | None:
    """The number of the ticket that a message is on now."""
    return Message.objects.filter(pk=message).values_list("ticket", flat=True).first()


def moved_back_to(ticket: Ticket, message: int) -> int | None:
    """The ticket that a message stands on again, after it had been moved from there to this one; else None."""
    back = Transfer.objects.filter(
        kind=TransferKind.MOVE, target=ticket, undone_at__isnull=False, messages__contains=[message]
    )
    return back.filter(source=stands_on(message)).values_list("source", flat=True).first()


def has_just_merged(person: User, ticket: Ticket) -> bool:
    """Whether merging it was the last that this person did on the survivor: their undoing leads back to where they began."""
    last = Event.objects.filter(ticket=ticket.merged_into_id, actor=person).order_by("-seq").first()
    return last is not None and last.kind == EventKind.MERGED_HERE and last.data["other"] == ticket.pk


def drafts_left_behind(person: User, ticket: Ticket) -> list[Draft]:
    """Words on tickets merged into this one that stayed there, because the writer has other words here."""
    return list(Draft.objects.filter(author=person, ticket__merged_into=ticket).order_by("pk"))
