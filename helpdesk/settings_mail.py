"""The settings of mail, which settings.py takes in: how it comes, how it goes, and how much of it."""

from django.core.exceptions import ImproperlyConfigured

from helpdesk.environment import env

__all__ = [
    "ANYMAIL",
    "EMAIL_BACKEND",
    "EMAIL_HOST",
    "EMAIL_HOST_PASSWORD",
    "EMAIL_HOST_USER",
    "EMAIL_PORT",
    "EMAIL_TIMEOUT",
    "EMAIL_USE_SSL",
    "EMAIL_USE_TLS",
    "MAIL_ACKNOWLEDGEMENTS_AN_HOUR",
    "MAIL_AUTHSERV_ID",
    "MAIL_AUTOMATIC_AN_HOUR",
    "MAIL_AUTOMATIC_OF_SENDER_AN_HOUR",
    "MAIL_CHECK_DKIM",
    "MAIL_CLAIM_SECONDS",
    "MAIL_DNS_SERVER",
    "MAIL_DOMAIN_PACES",
    "MAIL_MAILS_A_MINUTE",
    "MAIL_MAX_BYTES",
    "MAIL_OAUTH",
    "OUTBOX_CLAIM_SECONDS",
    "OUTBOX_COMPLETED_BY",
    "SIGNER_OF",
    "SMTP_HOST",
    "SMTP_MAX_CONNECTIONS",
    "SMTP_PORT",
    "SMTP_TLS_CERT",
    "SMTP_TLS_KEY",
    "TRANSPORT_OF",
]

# The listener.
SMTP_HOST = env.str("SMTP_HOST", default="127.0.0.1")
SMTP_PORT = env.port("SMTP_PORT", default=2525)
# For STARTTLS, two PEM files; without, it makes a certificate of its own (mail/smtp_tls.py). A key alone is nonsense.
SMTP_TLS_CERT = env.str("SMTP_TLS_CERT", default="")
SMTP_TLS_KEY = env.str("SMTP_TLS_KEY", default="")
if SMTP_TLS_KEY and not SMTP_TLS_CERT:
    raise ImproperlyConfigured("SMTP_TLS_KEY needs SMTP_TLS_CERT beside it.")
SMTP_MAX_CONNECTIONS = env.number("SMTP_MAX_CONNECTIONS", default=200, least=1)
# What is put into mails of a kind when they are about to be sent (outbox/completing.py).
OUTBOX_COMPLETED_BY = {"acknowledgement": "portal.mailed_answers.offer_answers"}
# Outgoing transport: any Django or django-anymail backend. Empty in the demo: mails stay in the catcher at /demo/mail/.
EMAIL_BACKEND = env.str("EMAIL_BACKEND", default="django.core.mail.backends.smtp.EmailBackend")
env.refuse_unknown_backend("EMAIL_BACKEND", EMAIL_BACKEND)
EMAIL_HOST = env.str("EMAIL_HOST", default="")
EMAIL_PORT = env.port("EMAIL_PORT", default=25)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", default=False)
EMAIL_USE_SSL = env.bool("EMAIL_USE_SSL", default=False)
if EMAIL_USE_TLS and EMAIL_USE_SSL:
    raise ImproperlyConfigured(
        "EMAIL_USE_TLS and EMAIL_USE_SSL exclude each other: TLS is begun after connecting, SSL from the start."
    )
EMAIL_TIMEOUT = 20
# Called with the address a mail is sent from; answers the backend of its mailbox's own provider, or None.
TRANSPORT_OF = "mail.transports.transport_of"
# Called with the same; answers what signs mails of its domain (DKIM), or None.
SIGNER_OF = "mail.signing.signer_of"
# The names under which our own receiving servers write Authentication-Results; no other's are believed.
MAIL_AUTHSERV_ID = frozenset(name.strip().lower() for name in env.list("MAIL_AUTHSERV_ID", default=[]) if name.strip())
# Where no server named there has judged a mail, its DKIM signatures are checked here; by which name server: "host:port".
MAIL_CHECK_DKIM = env.bool("MAIL_CHECK_DKIM", default=True)
MAIL_DNS_SERVER = env.str("MAIL_DNS_SERVER", default="")
# The largest message that the SMTP listener takes.
MAIL_MAX_BYTES = env.number("MAIL_MAX_BYTES", default=25 * 1024 * 1024, least=1)
# Until an admin says otherwise at /settings/mail-limits/. What machines say to each other within an hour: acknowledgements to
# one address, automatic mails on one ticket and from one sender. Then: mails a minute to one receiving domain (0: as they come).
MAIL_ACKNOWLEDGEMENTS_AN_HOUR = env.number("MAIL_ACKNOWLEDGEMENTS_AN_HOUR", default=10)
MAIL_AUTOMATIC_AN_HOUR = env.number("MAIL_AUTOMATIC_AN_HOUR", default=20)
MAIL_AUTOMATIC_OF_SENDER_AN_HOUR = env.number("MAIL_AUTOMATIC_OF_SENDER_AN_HOUR", default=60)
MAIL_MAILS_A_MINUTE = env.number("MAIL_MAILS_A_MINUTE", default=0)
# Domains that take another number: {"gmail.com": 20}; 0: as they come.
MAIL_DOMAIN_PACES = env.mapping("MAIL_DOMAIN_PACES")
# How long a worker may hold a mail before another takes over; longer than the slowest mail or mail server takes.
MAIL_CLAIM_SECONDS = env.number("MAIL_CLAIM_SECONDS", default=60, least=1)
OUTBOX_CLAIM_SECONDS = env.number("OUTBOX_CLAIM_SECONDS", default=300, least=1)
ANYMAIL = env.mapping("ANYMAIL")
# Other addresses than Google's and Microsoft's own to sign in at: {"google": {"authorize": …, "token": …}, "microsoft": …}.
MAIL_OAUTH = env.mapping("MAIL_OAUTH")
