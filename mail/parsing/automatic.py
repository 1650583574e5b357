"""Who or what wrote this: a person, an auto-responder, a bouncing server, a list. Judged by headers."""

import re
from dataclasses import dataclass
from email.message import Message

from mail.parsing.decoding import header_text
from mail.parsing.headers import ADDRESS, children_of, first_raw, message_ids, raw_values
from mail.parsing.values import BouncedRecipient

LOOP_HEADER = "X-Helpdesk-Loop"

AUTO_SUBJECT = re.compile(
    r"(?:automatic reply|auto(?:matic)?[ -]?(?:reply|response)|out of (?:the )?office|"
    r"automatische antwort|abwesenheitsnotiz|"
    r"abwesend|réponse automatique|respuesta automática|risposta automatica|automatisch antwoord|autosvar)\b.{0,3}:",
    re.IGNORECASE,
)
BOUNCE_SENDERS = re.compile(r"(?:mailer-daemon|postmaster)@", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Origin:
    is_auto: bool = False
    is_bounce: bool = False
    is_bulk: bool = False
    reason: str = ""
    bounced: tuple[BouncedRecipient, ...] = ()
    bounced_message_id: str = ""


def origin_of(message: Message, *, subject: str, from_email: str) -> Origin:
    report = header_text(first_raw(message, "content-type")).lower()
    is_report = report.startswith("multipart/report")
    if (is_report and "delivery-status" in report) or (
        raw_values(message, "x-failed-recipients") or _is_null_sender(message) and BOUNCE_SENDERS.match(from_email)
    ):
        recipients, original = delivery_report(message)
        return Origin(is_bounce=True, reason="bounce", bounced=recipients, bounced_message_id=original)
    if is_report:
        return Origin(is_auto=True, reason="receipt" if "disposition-notification" in report else "report")
    return _machine(message, subject)


def _machine(message: Message, subject: str) -> Origin:
    answers = bool(raw_values(message, "in-reply-to") or raw_values(message, "references"))
    submitted = header_text(first_raw(message, "auto-submitted")).lower()
    precedence = header_text(first_raw(message, "precedence")).lower()
    if submitted.startswith("auto-replied"):
        return Origin(is_auto=True, reason="auto-submitted")
    if precedence in {"auto_reply", "auto-reply"}:
        return Origin(is_auto=True, reason="precedence")
    for header in ("x-autoreply", "x-autorespond", "x-autoresponse", "x-auto-reply", "x-auto-response"):
        value = header_text(first_raw(message, header)).lower()
        if value and value not in {"no", "false", "0"}:
            return Origin(is_auto=True, reason=header)
    if submitted and not submitted.startswith("no"):
        # A machine that starts a conversation (monitoring, a web form) is heard, one that answers ours is not.
        return Origin(is_auto=answers, is_bulk=not answers, reason="auto-submitted")
    if AUTO_SUBJECT.match(subject) and (answers or raw_values(message, "x-auto-response-suppress")):
        return Origin(is_auto=True, reason="subject")
    if precedence in {"bulk", "list", "junk"}:
        return Origin(is_bulk=True, reason="precedence")
    for header in ("list-id", "list-unsubscribe", "list-post", "feedback-id", "x-auto-response-suppress"):
        if raw_values(message, header):
            return Origin(is_bulk=True, reason=header)
    if _is_null_sender(message):
        return Origin(is_bulk=True, reason="null sender")
    return Origin()


def _is_null_sender(message: Message) -> bool:
    return header_text(first_raw(message, "return-path")).replace(" ", "") == "<>"


def delivery_report(message: Message) -> tuple[tuple[BouncedRecipient, ...], str]:
    """RFC 3464: the recipients with their status, and the Message-ID of the mail that came back."""
    recipients: list[BouncedRecipient] = []
    original = ""
    for part in list(message.walk())[:50]:
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            recipients += [r for block in children_of(part)[:100] if (r := _recipient(block))]
        elif kind in {"message/rfc822", "message/rfc822-headers", "message/global"} and children_of(part):
            original = original or _first_id(children_of(part)[0])
        elif kind == "text/rfc822-headers":
            match = re.search(
                r"^message-id:\s*(<[^<>]{1,1000}>)", str(part.get_payload())[:100_000], re.IGNORECASE | re.MULTILINE
            )
            original = original or (message_ids([match.group(1)])[0] if match else "")
    if not recipients:
        failed = header_text(first_raw(message, "x-failed-recipients"))
        recipients = [
            BouncedRecipient(email=e.lower(), action="failed", status="") for e in ADDRESS.findall(failed)[:100]
        ]
    return tuple(recipients), original


def _recipient(block: Message) -> BouncedRecipient | None:
    action = header_text(first_raw(block, "action")).lower()
    match = ADDRESS.search(header_text(first_raw(block, "original-recipient"))) or ADDRESS.search(
        header_text(first_raw(block, "final-recipient"))
    )
    if not action or match is None:
        return None
    return BouncedRecipient(
        email=match.group().lower(),
        action=action[:20],
        status=header_text(first_raw(block, "status"))[:20],
        diagnostic=header_text(first_raw(block, "diagnostic-code"))[:500],
    )


def _first_id(message: Message) -> str:
    return next(iter(message_ids(raw_values(message, "message-id"))), "")
