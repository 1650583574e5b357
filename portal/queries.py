"""What customers read: their list of requests, and one request with its conversation."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zlib import crc32

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, Role, User
from accounts.permissions import Permission
from helpdesk.prepared import Prepared
from portal.expected import Expected, expected_answer, expected_answers
from portal.rating import Rating, rating_for
from portal.words import STANDS, Stand, stand_of
from tickets.access import may, ticket_for
from tickets.actions.copying import taken_out_by
from tickets.content import storable
from tickets.handled_by import handled_by, holder_of
from tickets.models import Attachment, Message, Participant, Ticket
from tickets.models.message import MessageKind
from tickets.rendering import Rendered, rendered, shown_inside
from tickets.told import answers_told

PAGE_SIZE = 25
# Sort key → (column, words). Newest first, the number decides between equals.
SORTS = {
    "activity": ("updated_at", _("Latest news first")),
    "opened": ("opened_at", _("Newest first")),
}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Row:
    ticket: Ticket
    stand: Stand
    holder: str  # who has it now, "" where nobody is to be named
    expected: Expected | None  # by when we answer


@dataclass(frozen=True, slots=True)
class RequestList:
    """One page of a person's requests; `next` and `previous` are cursors, None where the list ends."""

    rows: list[Row]
    next: str | None
    previous: str | None


def request_list(
    person: User, *, search: str = "", stand: str = "", sort: str = "activity", after: str = "", before: str = ""
) -> RequestList:
    """The requests that this person may see, filtered, from a cursor on. Unknown filters and cursors are ignored."""
    column = SORTS.get(sort, SORTS["activity"])[0]
    search = storable(search).strip()
    backwards, cursor = _cursor_of(before), None
    if backwards is None:
        cursor = _cursor_of(after)
    statuses = next((known.statuses for known in STANDS if known.key == stand), None)
    if search or statuses or backwards or cursor or person.is_staff or not person.is_active:
        tickets = _listed_for(person)
        if statuses:
            tickets = tickets.filter(status__in=statuses)
        if search:
            tickets = tickets.filter(_mentions(person, search))
        page = _from_cursor(tickets, column, backwards or cursor, is_backwards=backwards is not None)
    else:
        page = _first_page(person, column)
    more = len(page) > PAGE_SIZE
    page = page[:PAGE_SIZE]
    if backwards is not None:
        page.reverse()
    has_next = bool(page) and (more if backwards is None else True)
    has_previous = bool(page) and (more if backwards is not None else cursor is not None)
    expected = expected_answers(page)
    return RequestList(
        rows=[Row(ticket, stand_of(ticket), holder_of(ticket), expected.get(ticket.pk)) for ticket in page],
        next=_cursor_at(page[-1], column) if has_next else None,
        previous=_cursor_at(page[0], column) if has_previous else None,
    )


@dataclass(frozen=True, slots=True)
class Entry:
    """A message as the customer may see it."""

    message: Message
    content: Rendered
    files: list[Attachment]
    is_mine: bool


@dataclass(frozen=True, slots=True)
class RequestPage:
    ticket: Ticket
    stand: Stand
    handled_by: str  # who has it now
    entries: list[Entry]
    expected: Expected | None  # by when we answer
    copied: list[User]  # who reads along
    may_take_out: set[int]  # whom of them this reader may take out
    told: list[tuple[str, str]]  # what the topic asked, and what they answered
    may_solve: bool
    may_reopen: bool
    rating: Rating | None
    # Changes whenever something changed that this reader can see.
    state: str = field(default="")


def request_page(person: User, number: int) -> RequestPage:
    """Raises Ticket.DoesNotExist when the person may not see it."""
    ticket = ticket_for(person, number)
    messages = list(
        Message.objects.visible_to(person, ticket).public().select_related("author").prefetch_related("attachments")
    )
    for message in messages:
        message.ticket = ticket
    who = handled_by(ticket)
    reading_along = ticket.participants.filter(role="cc").select_related("person").order_by("since", "pk")
    copied = [one.person for one in reading_along]
    return RequestPage(
        ticket=ticket,
        stand=stand_of(ticket),
        handled_by=who,
        entries=[_entry(message, person) for message in messages],
        expected=expected_answer(ticket),
        copied=copied,
        may_take_out=taken_out_by(person, ticket, [one.pk for one in copied]) if copied else set(),
        told=answers_told(ticket, person),
        may_solve=not ticket.is_solved and may(person, Permission.SOLVE, ticket),
        may_reopen=ticket.is_solved and not ticket.is_closed and may(person, Permission.REOPEN, ticket),
        rating=rating_for(person, ticket),
        state=f"{messages[-1].pk if messages else 0}-{len(messages)}-{ticket.status}-{crc32(who.encode())}",
    )


def ticket_or_404(person: User, number: int) -> Ticket:
    try:
        return ticket_for(person, number)
    except Ticket.DoesNotExist as missing:
        raise Http404 from missing


def _entry(message: Message, person: User) -> Entry:
    inside = shown_inside(message)
    return Entry(
        message=message,
        content=rendered(message),
        files=[file for file in message.attachments.all() if file.pk not in inside],
        is_mine=message.author_id == person.pk,
    )


def _mentions(person: User, search: str) -> Q:
    """Words in the subject or in a message that the person may see, or the number itself."""
    joined_later = Participant.objects.filter(
        ticket=OuterRef("ticket"), person=person, role="cc", since__gt=OuterRef("created_at")
    )
    whole = Q(ticket__requester=person)
    if person.organization is not None and person.organization.shares_tickets:
        whole |= Q(ticket__organization=person.organization)
    said = Message.objects.filter(
        ~Exists(joined_later) & Q(moved_at__isnull=True) | Q(author=person) | Q(origin__requester=person) | whole,
        ticket=OuterRef("pk"),
        kind=MessageKind.PUBLIC,
        is_auto=False,
        text__icontains=search,
    )
    found = Q(subject__icontains=search) | Q(Exists(said))
    number = search.removeprefix("#")
    if number.isdecimal() and len(number) < 19:
        found |= Q(pk=int(number))
    return found


# What a row of the list shows, and what its stand, its holder and the articles beside it are found by.
_OF_A_ROW = (
    *("subject", "snippet", "status", "updated_at", "opened_at", "waiting_since"),
    *("requester__name", "requester__email", "assignee__name", "assignee__email"),
    *("team__public_name", "team__public_names"),
)


def _listed_for(person: User) -> QuerySet[Ticket]:
    tickets = Ticket.objects.visible_to(person).not_merged()
    return tickets.select_related("requester", "assignee", "team").only(*_OF_A_ROW)


def _first_page(person: User, column: str) -> list[Ticket]:
    """Of all that a customer may see, which is what nearly everybody asks for."""
    shared = person.organization if person.organization is not None and person.organization.shares_tickets else None
    return _alone[column](person.pk) if shared is None else _shared[column](person.pk, shared.pk)


def _customer(key: int, organization: Organization | None = None) -> User:
    return User(pk=key, role=Role.CUSTOMER, organization=organization)


def _newest_of(person: User, column: str) -> QuerySet[Ticket]:
    return _listed_for(person).order_by(f"-{column}", "-number")[: PAGE_SIZE + 1]


# Put together once for all customers, and planned for each: one has three requests, another's company thousands.
def _alone_by(column: str) -> Prepared[Ticket]:
    return Prepared(lambda person: _newest_of(_customer(person), column), planned=False)


def _shared_by(column: str) -> Prepared[Ticket]:
    def build(person: int, organization: int) -> QuerySet[Ticket]:
        return _newest_of(_customer(person, Organization(pk=organization, shares_tickets=True)), column)

    return Prepared(build, planned=False)


_alone = {column: _alone_by(column) for column, _words in SORTS.values()}
_shared = {column: _shared_by(column) for column, _words in SORTS.values()}


def _from_cursor(
    tickets: QuerySet[Ticket], column: str, cursor: tuple[datetime, int] | None, *, is_backwards: bool
) -> list[Ticket]:
    order = (column, "number") if is_backwards else (f"-{column}", "-number")
    if cursor is not None:
        at, number = cursor
        beyond = "gt" if is_backwards else "lt"
        tickets = tickets.filter(Q(**{f"{column}__{beyond}": at}) | Q(**{column: at, f"number__{beyond}": number}))
    return list(tickets.order_by(*order)[: PAGE_SIZE + 1])


def _cursor_at(ticket: Ticket, column: str) -> str:
    """Microseconds since 1970 and the number: exact, and nothing a reader could not see."""
    return f"{(getattr(ticket, column) - _EPOCH) // timedelta(microseconds=1)}.{ticket.pk}"


def _cursor_of(text: str) -> tuple[datetime, int] | None:
    at, _dot, number = text.partition(".")
    if not (at.isascii() and at.isdecimal() and number.isascii() and number.isdecimal()) or len(text) > 36:
        return None
    try:
        return _EPOCH + timedelta(microseconds=int(at)), min(int(number), 2**63 - 1)
    except OverflowError:
        return None
