"""Codes of the identity check that come back in what a customer writes: struck out before anybody of ours can read them.

Whoever reads a code can pass for the customer; the link in the same mail does as much as the code.
"""

import re
from dataclasses import replace

from django.db.models import Q
from django.utils.crypto import constant_time_compare

from accounts.models import User
from tickets.content import Body
from tickets.identity import code_of_token, digest_of
from tickets.models import IdentityCode, Ticket

STRUCK = "••••••"
# Six digits, also in two groups; in HTML the blank between them may be an entity.
_CODE = re.compile(r"(?<![0-9])([0-9]{3})(?:[\s\u00a0-]|&nbsp;|&#160;)?([0-9]{3})(?![0-9])")
_LINK = re.compile(r"(/identity/)([0-9A-Za-z:_.-]{20,200})")
_FIELDS = ("text", "html", "quoted_text", "quoted_html", "signature")


def without_codes(
    body: Body, verdict: dict | None, *, person: User | None, ticket: Ticket | None
) -> tuple[Body, dict | None]:
    """The body without codes and links that were sent to this person or on this ticket, and a verdict that says so.

    Asks the database only where something looks like one.
    """
    texts = [getattr(body, name) for name in _FIELDS]
    if not any(_CODE.search(text) or _LINK.search(text) for text in texts):
        return body, verdict
    theirs = Q(person=person) if ticket is None else Q(person=person) | Q(ticket=ticket)
    codes = list(IdentityCode.objects.filter(theirs).select_related("ticket"))
    if not codes:
        return body, verdict
    struck = {name: _struck(getattr(body, name), codes) for name in _FIELDS}
    cleaned = replace(body, **struck)
    return (cleaned, {**(verdict or {}), "struck": True}) if cleaned != body else (body, verdict)


def _struck(text: str, codes: list[IdentityCode]) -> str:
    text = _CODE.sub(lambda found: STRUCK if _is_one(found[1] + found[2], codes) else found[0], text)
    return _LINK.sub(lambda found: found[1] + (STRUCK if code_of_token(found[2].rstrip(".")) else found[2]), text)


def _is_one(digits: str, codes: list[IdentityCode]) -> bool:
    return any(constant_time_compare(code.digest, digest_of(code.ticket, code.address, digits)) for code in codes)
