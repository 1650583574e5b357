"""Whether a mail is from whom it says, where no receiving server of ours has said so: DKIM (RFC 6376), then the domain's DMARC.

What is found is written as our own Authentication-Results beside those of the mail, under a name that no header can carry, so
that `mail.authentication` and `mail.senders.failed_dmarc` read it as they read a server's. Unsigned mail is not looked at.
"""

import dataclasses
import logging
import re
import time
from collections.abc import Mapping
from typing import Any

from django.conf import settings

from mail import dns
from mail.authentication import OWN, is_aligned
from mail.dns import Lookup, Unanswered
from mail.parsing import ParsedMail

MOST_SIGNATURES = 5
LARGEST = 10_000_000  # bytes
OLD = 14 * 24 * 3600  # seconds; after that keys were often changed, and nothing can be said
HEAD_BYTES = 256_000
_SIGNATURE = re.compile(rb"^dkim-signature[ \t]*:", re.IGNORECASE | re.MULTILINE)
_TAGS = re.compile(r"\s*([a-z]+)\s*=\s*([^;]*)", re.IGNORECASE)

logger = logging.getLogger(__name__)


def is_signed(raw: bytes) -> bool:
    head = raw[:HEAD_BYTES]
    end = re.search(rb"\r?\n\r?\n", head)
    return _SIGNATURE.search(head, 0, end.start() if end else len(head)) is not None


def with_own_results(mail: ParsedMail, raw: bytes, *, lookup: Lookup | None = None) -> ParsedMail:
    """The mail with what its signatures prove; the same where there is none, where a server of ours judged, or DNS is away."""
    if not settings.MAIL_CHECK_DKIM or len(raw) > LARGEST or not is_signed(raw) or judged_by_ours(mail):
        return mail
    try:
        found = results_of(mail, raw, lookup or dns.txt)
    except Unanswered as problem:
        logger.info("No DKIM check: nobody answers for %s", problem)
        return mail
    return dataclasses.replace(mail, authentication_results=(*mail.authentication_results, found)) if found else mail


def judged_by_ours(mail: ParsedMail) -> bool:
    """Whether a receiving server of ours wrote what it found."""
    servers = (value.partition(";")[0].strip().partition(" ")[0].lower() for value in mail.authentication_results)
    return any(server in settings.MAIL_AUTHSERV_ID for server in servers)


def results_of(mail: ParsedMail, raw: bytes, lookup: Lookup) -> str:
    """As RFC 8601 writes them; empty where nothing can be said. Raises Unanswered.

    Without knowing from which machine it came (SPF) a mail fails when its domain's own signature is there and does not hold.
    """
    sender = mail.from_email.rpartition("@")[2].lower()
    proved: dict[str, bool] = {}
    for domain, holds in _signatures(raw, lookup):
        proved[domain] = proved.get(domain, False) or holds
    aligned = {domain: holds for domain, holds in proved.items() if is_aligned(domain, sender)}
    words = [f"dkim={'pass' if holds else 'fail'} header.d={domain}" for domain, holds in proved.items()]
    if any(aligned.values()):
        words.append(f"dmarc=pass header.from={sender}")
    elif aligned:
        words.append(f"dmarc=fail (p={policy_of(sender, lookup) or 'none'}) header.from={sender}")
    return "; ".join([OWN, *words]) if words else ""


def policy_of(domain: str, lookup: Lookup) -> str:
    """What the domain wants done with mail that fails: none, quarantine or reject; empty where it publishes nothing."""
    tags, at = dmarc_of(domain, lookup)
    return ((tags.get("sp") if at != domain else None) or tags.get("p", "none")) if tags else ""


def dmarc_of(domain: str, lookup: Lookup) -> tuple[Mapping[str, str], str]:
    """The DMARC record that holds for a domain, and at which domain it is: its own or one above it; ({}, "") where none is."""
    labels = domain.split(".")
    for start in range(max(len(labels) - 1, 1)):
        at = ".".join(labels[start:])
        if tags := dmarc_tags(lookup(f"_dmarc.{at}")):
            return tags, at
    return {}, ""


def dmarc_tags(records: list[str]) -> Mapping[str, str]:
    """Of the one DMARC record; several are none (RFC 7489, 6.6.3)."""
    found = [record for record in records if record.lower().replace(" ", "").startswith("v=dmarc1")]
    return {} if len(found) != 1 else {name.lower(): value.strip().lower() for name, value in _TAGS.findall(found[0])}


def _signatures(raw: bytes, lookup: Lookup) -> list[tuple[str, bool]]:
    """The domain of each signature that can be judged, and whether it holds. Raises Unanswered."""
    import dkim  # much to read, for signed mail alone

    try:
        checker = dkim.DKIM(raw, timeout=dns.SECONDS)
        count = min(sum(name.lower() == b"dkim-signature" for name, _value in checker.headers), MOST_SIGNATURES)
    except Exception as problem:  # noqa: BLE001 - dkimpy raises whatever a hostile mail provokes
        logger.info("A signed mail could not be read for its signatures: %r", problem)
        return []
    found = (_one(checker, number, lookup) for number in range(count))
    return [one for one in found if one is not None]


def _one(checker: Any, number: int, lookup: Lookup) -> tuple[str, bool] | None:
    """None for what is no signature, or does not hold but is too old to be judged."""
    unanswered: list[Unanswered] = []

    def record(name: bytes, timeout: int = dns.SECONDS) -> bytes | None:
        try:
            found = lookup(name.decode("ascii", "replace").rstrip("."))
        except Unanswered as problem:
            unanswered.append(problem)
            return None
        return found[0].encode() if found else None

    checker.domain, checker.signature_fields = None, {}
    try:
        holds = bool(checker.verify(idx=number, dnsfunc=record))
    except Exception as problem:  # noqa: BLE001 - as above; what cannot be checked does not hold
        logger.info("A signature does not hold: %r", problem)
        holds = False
    if unanswered:
        raise unanswered[0]
    domain = (checker.domain or b"").decode("ascii", "replace").lower()
    if not domain or (not holds and _is_old(checker.signature_fields)):
        return None
    return domain, holds


def _is_old(fields: Mapping[bytes, bytes]) -> bool:
    stamp = fields.get(b"t", b"").strip()
    return stamp.isdigit() and len(stamp) < 12 and int(stamp) < time.time() - OLD
