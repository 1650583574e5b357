"""How a mailbox's mail leaves: whether the server that sends is reached, lets us in, and takes this sender."""

import socket
import ssl
from smtplib import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPNotSupportedError,
    SMTPResponseException,
    SMTPServerDisconnected,
)
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail.backends.dummy import EmailBackend as Catcher
from django.core.mail.backends.smtp import EmailBackend as DjangoSmtpBackend
from django.utils.translation import gettext as _

from mail.certificates import certificate_words
from mail.checking.steps import Findings
from mail.fetching.imap import unnamed
from mail.models import Mailbox, MailProvider
from outbox.transport import open_transport, refusals


def outgoing_steps(mailbox: Mailbox) -> Findings:
    """Nothing is sent: the server is told the sender, and then that it was nothing."""
    found = Findings("outgoing")
    try:
        transport = open_transport(mailbox.address)
    except ImproperlyConfigured:
        said = _("No mail server is set up, so nothing is sent: mails wait.")
        found.bad("connect", said, _("Whoever runs this help desk sets EMAIL_HOST or EMAIL_BACKEND."))
        return found
    if isinstance(transport, DjangoSmtpBackend):
        _speak(transport, mailbox, found)
    elif isinstance(transport, Catcher):
        found.hint("connect", _("In the demo nothing leaves: mails are kept in the mail catcher."))
    else:
        name = getattr(transport, "esp_name", "") or settings.EMAIL_BACKEND
        words = _("Mail leaves by %(name)s. Send yourself a test mail to see whether it takes it.") % {"name": name}
        found.hint("connect", words)
    return found


def _in_words(problem: Exception, host: dict[str, Any]) -> tuple[str, str]:
    """At which step it went wrong, and what to do."""
    match problem:
        case socket.gaierror():
            return "connect", unnamed(problem) % host
        case ssl.SSLCertVerificationError():
            return "encryption", certificate_words(problem, host["host"])
        case ssl.SSLError():
            said = _("%(host)s does not speak TLS on port %(port)s. Choose another kind of encryption or another port.")
            return "encryption", said % host
        case ConnectionRefusedError():
            said = _("Nothing answers at %(host)s on port %(port)s. Check the port, and that the server lets mail in.")
            return "connect", said % host
        case TimeoutError() | SMTPServerDisconnected() if isinstance(problem, TimeoutError) or "timed out" in str(
            problem
        ):
            said = _(
                "%(host)s did not answer on port %(port)s in time. Check the port, and whether a firewall is between."
            )
            return "connect", said % host
        case SMTPAuthenticationError():
            said = _("%(host)s refused the user name or the password. It said: %(why)s")
            return "login", said % (host | {"why": _answer(problem)})
        case SMTPNotSupportedError() if "STARTTLS" in str(problem):
            return "encryption", _("%(host)s offers no STARTTLS. Choose another kind of encryption.") % host
        case SMTPNotSupportedError():
            said = _("%(host)s lets nobody sign in here. Choose encryption or another port, or enter no user name.")
            return "login", said % host
        case SMTPConnectError() if problem.smtp_code > 0:
            said = _("%(host)s turns us away. It said: %(why)s")
            return "connect", said % (host | {"why": _answer(problem)})
        case SMTPServerDisconnected() | SMTPConnectError():
            said = _(
                "%(host)s speaks no SMTP on port %(port)s, or wants TLS at once. Check the port and the encryption."
            )
            return "connect", said % host
    return "connect", refusals(problem, [""])[""][1]


def _answer(problem: SMTPResponseException) -> str:
    said = problem.smtp_error
    return f"{problem.smtp_code} {said.decode('utf-8', 'replace') if isinstance(said, bytes) else said}"[:300]


def _speak(transport: DjangoSmtpBackend, mailbox: Mailbox, found: Findings) -> None:
    host = {"host": transport.host, "port": transport.port}
    try:
        transport.open()
    except Exception as problem:  # noqa: BLE001 - whatever it is, told in words
        what, words = _in_words(problem, host)
        if what != "connect":
            found.good("connect", _("%(host)s answers on port %(port)s.") % host)
        found.bad(what, words)
        return
    try:
        found.good("connect", _("%(host)s answers on port %(port)s.") % host)
        if transport.use_tls or transport.use_ssl:
            found.good("encryption", _("The connection is encrypted."))
        else:
            own = MailProvider.objects.filter(mailbox=mailbox, sends=True).exists()
            if own:
                advice = _(
                    "Choose an encryption under “How mail travels”, unless the server stands beside this help desk."
                )
            else:
                advice = _("Whoever runs this help desk sets EMAIL_USE_TLS, unless the server stands beside it.")
            found.hint("encryption", _("The connection is not encrypted."), advice)
        if transport.username:
            found.good("login", _("Signed in as %(user)s.") % {"user": transport.username})
        _try_sender(transport, mailbox, found)
    finally:
        transport.close()


def _try_sender(transport: DjangoSmtpBackend, mailbox: Mailbox, found: Findings) -> None:
    names = {"address": mailbox.address}
    try:
        assert transport.connection is not None  # noqa: S101 - it was opened
        transport.connection.ehlo_or_helo_if_needed()
        code, said = transport.connection.mail(mailbox.address)
        transport.connection.rset()
    except (OSError, SMTPResponseException) as problem:
        found.bad("sender", refusals(problem, [""])[""][1])
        return
    if code == 250:  # noqa: PLR2004 - SMTP's yes
        found.good("sender", _("The server takes mail from %(address)s.") % names)
    else:
        words = names | {"code": code, "said": said.decode("utf-8", "replace")[:200]}
        sentence = _("The server refuses mail from %(address)s. It said: %(code)s %(said)s") % words
        found.bad("sender", sentence, _("Allow this sender at the mail server."))
