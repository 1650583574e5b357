"""Writing on a ticket: the composer, its draft, sending."""

import re
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.people import person_for_address
from desk.http import DeskRequest, on_ticket, with_toast
from desk.ticket_page import Box, belongings_of, box_for, composer_for, empty_box
from desk.views.ticket import render_parts
from tickets import actions
from tickets.actions import DraftVersion
from tickets.attachments import unsent_attachments
from tickets.content import Body, html_of, storable
from tickets.errors import Invalid, Refused, Stale
from tickets.models import Attachment, Status, Ticket
from tickets.models.message import MessageKind

_OWN_PICTURE = re.compile(r'src="[^"]*?/attachments/([0-9a-f-]{36})/[^"]*"')
_MOST_COPIED = 20


@require_safe
@on_ticket
def composer(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """Both boxes for writing; with `kind=note` the one for a note is in front."""
    kind, belongings = _kind(request.GET.get("kind")), belongings_of(ticket, request.user)
    context = {"composer": composer_for(ticket, request.user, kind, belongings), "ticket": ticket}
    return render(request, "desk/_composer.html", context)


@require_POST
@on_ticket
def draft(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """Keep the words; an emptied draft is none."""
    kind, html, files = _written(request)
    if Body.from_html(html).is_empty and not files:
        actions.discard_draft(ticket, actor=request.user, kind=kind, version=_version(request))
        return JsonResponse({"kept": False})
    _keep(request, ticket, kind, html, files)
    return JsonResponse({"kept": True})


@require_POST
@on_ticket
def discard(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    kind = _kind(request.POST.get("kind"))
    actions.discard_draft(ticket, actor=request.user, kind=kind)
    context = {"box": box_for(ticket, request.user, kind), "ticket": ticket, "is_front": True}
    return render(request, "desk/_composer_box.html", context)


@require_POST
@on_ticket
def send(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """Send the reply or note; a refusal keeps the words as a draft and says what is new."""
    kind, html, files = _written(request)
    has_sent = True
    try:
        _send(request, ticket, kind, html, files)
    except Refused as refusal:
        has_sent = False
        ticket.refresh_from_db()
        if not (isinstance(refusal, Stale) and _is_said_already(request, ticket, kind, html)):
            _keep(request, ticket, kind, html, files)
            return _not_sent(request, ticket, kind, refusal)
    if not request.htmx:
        return HttpResponseRedirect(reverse("desk:ticket", args=[ticket.number]))
    box = empty_box(ticket, kind) if has_sent else box_for(ticket, request.user, kind)
    said = _("Note added.") if kind == MessageKind.NOTE else _("Sent.")
    return with_toast(render_parts(request, ticket, box=box), said)


def _send(request: DeskRequest, ticket: Ticket, kind: MessageKind, html: str, files: Sequence[Attachment]) -> None:
    body = Body.from_html(_with_content_ids(html, files))
    seen_seq = _seen_seq(request)
    if kind == MessageKind.NOTE:
        actions.add_note(ticket, actor=request.user, body=body, seen_seq=seen_seq, attachments=files)
        return
    actions.reply(
        ticket,
        actor=request.user,
        body=body,
        seen_seq=seen_seq,
        attachments=files,
        cc=_copied(request.POST.get("cc", "")),
        status=_status(request.POST.get("status", "")),
    )


def _is_said_already(request: DeskRequest, ticket: Ticket, kind: MessageKind, html: str) -> bool:
    """Whether what came since is these very words of this writer: a second click, or the page from before the send."""
    text = Body.from_html(html).text
    since = ticket.messages.filter(author=request.user, kind=kind, seq__gt=_seen_seq(request))
    return bool(text) and since.filter(text=text).exists()


def _not_sent(request: DeskRequest, ticket: Ticket, kind: MessageKind, refusal: Refused) -> HttpResponse:
    if not request.htmx:
        return HttpResponseRedirect(f"{reverse('desk:ticket', args=[ticket.number])}?compose={kind}")
    kept: Box = box_for(ticket, request.user, kind)
    kept.error = str(refusal)
    kept.cc = request.POST.get("cc", kept.cc)
    if isinstance(refusal, Stale):
        kept.is_stale = True
        kept.news = refusal.conversation_seq - refusal.seen_seq
    return _with_status(render_parts(request, ticket, box=kept), refusal.status_code)


def _with_status(response: HttpResponse, status: int) -> HttpResponse:
    response.status_code = status
    return response


def _written(request: DeskRequest) -> tuple[MessageKind, str, list[Attachment]]:
    """Kind, HTML and files of the form: those attached, and the pictures that stand in the text."""
    html = request.POST.get("html", "") or html_of(request.POST.get("text", ""))
    keys = _OWN_PICTURE.findall(html)
    pictures = Attachment.objects.filter(key__in=keys, uploaded_by=request.user, message=None) if keys else []
    attached = unsent_attachments(request.user, request.POST.getlist("attachments"))
    return _kind(request.POST.get("kind")), html, list({file.pk: file for file in [*attached, *pictures]}.values())


def _keep(request: DeskRequest, ticket: Ticket, kind: MessageKind, html: str, files: Sequence[Attachment]) -> None:
    addresses = [part.strip()[:254] for part in storable(request.POST.get("cc", "")).split(",") if part.strip()][
        :_MOST_COPIED
    ]
    actions.save_draft(
        ticket,
        actor=request.user,
        kind=kind,
        html=html,
        seen_seq=_seen_seq(request),
        cc=addresses,
        attachments=files,
        version=_version(request),
    )


def _version(request: DeskRequest) -> DraftVersion | None:
    """Which browser wrote these words, and when by its own clock; nothing without our script."""
    writer, revision = storable(request.POST.get("writer", ""))[:36], request.POST.get("revision", "")
    return DraftVersion(writer, int(revision)) if writer and revision.isdecimal() and len(revision) < 17 else None


def _with_content_ids(html: str, files: Sequence[Attachment]) -> str:
    """Pictures by content id, as stored messages and mails name them."""
    names = {str(file.key): file.content_id for file in files if file.content_id}
    return _OWN_PICTURE.sub(lambda found: f'src="cid:{names[found[1]]}"' if found[1] in names else found[0], html)


def _copied(text: str) -> list[User]:
    """The people of the CC field. Raises Invalid naming the address that is none."""
    addresses = [part.strip() for part in storable(text).replace(";", ",").split(",") if part.strip()]
    if len(addresses) > _MOST_COPIED:
        raise Invalid(_("At most %(most)s people can be copied.") % {"most": _MOST_COPIED})
    for address in addresses:
        try:
            validate_email(address)
        except ValidationError as wrong:
            raise Invalid(_("“%(address)s” is not an email address.") % {"address": address}) from wrong
    return [person_for_address(address) for address in addresses]


def _kind(value: str | None) -> MessageKind:
    return MessageKind.NOTE if value == MessageKind.NOTE else MessageKind.PUBLIC


def _status(value: str) -> Status | None:
    """Empty leaves it as it is."""
    if not value:
        return None
    try:
        return Status(value)
    except ValueError as unknown:
        raise Invalid(_("Choose one of the offered values.")) from unknown


def _seen_seq(request: DeskRequest) -> int:
    value = request.POST.get("seen_seq", "")
    return int(value) if value.isdecimal() and len(value) < 10 else 0
