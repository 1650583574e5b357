"""Writing on a ticket: the composer, its draft, sending, and taking back what was sent a moment ago."""

import json
from collections.abc import Sequence

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from desk.composer import Box, box_for, composer_for, empty_box
from desk.http import DeskRequest, fields_to_open, on_ticket, with_toast
from desk.send_later import after_undo, chosen_time
from desk.ticket_page import belongings_of
from desk.views.ticket import render_parts
from helpdesk import clock
from tickets import actions
from tickets.actions import DraftVersion, Letter
from tickets.actions.macros import macros_named
from tickets.actions.sending import refuse_letter
from tickets.attachments import unsent_attachments
from tickets.checks import Caution, cautions_for, facts_for
from tickets.content import Body, html_of, storable
from tickets.door import one_passage
from tickets.errors import Invalid, Refused, Stale
from tickets.models import Attachment, Draft, Status, Ticket
from tickets.models.message import MessageKind
from tickets.pictures import pictures_in, with_content_ids
from tickets.recipients import addresses_in, parts_of

_MOST_MACROS = 20


@require_safe
@on_ticket
def composer(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """Both boxes for writing; with `kind=note` the one for a note is in front."""
    kind, belongings = _kind(request.GET.get("kind")), belongings_of(ticket, request.user)
    context = {"composer": composer_for(ticket, request.user, kind, belongings), "ticket": ticket}
    return render(request, "desk/_composer.html", context)


@require_safe
@on_ticket
def one_box(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """One box as it stands now; what is on its way asks for it until it has gone."""
    return _box(request, ticket, _kind(request.GET.get("kind")))


@require_POST
@on_ticket
def draft(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """Keep the words; an emptied draft is none."""
    kind, html, files = _written(request)
    if Body.from_html(html).is_empty and not files:
        actions.discard_draft(ticket, actor=request.user, kind=kind, version=_version(request))
        return JsonResponse({"kept": False})
    kept = _keep(request, ticket, kind, html, files)
    # Other words of theirs are on their way from another page: these stay in this one.
    return JsonResponse({"kept": not kept.is_held}, status=409 if kept.is_held else 200)


@require_POST
@on_ticket
def discard(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    kind = _kind(request.POST.get("kind"))
    actions.discard_draft(ticket, actor=request.user, kind=kind)
    return _box(request, ticket, kind)


@require_POST
@on_ticket
def send(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """Send the reply or note; a refusal keeps the words as a draft and says what is new."""
    kind, html, files = _written(request)
    cautions: Sequence[Caution] = ()
    is_held, has_sent = False, True
    try:
        if kind == MessageKind.NOTE:
            _note(request, ticket, html, files)
        else:
            letter = _letter(request, html, files)
            refuse_letter(ticket, actor=request.user, letter=letter)
            cautions = _not_looked_at(request, ticket, letter)
            is_held = not cautions and _send_or_hold(request, ticket, letter)
    except Refused as refusal:
        has_sent = False
        ticket.refresh_from_db()
        if not (isinstance(refusal, Stale) and _is_said_already(request, ticket, kind, html)):
            _keep(request, ticket, kind, html, files)
            return _not_sent(request, ticket, kind, refusal, html)
    if cautions:
        _keep(request, ticket, kind, html, files)
        return _look_again(request, ticket, cautions, html)
    if not request.htmx:
        return HttpResponseRedirect(reverse("desk:ticket", args=[ticket.number]))
    if is_held:
        return render_parts(request, ticket, box=box_for(ticket, request.user, kind))
    box = empty_box(ticket, request.user, kind) if has_sent else box_for(ticket, request.user, kind)
    return with_toast(
        render_parts(request, ticket, box=box), _("Note added.") if kind == MessageKind.NOTE else _("Sent.")
    )


@require_POST
@on_ticket
def take_back(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """Undo: the words are back in the box."""
    is_back = actions.take_back(ticket, actor=request.user)
    said = _("Back in the box.") if is_back else _("It has been sent already.")
    response = _box(request, ticket, MessageKind.PUBLIC)
    return with_toast(response, said, level="success" if is_back else "error")


@require_POST
@on_ticket
def send_now(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    """What is held for later leaves with the next round of the worker."""
    actions.schedule(ticket, actor=request.user, send_at=clock.now())
    return _box(request, ticket, MessageKind.PUBLIC)


def _box(request: DeskRequest, ticket: Ticket, kind: MessageKind) -> HttpResponse:
    if not request.htmx and request.method == "POST":
        return HttpResponseRedirect(f"{reverse('desk:ticket', args=[ticket.number])}?compose={kind}")
    context = {"box": box_for(ticket, request.user, kind), "ticket": ticket, "is_front": True}
    return render(request, "desk/_composer_box.html", context)


def _note(request: DeskRequest, ticket: Ticket, html: str, files: Sequence[Attachment]) -> None:
    body = Body.from_html(with_content_ids(html, files))
    macros = macros_named(_macros(request), actor=request.user)
    with one_passage():
        actions.add_note(ticket, actor=request.user, body=body, seen_seq=_seen_seq(request), attachments=files)
        actions.use_macros(ticket, macros, actor=request.user, with_status=True)


def _letter(request: DeskRequest, html: str, files: Sequence[Attachment]) -> Letter:
    """The form as a reply. Raises Invalid naming the address that is none."""
    form = request.POST
    return Letter(
        html=html,
        seen_seq=_seen_seq(request),
        files=files,
        to=addresses_in(form["to"]) if "to" in form else None,
        cc=addresses_in(form.get("cc", "")),
        bcc=addresses_in(form.get("bcc", "")),
        status=_status(form.get("status", form.get("proposed", ""))),
        macros=_macros(request),
    )


def _not_looked_at(request: DeskRequest, ticket: Ticket, letter: Letter) -> list[Caution]:
    """What its writer should look at, empty once every one of them was shown; without a script nobody could answer."""
    if not request.htmx:
        return []
    begun = parts_of(request.POST["copied"]) if "copied" in request.POST else None
    cautions = cautions_for(letter, facts_for(ticket, request.user, letter, copied_when_begun=begun))
    looked_at = request.POST.get("looked_at", "").split(",")
    return cautions if any(caution.code not in looked_at for caution in cautions) else []


def _send_or_hold(request: DeskRequest, ticket: Ticket, letter: Letter) -> bool:
    """Whether it is held: for as long as it can be undone, or until the time that was chosen."""
    later = request.POST.get("later", "")
    send_at = chosen_time(later, request.POST.get("later_at", "")) if later else after_undo(request.user)
    if send_at is None:
        actions.send_letter(ticket, actor=request.user, letter=letter)
        return False
    actions.hold(ticket, actor=request.user, letter=letter, send_at=send_at, version=_version(request))
    return True


def _is_said_already(request: DeskRequest, ticket: Ticket, kind: MessageKind, html: str) -> bool:
    """Whether what came since is these very words of this writer: a second click, or the page from before the send."""
    text = Body.from_html(html).text
    since = ticket.messages.filter(author=request.user, kind=kind, seq__gt=_seen_seq(request))
    return bool(text) and since.filter(text=text).exists()


def _not_sent(request: DeskRequest, ticket: Ticket, kind: MessageKind, refusal: Refused, html: str) -> HttpResponse:
    if not request.htmx:
        return HttpResponseRedirect(f"{reverse('desk:ticket', args=[ticket.number])}?compose={kind}")
    kept = _as_typed(request, box_for(ticket, request.user, kind), html)
    kept.error = str(refusal)
    if isinstance(refusal, Stale):
        kept.is_stale = True
        kept.news = refusal.conversation_seq - refusal.seen_seq
    response = _with_status(render_parts(request, ticket, box=kept), refusal.status_code)
    if fields := fields_to_open(refusal):
        response["HX-Trigger"] = json.dumps(fields)
    return response


def _look_again(request: DeskRequest, ticket: Ticket, cautions: Sequence[Caution], html: str) -> HttpResponse:
    kept = _as_typed(request, box_for(ticket, request.user, MessageKind.PUBLIC), html)
    kept.cautions = cautions
    kept.copied = request.POST.get("copied", kept.copied)
    return _with_status(render_parts(request, ticket, box=kept), 422)


def _as_typed(request: DeskRequest, kept: Box, html: str) -> Box:
    """The box with what was sent in it, also when other words are on their way, so that these are in no draft."""
    if kept.held is not None:
        kept.held, kept.html = None, html
    for name in ("to", "cc", "bcc"):
        setattr(kept, name, request.POST.get(name, getattr(kept, name)))
    return kept


def _with_status(response: HttpResponse, status: int) -> HttpResponse:
    response.status_code = status
    return response


def _written(request: DeskRequest) -> tuple[MessageKind, str, list[Attachment]]:
    """Kind, HTML and files of the form: those attached, and the pictures that stand in the text."""
    html = request.POST.get("html", "") or html_of(request.POST.get("text", ""))
    pictures = pictures_in(html, uploaded_by=request.user)
    attached = unsent_attachments(request.user, request.POST.getlist("attachments"))
    return _kind(request.POST.get("kind")), html, list({file.pk: file for file in [*attached, *pictures]}.values())


def _keep(request: DeskRequest, ticket: Ticket, kind: MessageKind, html: str, files: Sequence[Attachment]) -> Draft:
    return actions.save_draft(
        ticket,
        actor=request.user,
        kind=kind,
        html=html,
        seen_seq=_seen_seq(request),
        to=parts_of(request.POST.get("to", "")),
        cc=parts_of(request.POST.get("cc", "")),
        bcc=parts_of(request.POST.get("bcc", "")),
        macros=_macros(request),
        attachments=files,
        version=_version(request),
    )


def _version(request: DeskRequest) -> DraftVersion | None:
    """Which browser wrote these words, and when by its own clock; nothing without our script."""
    writer, revision = storable(request.POST.get("writer", ""))[:36], request.POST.get("revision", "")
    return DraftVersion(writer, int(revision)) if writer and revision.isdecimal() and len(revision) < 17 else None


def _macros(request: DeskRequest) -> list[int]:
    keys = [key for key in request.POST.getlist("macros") if key.isdecimal() and len(key) < 19]
    return list(dict.fromkeys(map(int, keys)))[:_MOST_MACROS]


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
