"""How a mailbox's mail leaves: whether the server that sends is reached, lets us in, and takes this sender."""

from smtplib import SMTPResponseException

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail.backends.dummy import EmailBackend as Catcher
from django.core.mail.backends.smtp import EmailBackend as DjangoSmtpBackend
from django.utils.translation import gettext as _

from mail.checking.steps import Findings
from mail.models import Mailbox
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


def _speak(transport: DjangoSmtpBackend, mailbox: Mailbox, found: Findings) -> None:
    host = {"host": transport.host, "port": transport.port}
    try:
        transport.open()
    except Exception as problem:  # noqa: BLE001 - told in the words that the outbox has for it
        found.bad("connect", refusals(problem, [""])[""][1])
        return
    try:
        found.good("connect", _("%(host)s answers on port %(port)s.") % host)
        if transport.use_tls or transport.use_ssl:
            found.good("encryption", _("The connection is encrypted."))
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
