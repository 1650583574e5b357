"""What mail providers tell us: a mail that came goes into the ledger, the fate of one that left to its recipient.

Each mailbox has addresses of its own, and nothing is looked at that is not signed with what its admin and its provider alone
know. A mail is stored as it came where the provider has it so, else as the message that its fields make. What goes wrong here
is answered as an error, and then every provider comes again.
"""

import logging
import uuid
from collections.abc import Iterable
from typing import Any

from anymail.exceptions import AnymailError, AnymailWebhookValidationFailure
from anymail.signals import EventType
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from mail import hook_age
from mail.hook_requests import HOOK_USER, TooLarge, read_whole
from mail.mailboxes import Mailboxes
from mail.models import MailProvider, Provider
from mail.receiving import store
from mail.wholes import Whole, rebuilt, whole_of
from outbox.fates import Fate, take_fate
from outbox.models import RecipientState
from outbox.sending import EMAIL_KEY

logger = logging.getLogger(__name__)

# What django-anymail and we raise for a body that is no such event.
UNREADABLE = (ImproperlyConfigured, AnymailError, LookupError, TypeError, ValueError, AttributeError)
_STATES = {
    EventType.DELIVERED: RecipientState.DELIVERED,
    EventType.BOUNCED: RecipientState.BOUNCED,
    EventType.COMPLAINED: RecipientState.COMPLAINED,
    EventType.REJECTED: RecipientState.FAILED,
    EventType.FAILED: RecipientState.FAILED,
}


@csrf_exempt
@require_http_methods(["POST", "HEAD"])
def incoming(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    from mail.hook_views import incoming_view  # with Amazon's library: 50 MB that most desks never need

    return _answer(request, key, incoming_view, _take_in)


@csrf_exempt
@require_http_methods(["POST", "HEAD"])
def delivery(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    from mail.hook_views import delivery_view  # as above

    return _answer(request, key, delivery_view, _take_fates)


def _answer(request: HttpRequest, key: uuid.UUID, view_of: Any, take: Any) -> HttpResponse:
    """403 for what is not signed, 400 for what is no such event, 413, 503: none of them left a trace."""
    found = MailProvider.objects.select_related("mailbox").filter(hook_key=key).exclude(kind=Provider.SMTP)
    provider = found.first()
    if provider is None:
        return HttpResponse(status=404)
    if request.method == "HEAD":
        return HttpResponse()  # some ask so when the address is entered
    if provider.kind == Provider.AMAZON_SES and "Authorization" not in request.headers:
        # Amazon sends a password only when it is asked for one.
        return HttpResponse(status=401, headers={"WWW-Authenticate": f'Basic realm="{HOOK_USER}"'})
    try:
        read_whole(request)
        view = view_of(provider)
        view.run_validators(request)
        is_mailgun = provider.kind == Provider.MAILGUN
        if is_mailgun and hook_age.is_used(provider, request):
            logger.warning("A webhook of %s came again with a signature that was used; nothing is taken.", provider)
            return HttpResponse()
        take(provider, view, request)
        if is_mailgun:
            hook_age.use(provider, request)
    except TooLarge:
        return HttpResponse(status=413)
    except AnymailWebhookValidationFailure as refused:
        logger.warning("A webhook of %s is not signed as it should be: %s", provider, refused)
        return HttpResponse(status=403)
    except UNREADABLE as wrong:
        logger.warning("A webhook of %s cannot be read: %r", provider, wrong)
        return HttpResponse(status=400)
    except (DatabaseError, OSError) as problem:
        logger.warning("A webhook of %s has to come again: %r", provider, problem)
        return HttpResponse(status=503)
    return HttpResponse()


def _take_in(provider: MailProvider, view: Any, request: HttpRequest) -> None:
    whole = whole_of(Provider(provider.kind), request)
    mailboxes = Mailboxes()
    for mail in [whole] if whole else _rebuilt(view.parse_events(request)):
        recipients = mail.envelope_to
        if mailboxes.first_of(recipients) is None:
            recipients = [provider.mailbox.address, *recipients]
        store(mail.raw, mail.envelope_from, recipients, provider.kind, mailboxes=mailboxes)


def _rebuilt(events: Iterable[Any]) -> list[Whole]:
    """None for what is no mail, such as Amazon's question whether we want any."""
    return [rebuilt(event.message) for event in events if event.message is not None]


def _take_fates(provider: MailProvider, view: Any, request: HttpRequest) -> None:
    for event in view.parse_events(request):
        if (state := _STATES.get(event.event_type)) and event.recipient:
            take_fate(_fate(event, state), sender=provider.mailbox.address)


def _fate(event: Any, state: RecipientState) -> Fate:
    """A bounce that may pass by itself is a failure of this mail, and no reason to give the address up."""
    if state == RecipientState.BOUNCED and _may_pass(event.esp_event):
        state = RecipientState.FAILED
    said = "" if state == RecipientState.DELIVERED else " ".join(filter(None, (event.description, event.mta_response)))
    key = str((event.metadata or {}).get(EMAIL_KEY, ""))
    return Fate(
        address=event.recipient,
        state=state,
        said=said or (event.reject_reason or ""),
        email=int(key) if key.isdecimal() and len(key) < 19 else None,
        provider_id=event.message_id or "",
    )


def _may_pass(event: Any) -> bool:
    """As Amazon, Brevo, Postmark and SendGrid call it."""
    bounce = event.get("bounce")
    kind = bounce.get("bounceType") if isinstance(bounce, dict) else None
    return (
        kind in {"Transient", "Undetermined"}
        or event.get("event") == "soft_bounce"
        or event.get("Type") == "SoftBounce"
        or (event.get("event") == "bounce" and event.get("type") == "blocked")
    )
