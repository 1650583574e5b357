"""A message of the ticket as it is quoted to an outsider, and its files as they travel on."""

from collections.abc import Collection
from html import escape

from django.utils.translation import gettext as _

from helpdesk.templatetags.ui import exact_time
from tickets.content import Body, html_of, storable
from tickets.html import clean
from tickets.models import Attachment, Message
from tickets.request_links import without_keys


def forwarded_body(html: str, forwarded: Message | None) -> Body:
    """The writer's words, and below them the message with who wrote it and when."""
    words = Body.from_html(html)
    if forwarded is None:
        return words
    lines = _head_of(forwarded)
    head = "".join(f"<div>{escape(line)}</div>" for line in lines)
    quoted = without_keys(forwarded.html or html_of(forwarded.text))
    return Body(
        text=words.text,
        html=words.html,
        quoted_text="\n".join([*lines, "", without_keys(forwarded.text)]),
        quoted_html=clean(storable(f"<div>{head}</div><blockquote>{quoted}</blockquote>")),
    )


def forwarded_files(forwarded: Message, chosen: Collection[int]) -> list[Attachment]:
    """Those of its files that were chosen, and the pictures its words show, as rows of their own on the same bytes."""
    return [
        Attachment(
            filename=file.filename,
            content_type=file.content_type,
            size=file.size,
            content_id=file.content_id,
            is_inline=file.is_inline,
            file=file.file.name,
        )
        for file in forwarded.attachments.all()
        if file.pk in chosen or file.is_inline
    ]


def _head_of(message: Message) -> list[str]:
    author = message.author
    address = f" <{author.email}>" if author and author.email else ""
    who = f"{author.display_name}{address}" if author else _("Helpdesk")
    return [
        _("Forwarded message"),
        _("From: %(who)s") % {"who": who},
        _("Sent: %(time)s") % {"time": exact_time(message.created_at)},
    ]
