"""How a mailbox with a provider of its own sends: its SMTP server, or the API of a provider through django-anymail."""

from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend

from mail.models import MailProvider, Provider, Security
from outbox.transport import SMTP

_BACKEND = "anymail.backends.{}.EmailBackend"
MAILGUN_EU = "https://api.eu.mailgun.net/v3"


def transport_of(sender: str) -> BaseEmailBackend | None:
    """Not opened yet; None where the mailbox of this address sends as the settings say."""
    provider = MailProvider.objects.filter(mailbox__address=sender, sends=True).first() if sender else None
    return transport(provider) if provider else None


def transport(provider: MailProvider) -> BaseEmailBackend:
    backend = SMTP if provider.kind == Provider.SMTP else _BACKEND.format(provider.kind)
    return get_connection(backend, **_OPTIONS[Provider(provider.kind)](provider))


def _smtp(provider: MailProvider) -> dict[str, Any]:
    return {
        "host": provider.host,
        "port": provider.port,
        "username": provider.account,
        "password": provider.key,
        "use_tls": provider.security == Security.STARTTLS,
        "use_ssl": provider.security == Security.TLS,
        "timeout": settings.EMAIL_TIMEOUT,
    }


def _api(provider: MailProvider, name: str = "api_key") -> dict[str, Any]:
    return {name: provider.key, **({"api_url": provider.api_url} if provider.api_url else {})}


def _mailgun(provider: MailProvider) -> dict[str, Any]:
    options = _api(provider) | {"sender_domain": provider.account or provider.mailbox.address.rpartition("@")[2]}
    return options if provider.api_url or provider.region != "eu" else options | {"api_url": MAILGUN_EU}


def ses_options(provider: MailProvider) -> dict[str, Any]:
    """Also of the webhook, which confirms its subscription there."""
    return {
        "session_params": {
            "aws_access_key_id": provider.account or None,
            "aws_secret_access_key": provider.key or None,
            "region_name": provider.region or None,
        },
        "client_params": {"endpoint_url": provider.api_url} if provider.api_url else {},
    }


_OPTIONS = {
    Provider.SMTP: _smtp,
    Provider.MAILGUN: _mailgun,
    Provider.POSTMARK: lambda provider: _api(provider, "server_token"),
    Provider.SENDGRID: _api,
    Provider.AMAZON_SES: ses_options,
    Provider.BREVO: _api,
}
