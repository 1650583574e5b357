"""Returned mail: what mail servers say when they could not deliver, in the standard's form and in their own dialects."""

import re
from email import message_from_string
from email.message import Message

from mail.parsing.bounced_words import recipients_in_words
from mail.parsing.decoding import base64_bytes, decode, header_text, quoted_printable_bytes
from mail.parsing.headers import (
    ADDRESS,
    children_of,
    first_raw,
    message_ids,
    parameters,
    payload_of,
    raw_bytes,
    raw_values,
)
from mail.parsing.values import BouncedRecipient

# By whom such mails are sent: the part before the @, or a name, which is all that some servers write.
DAEMON = re.compile(
    r"^(?:[\w.-]{1,100}!)?(?:mailer[-_.]?daemon|mail[-_.]?daemon|post[-_]?master|mdaemon|mmdf|mailadm(?:in)?|mail[-_]?deliver(?:y|er)?|"
    r"ndr|bounces?|mail[-_.]?system|returned[-_.]?mail)(?:[+-][^@]*)?@",
    re.IGNORECASE,
)
# Whose only business it is to say what could not be delivered.
MAILER = re.compile(r"^mailer[-_.]?daemon(?:[+-][^@]*)?@", re.IGNORECASE)
# Gateways and scanners: what they send is read as returned mail where it says so twice, in subject and words.
GATEWAY = re.compile(
    r"^mailer@|smtp|mta\b|gateway|gw\d*\b|mail[-_.]?(?:server|service|gate|guard|marshal|sweeper|filter|scan)|anti[-_.]?(?:virus|spam)|"
    r"\b(?:imss|gwia)\b|inter[-_.]?scan|virus[-_.]?wall|groupwise",
    re.IGNORECASE,
)
SAYS_AT_ONCE = re.compile(
    r"non-?delivery report|delivery status notification|failed recipient|automatically generated|generated automatically",
    re.IGNORECASE,
)
# What no person and no shop writes above a mail.
SURE_SUBJECT = re.compile(
    r"^(?:mail system error - returned mail|returned mail: |undelivered mail returned to sender|failure notice$|"
    r"unable to deliver your message|recipient\(s\) unknown$|mail delivery failed: returning|"
    r"delivery status notification \(failure\))",
    re.IGNORECASE,
)
# What some say below the subject of the mail that came back.
SAID_LAST = re.compile(
    r": non remis(?: \(delivery failed\))?$|\((?:delivery failed|undeliver(?:able|ed))\)$", re.IGNORECASE
)
# What people write with.
PERSONAL_CLIENT = re.compile(
    r"outlook|thunderbird|apple mail|iphone|ipad|mutt|pine\b|evolution|\bkmail|roundcube|webmail|squirrelmail|eudora|the bat|"
    r"claws|zimbra|airmail|mailbird|horde",
    re.IGNORECASE,
)
DAEMON_NAME = re.compile(
    r"mail(?:er)?[- ]?daemon|mail delivery (?:sub)?system|mail deliver(?:y|er)|postmaster|system administrator|"
    r"mail administrator|microsoft exchange|internet mail (?:delivery|system)|returned mail|microsoft outlook$|"
    r"\bndr\b|mail router|inet_gateway|mail transport|jetmail system",
    re.IGNORECASE,
)
SUBJECT = re.compile(
    r"^\s*(?:\[[^\]]{0,60}\]\s*)?(?:"
    r"undeliver(?:ed|able)|un-?delivered|returned (?:mail|to sender)|returning message|mail returned|"
    r"(?:e-?)?mail (?:delivery|system|transport)? ?(?:has )?(?:fail|error|problem|status|not|warning)|"
    r"mail could not be delivered|"
    r"delivery (?:status|failure|failed|report|notification|error|problem|to the following|has failed|unsuccessful|delayed|"
    r"attempt)|fail(?:ed|ure)(?: mail)? (?:notice|delivery|notification)|failure notice|message (?:could )?not (?:be )?deliver|"
    r"message (?:delivery|status|undeliver|delayed|delivered to|rejected|failed)|(?:non|not) ?-?deliver|nondeliver|"
    r"failed mail\b|(?:automatically )?rejected mail|rejected:|"
    r"your (?:e-?mail|message) to .{1,200} could not be delivered|permanent (?:delivery )?fail|"
    r"user unknown|unknown (?:user|recipient|address)|recipient(?:s|\(s\))? unknown|unable to deliver|"
    r"warning: (?:could not send|message|mail)|could not send|notice: mail delivery|there was an error sending|"
    r"postmaster (?:notify|notice)|mail rejected|ndn:|sorry, (?:we|your (?:message|mail))|problem delivering|"
    r"\**message you sent blocked|(?:warning: )?delayed mail|cc:mail .{0,60}undeliverable|"
    r"unzustellbar|nicht zu(?:stellbar|gestellt)|ihre (?:e-?mail|nachricht) .{0,80}nicht zugestellt|"
    r"zustell(?:ung|fehler)|fehler beim versenden|rückläufer|"
    r"non remis|non distribu|échec de|remise impossible|(?:message|courrier) non|votre message n'a p|"
    r"(?:(?:su|el) mensaje )?no (?:se )?(?:ha podido|puede|pudo) (?:ser )?entrega|(?:mensaje )?no entregado|no se entreg|"
    r"error de entrega|(?:correo|mensaje) devuelto|"
    r"mancat[oa] (?:recapito|consegna)|recapito|impossibile (?:recapitare|consegnare)|non recapitabile|"
    r"(?:mail|messaggio) non consegnat|consegna (?:fallita|non riuscita)|"
    r"onbestelbaar|niet (?:afgeleverd|bezorgd)|(?:uw|het) bericht kon niet|bezorging mislukt|"
    r"(?:mensagem )?não (?:foi )?(?:possível )?entreg|falha (?:na|de) entrega|mensagem devolvida|"
    r".{0,40}k(?:an|unne) ikke leveres|ikke lever(?:et|t)|.{0,40}k(?:an|unde) inte levereras|gick inte att leverera|"
    r"levering(?:s?fejl|sfeil)|leveransfel|(?:viestiä )?ei voi(?:tu|da) toimittaa|toimit(?:us|taminen) epäonnistui|"
    r"ei toimitettavissa|"
    r"niedostarcz|nie (?:można|udało się) dostarczyć|zwrot nie|wiadomość nie|powiadomienie o niedo|"
    r"nedoručite[lľ]n|nedoručen|(?:zpráva|správa) neb|zprávu se nepodařilo|kézbesíthetetlen|nem (?:sikerült )?kézbesít|"
    r"sikertelen kézbesítés|mesajul nu a putut|nelivrat|livrare eșuată|"
    r"не\s?доставл|недоставл|не удалось доставить|(?:почта|письмо|сообщение|ваше (?:письмо|сообщение)) не доставл|"
    r"ошибка доставки|(?:повідомлення|лист) не доставл|не вдалося доставити|"
    r"(?:iletiniz |mesajınız )?(?:teslim edilem|iletilem|ulaştırılam)|"
    r"αποτυχία παράδοσης|ανεπίδοτο|δεν (?:ήταν|είναι) δυνατή η παράδοση|"
    r"(?:הודעה |ההודעה )?לא (?:נמסר|ניתן למסור)|تعذر (?:ال)?تسليم|تعذر إرسال|غير قابل للتسليم|فشل (?:ال)?تسليم|"
    r"ไม่สามารถ(?:นำ)?ส่ง|không (?:thể gửi|gửi được)|thư bị trả lại|"
    r"(?:メールが?)?(?:配信|送信|配送)(?:不能|できません|エラー|に失敗|不可)|メールを?(?:配信|送信)|"
    r"エラーメール|メール ?エラー|不達|"
    r".{0,30}退信|(?:邮件|郵件)?(?:被)?退回|无法(?:投递|送达)|無法(?:投遞|送達|傳遞)|(?:邮件)?(?:投递|发送)失败|"
    r"\[?(?:메일 )?(?:전송|발송|보내기).{0,6}실패|수신자에게 배달|배달되지|반송)",
    re.IGNORECASE,
)
IN_WORDS = re.compile(
    r"(?:(?:could ?not|cannot|can't) be (?:delivered|sent)|could not deliver (?:the |your )?message|"
    r"unable to deliver|undeliverable|error occurred while trying to deliver|did not reach|"
    r"(?:has )?not been delivered|(?:konnte|kann) nicht zugestellt|n'a p(?:as|u) pu être|no (?:se )?pudo (?:ser )?entregar|"
    r"non .{0,20}consegnat|não (?:pôde|foi) (?:ser )?entregue|не (?:может быть |был[оа]? |удалось )?доставл|"
    r"无法送达|無法送達|被退回|(?:配信|送信)(?:でき|に失敗)|전송되지|"
    r"delivery (?:to the following|has failed|failed)|permanent (?:fatal )?error|"
    r"user (?:unknown|is unknown)|unknown user|no such (?:user|address|mailbox)|mailbox (?:unavailable|is full|full)|"
    r"does not exist|recipients? (?:(?:was |were )?rejected|unknown|not found)|not delivered|was not (?:delivered|sent)|"
    r"over quota|"
    r"(?:not a valid|invalid) (?:user|recipient|mailbox|address)|(?:mail|message) has been returned|returned mail follows|"
    r"failed recipients?|postponed due to|full mailbox|delivery (?:attempts will|of e-?mail to this address)|"
    r"this is the .{0,40} (?:program|mail system)|i'?m afraid i wasn'?t able|message that you sent could not)",
    re.IGNORECASE,
)
MAX_WORDS = 20_000
MAX_STATUS = 100_000  # characters
STATUS_KINDS = {"message/delivery-status", "message/global-delivery-status"}
# Some servers call it a text.
STARTS_AS_STATUS = re.compile(
    r"\s{0,20}(?:reporting-mta|original-envelope-id|received-from-mta|arrival-date)\s?:", re.IGNORECASE
)
# A mail that came back; "partial" is what some servers call its beginning.
RETURNED = {"message/rfc822", "message/rfc822-headers", "message/global", "message/global-headers", "message/partial"}
GOOD_NEWS = {"delivered", "relayed", "expanded"}


def is_bounce(message: Message, *, subject: str, from_email: str, from_name: str) -> bool:
    """Whether a server says that a mail came not, or not yet, to where it should."""
    report = header_text(first_raw(message, "content-type")).lower()
    is_report = report.startswith(("multipart/report", "message/delivery-status"))
    if is_report and "disposition-notification" not in report and "feedback" not in report:
        recipients, _original = delivery_report(message)
        has_status = "delivery-status" in report or any(kind == "message/delivery-status" for kind in _kinds(message))
        if has_status:
            return not (recipients and all(r.action in GOOD_NEWS for r in recipients))
    if raw_values(message, "x-failed-recipients"):
        return True
    says_so = bool(SUBJECT.match(subject) or SAID_LAST.search(subject))
    is_daemon = _is_daemon(message, from_email, from_name)
    if report.startswith("multipart/report") and "disposition-notification" in report:
        return is_daemon and says_so  # a receipt says what a reader did; Sieve's rejections have its form as well
    if is_null_sender(message) or "message/delivery-status" in _kinds(message):
        return is_daemon or says_so or (_returns_mail(message) and gives_reason(words_of(message)))
    if is_daemon:
        return says_so or bool(MAILER.match(from_email)) or bool(IN_WORDS.search(words_of(message)))
    return says_so and _is_gateway(message, from_email) and bool(IN_WORDS.search(words_of(message)))


def _is_daemon(message: Message, from_email: str, from_name: str) -> bool:
    name = from_email.rpartition("@")[0].strip('"')
    return bool(
        DAEMON.match(from_email)
        or DAEMON_NAME.search(from_name)
        or DAEMON_NAME.fullmatch(name)
        or DAEMON.match(_nameless(message))
        or header_text(first_raw(message, "from")).rstrip().endswith("<>")
    )


def _is_gateway(message: Message, from_email: str) -> bool:
    """Whether a program seems to have sent this: who writes from a mail client asks us about the mail that came back."""
    client = header_text(first_raw(message, "x-mailer")) or header_text(first_raw(message, "user-agent"))
    if raw_values(message, "in-reply-to") or raw_values(message, "references") or PERSONAL_CLIENT.search(client):
        return False
    subject = header_text(first_raw(message, "subject"))
    if SURE_SUBJECT.match(subject) or SAID_LAST.search(subject):
        return True
    says_at_once = bool(SAYS_AT_ONCE.search(words_of(message)[:300]))
    return bool(GATEWAY.search(from_email)) or _returns_mail(message) or says_at_once


def _returns_mail(message: Message) -> bool:
    """Whether it is a server's words and what came back, and nothing else."""
    return [child.get_content_type() for child in children_of(message)] == ["text/plain", "message/rfc822"]


def gives_reason(words: str) -> bool:
    """Whether a server says here what became of the mail, and not only which it was."""
    return bool(IN_WORDS.search(words[:MAX_WORDS]))


def is_null_sender(message: Message) -> bool:
    return header_text(first_raw(message, "return-path")).replace(" ", "") == "<>"


def _nameless(message: Message) -> str:
    """MAILER-DAEMON alone is no address, and yet all that some servers give."""
    return header_text(first_raw(message, "from")).strip(' <>"').partition(" ")[0].partition("@")[0].rstrip("\\") + "@"


def _kinds(message: Message) -> set[str]:
    return {part.get_content_type() for part in list(message.walk())[:50]}


def words_of(message: Message) -> str:
    """The beginning of what it says, decoded where it is encoded."""
    for part in list(message.walk())[:20]:
        payload = payload_of(part)
        # One with parts that names no boundary is nothing but text.
        if part.get_content_maintype() in {"text", "multipart"} and payload.strip():
            return _decoded(payload[:MAX_WORDS], part)
    return ""


def _decoded(payload: str, part: Message) -> str:
    encoding = header_text(first_raw(part, "content-transfer-encoding")).lower()
    content = raw_bytes(payload)
    if encoding not in {"base64", "quoted-printable"} and content.isascii() and b"\x1b" not in content:
        return payload
    if encoding in {"base64", "quoted-printable"}:
        content = base64_bytes(content) if encoding == "base64" else quoted_printable_bytes(content)
    return decode(content, parameters(first_raw(part, "content-type")).get("charset", ""))[0]


def delivery_report(message: Message) -> tuple[tuple[BouncedRecipient, ...], str]:
    """RFC 3464: the recipients with their status, and the Message-ID of the mail that came back."""
    recipients: list[BouncedRecipient] = []
    original = ""
    for part in list(message.walk())[:50]:
        kind = part.get_content_type()
        if kind in STATUS_KINDS or (kind == "text/plain" and STARTS_AS_STATUS.match(str(part.get_payload())[:500])):
            recipients += [r for block in _blocks(part)[:100] if (r := _recipient(block))]
        elif kind == "message/disposition-notification" and children_of(part):
            read = message_ids(raw_values(children_of(part)[0], "original-message-id"))
            original = original or next(iter(read), "")
        elif kind in RETURNED and children_of(part) and not _is_report(children_of(part)[0]):
            # Where no blank line stands before it, its headers are read as the part's.
            original = original or _first_id(children_of(part)[0]) or _first_id(part)
        elif kind == "text/rfc822-headers":
            match = re.search(
                r"^message-id:\s*(<[^<>]{1,1000}>)", str(part.get_payload())[:100_000], re.IGNORECASE | re.MULTILINE
            )
            original = original or next(iter(message_ids([match.group(1)] if match else [])), "")
        elif part is not message and part.get_content_maintype() == "text":
            original = original or next(iter(message_ids(raw_values(part, "message-id"))), "")
    if not recipients:
        failed = header_text(first_raw(message, "x-failed-recipients"))
        recipients = [
            BouncedRecipient(email=e.lower(), action="failed", status="") for e in ADDRESS.findall(failed)[:100]
        ]
    if not recipients:
        recipients = recipients_in_words(
            words_of(message), header_text(first_raw(message, "subject")), _others(message)
        )
    return tuple(recipients), original or _id_in_words(message)


def _is_report(message: Message) -> bool:
    """What another server said of the mail, which lies deeper."""
    return message.get_content_type() == "multipart/report" and any(map(children_of, children_of(message)))


def _blocks(part: Message) -> list[Message]:
    """The groups of lines of a status: one for the mail, one for each recipient. Only the standard's own type comes divided."""
    if part.get_content_type() == "message/delivery-status" and children_of(part):
        return children_of(part)
    inside = children_of(part)[0] if children_of(part) else part
    text = str(inside.get_payload())[:MAX_STATUS]
    return [
        *children_of(part),
        *(message_from_string(block) for block in text.replace("\r", "").split("\n\n") if ":" in block),
    ]


def _recipient(block: Message) -> BouncedRecipient | None:
    action = header_text(first_raw(block, "action")).lower().partition(" ")[0]  # "relayed (to an older server)"
    match = ADDRESS.search(header_text(first_raw(block, "original-recipient"))) or ADDRESS.search(
        header_text(first_raw(block, "final-recipient"))
    )
    status = header_text(first_raw(block, "status"))[:20]
    action = action or {"5": "failed", "4": "delayed"}.get(status[:1], "")
    if not action or match is None:
        return None
    return BouncedRecipient(
        email=match.group().lower(),
        action=action[:20],
        status=status,
        diagnostic=header_text(first_raw(block, "diagnostic-code"))[:500],
    )


def _others(message: Message) -> set[str]:
    """Who sent the mail and whom it is for: none of them is the one it did not reach."""
    headers = ("from", "to", "cc", "reply-to", "sender", "return-path", "delivered-to", "errors-to")
    return {e.lower() for name in headers for v in raw_values(message, name) for e in ADDRESS.findall(v[:2_000])}


def _first_id(message: Message) -> str:
    found = next(iter(message_ids(raw_values(message, "message-id"))), "")
    return found or ("" if message.keys() else _id_in_words(message))  # it began with a blank line


def _id_in_words(message: Message) -> str:
    """Of the mail that came back where it is only quoted below the server's words."""
    for part in list(message.walk())[:20]:
        payload = part.get_payload()
        if isinstance(payload, str):
            match = re.search(
                r"^[> \t]*message-id:\s*(<[^<>\s]{1,1000}>)", payload[:100_000], re.IGNORECASE | re.MULTILINE
            )
            if match:
                return next(iter(message_ids([match.group(1)])), "")
    return ""
