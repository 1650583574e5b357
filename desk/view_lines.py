"""The line under the subject in views that say more than the newest words: who named me, and when a reply leaves or why not."""

from collections.abc import Callable

from django.db.models import F
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.models import User
from desk.snoozing import short_moment
from tickets.content import snippet_of, text_of
from tickets.models import Draft, Mention
from tickets.models.draft import StopReason
from tickets.models.message import MessageKind

# Of the tickets with these numbers, as HTML; one statement.
Lines = Callable[[User, list[int]], dict[int, str]]


def mention_lines(person: User, numbers: list[int]) -> dict[int, str]:
    """Who named them on each ticket, and in which words: the newest not read yet, else the one read last."""
    mentions = Mention.objects.filter(person=person, ticket__in=numbers).select_related("message__author")
    found = {mention.ticket_id: mention for mention in mentions.order_by(F("read_at").asc(nulls_last=True), "pk")}
    return {number: _mention_line(mention) for number, mention in found.items()}


def draft_lines(person: User, numbers: list[int]) -> dict[int, str]:
    """Of each ticket the reply before the note."""
    drafts = Draft.objects.filter(author=person, ticket__in=numbers).exclude(html="").order_by("kind")
    found: dict[int, Draft] = {}
    for draft in drafts:
        if draft.ticket_id not in found or draft.kind == MessageKind.PUBLIC:
            found[draft.ticket_id] = draft
    return {number: _draft_line(draft) for number, draft in found.items()}


def _mention_line(mention: Mention) -> str:
    author = mention.message.author
    who = author.display_name if author else _("Somebody")
    return format_html("<b>{}</b> {}", f"{who}:", snippet_of(mention.message.text))


def _draft_line(draft: Draft) -> str:
    words = snippet_of(text_of(draft.html))
    if draft.send_at is not None:
        head = _("Leaves %(time)s:") % {"time": short_moment(draft.send_at)}
        return format_html('<b class="row-line--held">{}</b> {}', head, words)
    if draft.stopped:
        why = draft.get_stopped_display() if draft.stopped == StopReason.STALE else draft.stopped_text
        return format_html('<b class="row-line--stopped">{}</b> {}', _("Not sent:"), why)
    head = f"{draft.get_kind_display()}:"
    return format_html("<b>{}</b> {}", head, words)
