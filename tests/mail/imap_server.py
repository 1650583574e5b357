"""A small IMAP server within the test: as much of RFC 3501 as fetching needs, and what breaks in real ones on demand."""

import base64
import re
import socket
import socketserver
import ssl
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from imap_tools.imap_utf7 import utf7_decode, utf7_encode

USER, PASSWORD = "support@example.com", "s3cret"  # noqa: S105 - of the test's own server
_WORD = re.compile(rb'"((?:[^"\\]|\\.)*)"|(\([^)]*\))|(\S+)')
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass
class Stored:
    uid: int
    raw: bytes
    flags: set[str] = field(default_factory=set)
    at: datetime = field(default_factory=lambda: datetime.now(UTC))


@dataclass
class Folder:
    uidvalidity: int = 1
    uidnext: int = 1
    mails: list[Stored] = field(default_factory=list)

    def add(self, raw: bytes, at: datetime | None = None, flags: set[str] | None = None) -> int:
        mail = Stored(self.uidnext, raw, set(flags or ()), at or datetime.now(UTC))
        self.mails.append(mail)
        self.uidnext += 1
        return mail.uid

    def renumber(self) -> None:
        """As after a restore from a backup."""
        self.uidvalidity += 1
        for number, mail in enumerate(self.mails, start=1):
            mail.uid = number
        self.uidnext = len(self.mails) + 1


class ImapServer:
    """`capabilities` can be taken away; `unreadable`: UIDs whose body is not given; `tokens`: accepted by XOAUTH2."""

    def __init__(self, tls: tuple[Path, Path] | None = None) -> None:
        self.folders = {"INBOX": Folder(), "Archive": Folder()}
        self.capabilities = ["IMAP4rev1", "IDLE", "MOVE", "UIDPLUS", "AUTH=XOAUTH2", "AUTH=PLAIN"]
        self.password, self.tokens = PASSWORD, {"good-token"}
        self.unreadable: set[int] = set()
        self.ends_at = ""  # the command at which it hangs up
        self.commands: list[str] = []
        self.changed = threading.Condition()
        self._context = None
        if tls is not None:
            self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._context.load_cert_chain(*tls)
        self.port = 0
        self.start()

    def start(self) -> None:
        """Also after it was killed: on the same port, with the same mails."""
        self._server = _Listener(("127.0.0.1", self.port), _Session)
        self._server.imap, self._server.tls, self._server.open = self, self._context, []
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def kill(self) -> None:
        """Whoever is connected is cut off in the middle of a word."""
        self.stop()
        for connection in self._server.open:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def deliver(self, raw: bytes, folder: str = "INBOX", **about: Any) -> int:
        with self.changed:
            uid = self.folders[folder].add(raw, **about)
            self.changed.notify_all()
        return uid

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def counted(self, *words: str) -> int:
        return sum(all(word in command for word in words) for command in self.commands)


class _Listener(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    imap: ImapServer
    tls: ssl.SSLContext | None
    open: list[socket.socket]

    def get_request(self) -> Any:
        connection, address = super().get_request()
        self.open.append(connection)
        if self.tls is not None:
            connection = self.tls.wrap_socket(connection, server_side=True, do_handshake_on_connect=False)
        return connection, address

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients come and go."""


class _Session(socketserver.StreamRequestHandler):
    server: _Listener
    folder: Folder | None = None
    is_in = False

    def handle(self) -> None:
        self.imap = self.server.imap
        self.say(f"* OK [CAPABILITY {' '.join(self.imap.capabilities)}] ready")
        while line := self.rfile.readline():
            tag, _blank, rest = line.strip().partition(b" ")
            self.imap.commands.append(rest.decode("utf-8", "replace"))
            words = [a or b or c for a, b, c in _WORD.findall(rest)]
            name = words[0].decode().upper()
            if name == "UID":
                name, words = f"uid_{words[1].decode().upper()}", words[1:]
            if name == self.imap.ends_at:
                return
            act = getattr(self, f"do_{name.lower()}", None)
            if act is None:
                self.say(f"{tag.decode()} BAD unknown command")
                continue
            answer = act([word.replace(b'\\"', b'"').replace(b"\\\\", b"\\") for word in words[1:]])
            self.say(f"{tag.decode()} {answer or 'OK done'}")
            if name == "LOGOUT":
                return

    def say(self, text: str | bytes) -> None:
        self.wfile.write((text.encode() if isinstance(text, str) else text) + b"\r\n")

    def do_capability(self, _words: list[bytes]) -> None:
        self.say(f"* CAPABILITY {' '.join(self.imap.capabilities)}")

    def do_noop(self, _words: list[bytes]) -> None:
        pass

    def do_logout(self, _words: list[bytes]) -> None:
        self.say("* BYE")

    def do_login(self, words: list[bytes]) -> str | None:
        self.is_in = [word.decode() for word in words] == [USER, self.imap.password]
        return None if self.is_in else "NO [AUTHENTICATIONFAILED] Invalid credentials"

    def do_authenticate(self, words: list[bytes]) -> str | None:
        self.say("+ ")
        given = base64.b64decode(self.rfile.readline()).decode()
        if words[0].upper() == b"PLAIN":
            self.is_in = given == f"\0{USER}\0{self.imap.password}"
            return None if self.is_in else "NO [AUTHENTICATIONFAILED] Invalid credentials"
        self.is_in = given in {f"user={USER}\1auth=Bearer {token}\1\1" for token in self.imap.tokens}
        if not self.is_in:
            self.say("+ " + base64.b64encode(b'{"status":"400"}').decode())
            self.rfile.readline()
        return None if self.is_in else "NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)"

    def do_list(self, _words: list[bytes]) -> None:
        for name in self.imap.folders:
            self.say(b'* LIST (\\HasNoChildren) "/" "' + utf7_encode(name) + b'"')

    def do_select(self, words: list[bytes]) -> str | None:
        self.folder = self.imap.folders.get(utf7_decode(words[0]))
        if self.folder is None:
            return "NO [NONEXISTENT] Unknown Mailbox"
        self.say(f"* {len(self.folder.mails)} EXISTS")
        self.say(f"* OK [UIDVALIDITY {self.folder.uidvalidity}] valid")
        self.say(f"* OK [UIDNEXT {self.folder.uidnext}] next")
        return "OK [READ-WRITE] selected"

    def do_uid_search(self, words: list[bytes]) -> None:
        chosen = self._chosen(words[1])
        if b"SINCE" in words:
            day, month, year = words[words.index(b"SINCE") + 1].decode().split("-")
            since = datetime(int(year), _MONTHS.index(month) + 1, int(day), tzinfo=UTC)
            chosen = [mail for mail in chosen if mail.at >= since]
        self.say("* SEARCH " + " ".join(str(mail.uid) for mail in chosen))

    def do_uid_fetch(self, words: list[bytes]) -> str | None:
        parts = b" ".join(words[1:])
        for number, mail in enumerate(self.folder.mails, start=1):
            if mail not in self._chosen(words[0]):
                continue
            if b"HEADER.FIELDS" in parts:
                found = re.search(rb"^message-id:.*(?:\r\n[ \t].*)*\r\n", mail.raw, re.IGNORECASE | re.MULTILINE)
                body, name = (found[0] if found else b"") + b"\r\n", "BODY[HEADER.FIELDS (MESSAGE-ID)]"
            else:
                if mail.uid in self.imap.unreadable:
                    return "NO [SERVERBUG] cannot be read"
                body, name = mail.raw, "BODY[]"
            at = (
                (mail.at + timedelta(0)).strftime("%d-")
                + _MONTHS[mail.at.month - 1]
                + mail.at.strftime("-%Y %H:%M:%S +0000")
            )
            about = f'UID {mail.uid} RFC822.SIZE {len(mail.raw)} INTERNALDATE "{at}" {name}'
            self.say(f"* {number} FETCH ({about} {{{len(body)}}}\r\n".encode() + body + b")")
        return None

    def do_uid_store(self, words: list[bytes]) -> None:
        flags = set(words[2].decode().strip("()").split())
        for mail in self._chosen(words[0]):
            mail.flags |= flags

    def do_uid_copy(self, words: list[bytes]) -> str | None:
        target = self.imap.folders.get(utf7_decode(words[1]))
        if target is None:
            return "NO [TRYCREATE] no such folder"
        for mail in self._chosen(words[0]):
            target.add(mail.raw, mail.at, mail.flags)
        return None

    def do_uid_move(self, words: list[bytes]) -> str | None:
        if refused := self.do_uid_copy(words):
            return refused
        self._take_out(self._chosen(words[0]))
        return None

    def do_uid_expunge(self, words: list[bytes]) -> None:
        self._take_out([mail for mail in self._chosen(words[0]) if r"\Deleted" in mail.flags])

    def do_idle(self, _words: list[bytes]) -> None:
        self.say("+ idling")
        known = len(self.folder.mails)
        done = threading.Event()
        threading.Thread(target=self._tell_news, args=(self.folder, known, done), daemon=True).start()
        self.rfile.readline()
        done.set()
        with self.imap.changed:
            self.imap.changed.notify_all()

    def _tell_news(self, folder: Folder, known: int, done: threading.Event) -> None:
        with self.imap.changed:
            self.imap.changed.wait_for(lambda: done.is_set() or len(folder.mails) != known)
        if not done.is_set():
            self.say(f"* {len(folder.mails)} EXISTS")

    def _chosen(self, listed: bytes) -> list[Stored]:
        """`1:*` finds the last mail also when its number is smaller, as the standard says."""
        chosen = []
        for part in listed.decode().split(","):
            first, _colon, last = part.partition(":")
            numbers = [mail.uid for mail in self.folder.mails]
            top = max(numbers, default=0)
            low, high = int(first), top if last == "*" else int(last or first)
            low, high = min(low, high), max(low, high)
            chosen += [mail for mail in self.folder.mails if low <= mail.uid <= high]
        return chosen

    def _take_out(self, mails: list[Stored]) -> None:
        self.folder.mails = [mail for mail in self.folder.mails if mail not in mails]
