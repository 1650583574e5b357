"""Files and framed messages, shown by desk and portal, each to whoever may see it."""

import uuid

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from accounts.http import PersonRequest, person_required
from accounts.limits import UPLOADS, TooMany, spend
from tickets.attachments import attachment_for, may_see_message, raster_type, take_upload, too_large
from tickets.errors import Invalid
from tickets.models import Attachment, Message
from tickets.rendering import attachment_url, inline_url, rendered
from tickets.request_links import opened_links, reader_by_link
from tickets.uploads import refused_files

_FILE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@require_POST
@person_required
def upload(request: PersonRequest) -> HttpResponse:
    """Take one file (`file`; `inline=1` for a pasted picture); the answer's `id` goes into the form that sends it."""
    file = request.FILES.get("file")
    try:
        if refused := refused_files(request):
            raise Invalid(too_large(refused[0]))
        if file is None:
            raise Invalid(_("There was no file. Choose one and try again."))
        spend(UPLOADS, str(request.user.pk))
        attachment = take_upload(file, uploaded_by=request.user, is_inline=request.POST.get("inline") == "1")
    except Invalid as refusal:
        return JsonResponse({"detail": str(refusal)}, status=413 if refused_files(request) else 400)
    except TooMany as refusal:
        return JsonResponse({"detail": str(refusal)}, status=429)
    return JsonResponse(uploaded(attachment), status=201)


def uploaded(attachment: Attachment) -> dict[str, object]:
    """What a browser or the API is told of a file just taken in."""
    return {
        "id": attachment.pk,
        "key": str(attachment.key),
        "name": attachment.filename,
        "size": attachment.size,
        "content_type": attachment.content_type,
        "url": inline_url(attachment) if attachment.is_inline else attachment_url(attachment),
    }


@require_safe
def attachment(request: HttpRequest, key: uuid.UUID, name: str) -> HttpResponseBase:
    """The file as a download; a safe picture in place with `?inline=1`."""
    found = _file_by_link(request, key)
    return _send(request, found) if found is not None else _own_attachment(request, key)


@person_required
def _own_attachment(request: PersonRequest, key: uuid.UUID) -> HttpResponseBase:
    try:
        found = attachment_for(request.user, key)
    except Attachment.DoesNotExist as missing:
        raise Http404 from missing
    return _send(request, found)


def _send(request: HttpRequest, found: Attachment) -> FileResponse:
    return file_response(found, inline=request.GET.get("inline") == "1")


def _file_by_link(request: HttpRequest, key: uuid.UUID) -> Attachment | None:
    """A file of a request whose signed link this browser opened."""
    if not opened_links(request):
        return None
    found = Attachment.objects.select_related("message__ticket").filter(key=key, message__isnull=False).first()
    return found if found is not None and found.message and _may_by_link(request, found.message) else None


def _may_by_link(request: HttpRequest, message: Message) -> bool:
    reader = reader_by_link(request, message.ticket_id)
    return reader is not None and may_see_message(reader, message)


def file_response(attachment: Attachment, *, inline: bool = False) -> FileResponse:
    """The bytes, so that no browser runs them. Raises Http404 when the file is gone from storage."""
    try:
        file = attachment.file.open("rb")
    except FileNotFoundError as missing:
        raise Http404 from missing
    picture = None
    if inline:
        picture = raster_type(file.read(16))
        file.seek(0)
    response = FileResponse(
        file,
        as_attachment=picture is None,
        filename=attachment.filename,
        content_type=picture or attachment.content_type or "application/octet-stream",
    )
    response["Content-Length"] = attachment.file.size
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = _FILE_POLICY
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, max-age=3600"
    return response


@require_safe
@xframe_options_sameorigin
def message_frame(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A message in a document of its own; with `?remote=1` it may load pictures from elsewhere."""
    message = Message.objects.filter(pk=pk).prefetch_related("attachments").first()
    if message is not None and opened_links(request) and _may_by_link(request, message):
        return _frame(request, message)
    return _own_message_frame(request, message)


@person_required
def _own_message_frame(request: PersonRequest, message: Message | None) -> HttpResponse:
    if message is None or not may_see_message(request.user, message):
        raise Http404
    return _frame(request, message)


def _frame(request: HttpRequest, message: Message) -> HttpResponse:
    show_remote = request.GET.get("remote") == "1"
    response = render(
        request,
        "tickets/message_frame.html",
        {"content": rendered(message, show_remote=show_remote), "message": message},
    )
    # No scripts and no forms. allow-same-origin lets the page around it measure the height; links open outside.
    response["Content-Security-Policy"] = (
        f"default-src 'none'; style-src 'unsafe-inline'; img-src 'self'{' https:' if show_remote else ''}; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
        "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox"
    )
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "private, no-store"
    return response
