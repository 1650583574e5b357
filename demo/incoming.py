"""Mail that became no ticket, as every desk gets some, and the rules that an admin made of it."""

from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any
from zlib import crc32

from accounts.models import User
from demo.company import MAILBOX, STAFF
from helpdesk import clock
from mail.models import InboundEmail, InboundReason, InboundState, Mailbox
from mail.receiving import row_for
from mail.rule_keeping import add_mail_rule
from tickets.models import Priority

_SPAM, _OFFERS, _ALL_CLEAR = (
    "Our gateway calls it spam",
    "Offers to improve our search rank",
    "All clear of the monitoring",
)
_RULES: list[dict[str, Any]] = [
    {
        "name": _ALL_CLEAR,
        "conditions": [
            {"header": "sender", "how": "contains", "value": "monitoring@"},
            {"header": "subject", "how": "matches", "value": r"^\[(OK|RECOVERED)\]"},
        ],
        "does": "drop",
        "reason": "Nobody has to do anything about it",
    },
    {
        "name": "Alerts of the monitoring come first",
        "conditions": [
            {"header": "sender", "how": "contains", "value": "monitoring@"},
            {"header": "subject", "how": "matches", "value": r"^\[CRITICAL\]"},
        ],
        "does": "set",
        "sets": {"tags": ["monitoring"], "priority": int(Priority.URGENT)},
    },
    {
        "name": _SPAM,
        "conditions": [{"header": "X-Spam-Flag", "how": "is", "value": "YES"}],
        "does": "quarantine",
        "reason": "Look at it before it becomes a ticket",
    },
    {
        "name": _OFFERS,
        "conditions": [{"header": "body", "how": "matches", "value": r"(first|top) page of (google|search results)"}],
        "does": "quarantine",
        "reason": "They write again and again",
    },
]
# What each of those that stop a mail makes of it.
_ENDS = {_ALL_CLEAR: (InboundState.IGNORED, InboundReason.RULE_DROPPED)} | dict.fromkeys(
    (_SPAM, _OFFERS), (InboundState.QUARANTINED, InboundReason.RULE_QUARANTINED)
)


@dataclass(frozen=True, slots=True)
class _Stopped:
    """`ago`: hours. Either a rule stopped it, or the reason says why it went no further."""

    ago: float
    sender: str
    subject: str
    words: str
    reason: InboundReason | None = None
    rule: str = ""
    headers: tuple[tuple[str, str], ...] = ()


_OF_OUR_SERVER = "Authentication-Results"
_STOPPED = (
    _Stopped(
        2.5,
        "Maren Brandt <maren.brandt@nordlicht-bau.example>",
        "New address for our invoices",
        "Hello,\n\nfrom December on please send our invoices to rechnungen@nordlicht-bau.example instead of to me.\nWe have "
        "moved our mail to another house this week, I hope it works already.\n\nThank you\nMaren Brandt",
        InboundReason.DMARC_FAILED,
        headers=(
            (_OF_OUR_SERVER, "mx.example.com; spf=fail; dkim=none; dmarc=fail (p=quarantine) header.from=nordlicht-bau.example"),
        ),
    ),
    _Stopped(
        7,
        "Taskmoor Security <security@example.com>",
        "Your mailbox support@example.com is full",
        "Dear user,\n\n18 messages could not be delivered to you. Confirm your password within 24 hours:\n"
        "http://mail-quota.example.net/confirm\n\nThe mail team",
        InboundReason.DMARC_FAILED,
        headers=((_OF_OUR_SERVER, "mx.example.com; spf=softfail; dkim=none; dmarc=fail (p=reject) header.from=example.com"),),
    ),
    _Stopped(
        9,
        "Kevin Grow <kevin@rank-higher.example>",
        "Quick question about your website",
        "Hi there,\n\nI looked at your site and we can bring you to the first page of Google within 30 days.\nWhen can we "
        "talk?\n\nKevin",
        rule=_OFFERS,
    ),
    _Stopped(
        21,
        "monitoring@hosting.example",
        "[OK] web-2: disk usage 61 %",
        "Service: disk usage\nHost: web-2\nState: OK\n\nIt was CRITICAL for 4 minutes.",
        rule=_ALL_CLEAR,
    ),
    _Stopped(
        22,
        "Parcel Service <info@parcel-track.example>",
        "Your parcel could not be delivered (1 new message)",
        "Your parcel waits. Pay the customs fee of 1.99 here:\nhttp://parcel-track.example/fee",
        rule=_SPAM,
        headers=(("X-Spam-Flag", "YES"), ("X-Spam-Score", "9.4")),
    ),
    _Stopped(
        30,
        "Jon Falk <jon.falk@falkstudio.example>",
        "Re: Export of last year",
        "Here is the file again, as you asked.\n\nJon",
        InboundReason.BAD_SIGNATURE,
        headers=(("Delivered-To", "support+12.aaaaaaaaaaaaaaaa@example.com"),),
    ),
    _Stopped(
        33,
        "Ines Moreau <ines.moreau@atelier-moreau.example>",
        "Automatic reply: Your request",
        "I am away until Monday. In urgent cases write to bureau@atelier-moreau.example.",
        InboundReason.AUTO_REPLY,
        headers=(("Auto-Submitted", "auto-replied"),),
    ),
    _Stopped(
        51,
        "",
        "",
        "Test",
        InboundReason.NO_SENDER,
    ),
)  # fmt: skip


def keep_stopped_mail() -> None:
    """After the tickets: the rules begin to act now."""
    admin = User.objects.get(email=STAFF[0].email)
    for words in _RULES:
        add_mail_rule(actor=admin, **words)
    mailbox = Mailbox.objects.get(is_default=True)
    InboundEmail.objects.bulk_create([_row(mailbox, stopped) for stopped in sorted(_STOPPED, key=lambda one: -one.ago)])


def _row(mailbox: Mailbox, stopped: _Stopped) -> InboundEmail:
    at = clock.now() - timedelta(hours=stopped.ago)
    mail = EmailMessage()
    for name, value in stopped.headers:
        mail[name] = value
    if stopped.sender:
        mail["From"], mail["Subject"] = stopped.sender, stopped.subject
        mail["Message-ID"] = f"<{crc32(stopped.subject.encode()):08x}@{stopped.sender.rpartition('@')[2].rstrip('>')}>"
    mail["To"], mail["Date"] = MAILBOX[0], format_datetime(at)
    mail.set_content(stopped.words)
    address = stopped.sender.rpartition("<")[2].rstrip(">")
    with clock.at(at):
        row = row_for(mail.as_bytes(), mailbox, address, [MAILBOX[0]], "smtp")
    row.from_email, row.subject = address, stopped.subject
    row.state, row.reason = _end_of(stopped)
    if stopped.rule:
        why = next(words["reason"] for words in _RULES if words["name"] == stopped.rule)
        row.verdict = {"rules": [stopped.rule], "why": why}
    row.attempts, row.processed_at = 1, at + timedelta(seconds=1)
    return row


def _end_of(stopped: _Stopped) -> tuple[InboundState, InboundReason]:
    if stopped.reason is None:
        return _ENDS[stopped.rule]
    is_ignored = stopped.reason == InboundReason.AUTO_REPLY
    return InboundState.IGNORED if is_ignored else InboundState.QUARANTINED, stopped.reason
