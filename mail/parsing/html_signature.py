"""The signature that a mail program put into a container of its own, which the text may say by no mark at all."""

import re

from lxml import etree
from lxml import html as lxml_html

from mail.html import MAX_DEPTH, depth_of, html_to_text, tree_of
from mail.parsing.quotes import ReplyParts

# By class, by id or by attribute: Gmail, Thunderbird, Proton Mail, Outlook on the web and on phones, Zimbra, Apple, Spark,
# Superhuman, Front, Missive, Zoho.
NAMES = (
    "gmail_signature", "moz-signature", "protonmail_signature_block", "ms-outlook-mobile-signature", "AppleMailSignature",
    "messageSignatureSection", "sh-signature", "front-signature", "missive_signature", "zmail_signature_below",
)  # fmt: skip
HINT = re.compile("|".join((*NAMES, "__SIG_P", r"id=[\"']?(?:x_)*Signature")))
CONTAINERS = etree.XPath(
    "(//*["
    + " or ".join(
        f"contains(@class, '{name}') or contains(@id, '{name}') or contains(@name, '{name}')" for name in NAMES
    )
    + " or @id='Signature' or starts-with(@data-marker, '__SIG_P')]"
    "[not(ancestor::blockquote) and not(ancestor::*[contains(@class, 'gmail_quote')])])[1]"
)
MAX_HTML = 300_000
LONGEST = 2_000  # characters: more is no signature, but what somebody wrote into its container
BLANKS = re.compile(r"\s+")
OPENING = re.compile(r"^\s*-{2,3}\s*$")


def apart_from_signature(reply: ReplyParts, html: str) -> ReplyParts:
    """The same, the signature's container apart where it is the end of what is new."""
    words = _letters(_signature(html)) if HINT.search(html[:MAX_HTML]) else ""
    if not words or not reply.new:
        return reply
    lines = reply.new.split("\n")
    tail = ""
    for start in range(len(lines) - 1, 0, -1):
        tail = _letters(lines[start]) + tail
        if not words.endswith(tail):
            return reply
        if tail == words:
            while start > 1 and OPENING.match(lines[start - 1]):
                start -= 1  # noqa: PLW2901 - the dashes above it are part of it
            new = "\n".join(lines[:start]).rstrip()
            signature = "\n".join(lines[start:]).strip("\n")
            return (
                ReplyParts(new, reply.quoted, "\n\n".join(filter(None, (signature, reply.signature)))) if new else reply
            )
    return reply


def _signature(html: str) -> str:
    """The container's words; "" where there is none, or too much in it."""
    if depth_of(html[:MAX_HTML]) > MAX_DEPTH:
        return ""
    try:
        found = CONTAINERS(tree_of(html[:MAX_HTML]))
        text = html_to_text(lxml_html.tostring(found[0], encoding="unicode", with_tail=False)) if found else ""
    except (ValueError, TypeError, AssertionError, etree.LxmlError):
        return ""
    return text if len(text) <= LONGEST else ""


def _letters(text: str) -> str:
    """Without blanks and what text and HTML say by different signs."""
    return "".join(char for char in BLANKS.sub("", text) if char.isalnum())
