"""The boxes for writing on a ticket's page: what stands in them, or what of theirs is on its way."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import AfterSending, User
from desk.ticket_page import Belongings
from helpdesk import clock
from tickets.actions.macros import macros_named
from tickets.checks import Caution
from tickets.content import snippet_of, text_of
from tickets.errors import Invalid
from tickets.held import is_overtaken, overtaking
from tickets.macros import status_of
from tickets.models import Attachment, Draft, Macro, Status, Ticket
from tickets.models.draft import DraftKind
from tickets.models.message import MessageKind
from tickets.owning import takes_by_answering
from tickets.recipients import Recipients, addresses_in, copied_on, recipients_of, shown_as

_GOING_ON = {
    AfterSending.STAY: gettext_lazy("stays on the ticket"),
    AfterSending.NEXT: gettext_lazy("goes to the next ticket"),
    AfterSending.LIST: gettext_lazy("goes back to the list"),
}
# What the button says, by the status that it sets.
SENDING = {
    Status.PENDING: gettext_lazy("Send, wait for the customer"),
    Status.SOLVED: gettext_lazy("Send and solve"),
    Status.OPEN: gettext_lazy("Send and keep open"),
    Status.ON_HOLD: gettext_lazy("Send and put on hold"),
}


@dataclass(frozen=True, slots=True)
class Held:
    """A reply on its way."""

    send_at: datetime
    recipients: Recipients
    words: str
    is_overtaken: bool
    seconds: float

    @property
    def is_soon(self) -> bool:
        """To be undone within seconds, rather than sent another day."""
        return self.seconds <= 60


@dataclass(slots=True)
class Box:
    """One of the two boxes for writing: for a reply, or for a note."""

    kind: str
    seen_seq: int
    html: str = ""
    to: str = ""
    cc: str = ""
    bcc: str = ""
    files: list[Attachment] = field(default_factory=list)
    macros: list[Macro] = field(default_factory=list)
    # Key and words of each macro, as the page shows it (behaviors/macros.js makes the same of one just chosen).
    chips: list[tuple[int, str]] = field(default_factory=list)
    error: str = ""
    news: int = 0
    is_stale: bool = False
    revision: int = 0
    minutes: int = 0
    # Who was copied when its words were begun; who joins later is noticed by it.
    copied: str = ""
    stopped: str = ""
    held: Held | None = None
    # Whether sending makes the ticket its writer's.
    takes: bool = False
    # Nothing written here would reach the customer.
    lacks_address: bool = False
    cautions: Sequence[Caution] = ()
    # Those that stopped it once: sent all the same, and taken back.
    overridden: Sequence[str] = ()

    @property
    def is_note(self) -> bool:
        return self.kind == MessageKind.NOTE

    @property
    def words(self) -> str:
        """As plain text, to be read where they can no longer be sent."""
        return text_of(self.html) if self.html else ""

    @property
    def is_untouched_note(self) -> bool:
        """As on most tickets: nothing is in it, and nothing to be said about it."""
        return self == Box(kind=MessageKind.NOTE, seen_seq=self.seen_seq)

    @property
    def proposed_status(self) -> str:
        """Waiting on the customer is what mostly follows an answer, unless a macro says otherwise."""
        return status_of(self.macros) or Status.PENDING

    @property
    def send_label(self) -> object:
        return SENDING[Status(self.proposed_status)]

    @property
    def statuses(self) -> list[tuple[str, object]]:
        """All ways to send; the menu beside the button hides the one that the button has (behaviors/macros.js)."""
        return list(SENDING.items())

    @property
    def looked_at(self) -> str:
        """The cautions shown, so that the same ones do not stop the next Send."""
        return ",".join(caution.code for caution in self.cautions)


@dataclass(slots=True)
class Composer:
    """Both boxes, each with its own words; `kind` names the one in front."""

    kind: str
    boxes: list[Box]
    has_forward: bool = False  # begun and not sent

    @property
    def is_note(self) -> bool:
        return self.kind == MessageKind.NOTE


def composer_for(ticket: Ticket, person: User, kind: str, belongings: Belongings, copied: Sequence[str]) -> Composer:
    """With the drafts that this person left, if any; `copied`: the addresses in copy."""
    drafts = _drafts(ticket, person) if belongings.has_drafts else []
    kept = {draft.kind: draft for draft in drafts}
    kinds = (MessageKind.PUBLIC, MessageKind.NOTE)
    composer = Composer(kind=kind, boxes=[_box(ticket, person, one, kept.get(one), copied) for one in kinds])
    composer.boxes[0].takes = takes_by_answering(person, ticket, is_in_team=belongings.is_in_team)
    composer.has_forward = DraftKind.FORWARD in kept
    return composer


def box_for(ticket: Ticket, person: User, kind: str) -> Box:
    """One box with the draft that this person left there, if any."""
    draft = next((draft for draft in _drafts(ticket, person) if draft.kind == kind), None)
    return _with_taking(_box(ticket, person, kind, draft, copied_on(ticket)), ticket, person)


def empty_box(ticket: Ticket, person: User, kind: str) -> Box:
    """After a send, which leaves no draft."""
    copied = copied_on(ticket) if kind == MessageKind.PUBLIC else []
    return _with_taking(_box(ticket, person, kind, None, copied), ticket, person)


def put_macros(box: Box, keys: Iterable[int], person: User) -> None:
    """The macros that its words come from."""
    box.macros = macros_named(keys, actor=person)
    box.chips = [(macro.pk, _chip(macro)) for macro in box.macros]


def macro_words(macro: Macro) -> str:
    """What it does besides its words: "adds refund, sets the priority to High"."""
    parts = []
    if macro.assign_team:
        parts.append(_("moves to %(team)s") % {"team": macro.assign_team.name})
    if macro.assign_to_me:
        parts.append(_("assigns to you"))
    if macro.priority:
        parts.append(_("priority %(priority)s") % {"priority": macro.get_priority_display()})
    if macro.add_tags:
        parts.append(_("adds %(tags)s") % {"tags": ", ".join(macro.add_tags)})
    if macro.remove_tags:
        parts.append(_("removes %(tags)s") % {"tags": ", ".join(macro.remove_tags)})
    if macro.add_tasks:
        count = len(macro.add_tasks)
        parts.append(ngettext("adds %(count)s task", "adds %(count)s tasks", count) % {"count": count})
    if macro.status:
        parts.append(_("sets %(status)s") % {"status": macro.get_status_display()})
    if macro.afterwards:
        parts.append(str(_GOING_ON[AfterSending(macro.afterwards)]))
    return ", ".join(parts)


def _drafts(ticket: Ticket, person: User) -> list[Draft]:
    drafts = Draft.objects.filter(ticket=ticket, author=person)
    return list(drafts.prefetch_related("attachments"))


def _box(ticket: Ticket, person: User, kind: str, draft: Draft | None, copied: Sequence[str]) -> Box:
    """`news` is how many messages of others came since the draft was written."""
    box = Box(kind=kind, seen_seq=ticket.conversation_seq)
    if kind == MessageKind.PUBLIC:
        box.copied = ", ".join(copied)
        box.lacks_address = not ticket.answer_address
        box.to, box.cc = shown_as(ticket.requester, ticket.requester_address), box.copied
    if draft is None:
        return box
    box.html = draft.html
    if draft.seen_seq < ticket.conversation_seq:
        box.news = overtaking(ticket, draft.seen_seq, person).count()
    box.files = [file for file in draft.attachments.all() if not file.is_inline]
    put_macros(box, draft.macros, person)
    box.revision = draft.revision
    box.minutes = draft.minutes
    box.stopped = draft.stopped_text
    box.overridden = draft.overridden
    if kind == MessageKind.PUBLIC:
        box.to = _field(draft.to, ticket) or box.to
        box.cc, box.bcc = ", ".join(draft.cc), ", ".join(draft.bcc)
        box.copied = box.copied if draft.copied is None else ", ".join(draft.copied)
        box.held = _held(draft, ticket)
    return box


def _with_taking(box: Box, ticket: Ticket, person: User) -> Box:
    box.takes = not box.is_note and takes_by_answering(person, ticket)
    return box


def _chip(macro: Macro) -> str:
    hint = macro_words(macro)
    return f"{macro.name}: {hint}" if hint else macro.name


def _field(addresses: Sequence[str], ticket: Ticket) -> str:
    """The requester by name, others as typed."""
    requester, theirs = ticket.requester, (ticket.requester.email, ticket.answer_address)
    return ", ".join(shown_as(requester, address) if address in theirs else address for address in addresses)


def _bare(typed: Sequence[str]) -> Sequence[str]:
    """The addresses without the names beside them; as typed where one is none, which sending says."""
    try:
        return addresses_in(", ".join(typed))
    except Invalid:
        return typed


def _held(draft: Draft, ticket: Ticket) -> Held | None:
    if draft.send_at is None:
        return None
    return Held(
        send_at=draft.send_at,
        recipients=recipients_of(ticket, to=_bare(draft.to) or None, cc=_bare(draft.cc), bcc=_bare(draft.bcc)),
        words=snippet_of(text_of(draft.html)),
        is_overtaken=is_overtaken(draft, ticket),
        seconds=(draft.send_at - clock.now()).total_seconds(),
    )
