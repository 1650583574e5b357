"""Files of people: taken in from a browser, found again for whoever may see them."""

import mimetypes
import re
import unicodedata
import uuid
from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from accounts.models import User
from helpdesk import clock
from tickets.errors import Invalid
from tickets.models import Attachment, Message, Ticket

_HEAD_BYTES = 8192
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
# Types a browser would run or render as a page; they are kept as plain bytes.
_ACTIVE = ("text/html", "application/xhtml+xml", "image/svg+xml", "text/xml", "application/xml", "text/javascript")
_ABANDONED_AFTER = timedelta(days=7)


def take_upload(upload: UploadedFile, *, uploaded_by: User | None, is_inline: bool = False) -> Attachment:
    """Store the file; it waits, without a message, for its author to send it. Raises Invalid with a sentence."""
    name = safe_filename(upload.name or "")
    size = upload.size or 0
    if size > settings.ATTACHMENT_MAX_BYTES:
        raise Invalid(too_large(name))
    if size == 0:
        raise Invalid(_("“%(name)s” is empty. Was it still being written?") % {"name": name})
    head = upload.read(_HEAD_BYTES)
    upload.seek(0)
    content_type = sniffed_type(head, name)
    return Attachment.objects.create(
        uploaded_by=uploaded_by,
        filename=name,
        content_type=content_type,
        size=size,
        is_inline=is_inline and raster_type(head) is not None,
        content_id=f"{uuid.uuid4().hex}@inline" if is_inline and raster_type(head) else "",
        file=upload,
    )


def too_large(name: str) -> str:
    limit = filesizeformat(settings.ATTACHMENT_MAX_BYTES)
    return _("“%(name)s” is larger than %(limit)s. Send a smaller file, or a link to it.") % {
        "name": safe_filename(name), "limit": limit
    }  # fmt: skip


def raster_type(head: bytes) -> str | None:
    """The type of a picture that is safe to show in place, by its first bytes alone; None for everything else."""
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    return None


def sniffed_type(head: bytes, filename: str) -> str:
    """What the bytes are, else what the name says; never a picture that is none, nor a page that could run."""
    raster = raster_type(head)
    if raster:
        return raster
    import puremagic  # a table of 1 MB, for whoever takes files in

    try:
        sniffed = puremagic.from_string(head, mime=True, filename=filename)
    except (puremagic.PureError, ValueError):
        sniffed = ""
    content_type = sniffed or mimetypes.guess_type(filename)[0] or "application/octet-stream"
    if content_type in _ACTIVE or content_type.startswith("image/") and not sniffed or len(content_type) > 127:
        return "application/octet-stream"
    return content_type


def safe_filename(name: str) -> str:
    """The last part of the name, without control and direction characters, at most 200 long, never empty."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    name = _CONTROL.sub("", name).strip(" .")
    stem, dot, extension = name.rpartition(".")
    if len(name) > 200:
        name = f"{stem[: 199 - len(extension)]}.{extension}" if dot and len(extension) <= 20 else name[:200]
    return name or _("file")


def attachment_for(person: User, key: uuid.UUID) -> Attachment:
    """The file, if it is the person's own unsent one or hangs on a message they may see. Raises Attachment.DoesNotExist."""
    attachment = Attachment.objects.select_related("message__ticket").get(key=key)
    if attachment.message is None:
        if attachment.uploaded_by_id != person.pk or not person.is_active:
            raise Attachment.DoesNotExist
    elif not may_see_message(person, attachment.message):
        raise Attachment.DoesNotExist
    return attachment


def may_see_message(person: User, message: Message) -> bool:
    ticket = Ticket.objects.visible_to(person).filter(pk=message.ticket_id).first()
    return ticket is not None and Message.objects.visible_to(person, ticket).filter(pk=message.pk).exists()


def unsent_attachments(person: User, ids: Iterable[str | int]) -> list[Attachment]:
    """The person's own uploaded files by id (as a form carries them), in that order; strangers' and sent ones are left out."""
    wanted = [int(number) for number in ids if str(number).isdecimal() and len(str(number)) < 19]
    if not wanted:
        return []
    found = Attachment.objects.filter(pk__in=wanted, uploaded_by=person, message=None).in_bulk()
    return [found[number] for number in dict.fromkeys(wanted) if number in found]


def remove_abandoned_uploads(held: Iterable[int] = ()) -> int:
    """Delete files that nobody sent within a week and no draft holds; how many. `held`: keys that other drafts name."""
    before = clock.now() - _ABANDONED_AFTER
    abandoned = Attachment.objects.filter(Q(message=None), created_at__lt=before, drafts=None).exclude(pk__in=held)
    removed = 0
    for attachment in abandoned[:1000]:
        attachment.file.delete(save=False)
        attachment.delete()
        removed += 1
    return removed
