"""What the pipeline makes of a mail, told without storing anything; also where there is no database.

The mail is read by the very child process and judged by the very functions that `mail.intake` acts by.
"""

import time
from typing import Any

from accounts.people import find_person
from helpdesk.language import language_of
from mail.dkim_check import with_own_results
from mail.intake import is_forged_colleague, refusal_of, stopped_by_rule
from mail.intake_automatic import ignored_automatic, ticket_of_automatic
from mail.mailboxes import Mailboxes
from mail.models import InboundReason, InboundState, Mailbox
from mail.outcomes import Outcome
from mail.parser_process import ParserFailed, ParserProcess
from mail.parsing import ParsedMail
from mail.rules import NO_RULING, judged
from mail.senders import answers_as_staff, takes_part
from mail.threading import Sign, Thread, find_thread, has_forged_tag


class AssumedMailbox(Mailboxes):
    """One mailbox and nobody blocked, without asking a database."""

    def __init__(self, address: str) -> None:
        self.by_address = {address: Mailbox(address=address, is_default=True)}
        self.domains = {address.rpartition("@")[2]}
        self._blocked = frozenset()
        self._rules = []

    def trusts(self, address: str) -> bool:
        return False


class Explainer:
    """Explains mails one after the other with one warm child. Without `has_database` it knows no tickets and no people.

    `asks_dns`: signatures are checked as the pipeline does.
    """

    def __init__(self, mailboxes: Mailboxes, *, has_database: bool, asks_dns: bool = False) -> None:
        self.mailboxes, self.has_database, self.asks_dns = mailboxes, has_database, asks_dns
        self._parser = ParserProcess()

    def close(self) -> None:
        self._parser.close()

    def explain(self, raw: bytes) -> dict[str, Any]:
        """As `manage.py explain_mail` prints it, but for the name of the file; `seconds` by the clock on the wall."""
        started, self.ruling = time.perf_counter(), NO_RULING
        if not raw.strip():
            # An empty file is no mail at all; nothing else could be said of it.
            outcome, mail = Outcome(InboundState.QUARANTINED, InboundReason.NO_SENDER), ParsedMail()
        else:
            outcome, mail = self._judged(raw)
        return {
            "outcome": outcome.state.value,
            "reason": str(outcome.reason),
            **_fields(mail),
            **({"threading": outcome.verdict} if self.has_database else {}),
            **self.ruling.verdict,
            "seconds": round(time.perf_counter() - started, 4),
        }

    def _judged(self, raw: bytes) -> tuple[Outcome, ParsedMail]:
        try:
            mail = self._parser.parse(raw)
            mail = with_own_results(mail, raw) if self.asks_dns else mail
        except ParserFailed as failed:
            return Outcome(InboundState.QUARANTINED, failed.reason), ParsedMail(warnings=("unreadable",))
        return refusal_of(mail, self.mailboxes) or self._ruled(mail, raw) or self._placed(mail), mail

    def _ruled(self, mail: ParsedMail, raw: bytes) -> Outcome | None:
        self.ruling = judged(self.mailboxes.rules, mail, raw) if self.mailboxes.rules else NO_RULING
        return stopped_by_rule(self.ruling, mail, self.mailboxes)

    def _placed(self, mail: ParsedMail) -> Outcome:
        """Where it would go, in the order of `mail.intake.take_in`."""
        thread = find_thread(mail, (), self.mailboxes) if self.has_database else self._thread_unknown(mail)
        verdict = {"by": thread.sign, "ticket": thread.ticket.pk} if thread.ticket else {}
        if thread.sign == Sign.BAD_SIGNATURE:
            return Outcome(InboundState.QUARANTINED, InboundReason.BAD_SIGNATURE, verdict={"by": thread.sign})
        if mail.is_bounce or mail.is_auto:
            if ticket_of_automatic(thread) is None:
                return ignored_automatic(mail)
            return Outcome(InboundState.APPENDED, verdict=verdict)
        if thread.ticket and not thread.side and is_forged_colleague(mail) and self._is_colleague(mail, thread):
            return Outcome(InboundState.QUARANTINED, InboundReason.UNVERIFIED_STAFF, verdict=verdict)
        if thread.ticket and (thread.side or self._takes_part(mail, thread)):
            return Outcome(InboundState.APPENDED, verdict=verdict)
        return Outcome(InboundState.CREATED, verdict=verdict | ({"stranger": True} if thread.ticket else {}))

    def _thread_unknown(self, mail: ParsedMail) -> Thread:
        return Thread(sign=Sign.BAD_SIGNATURE) if has_forged_tag(mail, (), self.mailboxes) else Thread()

    @staticmethod
    def _is_colleague(mail: ParsedMail, thread: Thread) -> bool:
        sender = find_person(mail.from_email)
        return bool(sender and thread.ticket and answers_as_staff(sender, thread.ticket))

    @staticmethod
    def _takes_part(mail: ParsedMail, thread: Thread) -> bool:
        sender = find_person(mail.from_email)
        return bool(sender and thread.ticket and takes_part(sender, thread.ticket, answers=thread.answers))


def explained(raw: bytes) -> dict[str, Any]:
    """One message, with what the database knows; for a page that is opened now and then."""
    explainer = Explainer(Mailboxes(), has_database=True, asks_dns=True)
    try:
        return explainer.explain(raw)
    finally:
        explainer.close()


def _fields(mail: ParsedMail) -> dict[str, Any]:
    return {
        "from_email": mail.from_email,
        "from_name": mail.from_name,
        "to": [address.email for address in mail.to],
        "cc": [address.email for address in mail.cc],
        "subject": mail.subject,
        "body_text": mail.text,
        "reply_text": mail.new_text,
        "quoted_text": mail.quoted_text,
        "signature": mail.signature,
        "attachments": [
            {"filename": a.filename, "content_type": a.content_type, "size": len(a.content), "inline": a.inline}
            for a in mail.attachments
        ],
        "message_id": mail.message_id,
        "in_reply_to": next(iter(mail.in_reply_to), ""),
        "references": list(mail.references),
        "is_auto": mail.is_auto or mail.is_bounce or mail.is_by_machine,
        "is_bounce": mail.is_bounce,
        "language": language_of(mail.new_text or mail.text, least_sure=0),
        "warnings": list(mail.warnings),
    }
