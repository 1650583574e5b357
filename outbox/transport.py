"""How a row becomes a mail on the wire: by the mailbox's own server or provider, else by the backend of the settings."""

import socket
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from email.mime.base import MIMEBase
from smtplib import SMTP as SMTP_CLIENT
from smtplib import (
    SMTP_SSL,
    SMTPAuthenticationError,
    SMTPDataError,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)
from typing import Any

from anymail.backends.base import AnymailBaseBackend
from anymail.exceptions import AnymailAPIError, AnymailRecipientsRefused
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend as DjangoSmtpBackend
from django.core.mail.message import SafeMIMEMultipart, sanitize_address
from django.utils.module_loading import import_string
from django.utils.translation import gettext_noop

from helpdesk.deadline import Deadline, WatchedAdapter, within

PATIENCE = 0.4  # of the time for which a mail is claimed: to connect, and then to hand it over
SECONDS_TO_PART = 10
DJANGO_SMTP = "django.core.mail.backends.smtp.EmailBackend"
SMTP = "outbox.transport.SmtpBackend"
# Said of any sender: our settings are wrong, not the mail, so it waits until they are mended (RFC 4954).
_WANTS_SIGN_IN = (530, 534, 535, 538)
CATCHER = "django.core.mail.backends.dummy.EmailBackend"

# What is written down as the reason; whoever reads it reads it in their language (helpdesk/kept_words.py).
NOT_SET_UP = gettext_noop("No mail server is set up: an admin sets EMAIL_HOST or EMAIL_BACKEND.")
_PROVIDER_DID_NOT_TAKE_IT = gettext_noop("The provider did not take it: %(fate)s")
_SIGN_IN_REFUSED = gettext_noop("The mail server refused our sign-in: %(answer)s")
_SERVER_ANSWERED = gettext_noop("The mail server answered %(answer)s")
_SERVER_NOT_REACHED = gettext_noop("The mail server cannot be reached: %(why)s")
_KEY_REFUSED = gettext_noop(
    "%(provider)s refused our key (%(status)s). An admin enters a new one in the mailbox's settings."
)
_PROVIDER_ANSWERED = gettext_noop("%(provider)s answered %(status)s: %(words)s")
_PROVIDER_NOT_REACHED = gettext_noop("%(provider)s cannot be reached: %(why)s")


class Mail(EmailMultiAlternatives):
    """Pictures of the text lie beside it (multipart/related), files below; a retry goes only to who still lacks it."""

    def __init__(self, *args: Any, envelope_to: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.envelope_to = list(envelope_to)
        self.refused: dict[str, tuple[int, str]] = {}
        # A provider's backend reads the first and sets the second.
        self.metadata: dict[str, str] = {}
        self.anymail_status: Any = None

    def recipients(self) -> list[str]:
        return self.envelope_to

    def _create_message(self, msg: Any) -> Any:
        pictures = [a for a in self.attachments if isinstance(a, MIMEBase) and a["Content-ID"]]
        if not pictures:
            return super()._create_message(msg)  # type: ignore[misc]  # Django's own, missing in the stubs
        related = SafeMIMEMultipart(_subtype="related", encoding=settings.DEFAULT_CHARSET)
        related.attach(self._create_alternatives(msg))  # type: ignore[attr-defined]  # as above
        for picture in pictures:
            related.attach(picture)
        everything = self.attachments
        self.attachments = [a for a in everything if a not in pictures]
        try:
            return self._create_attachments(related)  # type: ignore[attr-defined]  # as above
        finally:
            self.attachments = everything


class _WatchedSmtp(SMTP_CLIENT):
    """Whose talk can be ended. The deadline stands in it before it connects."""

    deadline: Deadline

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return self.deadline.watch(super()._get_socket(host, port, timeout))  # type: ignore[misc]  # missing in the stubs


class _WatchedSmtpTls(SMTP_SSL, _WatchedSmtp):
    """It asks the one above for its connection, and puts TLS around it."""


class SmtpBackend(DjangoSmtpBackend):
    """Django's, but it signs, tells which recipients the server refused while it took the others, and waits no longer for a
    server that dribbles than a mail is ours to send.
    """

    sign: Callable[[bytes], bytes] | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.deadline = Deadline()

    @property
    def connection_class(self) -> type[SMTP_CLIENT]:
        plain: type[SMTP_CLIENT] = _WatchedSmtpTls if self.use_ssl else _WatchedSmtp
        return type(plain.__name__, (plain,), {"deadline": self.deadline})

    def open(self) -> bool | None:
        if self.connection is not None:
            return False
        self.deadline = Deadline()
        with self.deadline.within(_most_seconds()):
            return super().open()

    def close(self) -> None:
        try:
            with self.deadline.within(SECONDS_TO_PART):
                super().close()
        finally:
            self.deadline.forget()

    def _send(self, email_message: Any) -> bool:
        with self.deadline.within(_most_seconds()):
            return self._say(email_message)

    def _say(self, email_message: Any) -> bool:
        recipients = [on_the_wire(address) for address in email_message.recipients()]
        sender = sanitize_address(email_message.from_email, "utf-8")
        content = email_message.message().as_bytes(linesep="\r\n")
        if self.sign is not None:
            content = self.sign(content)
        assert self.connection is not None  # noqa: S101 - opened by the caller
        refused = self.connection.sendmail(sender, recipients, content)
        email_message.refused = _by_address(refused, email_message.recipients())
        return True


def _most_seconds() -> float:
    return max(settings.EMAIL_TIMEOUT, settings.OUTBOX_CLAIM_SECONDS * PATIENCE)


def is_configured() -> bool:
    """Whether mails can leave the house. In the demo without a transport they stay in the mail catcher."""
    return settings.EMAIL_BACKEND not in {"", DJANGO_SMTP, SMTP} or bool(settings.EMAIL_HOST)


def open_transport(sender: str) -> BaseEmailBackend:
    """For mails from this address. Raises ImproperlyConfigured when there is no way out."""
    transport = _transport_for(sender)
    if isinstance(transport, SmtpBackend):
        transport.sign = import_string(settings.SIGNER_OF)(sender)
    return transport


def _transport_for(sender: str) -> BaseEmailBackend:
    own: BaseEmailBackend | None = import_string(settings.TRANSPORT_OF)(sender)
    if own is not None:
        return own
    if not is_configured():
        if not settings.DEMO:
            raise ImproperlyConfigured(NOT_SET_UP)
        return get_connection(CATCHER)
    backend = SMTP if settings.EMAIL_BACKEND in {"", DJANGO_SMTP} else settings.EMAIL_BACKEND
    return get_connection(backend)


def is_provider(transport: BaseEmailBackend) -> bool:
    """A provider's API takes the recipients that the mail shows, and no envelope beside them."""
    return isinstance(transport, AnymailBaseBackend)


def patience(transport: BaseEmailBackend) -> AbstractContextManager[None]:
    """For one mail: a provider's API is given up in time; our own SMTP gives up by itself. Raises TimeoutError."""
    session = getattr(transport, "session", None)
    if session is None:
        return nullcontext()
    adapter = session.get_adapter("https://")
    if not isinstance(adapter, WatchedAdapter):
        within(session, Deadline())
        adapter = session.get_adapter("https://")
    return adapter.deadline.within(_most_seconds())


def for_provider(mail: Mail, transport: BaseEmailBackend) -> Mail:
    """A provider takes bounces at an address of its own and tells of them; Postmark keeps our Message-ID only if asked to."""
    mail.from_email = mail.extra_headers.pop("From")
    if getattr(transport, "esp_name", "") == "Postmark":
        mail.extra_headers["X-PM-KeepID"] = "true"
    return mail


def answered(mail: Mail) -> tuple[dict[str, tuple[int, str]], dict[str, str]]:
    """Of a mail that was taken: who was refused all the same, and by which id a provider will speak of each recipient."""
    refused, ids = dict(mail.refused), {}
    fates = mail.anymail_status.recipients if mail.anymail_status else {}
    known = {on_the_wire(address).lower(): address for address in mail.recipients()}
    for written, fate in (fates or {}).items():
        address = known.get(written.lower(), written)
        ids[address] = (fate.message_id or "")[:255]
        if fate.status in {"rejected", "invalid", "failed"}:
            refused[address] = (550, _PROVIDER_DID_NOT_TAKE_IT % {"fate": fate.status})
    return refused, ids


def refusals(problem: Exception, recipients: Sequence[str]) -> dict[str, tuple[int, str]]:
    """Who is refused by this error, with SMTP's code: 5xx for good, else for now; code 0 where none was given."""
    if isinstance(problem, SMTPRecipientsRefused):
        return _by_address(problem.recipients, recipients)
    if isinstance(problem, SMTPSenderRefused) and problem.smtp_code in _WANTS_SIGN_IN:
        return dict.fromkeys(recipients, (0, _SIGN_IN_REFUSED % {"answer": _answer_of(problem)}))
    if isinstance(problem, SMTPSenderRefused | SMTPDataError):
        return dict.fromkeys(recipients, (problem.smtp_code, _text(problem.smtp_error)))
    if isinstance(problem, AnymailRecipientsRefused):
        return dict.fromkeys(recipients, (550, str(problem)[:500]))
    return dict.fromkeys(recipients, (0, _said(problem)[:500]))


def _said(problem: Exception) -> str:
    """What an agent reads on the ticket: what is the matter, not which class of ours said so."""
    if isinstance(problem, ImproperlyConfigured):
        return str(problem)
    if isinstance(problem, SMTPAuthenticationError):
        return _SIGN_IN_REFUSED % {"answer": _answer_of(problem)}
    if isinstance(problem, SMTPResponseException):
        return _SERVER_ANSWERED % {"answer": _answer_of(problem)}
    if isinstance(problem, AnymailAPIError):
        return _said_by_provider(problem)
    if isinstance(problem, OSError):
        return _SERVER_NOT_REACHED % {"why": problem}
    return f"{type(problem).__name__}: {problem}"


def _answer_of(problem: SMTPResponseException) -> str:
    return f"{problem.smtp_code} {_text(problem.smtp_error)}"


def _said_by_provider(problem: AnymailAPIError) -> str:
    name, status = problem.esp_name or "The provider", problem.status_code
    if status in {401, 403}:
        return _KEY_REFUSED % {"provider": name, "status": status}
    text = getattr(problem.response, "text", "") or str(problem)
    if status:
        return _PROVIDER_ANSWERED % {"provider": name, "status": status, "words": text[:300]}
    return _PROVIDER_NOT_REACHED % {"provider": name, "why": problem.__cause__ or text}


def on_the_wire(address: str) -> str:
    """As SMTP writes it: a domain with other letters than ASCII in its ASCII form."""
    return sanitize_address(address, "utf-8")


def _by_address(refused: Mapping[str, tuple[int, bytes]], recipients: Sequence[str]) -> dict[str, tuple[int, str]]:
    """The server's refusals, by our own way of writing each address."""
    answers = {address: refused.get(on_the_wire(address), refused.get(address)) for address in recipients}
    return {address: (answer[0], _text(answer[1])) for address, answer in answers.items() if answer is not None}


def _text(reply: bytes | str) -> str:
    return (reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply)[:500]
