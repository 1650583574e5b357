"""What stands in a box for writing when its form is sent: read here once, judged by the verbs."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.general import general
from accounts.models import User
from tickets.actions import DraftVersion, Letter
from tickets.attachments import unsent_attachments
from tickets.checks import codes_in
from tickets.content import Body, html_of, storable
from tickets.errors import Invalid
from tickets.models import Attachment, Status
from tickets.models.message import MessageKind
from tickets.models.time_entry import LONGEST_MINUTES
from tickets.pictures import pictures_in, with_content_ids
from tickets.recipients import addresses_in, named_in, parts_of

MOST_MACROS = 20


@dataclass(frozen=True, slots=True)
class Written:
    """`files`: those attached, and the pictures that stand in the text. Recipients are as typed; None: not asked for."""

    kind: MessageKind
    html: str
    files: list[Attachment]
    seen_seq: int
    macros: list[int]
    minutes: int  # that they worked on it
    version: DraftVersion | None
    to: str | None
    cc: str | None
    bcc: str | None
    status: str  # empty leaves it as it is
    later: str  # a choice of desk/send_later.py, or empty
    later_at: str
    copied: str | None  # who was in CC when the writer began; None when nobody knows
    looked_at: frozenset[str]  # the cautions that were shown

    @property
    def is_note(self) -> bool:
        return self.kind == MessageKind.NOTE

    @property
    def is_empty(self) -> bool:
        return Body.from_html(self.html).is_empty and not self.files

    @property
    def body(self) -> Body:
        return Body.from_html(with_content_ids(self.html, self.files))

    @property
    def copied_when_begun(self) -> list[str] | None:
        """Who was in CC when the writer began."""
        return None if self.copied is None else parts_of(self.copied)

    @property
    def letter(self) -> Letter:
        """As a reply. Raises Invalid naming the address that is none."""
        to, cc = named_in(self.to or ""), named_in(self.cc or "")
        return Letter(
            html=self.html,
            seen_seq=self.seen_seq,
            files=self.files,
            to=None if self.to is None else list(to),
            cc=list(cc),
            copied=self.copied_when_begun,
            bcc=addresses_in(self.bcc or ""),
            names={**cc, **to},
            status=_status(self.status),
            macros=self.macros,
            minutes=self.minutes,
        )


def written_by(writer: User, form: QueryDict) -> Written:
    html = form.get("html", "") or html_of(form.get("text", ""))
    attached = unsent_attachments(writer, form.getlist("attachments"))
    files = {file.pk: file for file in [*attached, *pictures_in(html, uploaded_by=writer)]}
    return Written(
        kind=kind_of(form.get("kind")),
        html=html,
        files=list(files.values()),
        seen_seq=_seen_seq(form.get("seen_seq", "")),
        macros=_macros(form.getlist("macros")),
        minutes=_minutes(form.get("minutes", "")),
        version=version_of(form.get("writer", ""), form.get("revision", "")),
        to=form.get("to"),
        cc=form.get("cc"),
        bcc=form.get("bcc"),
        status=form.get("status", form.get("proposed", "")),
        later=form.get("later", ""),
        later_at=form.get("later_at", ""),
        copied=form.get("copied"),
        looked_at=codes_in(form.get("looked_at", "")),
    )


def kind_of(value: str | None) -> MessageKind:
    return MessageKind.NOTE if value == MessageKind.NOTE else MessageKind.PUBLIC


def _status(value: str) -> Status | None:
    if not value:
        return None
    try:
        return Status(value)
    except ValueError as unknown:
        raise Invalid(_("Choose one of the offered values.")) from unknown


def _seen_seq(value: str) -> int:
    return int(value) if value.isdecimal() and len(value) < 10 else 0


def _minutes(value: str) -> int:
    """None for what is no number: the field takes nothing else."""
    is_number = value.isascii() and value.isdecimal() and len(value) < 5
    return min(int(value), LONGEST_MINUTES) if is_number and general().keeps_time else 0


def _macros(values: list[str]) -> list[int]:
    keys = [key for key in values if key.isdecimal() and len(key) < 19]
    return list(dict.fromkeys(map(int, keys)))[:MOST_MACROS]


def version_of(writer: str, revision: str) -> DraftVersion | None:
    """Which browser wrote these words, and when by its own clock; nothing without our script."""
    writer = storable(writer)[:36]
    return DraftVersion(writer, int(revision)) if writer and revision.isdecimal() and len(revision) < 17 else None
