"""The SMTP listener: says 250 when the message is committed to the ledger, 451 when that cannot be done now."""

import asyncio
import logging
import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session, syntax
from django.conf import settings
from django.db import Error, close_old_connections, connection

from mail.mailboxes import Mailboxes
from mail.models import Mailbox
from mail.receiving import store
from mail.smtp_tls import Certificate

BUSY = b"421 4.3.2 Too many connections, please try again later\r\n"
TRY_LATER = "451 4.3.0 Temporary trouble, please try again later"
THREADS = 4
POSTMASTER = re.compile(r"^(to:\s*<\s*postmaster)(\s*>)", re.IGNORECASE)
MAILBOXES_SECONDS = 5

logger = logging.getLogger(__name__)


class Listener(SMTP):
    # RFC 5321 allows 1,000 octets a line; real programs do not care, and a refused mail helps nobody.
    line_length_limit = 1_000_000

    def __init__(self, guests: set["Listener"], *args: Any, **kwargs: Any) -> None:
        """`guests`: who is connected now, kept by themselves."""
        super().__init__(*args, **kwargs)
        self._guests = guests
        self._is_refused = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Also of a connection that goes on as TLS."""
        if self not in self._guests and len(self._guests) >= settings.SMTP_MAX_CONNECTIONS:
            self._is_refused = True
            assert isinstance(transport, asyncio.WriteTransport)  # noqa: S101 - for the type checker
            transport.write(BUSY)
            transport.close()
            return
        self._guests.add(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self._guests.discard(self)
        if not self._is_refused:
            super().connection_lost(error)

    @syntax("RCPT TO: <address>", extended=" [SP <mail-parameters>]")
    async def smtp_RCPT(self, arg: str | None) -> None:
        """The postmaster needs no domain (RFC 5321, 4.1.1.3): it is then that of the host which was greeted."""
        await super().smtp_RCPT(arg and POSTMASTER.sub(rf"\1@{self.hostname}\2", arg))

    def eof_received(self) -> bool | None:
        return False if self._is_refused else super().eof_received()


class Intake:
    """aiosmtpd's handler; the database is spoken to in threads, so that slow mails do not hold up others."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="smtp")
        self._mailboxes: Mailboxes | None = None
        self._read_at = 0.0

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, rcpt_options: list[str]
    ) -> str:
        try:
            mailboxes = self._fresh_mailboxes() or await self._in_thread(self._known_mailboxes)
        except Error:
            return TRY_LATER
        if mailboxes.takes(address):
            envelope.rcpt_tos.append(address)
            envelope.rcpt_options.extend(rcpt_options)
            return "250 2.1.5 OK"
        if mailboxes.has_domain(address):
            return "550 5.1.1 There is no such mailbox here"
        return "550 5.7.1 We take mail for our own mailboxes only"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        raw = envelope.original_content or b""
        try:
            stored = await self._in_thread(self._store, raw, envelope.mail_from or "", list(envelope.rcpt_tos))
        except (Error, OSError) as problem:
            logger.warning("A mail from %s was put off: %s", envelope.mail_from, problem)
            return TRY_LATER
        return f"250 2.0.0 Stored as {', '.join(str(pk) for pk in stored)}"

    async def handle_exception(self, error: Exception) -> str:
        logger.error("SMTP session failed", exc_info=error)
        return TRY_LATER

    def stop(self) -> None:
        """Lets every mail that is being stored be stored, then closes each thread's connection."""
        everyone = Barrier(THREADS)

        def leave() -> None:
            connection.close()
            everyone.wait(timeout=30)

        for _ in range(THREADS):
            self._threads.submit(leave)
        self._threads.shutdown()

    def _store(self, raw: bytes, mail_from: str, recipients: list[str]) -> list[int]:
        """One row per mailbox that it was sent to."""
        groups: dict[Mailbox | None, list[str]] = {}
        mailboxes = self._known_mailboxes()
        for address in recipients:
            groups.setdefault(mailboxes.takes(address), []).append(address)
        return [store(raw, mail_from, addresses, "smtp", mailboxes=mailboxes).pk for addresses in groups.values()]

    def _known_mailboxes(self) -> Mailboxes:
        mailboxes = self._fresh_mailboxes()
        if mailboxes is None:
            mailboxes = Mailboxes()
            self._mailboxes, self._read_at = mailboxes, time.monotonic()
        return mailboxes

    def _fresh_mailboxes(self) -> Mailboxes | None:
        """Those read a moment ago, without asking the database."""
        return self._mailboxes if time.monotonic() - self._read_at <= MAILBOXES_SECONDS else None

    async def _in_thread(self, function: Any, *args: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._threads, _with_fresh_connection, function, *args)


def _with_fresh_connection(function: Any, *args: Any) -> Any:
    """A connection that broke while idle is replaced; one that broke now is closed for the next mail."""
    close_old_connections()
    try:
        return function(*args)
    except Error:
        connection.close()
        raise


async def serve(host: str, port: int, when_ready: Callable[[], None] = lambda: None) -> None:
    """Runs until cancelled. Raises OSError when the port is taken, ImproperlyConfigured for a certificate that cannot be used."""
    certificate = Certificate()
    intake = Intake()
    guests: set[Listener] = set()

    def session() -> Listener:
        return Listener(
            guests,
            intake,
            data_size_limit=settings.MAIL_MAX_BYTES,
            enable_SMTPUTF8=True,
            hostname=settings.SITE_HOST,
            ident="Helpdesk",
            tls_context=certificate.context(),
            loop=asyncio.get_running_loop(),
        )

    server = await asyncio.get_running_loop().create_server(session, host, port)
    when_ready()
    try:
        async with server:
            await server.serve_forever()
    finally:
        intake.stop()
