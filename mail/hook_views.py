"""django-anymail's webhook views, each with the secrets of one mailbox: they check the signature and read the events."""

from typing import Any

from anymail.exceptions import AnymailWebhookValidationFailure
from anymail.webhooks import amazon_ses, brevo, mailgun, postmark, sendgrid
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.http import HttpRequest

from helpdesk.deadline import Deadline, within
from mail.hook_requests import HOOK_USER
from mail.models import MailProvider, Provider
from mail.transports import ses_options

SECONDS_FOR_A_FILE = 10
Hook = Any  # one of django-anymail's views, which has no types


class _BrevoIncoming(brevo.BrevoInboundWebhookView):
    """Files are fetched from Brevo while it waits for our answer, hence not for ever."""

    def _fetch_attachment(self, attachment: dict[str, Any]) -> Any:
        from anymail.inbound import AnymailInboundMessage
        from requests import Session

        with Deadline(SECONDS_FOR_A_FILE) as deadline, Session() as session:
            answer = within(session, deadline).get(
                f"{self.api_url}inbound/attachments/{attachment['DownloadToken']}",
                headers={"api-key": self.api_key},
                timeout=SECONDS_FOR_A_FILE,
            )
        answer.raise_for_status()
        return AnymailInboundMessage.construct_attachment(
            content_type=answer.headers.get("Content-Type") or attachment["ContentType"],
            content=answer.content,
            filename=attachment.get("Name"),
            content_id=attachment.get("ContentID"),
        )


class _Amazon:
    """Who confirms a topic, or fetches a mail, asks Amazon while it waits for our answer. Raises ConnectionError: come again."""

    client_params: dict[str, Any]

    def get_boto_client(self, service_name: str, **params: Any) -> Any:
        limits = Config(
            connect_timeout=SECONDS_FOR_A_FILE, read_timeout=SECONDS_FOR_A_FILE, retries={"total_max_attempts": 1}
        )
        usual = self.client_params.get("config") or Config()
        return super().get_boto_client(service_name, config=usual.merge(limits), **params)  # type: ignore[misc]

    def parse_events(self, request: HttpRequest) -> Any:
        try:
            return super().parse_events(request)  # type: ignore[misc]
        except (BotoCoreError, ClientError) as problem:
            raise ConnectionError(f"Amazon does not do its part: {problem}") from problem


class _AmazonIncoming(_Amazon, amazon_ses.AmazonSESInboundWebhookView):
    pass


class _AmazonDelivery(_Amazon, amazon_ses.AmazonSESTrackingWebhookView):
    pass


_INCOMING: dict[str, Hook] = {
    Provider.MAILGUN: mailgun.MailgunInboundWebhookView,
    Provider.POSTMARK: postmark.PostmarkInboundWebhookView,
    Provider.SENDGRID: sendgrid.SendGridInboundWebhookView,
    Provider.AMAZON_SES: _AmazonIncoming,
    Provider.BREVO: _BrevoIncoming,
}
_DELIVERY: dict[str, Hook] = {
    Provider.MAILGUN: mailgun.MailgunTrackingWebhookView,
    Provider.POSTMARK: postmark.PostmarkTrackingWebhookView,
    Provider.SENDGRID: sendgrid.SendGridTrackingWebhookView,
    Provider.AMAZON_SES: _AmazonDelivery,
    Provider.BREVO: brevo.BrevoTrackingWebhookView,
}


def incoming_view(provider: MailProvider) -> Hook:
    return _INCOMING[provider.kind](**_secrets(provider), **_access(provider, is_incoming=True))


def delivery_view(provider: MailProvider) -> Hook:
    return _DELIVERY[provider.kind](**_secrets(provider), **_access(provider, is_incoming=False))


def _secrets(provider: MailProvider) -> dict[str, Any]:
    """Raises AnymailWebhookValidationFailure where there is none: then nobody can prove to be the provider."""
    if provider.kind == Provider.MAILGUN:
        if not provider.signing_key:
            raise AnymailWebhookValidationFailure("No signing key is entered.")
        return {"webhook_signing_key": provider.signing_key, "api_key": None, "webhook_secret": []}
    if not provider.hook_secret:
        raise AnymailWebhookValidationFailure("The secret cannot be opened.")
    return {"webhook_secret": f"{HOOK_USER}:{provider.hook_secret}"}


def _access(provider: MailProvider, *, is_incoming: bool) -> dict[str, Any]:
    """What the view needs beside the secret: keys to fetch or confirm something, SendGrid's second signature."""
    if provider.kind == Provider.AMAZON_SES:
        return ses_options(provider)
    if provider.kind == Provider.SENDGRID and not is_incoming:
        return {"tracking_webhook_verification_key": provider.signing_key or None}
    if provider.kind == Provider.BREVO and is_incoming:
        return {"api_key": provider.key, "api_url": provider.api_url or "https://api.brevo.com/v3/"}
    return {}
