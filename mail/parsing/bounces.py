"""Returned mail: what mail servers say when they could not deliver, in the standard's form and in their own dialects."""

import re
from email.message import Message

from mail.parsing.decoding import header_text
from mail.parsing.headers import ADDRESS, children_of, first_raw, message_ids, raw_values
from mail.parsing.values import BouncedRecipient

# By whom such mails are sent: the part before the @, or a name, which is all that some servers write.
DAEMON = re.compile(
    r"^(?:mailer[-_.]?daemon|mail[-_.]?daemon|post[-_]?master|mdaemon|mmdf|mailadm(?:in)?|mail[-_]?deliver(?:y|er)?|"
    r"ndr|bounces?|mail[-_.]?system|returned[-_.]?mail)(?:[+-][^@]*)?@",
    re.IGNORECASE,
)
# Whose only business it is to say what could not be delivered.
MAILER = re.compile(r"^mailer[-_.]?daemon(?:[+-][^@]*)?@", re.IGNORECASE)
# Gateways and scanners: what they send is read as returned mail where it says so twice, in subject and words.
GATEWAY = re.compile(
    r"smtp|mta\b|gateway|gw\d*\b|mail[-_.]?(?:server|service|gate|guard|marshal|sweeper|filter|scan)|anti[-_.]?(?:virus|spam)|"
    r"\bimss\b|inter[-_.]?scan|virus[-_.]?wall|groupwise",
    re.IGNORECASE,
)
SAYS_AT_ONCE = re.compile(
    r"non-?delivery report|delivery status notification|failed recipient|automatically generated|generated automatically",
    re.IGNORECASE,
)
# What people write with.
PERSONAL_CLIENT = re.compile(
    r"outlook|thunderbird|apple mail|iphone|ipad|mutt|pine\b|evolution|kmail|roundcube|webmail|squirrelmail|eudora|the bat|"
    r"claws|zimbra|airmail|mailbird|horde",
    re.IGNORECASE,
)
DAEMON_NAME = re.compile(
    r"mail(?:er)?[- ]?daemon|mail delivery (?:sub)?system|mail deliver(?:y|er)|postmaster|system administrator|"
    r"mail administrator|microsoft exchange|internet mail (?:delivery|system)|returned mail|microsoft outlook$|"
    r"mail router|inet_gateway|mail transport|jetmail system",
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
    r"user unknown|unknown (?:user|recipient|address)|"
    r"warning: (?:could not send|message|mail)|could not send|notice: mail delivery|there was an error sending|"
    r"postmaster (?:notify|notice)|mail rejected|ndn:|sorry, we|problem delivering|"
    r"unzustellbar|nicht zustellbar|zustell(?:ung|fehler)|fehler beim versenden|rückläufer|"
    r"non remis|non distribu|échec de|remise impossible|message non|"
    r"no se (?:ha podido|puede) entregar|no entregado|no se entreg|error de entrega|correo devuelto|"
    r"mancato recapito|recapito|impossibile (?:recapitare|consegnare)|non recapitabile|"
    r"onbestelbaar|niet afgeleverd|bezorging mislukt|não (?:foi )?entreg|falha (?:na|de) entrega|"
    r"kan ikke leveres|ikke leveret|kan inte levereras|gick inte att leverera|"
    r"niedostarcz|nie można dostarczyć|nedoručiteln|не\s?доставл|недоставл|не удалось доставить|"
    r"teslim edilemedi|iletilemedi|配信(?:不能|できません|エラー)|送信(?:できません|エラー)|不達|退信|无法投递|無法投遞|系统退信|"
    r"수신자에게 배달|반송)",
    re.IGNORECASE,
)
IN_WORDS = re.compile(
    r"(?:(?:could ?not|cannot|can't) be delivered|(?:could not|unable to) deliver (?:the |your )?message|undeliverable|"
    r"delivery (?:to the following|has failed|failed)|permanent (?:fatal )?error|"
    r"user (?:unknown|is unknown)|unknown user|no such (?:user|address|mailbox)|mailbox (?:unavailable|is full|full)|"
    r"does not exist|recipient(?:s)? (?:rejected|unknown|not found)|not delivered|was not (?:delivered|sent)|over quota|"
    r"(?:not a valid|invalid) (?:user|recipient|mailbox|address)|(?:mail|message) has been returned|returned mail follows|"
    r"failed recipients?|postponed due to|full mailbox|delivery (?:attempts will|of e-?mail to this address)|"
    r"this is the .{0,40} (?:program|mail system)|i'?m afraid i wasn'?t able|message that you sent could not)",
    re.IGNORECASE,
)
MAX_WORDS = 20_000
MAX_LINE = 400
STATUS = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")
RECIPIENT_LINE = re.compile(r"^\s*(?:[-*]+\s*|to:?\s+|rcpt to:?\s*|recipient(?: address)?:?\s*|\d{3}[ -].{0,40})?<?")
GOOD_NEWS = {"delivered", "relayed", "expanded"}


def is_bounce(message: Message, *, subject: str, from_email: str, from_name: str) -> bool:
    """Whether a server says that a mail came not, or not yet, to where it should."""
    report = header_text(first_raw(message, "content-type")).lower()
    if report.startswith("multipart/report") and "disposition-notification" not in report and "feedback" not in report:
        recipients, _original = delivery_report(message)
        has_status = "delivery-status" in report or any(kind == "message/delivery-status" for kind in _kinds(message))
        if has_status:
            return not (recipients and all(r.action in GOOD_NEWS for r in recipients))
    if raw_values(message, "x-failed-recipients"):
        return True
    says_so = bool(SUBJECT.match(subject))
    is_daemon = _is_daemon(message, from_email, from_name)
    if report.startswith("multipart/report") and "disposition-notification" in report:
        return is_daemon and says_so  # a receipt says what a reader did; Sieve's rejections have its form as well
    if is_null_sender(message) or "message/delivery-status" in _kinds(message):
        return is_daemon or says_so
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
    kinds = [child.get_content_type() for child in children_of(message)]
    returns_mail = kinds == ["text/plain", "message/rfc822"]  # a server's words and what came back, and nothing else
    return bool(GATEWAY.search(from_email)) or returns_mail or bool(SAYS_AT_ONCE.search(words_of(message)[:300]))


def is_null_sender(message: Message) -> bool:
    return header_text(first_raw(message, "return-path")).replace(" ", "") == "<>"


def _nameless(message: Message) -> str:
    """MAILER-DAEMON alone is no address, and yet all that some servers give."""
    return header_text(first_raw(message, "from")).strip(' <>"').partition(" ")[0].partition("@")[0].rstrip("\\") + "@"


def _kinds(message: Message) -> set[str]:
    return {part.get_content_type() for part in list(message.walk())[:50]}


def words_of(message: Message) -> str:
    """The beginning of what it says, as it stands there."""
    for part in list(message.walk())[:20]:
        payload = part.get_payload()
        if part.get_content_maintype() == "text" and isinstance(payload, str) and payload.strip():
            return payload[:MAX_WORDS]
    return ""


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
    if not recipients:
        recipients = _recipients_in_words(words_of(message))
    return tuple(recipients), original or _id_in_words(message)


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


def _recipients_in_words(words: str) -> list[BouncedRecipient]:
    """Servers without a standard part name the recipient on a line of its own, and say on the next ones why."""
    lines = words.split("\n")[:300]
    for index, line in enumerate(lines):
        found = ADDRESS.search(line[:MAX_LINE])
        if found is None or not (start := RECIPIENT_LINE.match(line[:MAX_LINE])) or start.end() < found.start() - 2:
            continue
        reason = " ".join(one.strip()[:MAX_LINE] for one in lines[index : index + 6])
        status = STATUS.search(reason)
        email = found.group().lower().strip(".'")
        return [BouncedRecipient(email, "failed", status.group() if status else "", reason[:500])]
    return []


def _id_in_words(message: Message) -> str:
    """Of the mail that came back where it is only quoted below the server's words."""
    for part in list(message.walk())[:20]:
        payload = part.get_payload()
        if isinstance(payload, str):
            match = re.search(
                r"^[> \t]*message-id:\s*(<[^<>\s]{1,1000}>)", payload[:100_000], re.IGNORECASE | re.MULTILINE
            )
            if match:
                return message_ids([match.group(1)])[0]
    return ""
