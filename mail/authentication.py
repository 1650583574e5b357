"""Whether a mail is from whom it says, as our own receiving server found out (RFC 8601) and wrote above it.

Only the results of the servers named in MAIL_AUTHSERV_ID are believed, since anybody can write such a header; that server
must take out those that came with the mail under its own name, as every one does. Without that setting no header is believed,
and only what harms its own mail counts: a failed DMARC (here, of the newest header, and in `mail.senders.failed_dmarc`); then
`mail.dkim_check` judges by the mail's signatures.
"""

import re
from collections.abc import Sequence
from enum import StrEnum

from django.conf import settings

from mail.parsing import ParsedMail

# Under this name stands what we found out ourselves: decoded headers hold no NUL (`mail/parsing/decoding.py`).
OWN = "helpdesk\0"
_QUOTED = re.compile(r'"[^"]*"')
_COMMENT = re.compile(r"\([^()]{0,500}\)")
_RESULT = re.compile(r"^\s*(?P<method>spf|dkim|dmarc)\s*=\s*(?P<result>[a-z]+)", re.IGNORECASE)
_DOMAIN = re.compile(r"\b(?:header\.[di]|smtp\.mailfrom|smtp\.mail)\s*=\s*(?:[^\s;@]*@)?([\w.-]+)", re.IGNORECASE)


class SenderCheck(StrEnum):
    VERIFIED = "verified"
    FAILED = "failed"
    UNKNOWN = ""


def sender_check(mail: ParsedMail) -> SenderCheck:
    """DMARC decides where the server says anything of it; else SPF and DKIM, as far as they speak of the sender's domain."""
    results = _results(results_of_ours(mail)) or _harmful(mail)
    dmarc = {result for method, result, _domain in results if method == "dmarc"}
    if "pass" in dmarc:
        return SenderCheck.VERIFIED
    if "fail" in dmarc:
        return SenderCheck.FAILED
    domain = mail.from_email.rpartition("@")[2]
    if any(result == "pass" and is_aligned(other, domain) for _method, result, other in results):
        return SenderCheck.VERIFIED
    failed = any(method == "spf" and result == "fail" for method, result, _other in results)
    return SenderCheck.FAILED if failed else SenderCheck.UNKNOWN


def _harmful(mail: ParsedMail) -> list[tuple[str, str, str]]:
    """Where no server of ours is named: that DMARC failed, says the server that had it last. Nobody forges that."""
    if settings.MAIL_AUTHSERV_ID:
        return []
    return [one for one in _results(mail.authentication_results[:1]) if one[:2] == ("dmarc", "fail")]


def _results(values: Sequence[str]) -> list[tuple[str, str, str]]:
    """Method, result and the domain that it speaks of, in small letters."""
    found: list[tuple[str, str, str]] = []
    for value in values:
        here = []
        for one in _COMMENT.sub(" ", _QUOTED.sub("", value)).partition(";")[2].split(";"):
            if match := _RESULT.match(one):
                domain = _DOMAIN.search(one)
                here.append((match["method"].lower(), match["result"].lower(), domain[1].lower() if domain else ""))
        known = {method for method, _result, _domain in found}
        found += [result for result in here if result[0] not in known]
    return found


def results_of_ours(mail: ParsedMail) -> list[str]:
    """The headers that our own receiving servers wrote, the newest first: of a method the first that speaks of it counts, since
    below it stands what may have come with the mail.
    """
    return [value for value in mail.authentication_results if _is_of_ours(value)]


def _is_of_ours(value: str) -> bool:
    server = _COMMENT.sub(" ", _QUOTED.sub("", value)).partition(";")[0]
    return server == OWN or server.strip().partition(" ")[0].lower() in settings.MAIL_AUTHSERV_ID


def is_aligned(domain: str, sender: str) -> bool:
    """The same, or one below the other, as DMARC's relaxed alignment."""
    return bool(domain and sender) and (
        domain == sender or domain.endswith(f".{sender}") or sender.endswith(f".{domain}") and "." in domain
    )
