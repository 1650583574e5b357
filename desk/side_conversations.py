"""Side conversations on a ticket's page: the line above each of their messages, and the form that asks somebody outside."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from accounts.models import User
from desk.http import DeskRequest
from desk.send_later import after_undo
from desk.written import version_of
from tickets import actions
from tickets.actions import Forward
from tickets.actions.forward_drafts import forward_draft, save_forward_draft
from tickets.attachments import unsent_attachments
from tickets.checks import Caution, cautions_outside, codes_in
from tickets.content import html_of, snippet_of, storable, text_of
from tickets.errors import Invalid
from tickets.models import Attachment, Draft, Message, SideConversation, Ticket
from tickets.models.message import MessageQuerySet
from tickets.models.side_conversation import SideState
from tickets.recipients import addresses_in, parts_of


@dataclass(frozen=True, slots=True)
class ShownSide:
    """What a message says of the side conversation that it was said in; the newest one of it has the buttons."""

    side: SideConversation
    is_newest: bool


@dataclass(slots=True)
class SideForm:
    """What stands in the form: to begin one, perhaps with a message quoted, or to go on with one."""

    ticket: Ticket
    to: str = ""
    subject: str = ""
    text: str = ""
    forwarded: Message | None = None
    side: SideConversation | None = None
    chosen: set[int] = field(default_factory=set)
    files: list[Attachment] = field(default_factory=list)
    error: str = ""
    revision: int = 0
    is_kept: bool = False  # as a draft
    stopped: str = ""  # why it was not sent when its time came
    held: Draft | None = None  # on its way
    cautions: Sequence[Caution] = ()
    overridden: Sequence[str] = ()  # those that stopped it once: sent all the same, and taken back

    @property
    def looked_at(self) -> str:
        """The cautions shown, so that the same ones do not stop the next Send."""
        return ",".join(caution.code for caution in self.cautions)

    @property
    def forwarded_files(self) -> list[Attachment]:
        """Those to choose from; pictures that the words show travel with them."""
        if self.forwarded is None:
            return []
        return [file for file in self.forwarded.attachments.all() if not file.is_inline]

    @property
    def held_words(self) -> str:
        """The first words of what is on its way."""
        return snippet_of(self.text) or self.subject

    @property
    def forward(self) -> Forward:
        """What Send sends. Raises Invalid naming the address that is none."""
        return Forward(
            html=html_of(self.text),
            to=[] if self.side else self.addresses,
            subject=self.subject,
            forwarded=self.forwarded,
            chosen=frozenset(self.chosen),
            files=self.files,
            side=self.side,
        )

    @property
    def addresses(self) -> list[str]:
        """Raises Invalid naming the address that is none."""
        return addresses_in(self.to)


def form_for(request: DeskRequest, ticket: Ticket, side: SideConversation | None = None) -> SideForm:
    """As it is opened (`?forward=` names the message to quote, else the newest), or as it was sent. A note is not quoted."""
    if request.method == "POST" or "forward" in request.GET:
        forwarded = _message(ticket, (request.POST or request.GET).get("forward", ""))
    else:
        forwarded = _public(ticket).last()
    form = SideForm(ticket, side=side, forwarded=forwarded if side is None else None)
    if request.method == "POST":
        form.to = storable(request.POST.get("to", ""))
        form.subject = storable(request.POST.get("subject", ""))
        form.text = storable(request.POST.get("text", ""))
        form.chosen = {int(key) for key in request.POST.getlist("files") if key.isdecimal() and len(key) < 19}
        form.files = unsent_attachments(request.user, request.POST.getlist("attachments"))
        return form
    return _with_draft(form, request.user, may_name_another="forward" not in request.GET)


def kept_form(request: DeskRequest, ticket: Ticket, side: SideConversation | None) -> SideForm:
    """With the draft that its writer left."""
    return _with_draft(SideForm(ticket, side=side), request.user, may_name_another=True)


def _with_draft(form: SideForm, writer: User, *, may_name_another: bool) -> SideForm:
    """`may_name_another`: whether the draft says which message is below, rather than the address."""
    ticket, side = form.ticket, form.side
    draft = forward_draft(ticket, writer, side)
    if side is None:
        if draft is not None and (may_name_another or draft.is_held):
            form.forwarded = draft.forwarded
        form.subject = _("Fwd: %(subject)s") % {"subject": ticket.subject} if form.forwarded else ""
        form.chosen = {file.pk for file in form.forwarded_files}
    if draft is not None:
        _as_kept(form, draft)
    return form


def to_look_at(request: DeskRequest, form: SideForm) -> list[Caution]:
    """What its writer should look at before it leaves, empty once all of it was shown; without a script nobody could answer."""
    if not request.htmx:
        return []
    shown = codes_in(request.POST.get("looked_at", ""))
    cautions = cautions_outside(
        form.text, ticket=form.ticket, to=_written_to(form), has_files=bool(form.files or form.chosen)
    )
    return cautions if any(caution.code not in shown for caution in cautions) else []


def _written_to(form: SideForm) -> list[str]:
    """None while one of them is no address, which sending says."""
    try:
        return form.side.to if form.side is not None else form.addresses
    except Invalid:
        return []


def send(request: DeskRequest, form: SideForm) -> Draft | None:
    """Send it, or hold it for the seconds in which it can be undone; without a script nobody could, and it leaves at once."""
    send_at = after_undo(request.user) if request.htmx else None
    if send_at is None:
        actions.send_forward(form.ticket, actor=request.user, forward=form.forward)
        return None
    version = version_of(request.POST.get("writer", ""), request.POST.get("revision", ""))
    return actions.hold_forward(
        form.ticket,
        actor=request.user,
        forward=form.forward,
        send_at=send_at,
        version=version,
        overridden=codes_in(request.POST.get("looked_at", "")),
    )


def keep(request: DeskRequest, form: SideForm) -> Draft | None:
    """The words as a draft; None when there are none."""
    return save_forward_draft(
        form.ticket,
        actor=request.user,
        side=form.side,
        to=parts_of(form.to),
        subject=form.subject,
        text=form.text,
        forwarded=form.forwarded,
        chosen=form.chosen,
        attachments=form.files,
        version=version_of(request.POST.get("writer", ""), request.POST.get("revision", "")),
    )


def _as_kept(form: SideForm, draft: Draft) -> None:
    """What their writer left; another message below it has its own files."""
    form.to, form.subject, form.text = ", ".join(draft.to), draft.subject or form.subject, text_of(draft.html)
    form.files, form.revision, form.is_kept = list(draft.attachments.all()), draft.revision, True
    form.stopped, form.held = draft.stopped_text, draft if draft.is_held else None
    form.overridden = draft.overridden
    if form.forwarded is not None and form.forwarded.pk == draft.forwarded_id:
        form.chosen = set(draft.chosen)


def shown_sides(messages: Iterable[Message]) -> dict[int, ShownSide]:
    """By the key of each message that was said in one; one statement, and none where there is no such message."""
    newest = {message.side_id: message.pk for message in messages if message.side_id is not None}
    if not newest:
        return {}
    sides = SideConversation.objects.in_bulk([key for key in newest if key is not None])
    return {
        message.pk: ShownSide(sides[message.side_id], newest[message.side_id] == message.pk)
        for message in messages
        if message.side_id is not None
    }


def side_html(shown: ShownSide, message: Message, csrf_token: str) -> str:
    """Whom it is with, what about, how it stands, and for the newest message what can be done."""
    context = {
        "side": shown.side,
        "is_newest": shown.is_newest,
        "is_closed": shown.side.state == SideState.CLOSED,
        "number": message.ticket_id,
        "csrf_token": csrf_token,
    }
    return render_to_string("desk/_side_line.html", context)


def _message(ticket: Ticket, key: str) -> Message | None:
    if not key.isdecimal() or len(key) > 18:
        return None
    return _public(ticket).filter(pk=key).first()


def _public(ticket: Ticket) -> MessageQuerySet:
    return ticket.messages.public().select_related("author").prefetch_related("attachments")
