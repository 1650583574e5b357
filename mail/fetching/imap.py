"""Speaking with one IMAP server: connecting, signing in, and every failure as a sentence that says what to do.

imap-tools does the talking. Mails are read as raw bytes by its client, never by its own parser, and nothing is ever expunged
but what we moved ourselves: `MailBox.flag` and `.delete` expunge whatever anybody had marked as deleted.
"""

import errno
import imaplib
import re
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.translation import gettext as _
from imap_tools.errors import ImapToolsError, MailboxLoginError, MailboxStarttlsError
from imap_tools.mailbox import BaseMailBox
from imap_tools.utils import encode_folder

from mail.certificates import certificate_words
from mail.fetching.imap_clients import WatchedPlain, WatchedStartTls, WatchedTls
from mail.imap_models import ImapAccount, Security, SignIn

TLS_PORT = 993
SECONDS = 20  # to connect, and for each answer
MOST_NAMED = 8
_UID = re.compile(rb"\bUID (\d+)")
_UNEXPECTED = re.compile(r"unexpected response: b['\"](.*)['\"]")
_NO_WAY = (errno.EHOSTUNREACH, errno.ENETUNREACH)
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)")


class Trouble(Exception):
    """What went wrong, as a sentence; `at`: connect, encryption, login, folder, or talk."""

    def __init__(self, sentence: str, at: str = "talk") -> None:
        self.at = at
        super().__init__(sentence)


@dataclass(frozen=True, slots=True)
class Opened:
    """A folder as the server shows it."""

    uidvalidity: int
    uidnext: int
    count: int


@dataclass(frozen=True, slots=True)
class Head:
    """What is known of a mail before it is read."""

    uid: int
    size: int
    arrived_at: datetime | None
    header: bytes  # Message-ID only


@contextmanager
def signed_in(account: ImapAccount) -> Iterator[BaseMailBox]:
    """A connection on which the account is signed in, no folder chosen. Raises Trouble, also for what happens within."""
    box = connected(account)
    try:
        with told(account):
            sign_in(box, account)
            yield box
    finally:
        with suppress(ImapToolsError, imaplib.IMAP4.error, OSError):
            box.logout()


def connected(account: ImapAccount) -> BaseMailBox:
    """Raises Trouble."""
    host, port = account.host, account.port
    with told(account):
        if account.security == Security.NONE:
            return WatchedPlain(host, port, timeout=SECONDS)
        context = ssl.create_default_context()
        if account.security == Security.STARTTLS and port != TLS_PORT:
            return WatchedStartTls(host, port, timeout=SECONDS, ssl_context=context)
        return WatchedTls(host, port, timeout=SECONDS, ssl_context=context)


def sign_in(box: BaseMailBox, account: ImapAccount) -> None:
    """Without choosing a folder."""
    if account.sign_in != SignIn.PASSWORD:
        from mail.fetching.oauth import access_token_of, forget_access

        token = access_token_of(account)
        try:
            _refusing(lambda: box.xoauth2(account.user, token, initial_folder=None), account)
        except Trouble:
            forget_access(account)
            raise
    elif (account.user + account.password).isascii():
        _refusing(lambda: box.login(account.user, account.password, initial_folder=None), account)
    else:
        _refusing(lambda: box.login_utf8(account.user, account.password, initial_folder=None), account)


def folder_names(box: BaseMailBox) -> list[str]:
    return [folder.name for folder in box.folder.list() if "\\Noselect" not in folder.flags]


def opened(box: BaseMailBox, name: str) -> Opened:
    """Choose the folder. Raises Trouble that names those there are."""
    status, answer = box.client.select(encode_folder(name))  # type: ignore[arg-type]  # bytes are what it sends
    if status != "OK":
        raise Trouble(_no_folder(box, name), "folder")
    return Opened(
        uidvalidity=_number(box, "UIDVALIDITY"),
        uidnext=_number(box, "UIDNEXT"),
        count=int((answer[0] or b"0").decode()),
    )


def uids_from(box: BaseMailBox, first: int, since: str = "") -> list[int]:
    """The numbers from `first` on, ascending; `since`: as SEARCH writes a day. (`n:*` always finds the last mail too.)"""
    criteria = f"UID {first}:*" + (f" SINCE {since}" if since else "")
    return sorted(uid for uid in map(int, box.uids(criteria, charset=None)) if uid >= first)


def heads(box: BaseMailBox, uids: Sequence[int]) -> list[Head]:
    """Of those that are still there."""
    parts = "(UID RFC822.SIZE INTERNALDATE BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])"
    return [
        Head(int(uid[1]), int(size[1]), _arrival(about), header)
        for about, header in _fetched(box, uids, parts)
        if (uid := _UID.search(about)) and (size := _SIZE.search(about))
    ]


def raw_mail(box: BaseMailBox, uid: int) -> bytes | None:
    """Byte for byte, without marking it as read; None if the server does not give it."""
    for about, raw in _fetched(box, [uid], "(UID BODY.PEEK[])"):
        if (found := _UID.search(about)) and int(found[1]) == uid:
            return raw
    return None


def mark_seen(box: BaseMailBox, uids: Iterable[int]) -> None:
    _done(box.client.uid("STORE", _listed(uids), "+FLAGS.SILENT", r"(\Seen)"))


def can_move(box: BaseMailBox) -> bool:
    return "MOVE" in box.client.capabilities


def move(box: BaseMailBox, uids: Iterable[int], to: str) -> None:
    """Where the server cannot move at once: copied, then marked as deleted, and only these taken out."""
    listed, folder = _listed(uids), encode_folder(to)
    if can_move(box):
        _done(box.client.uid("MOVE", listed, folder))  # type: ignore[arg-type]  # bytes are what it sends
        return
    _done(box.client.uid("COPY", listed, folder))  # type: ignore[arg-type]  # as above
    _done(box.client.uid("STORE", listed, "+FLAGS.SILENT", r"(\Deleted)"))
    if "UIDPLUS" in box.client.capabilities:
        _done(box.client.uid("EXPUNGE", listed))


@contextmanager
def told(account: ImapAccount) -> Iterator[None]:
    """Turns what libraries raise into Trouble."""
    names = {"host": account.host, "port": account.port}
    try:
        yield
    except socket.gaierror as problem:
        raise Trouble(unnamed(problem) % names, "connect") from problem
    except ssl.SSLCertVerificationError as problem:
        raise Trouble(certificate_words(problem, account.host), "encryption") from problem
    except ssl.SSLError as problem:
        said = _("%(host)s does not speak TLS on port %(port)s. Choose another kind of encryption or another port.")
        raise Trouble(said % names, "encryption") from problem
    except ConnectionRefusedError as problem:
        said = _("Nothing answers at %(host)s on port %(port)s. Check the port, and that the server lets IMAP in.")
        raise Trouble(said % names, "connect") from problem
    except TimeoutError as problem:
        if account.security == Security.TLS:
            said = _(
                "%(host)s did not answer on port %(port)s in time. Check the port, and whether a firewall is between."
            )
        else:  # a server that waits for TLS says nothing either
            said = _(
                "%(host)s did not answer on port %(port)s in time. Check the port and the encryption, and whether a firewall is "
                "between."
            )
        raise Trouble(said % names, "connect") from problem
    except MailboxStarttlsError as problem:
        raise Trouble(
            _("%(host)s refused STARTTLS. Choose another kind of encryption.") % names, "encryption"
        ) from problem
    except (imaplib.IMAP4.abort, OSError, EOFError) as problem:
        if "TLS not supported" in str(problem):
            said = _("%(host)s offers no STARTTLS. Choose another kind of encryption.")
            raise Trouble(said % names, "encryption") from problem
        if greeting := _UNEXPECTED.search(str(problem)):
            said = _("%(host)s speaks no IMAP on port %(port)s. Check the port. It said: %(why)s")
            raise Trouble(said % (names | {"why": _short(greeting[1])}), "connect") from problem
        if _was_ended(problem):
            said = _(
                "%(host)s ended the connection without a word. Check the port, that this user may use IMAP, and how many "
                "connections at once the server allows."
            )
            raise Trouble(said % names) from problem
        if isinstance(problem, OSError) and problem.errno in _NO_WAY:
            said = _("No way leads from here to %(host)s. Check its name, and whether a firewall is between.")
            raise Trouble(said % names, "connect") from problem
        said = _("The connection to %(host)s broke: %(why)s")
        raise Trouble(said % (names | {"why": _words(problem)})) from problem
    except (imaplib.IMAP4.error, ImapToolsError) as problem:
        if "* BYE" in str(problem):
            said = _("%(host)s closes the connection at once. It said: %(why)s")
            why = _answer_of(problem).removeprefix("* BYE").strip()
            raise Trouble(said % (names | {"why": why}), "connect") from problem
        said = _("%(host)s answered what we do not understand: %(why)s")
        raise Trouble(said % (names | {"why": _words(problem)})) from problem


def unnamed(problem: socket.gaierror) -> str:
    """For a server whose name led nowhere, about %(host)s: whether there is no such name, or nobody could tell."""
    if problem.errno == socket.EAI_AGAIN:
        return _("No name server answered for %(host)s. Try again in a minute.")
    return _("There is no server with the name %(host)s. Check its spelling.")


def _was_ended(problem: Exception) -> bool:
    """By the server: imaplib says so in words only."""
    return isinstance(problem, ConnectionResetError | BrokenPipeError | EOFError) or "EOF" in str(problem)


def _refusing(attempt: Callable[[], object], account: ImapAccount) -> None:
    """Raises Trouble where the server says no to the name or the password, with its own words."""
    try:
        attempt()
    except imaplib.IMAP4.abort:
        raise
    except (MailboxLoginError, imaplib.IMAP4.error) as problem:
        if account.sign_in == SignIn.PASSWORD:
            said = _("%(host)s refused the user name or the password. It said: %(why)s")
        else:
            said = _("%(host)s refused the sign-in of %(user)s. Connect the account again. It said: %(why)s")
        words = {"host": account.host, "user": account.user, "why": _answer_of(problem)}
        raise Trouble(said % words, "login") from problem


def _answer_of(problem: Exception) -> str:
    """The server's own words, without those that imap-tools puts around them."""
    found = re.search(r"b'((?:[^'\\]|\\.)*)'", str(problem)) or re.search(r'b"((?:[^"\\]|\\.)*)"', str(problem))
    return _short(found[1] if found else str(problem))


def _words(problem: Exception) -> str:
    return _short(str(problem) or type(problem).__name__)


def _short(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:200]


def _no_folder(box: BaseMailBox, name: str) -> str:
    names = folder_names(box)
    listed = ", ".join(names[:MOST_NAMED]) + (" …" if len(names) > MOST_NAMED else "")
    return _("There is no folder “%(name)s” on the server. There are: %(list)s") % {"name": name, "list": listed}


def _number(box: BaseMailBox, code: str) -> int:
    _typ, answer = box.client.response(code)
    return int(answer[0]) if answer and answer[0] else 0


def _fetched(box: BaseMailBox, uids: Sequence[int], parts: str) -> Iterator[tuple[bytes, bytes]]:
    """What stands around each literal, and the literal. Some servers tell the number behind it."""
    status, answer = box.client.uid("FETCH", _listed(uids), parts)
    if status != "OK":
        return
    for position, item in enumerate(answer):
        if isinstance(item, tuple):
            after = answer[position + 1] if position + 1 < len(answer) else b""
            yield item[0] + b" " + (after if isinstance(after, bytes) else b""), item[1]


def _arrival(about: bytes) -> datetime | None:
    """When the server got it."""
    found = imaplib.Internaldate2tuple(about)
    return datetime.fromtimestamp(time.mktime(found), UTC) if found else None


def _listed(uids: Iterable[int]) -> str:
    return ",".join(map(str, uids))


def _done(answer: tuple[str, list[object]]) -> None:
    status, words = answer
    if status != "OK":
        raise Trouble(_("The server refused: %(why)s") % {"why": _short(str(words[0]) if words else status)})
