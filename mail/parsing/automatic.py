"""Who or what wrote this: a person, an auto-responder, a bouncing server, a list. Judged by headers."""

import re
from dataclasses import dataclass
from email.message import Message

from mail.parsing.bounces import delivery_report, is_bounce, is_null_sender
from mail.parsing.decoding import header_text
from mail.parsing.headers import first_raw, raw_values
from mail.parsing.values import BouncedRecipient

LOOP_HEADER = "X-Helpdesk-Loop"

# Programs write these before the subject that they answer; a person who writes "out of office" has no colon after it.
AUTO_SUBJECT = re.compile(
    r"^\s*(?:(?:re|aw|sv|antw|vs)\s*:\s*)?\[?(?:"
    r"automatic (?:reply|response)|auto(?:mated)?[ -]?(?:reply|response|respond(?:er)?|answer)|automated (?:message|reply)|"
    r"out of (?:the )?office(?: auto-?reply| reply| message)?|ooo|away from (?:the |my )?office|vacation (?:reply|message)|"
    r"on (?:vacation|holiday)|"
    r"automatische (?:antwort|e-?mail-?antwort)|abwesenheits(?:notiz|nachricht|meldung|assistent)|abwesend|"
    r"réponse automatique|absence du bureau|absent(?:e)? du bureau|message d'absence|"
    r"respuesta automática|fuera de (?:la )?oficina|resposta automática|fora do escritório|ausência temporária|"
    r"risposta automatica|fuori (?:sede|ufficio)|automatisch antwoord|afwezig(?:heid)?|"
    r"autosvar|automati(?:sk|skt) svar|frånvaro(?:meddelande)?|fravær|fraværsmelding|ikke til stede|"
    r"automaattinen vastaus|poissa(?:oloilmoitus)?|"
    r"automatyczna odpowiedź|odpowiedź automatyczna|poza biurem|automatická odpověď|mimo kancelář|"
    r"автоматический ответ|автоответ(?:чик)?|вне офиса|нет на месте|автоматична відповідь|"
    r"otomatik (?:yanıt|cevap)|ofis dışında|自動応答|自動返信|不在通知|自动(?:答复|回复)|自動回覆|자동 ?(?:회신|응답)|부재중|"
    r"trả lời tự động)\]?.{0,3}[:：]",
    re.IGNORECASE,
)
# What only machines say, wherever in the subject.
AUTO_ALWAYS = re.compile(
    r"awaits moderator approval|^confirm [0-9a-f]{20,}|^(?:re: )?\[verify#|"
    r"requires (?:your )?(?:confirmation|verification) to be delivered|"
    r"^out of office autoreply|^autoreply\b|^auto:\s",
    re.IGNORECASE,
)
AUTO_HEADERS = (
    "x-autoreply", "x-autorespond", "x-autoresponse", "x-auto-reply", "x-auto-response", "x-autoresponder", "x-autoreply-from",
    "x-mail-autoreply", "x-amazon-auto-reply", "x-vacation", "x-away", "x-boxtrapper", "x-tmda-confirm", "x-list-administrivia",
)  # fmt: skip
NO = {"no", "false", "0", "none"}
AUTO_MAILERS = re.compile(r"vacation|auto-?respon|autoreply", re.IGNORECASE)
# Reports that nobody asked for: DMARC's (RFC 7489), cron's.
REPORT_SUBJECT = re.compile(r"^\s*(?:\[preview\] )?report domain: .{1,300}submitter:", re.IGNORECASE)
REPORT_HEADERS = ("x-cron-env", "x-fc-machinegenerated", "tls-report-domain")


@dataclass(frozen=True, slots=True)
class Origin:
    is_auto: bool = False
    is_bounce: bool = False
    is_bulk: bool = False
    is_by_machine: bool = False
    reason: str = ""
    bounced: tuple[BouncedRecipient, ...] = ()
    bounced_message_id: str = ""


def origin_of(message: Message, *, subject: str, from_email: str, from_name: str = "") -> Origin:
    if is_bounce(message, subject=subject, from_email=from_email, from_name=from_name):
        recipients, original = delivery_report(message)
        return Origin(is_bounce=True, reason="bounce", bounced=recipients, bounced_message_id=original)
    report = header_text(first_raw(message, "content-type")).lower()
    if report.startswith("multipart/report"):
        return Origin(is_auto=True, reason="receipt" if "disposition-notification" in report else "report")
    return _machine(message, subject)


def _machine(message: Message, subject: str) -> Origin:
    answers = bool(raw_values(message, "in-reply-to") or raw_values(message, "references"))
    submitted = header_text(first_raw(message, "auto-submitted")).lower()
    precedence = header_text(first_raw(message, "precedence")).lower()
    if submitted.startswith("auto-replied"):
        return Origin(is_auto=True, reason="auto-submitted")
    if (
        precedence in {"auto_reply", "auto-reply"}
        or header_text(first_raw(message, "x-precedence")).lower() == "auto_reply"
    ):
        return Origin(is_auto=True, reason="precedence")
    for header in AUTO_HEADERS:
        value = header_text(first_raw(message, header)).lower()
        if value and value not in NO:
            return Origin(is_auto=True, reason=header)
    if AUTO_MAILERS.search(header_text(first_raw(message, "x-mailer"))):
        return Origin(is_auto=True, reason="x-mailer")
    if submitted and not submitted.startswith("no"):
        # A machine that starts a conversation (monitoring, a web form) is heard, one that answers ours is not.
        return Origin(is_auto=answers, is_bulk=not answers, is_by_machine=True, reason="auto-submitted")
    # A person may ask "Out of office: when?"; a program that answers asks nothing, or says what it answers.
    if AUTO_ALWAYS.search(subject) or (AUTO_SUBJECT.match(subject) and ("?" not in subject or answers)):
        return Origin(is_auto=True, reason="subject")
    if REPORT_SUBJECT.match(subject) or any(raw_values(message, header) for header in REPORT_HEADERS):
        return Origin(is_bulk=True, is_by_machine=True, reason="report")
    if precedence in {"bulk", "list", "junk"}:
        return Origin(is_bulk=True, reason="precedence")
    for header in ("list-id", "list-unsubscribe", "list-post", "feedback-id", "x-auto-response-suppress"):
        if raw_values(message, header):
            return Origin(is_bulk=True, reason=header)
    if is_null_sender(message):
        return Origin(is_bulk=True, is_by_machine=True, reason="null sender")
    return Origin()
