"""What providers call us with, as their own documentation and django-anymail's show it, signed as they sign."""

import base64
import hashlib
import hmac
import json
import secrets
import time
from typing import Any

from django.test import Client
from django.urls import reverse

from mail.hook_requests import HOOK_USER
from mail.models import MailProvider, Provider

SIGNING_KEY = "mailgun-signing-key"


def provider_of(mailbox: Any, kind: Provider, **fields: Any) -> MailProvider:
    from helpdesk import clock

    words = {"key": "api-key", "hook_secret": "hook-secret", "signing_key": "", "created_at": clock.now()}
    if kind == Provider.MAILGUN:
        words["signing_key"] = SIGNING_KEY
    return MailProvider.objects.create(mailbox=mailbox, kind=kind, **(words | fields))


def basic(password: str = "hook-secret") -> dict[str, str]:  # noqa: S107 - of these tests
    return {"Authorization": "Basic " + base64.b64encode(f"{HOOK_USER}:{password}".encode()).decode()}


def mailgun_signature(key: str = SIGNING_KEY, *, age: int = 0) -> dict[str, str]:
    """`age`: how many seconds ago it was made."""
    stamp, token = str(int(time.time()) - age), secrets.token_hex(25)
    return {
        "timestamp": stamp,
        "token": token,
        "signature": hmac.new(key.encode(), f"{stamp}{token}".encode(), hashlib.sha256).hexdigest(),
    }


def call(provider: MailProvider, what: str, *, secret: str | None = None, body: Any = None, form: Any = None) -> int:
    """The status of our answer; `secret`: another than the right one."""
    path, client = reverse(f"mail:{what}_hook", args=[provider.hook_key]), Client()
    if provider.kind == Provider.MAILGUN:
        signature = mailgun_signature(secret or SIGNING_KEY)
        if form is not None:
            return client.post(path, form | signature).status_code
        return client.post(path, body | {"signature": signature}, content_type="application/json").status_code
    headers = basic(secret or "hook-secret")
    if form is not None:
        return client.post(path, form, headers=headers).status_code
    if provider.kind == Provider.AMAZON_SES:
        headers |= {"x-amz-sns-message-type": body["Type"], "x-amz-sns-message-id": body["MessageId"]}
        return client.post(
            path, json.dumps(body), content_type="text/plain; charset=UTF-8", headers=headers
        ).status_code
    return client.post(path, body, content_type="application/json", headers=headers).status_code


def sns(event: dict[str, Any]) -> dict[str, Any]:
    return {
        "Type": "Notification",
        "MessageId": "19ba9823-d7f2-53c1-860e-cb10e0d13dfc",
        "TopicArn": "arn:aws:sns:us-east-1:1234567890:SES_Events",
        "Subject": "Amazon SES Email Event Notification",
        "Message": json.dumps(event) + "\n",
        "Timestamp": "2018-03-26T17:58:59.675Z",
        "SignatureVersion": "1",
        "Signature": "EXAMPLE-SIGNATURE==",
        "SigningCertURL": "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-12345abcde.pem",
    }


def incoming_with(kind: Provider, raw: bytes) -> dict[str, Any]:
    """The event that brings this mail whole: `call(provider, "incoming", **incoming_with(…))`."""
    sender, recipient = "bounces@example.net", "support@example.com"
    if kind == Provider.MAILGUN:
        return {"form": {"recipient": recipient, "sender": sender, "body-mime": raw.decode("latin-1")}}
    if kind == Provider.POSTMARK:
        return {
            "body": {
                "FromFull": {"Email": "ann@example.net", "Name": "Ann Lee"},
                "From": "ann@example.net",
                "To": recipient,
                "OriginalRecipient": recipient,
                "Subject": "Wrong invoice",
                "MessageID": "22c74902-a0c1-4511-804f2-341342852c90",
                "Headers": [{"Name": "Return-Path", "Value": f"<{sender}>"}],
                "TextBody": "Hello",
                "RawEmail": raw.decode(),
            }
        }
    if kind == Provider.SENDGRID:
        envelope = json.dumps({"to": [recipient], "from": sender})
        return {"form": {"email": raw.decode(), "envelope": envelope, "SPF": "pass", "charsets": '{"to":"UTF-8"}'}}
    if kind == Provider.AMAZON_SES:
        return {
            "body": sns(
                {
                    "notificationType": "Received",
                    "mail": {"source": sender, "messageId": "jili9m351il3gkburn7o2f0u6788stij94c8ld01"},
                    "receipt": {"recipients": [recipient], "action": {"type": "SNS", "encoding": "BASE64"}},
                    "content": base64.b64encode(raw).decode(),
                }
            )
        }
    return {
        "body": {
            "items": [
                {
                    "Uuid": ["8d79f2f1-20ae-4939-8d0b-74517a95a09d"],
                    "MessageId": "<m1@example.net>",
                    "Subject": "Wrong invoice",
                    "Attachments": [],
                    "Headers": {
                        "Return-Path": f"<{sender}>",
                        "Delivered-To": recipient,
                        "From": "Ann Lee <ann@example.net>",
                        "To": recipient,
                        "Subject": "Wrong invoice",
                        "Message-ID": "<m1@example.net>",
                        "Received": ["from localhost by smtp.example.net", "from a by b"],
                    },
                    "RawTextBody": "Hello, my invoice is wrong.",
                    "RawHtmlBody": "<p>Hello, my invoice is wrong.</p>",
                    "SpamScore": 0.1,
                }
            ]
        }
    }


def fate_event(kind: Provider, what: str, *, email: int, address: str, provider_id: str = "") -> dict[str, Any]:
    """`what`: delivered, bounced, soft (a bounce that may pass), complained."""
    meta = {"helpdesk_email": str(email)}
    if kind == Provider.MAILGUN:
        name = {"bounced": "failed", "soft": "failed"}.get(what, what)
        severity = {"bounced": "permanent", "soft": "temporary"}.get(what)
        data = {"event": name, "timestamp": time.time(), "recipient": address, "user-variables": meta}
        data["message"] = {"headers": {"message-id": provider_id.strip("<>")}}
        if severity:
            data |= {"severity": severity, "reason": "bounce", "delivery-status": {"message": "550 no such person"}}
        return {"body": {"event-data": data}}
    if kind == Provider.POSTMARK:
        record = {"delivered": "Delivery", "complained": "SpamComplaint"}.get(what, "Bounce")
        bounce = {"bounced": "HardBounce", "soft": "SoftBounce", "complained": "SpamComplaint"}.get(what, "")
        field = "Recipient" if what == "delivered" else "Email"
        body = {"RecordType": record, field: address, "MessageID": provider_id, "Metadata": meta}
        return {"body": body | ({"Type": bounce, "Details": "550 no such person"} if bounce else {})}
    if kind == Provider.SENDGRID:
        name = {"bounced": "bounce", "soft": "bounce", "complained": "spamreport"}.get(what, what)
        event = {
            "email": address,
            "timestamp": 1461095246,
            "event": name,
            "sg_event_id": "ZyjAM5rnQmuI1KFInHQ3Nw",
            **meta,
        }
        kinds = {"bounced": "bounce", "soft": "blocked"}
        return {"body": [event | ({"type": kinds[what], "reason": "550 no such person"} if what in kinds else {})]}
    if kind == Provider.AMAZON_SES:
        name = {"delivered": "Delivery", "complained": "Complaint"}.get(what, "Bounce")
        parts = {
            "Delivery": {"recipients": [address], "smtpResponse": "250 ok"},
            "Complaint": {"complainedRecipients": [{"emailAddress": address}], "complaintFeedbackType": "abuse"},
            "Bounce": {
                "bounceType": "Permanent" if what == "bounced" else "Transient",
                "bounceSubType": "General",
                "bouncedRecipients": [{"emailAddress": address, "diagnosticCode": "smtp; 550 no such person"}],
            },
        }
        mail = {"messageId": provider_id, "destination": [address]}
        mail["headers"] = [{"name": "X-Metadata", "value": json.dumps(meta)}]
        return {"body": sns({"eventType": name, "mail": mail, name.lower(): parts[name]})}
    name = {"bounced": "hard_bounce", "soft": "soft_bounce", "complained": "spam"}.get(what, what)
    body = {"event": name, "email": address, "id": 26224, "message-id": provider_id, "ts_epoch": 1533674445000}
    return {"body": body | {"reason": "550 no such person", "X-Mailin-custom": json.dumps(meta)}}
