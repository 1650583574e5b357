"""The entries of a conversation as HTML: messages, and what happened between them.

In Python and not in a template, as the rows of a list are (desk/rows.py): a conversation draws up to a hundred. What only
some messages have (a frame, foreign pictures, folded text, files, a mail that failed) stays in templates.
"""

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from desk.conversation import Changes, Entry, Happening, ShownMessage
from desk.deliveries import Delivery
from desk.side_conversations import side_html
from helpdesk.templatetags.ui import avatar, icon, time_ago
from tickets.content import snippet_of
from tickets.models import Channel, Message
from tickets.talks import Direction

MOST_SHOWN_CHANGES = 2
_NUMBER, _KEY, _ADDRESS = 123456789012345, 987654321098765, "somebody@address.invalid"
_SENDER_CHECKS = ("verified", "failed")


def entries_html(entries: Iterable[Entry], csrf_token: str) -> SafeString:
    """Each known by its id, so that the page keeps it once (behaviors/conversation.js)."""
    drawn = [
        _message(entry, csrf_token) if isinstance(entry, ShownMessage) else _changes(entry, csrf_token)
        for entry in entries
    ]
    return mark_safe("".join(drawn))  # noqa: S308  # each text in them is escaped below, or was made safe by tickets.rendering


def deliveries_html(message_pk: int, deliveries: Iterable[Delivery], csrf_token: str) -> SafeString:
    """How the mails of a message fared; refreshed without it."""
    drawn = [_delivery(one, csrf_token) if one.has_failed else _still_delivery(one) for one in deliveries]
    html = f'<div class="message__deliveries" id="deliveries-{message_pk}">{"".join(drawn)}</div>'
    return mark_safe(html)  # noqa: S308  # templates made them


def _message(shown: ShownMessage, csrf_token: str) -> str:
    message = shown.message
    author = message.author.display_name if message.author else _("Helpdesk")
    deliveries = deliveries_html(message.pk, shown.deliveries, csrf_token) if shown.deliveries else ""
    return f"""
<article class="message{_tone(message)}" id="message-{message.pk}" {_said(message)} aria-labelledby="message-{message.pk}-author">
  <header class="message__head">
    {avatar(message.author, "large")}
    <div class="message__who">
      <span class="message__author" id="message-{message.pk}-author">{escape(author)}</span>
      {_mark(shown)}{_sender_badge(message)}
      <span class="message__to">{_to(message)}</span>
    </div>
    <span class="message__time">{time_ago(message.created_at)}</span>
    {_menu(message)}
  </header>
  {side_html(shown.side, message, csrf_token) if shown.side else ""}
  <div class="message__body">{_folded(shown) if shown.side else _body(shown)}</div>
  {deliveries}{_verdict(message)}
</article>"""


def _menu(message: Message) -> str:
    has_source = message.channel == Channel.EMAIL and not message.from_staff
    blank = _blank_menu(has_source, not message.is_note, get_language())
    return blank.replace(str(_NUMBER), str(message.ticket_id)).replace(str(_KEY), str(message.pk))


@lru_cache
def _blank_menu(has_source: bool, can_forward: bool, _language: str | None) -> str:
    """Of every message of this kind but for its ticket's number and its key."""
    context = {"number": _NUMBER, "key": _KEY, "has_source": has_source, "can_forward": can_forward}
    return render_to_string("desk/_message_menu.html", context)


def _said(message: Message) -> str:
    """Its place in the conversation and whose it is: what others said, a writer has to read (behaviors/composer.js)."""
    return f'data-said="{message.seq or ""}" data-by="{message.author_id or ""}"'


def _tone(message: Message) -> str:
    if message.is_note:
        return " message--note"
    return " message--ours" if message.from_staff else ""


def _mark(shown: ShownMessage) -> str:
    message = shown.message
    if message.side_id is not None:
        return _badge("badge--pending", "forward", _("Side conversation"))
    if shown.asks is not None or shown.answers is not None:
        return render_to_string("desk/_question_mark.html", {"asks": shown.asks, "answers": shown.answers})
    if message.talk:
        return _talk(message.talk) + (
            _badge("badge--pending", "sticky-note", _("Internal note")) if message.is_note else ""
        )
    if message.is_note:
        return _badge("badge--pending", "sticky-note", _("Internal note"))
    if message.is_auto:
        return _badge("", "bot", _("Automatic"))
    return _badge("badge--solved", "heart", _("Thanks")) if message.thanks else ""


def _talk(talk: dict[str, Any]) -> str:
    """Call from the customer, 12 min."""
    is_call, came = talk["channel"] == Channel.PHONE, talk["direction"] == Direction.IN
    name = {
        (True, True): _("They called"),
        (True, False): _("We called"),
        (False, True): _("They came by"),
        (False, False): _("We visited them"),
    }[is_call, came]
    icon_name = ("phone-incoming" if came else "phone-outgoing") if is_call else "users-round"
    minutes = round(talk["seconds"] / 60)
    length = _(" · %(count)s min") % {"count": minutes} if minutes else ""
    return _badge("", icon_name, f"{name}{length}")


def _badge(tone: str, name: str, text: str) -> str:
    return f'<span class="badge {tone}">{icon(name)}{escape(text)}</span>'


def _to(message: Message) -> str:
    """How it came or went, whose it is, and who got a copy: "Email · ann@example.net · CC ben@example.net"."""
    is_from_outside = not message.is_note or message.side_id is not None and not message.from_staff
    channel = str(Channel(message.channel).label) if is_from_outside and not message.talk else ""
    # A talk went to no address.
    sender = message.author.email if message.author and is_from_outside and not message.talk else ""
    copied = message.recipients.get("cc")
    parts = (channel, sender, f"{_('CC')} {', '.join(copied)}" if copied else "")
    return escape(" · ".join(filter(None, parts)))


def _body(shown: ShownMessage) -> str:
    content = shown.content
    words = f'<div class="prose" dir="auto">{content.html}</div>' if content.is_plain else ""
    if content.is_plain and not (content.quoted_html or content.has_remote or shown.files):
        return words
    return words + render_to_string("desk/_message_more.html", {"shown": shown, "message": shown.message})


def _folded(shown: ShownMessage) -> str:
    """Of a side conversation the newest word is open, the earlier ones are folded to their beginning."""
    if shown.side is None or shown.side.is_newest:
        return _body(shown)
    beginning = escape(snippet_of(shown.message.text))
    return f'<details class="message__folded"><summary>{beginning}</summary>{_body(shown)}</details>'


def _sender_badge(message: Message) -> str:
    """Whether the mail is from whom it says; nothing where our mail server found out nothing."""
    check = message.verdict.get("sender")
    return _drawn_badge(check, get_language()) if check in _SENDER_CHECKS else ""


@lru_cache
def _drawn_badge(check: str, _language: str | None) -> str:
    return render_to_string("desk/_sender_badge.html", {"check": check})


def _verdict(message: Message) -> str:
    """Why the mail was attached here."""
    reason = message.verdict.get("by")
    if not reason:
        return ""
    context = {"reason": reason, "stranger": message.verdict.get("stranger")}
    return f'<p class="message__verdict faint">{render_to_string("desk/_verdict.html", context)}</p>'


def _still_delivery(delivery: Delivery) -> str:
    """All that it shows stands in it, and but for the addresses it shows the same of most."""
    if len(delivery.recipients) != 1:
        return _drawn_delivery(delivery, get_language())
    recipient = delivery.recipients[0]
    alike = replace(delivery, pk=0, recipients=(replace(recipient, address=_ADDRESS),))
    return _drawn_delivery(alike, get_language()).replace(_ADDRESS, escape(recipient.address))


@lru_cache(maxsize=4096)
def _drawn_delivery(delivery: Delivery, _language: str | None) -> str:
    return _delivery(delivery, "")


def _delivery(delivery: Delivery, csrf_token: str) -> str:
    return render_to_string("desk/_delivery.html", {"delivery": delivery, "csrf_token": csrf_token})


def _changes(changes: Changes, csrf_token: str) -> str:
    """One line, the rest folded."""
    known_by = f'class="changes" id="changes-{changes.first_seq}" data-seq="{changes.last_seq}"'
    *earlier, last = changes.happenings
    if changes.can_be_undone:
        context = {"address": last.undo, "asks": "/unsplit/" in last.undo, "csrf_token": csrf_token}
        form = render_to_string("desk/_undo.html", context)
        return f"<ul {known_by}><li><span>{escape(last.text)}</span> {time_ago(last.at, 'short')} {form}</li></ul>"
    if len(changes.happenings) <= MOST_SHOWN_CHANGES:
        return f"<ul {known_by}>{_lines(changes.happenings)}</ul>"
    more = ngettext("and %(count)s earlier change", "and %(count)s earlier changes", len(earlier)) % {
        "count": len(earlier)
    }
    return f"""
<details {known_by}>
  <summary>{escape(last.text)} {time_ago(last.at, "short")} <span class="changes__more">{escape(more)}</span></summary>
  <ul>{_lines(earlier)}</ul>
</details>"""


def _lines(happenings: Iterable[Happening]) -> str:
    return "".join(f"<li><span>{escape(one.text)}</span> {time_ago(one.at, 'short')}</li>" for one in happenings)
