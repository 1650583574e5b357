"""Mailgun signs a time and a token, not what it says: a signature that somebody kept must not carry words of theirs later.

So it is good for one call, and for as long as Mailgun itself comes again after an answer of ours that was no success. Which
tokens were used stands in the cache alone: without it the age still holds, and the ledger takes each mail once in any case.
"""

import json
import time
from hashlib import sha256

from anymail.exceptions import AnymailWebhookValidationFailure
from django.core.cache import cache
from django.http import HttpRequest

from mail.models import MailProvider

# Mailgun comes again for eight hours; the rest is for clocks that differ.
LONGEST_SECONDS = 9 * 3600
AHEAD_SECONDS = 15 * 60


def is_used(provider: MailProvider, request: HttpRequest) -> bool:
    """Whether this very signature, checked before, was taken already. Raises AnymailWebhookValidationFailure for an old one."""
    stamp, token = _signed(request)
    age = time.time() - _seconds(stamp)
    if not -AHEAD_SECONDS <= age <= LONGEST_SECONDS:
        raise AnymailWebhookValidationFailure("Its signature is too old, or from the future.")
    return cache.get(_key(provider, request, token)) is not None


def use(provider: MailProvider, request: HttpRequest) -> None:
    """What it said is kept: the signature is good for nothing more."""
    _stamp, token = _signed(request)
    cache.set(_key(provider, request, token), 1, LONGEST_SECONDS + AHEAD_SECONDS)


def _signed(request: HttpRequest) -> tuple[str, str]:
    """Time and token, where Mailgun's view found them, too."""
    if request.content_type == "application/json":
        block = json.loads(request.body)["signature"]
        return str(block["timestamp"]), str(block["token"])
    return str(request.POST["timestamp"]), str(request.POST["token"])


def _seconds(stamp: str) -> int:
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) < 12):
        raise AnymailWebhookValidationFailure("Its signature names no time.")
    return int(stamp)


def _key(provider: MailProvider, request: HttpRequest, token: str) -> str:
    """Of this mailbox and this address of it: one mail that is told to two may have one signature."""
    return "mailgun-" + sha256(f"{request.path} {provider.pk} {token}".encode("utf-8", "replace")).hexdigest()
