"""What becomes of a mail, and what each way of taking one in makes of it: verdict, words and files."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.core.files.base import ContentFile

from mail.html import content_ids_in
from mail.models import InboundReason, InboundState
from mail.parsing import ParsedMail
from mail.threading import Thread
from tickets.content import Body
from tickets.errors import Refused
from tickets.models import Attachment, Message, Ticket


@dataclass(frozen=True, slots=True)
class Outcome:
    state: InboundState
    reason: str = ""
    message: Message | None = None
    opened: Ticket | None = None  # its first message needs no look-up
    verdict: dict = field(default_factory=dict)


class TurnedAway(Exception):
    """A verb refused the mail: whatever was done for it is to be undone; then `keep` is called and the outcome written."""

    def __init__(self, outcome: Outcome, keep: Callable[[], object] = lambda: None) -> None:
        self.outcome, self.keep = outcome, keep
        super().__init__(outcome.reason)


def refusal_outcome(refused: Refused, mail: ParsedMail, verdict: dict) -> Outcome:
    is_empty = not mail.text.strip() and not mail.attachments
    reason = InboundReason.EMPTY if is_empty else InboundReason.REFUSED
    return Outcome(InboundState.QUARANTINED, reason, verdict={**verdict, "refusal": refused.code})


def verdict_of(thread: Thread, *, stranger: bool = False) -> dict:
    """As stored and shown: "attached because …", or which conversation an outsider meant."""
    if thread.ticket is None or thread.sign is None:
        return {}
    verdict = {"by": thread.sign.value, "ticket": thread.ticket.pk}
    if thread.detail:
        verdict["detail"] = thread.detail[:200]
    if thread.via:
        verdict["via"] = thread.via
    if stranger:
        verdict["stranger"] = "linked" if thread.is_sure else "hint"
    return verdict


def body_of(mail: ParsedMail) -> Body:
    """With HTML that could not be split the whole of it is shown, so nothing of it is repeated beside it."""
    if not mail.html:
        return Body(text=mail.new_text, quoted_text=mail.quoted_text, signature=mail.signature)
    split = bool(mail.new_html)
    return Body(
        text=mail.new_text,
        html=mail.new_html if split else mail.html,
        quoted_text=mail.quoted_text if split else "",
        quoted_html=mail.quoted_html if split else "",
    )


def files_of(mail: ParsedMail) -> list[Attachment]:
    """Unsaved rows whose bytes are stored when the message is; those the HTML shows in place are inline."""
    shown = content_ids_in(mail.html)
    return [
        Attachment(
            filename=file.filename,
            content_type=file.content_type[:127],
            size=len(file.content),
            content_id=file.content_id,
            is_inline=bool(file.content_id) and file.content_id in shown,
            file=ContentFile(file.content, name=file.filename),
        )
        for file in mail.attachments
    ]
