"""IMAP's clients, which give up a server that dribbles: each answer has its time, and so has all until one is signed in."""

import imaplib
import socket
from typing import Any

from imap_tools import MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import MailboxStarttlsError
from imap_tools.utils import check_command_status

from helpdesk.deadline import Deadline

SECONDS_TO_SIGN_IN = 60  # all in all
SECONDS_TO_ANSWER = 240  # a mail of 25 MB may take as long; the account is ours for longer
SIGNED_IN = ("AUTH", "SELECTED")


class _Watched(imaplib.IMAP4):
    """Reading raises TimeoutError once the time is up. While a server is listened to (IDLE), nothing ends it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.deadline = Deadline()
        self.deadline.begin(SECONDS_TO_SIGN_IN)
        try:
            super().__init__(*args, **kwargs)
        except Exception as problem:
            self.deadline.forget()
            self.deadline.check(problem)
            raise

    def _create_socket(self, timeout: float | None) -> socket.socket:
        return self.deadline.watch(super()._create_socket(timeout))  # type: ignore[misc]  # missing in the stubs

    def _command(self, name: str, *args: Any) -> Any:
        if name == "IDLE":
            self.deadline.rest()
        elif self.state in SIGNED_IN or name == "LOGOUT":
            self.deadline.begin(SECONDS_TO_ANSWER if name != "LOGOUT" else SECONDS_TO_SIGN_IN)
        return super()._command(name, *args)  # type: ignore[misc]  # as above

    def send(self, data: Any) -> None:
        if data == b"DONE\r\n":
            self.deadline.begin(SECONDS_TO_ANSWER)
        super().send(data)

    def read(self, size: int) -> bytes:
        return self._in_time(super().read, size)

    def readline(self) -> bytes:
        return self._in_time(super().readline)

    def _in_time(self, reading: Any, *args: Any) -> bytes:
        try:
            found: bytes = reading(*args)
        except OSError as problem:
            self.deadline.check(problem)
            raise
        self.deadline.check()
        return found

    def shutdown(self) -> None:
        try:
            super().shutdown()
        finally:
            self.deadline.forget()


class _WatchedTls(_Watched, imaplib.IMAP4_SSL):
    def _create_socket(self, timeout: float | None) -> socket.socket:
        plain = self.deadline.watch(imaplib.IMAP4._create_socket(self, timeout))  # type: ignore[attr-defined]  # noqa: SLF001
        return self.ssl_context.wrap_socket(plain, server_hostname=self.host)


class WatchedPlain(MailBoxUnencrypted):
    def _get_mailbox_client(self) -> imaplib.IMAP4:
        return _Watched(self._host, self._port, self._timeout)


class WatchedStartTls(MailBoxStartTls):
    def _get_mailbox_client(self) -> imaplib.IMAP4:
        client = _Watched(self._host, self._port, self._timeout)
        check_command_status(client.starttls(self._ssl_context), MailboxStarttlsError)
        return client


class WatchedTls(MailBox):
    def _get_mailbox_client(self) -> imaplib.IMAP4:
        return _WatchedTls(self._host, self._port, ssl_context=self._ssl_context, timeout=self._timeout)
