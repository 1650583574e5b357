"""How a row becomes a mail on the wire: any Django or django-anymail backend by settings, nothing at all in the demo."""

from collections.abc import Mapping, Sequence
from email.mime.base import MIMEBase
from smtplib import (
    SMTPAuthenticationError,
    SMTPDataError,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)
from typing import Any

from anymail.exceptions import AnymailRecipientsRefused
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend as DjangoSmtpBackend
from django.core.mail.message import SafeMIMEMultipart, sanitize_address

DJANGO_SMTP = "django.core.mail.backends.smtp.EmailBackend"
SMTP = "outbox.transport.SmtpBackend"
CATCHER = "django.core.mail.backends.dummy.EmailBackend"


class Mail(EmailMultiAlternatives):
    """Pictures of the text lie beside it (multipart/related), files below; a retry goes only to who still lacks it."""

    def __init__(self, *args: Any, envelope_to: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.envelope_to = list(envelope_to)
        self.refused: dict[str, tuple[int, str]] = {}

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


class SmtpBackend(DjangoSmtpBackend):
    """Django's, but it tells which recipients the server refused while it took the others."""

    def _send(self, email_message: Any) -> bool:
        recipients = [on_the_wire(address) for address in email_message.recipients()]
        sender = sanitize_address(email_message.from_email, "utf-8")
        content = email_message.message().as_bytes(linesep="\r\n")
        assert self.connection is not None  # noqa: S101 - opened by the caller
        refused = self.connection.sendmail(sender, recipients, content)
        email_message.refused = _by_address(refused, email_message.recipients())
        return True


def is_configured() -> bool:
    """Whether mails can leave the house. In the demo without a transport they stay in the mail catcher."""
    return settings.EMAIL_BACKEND not in {"", DJANGO_SMTP, SMTP} or bool(settings.EMAIL_HOST)


def open_transport() -> BaseEmailBackend:
    """Raises ImproperlyConfigured when there is no way out."""
    if not is_configured():
        if not settings.DEMO:
            raise ImproperlyConfigured("No mail server is set up: an admin sets EMAIL_HOST or EMAIL_BACKEND.")
        return get_connection(CATCHER)
    backend = SMTP if settings.EMAIL_BACKEND in {"", DJANGO_SMTP} else settings.EMAIL_BACKEND
    return get_connection(backend)


def refusals(problem: Exception, recipients: Sequence[str]) -> dict[str, tuple[int, str]]:
    """Who is refused by this error, with SMTP's code: 5xx for good, else for now; code 0 where none was given."""
    if isinstance(problem, SMTPRecipientsRefused):
        return _by_address(problem.recipients, recipients)
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
        return f"The mail server refused our sign-in: {problem.smtp_code} {_text(problem.smtp_error)}"
    if isinstance(problem, SMTPResponseException):
        return f"The mail server answered {problem.smtp_code} {_text(problem.smtp_error)}"
    if isinstance(problem, OSError):
        return f"The mail server cannot be reached: {problem}"
    return f"{type(problem).__name__}: {problem}"


def on_the_wire(address: str) -> str:
    """As SMTP writes it: a domain with other letters than ASCII in its ASCII form."""
    return sanitize_address(address, "utf-8")


def _by_address(refused: Mapping[str, tuple[int, bytes]], recipients: Sequence[str]) -> dict[str, tuple[int, str]]:
    """The server's refusals, by our own way of writing each address."""
    answers = {address: refused.get(on_the_wire(address), refused.get(address)) for address in recipients}
    return {address: (answer[0], _text(answer[1])) for address, answer in answers.items() if answer is not None}


def _text(reply: bytes | str) -> str:
    return (reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply)[:500]
