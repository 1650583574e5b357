"""Mails about known issues: the link that confirms an address, and what is new. Each can be ended with one click."""

from typing import Any

from django.core import signing
from django.urls import reverse
from django.utils import translation

from accounts.brands import brand_of, brand_shown, showing
from accounts.languages import language_shown_to
from mail.addresses import loop_token
from mail.outgoing import default_mailbox, from_header, house_of
from mail.parsing.automatic import LOOP_HEADER
from mail.texts.drawing import draw
from outbox.posting import Address, post_email
from status.models import IssueSubscription, IssueUpdate

KIND = "known_issue"
_SALT = "status.subscription"


def token_of(subscription: IssueSubscription) -> str:
    return signing.dumps(subscription.pk, salt=_SALT)


def is_token(token: str) -> bool:
    """Whether we made it, whatever became of its subscription; a link that lost its end has none of ours."""
    return _key_of(token) is not None


def subscription_of(token: str) -> IssueSubscription | None:
    """None for a token that is not ours, or of who unsubscribed."""
    key = _key_of(token)
    return None if key is None else IssueSubscription.objects.select_related("issue").filter(pk=key).first()


def post_confirmation(subscription: IssueSubscription) -> None:
    _post("known_issue_confirm", subscription, {"confirm_url": _address("status_confirm", subscription)})


def post_update(update: IssueUpdate, subscription: IssueSubscription) -> None:
    _post("known_issue", subscription, {"update": update})


def _post(folder: str, subscription: IssueSubscription, context: dict[str, Any]) -> None:
    with showing(brand_of(subscription.brand_id)):
        _post_shown(folder, subscription, context)


def _post_shown(folder: str, subscription: IssueSubscription, context: dict[str, Any]) -> None:
    mailbox = default_mailbox()
    if mailbox is None:
        return
    language = language_shown_to(None, subscription.language)
    stop_url = _address("status_unsubscribe", subscription)
    with translation.override(language):
        context |= {
            "issue": subscription.issue,
            "mailbox": house_of(mailbox),
            "status_url": f"{brand_shown().site}{reverse('portal:status')}",
            "stop_url": stop_url,
            "language": language,
        }
        texts = draw(folder, context)
    post_email(
        kind=KIND,
        from_header=from_header(mailbox, None),
        envelope_from=mailbox.address,
        to=[Address(subscription.email)],
        subject=texts.subject,
        text=texts.text,
        html=texts.html,
        headers={
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            LOOP_HEADER: loop_token(),
            "List-Unsubscribe": f"<{stop_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )


def _address(route: str, subscription: IssueSubscription) -> str:
    return f"{brand_shown().site}{reverse(f'portal:{route}', args=[token_of(subscription)])}"


def _key_of(token: str) -> int | None:
    try:
        return signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
