"""Which style guides hold for a ticket, and what of an answer does not keep to them, each in a sentence."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from unicodedata import normalize

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from helpdesk.labels import quoted
from tickets.models import StyleGuide, Ticket

# The guides (g) that fit the ticket (t).
FITTING = """
tickets_styleguide g JOIN tickets_ticket t ON t.number = %(ticket)s
WHERE g.is_active AND coalesce(g.brand_id, t.brand_id) = t.brand_id AND g.channel IN ('', t.channel)
  AND (g.mailbox = '' OR g.mailbox = (SELECT address FROM mail_mailbox WHERE id = t.mailbox_id))
  AND (g.tag = '' OR EXISTS (
      SELECT FROM tickets_ticket_tags one JOIN tickets_tag tag ON tag.id = one.tag_id
      WHERE one.ticket_id = t.number AND tag.name = g.tag))
"""
# What of them can be checked, as `Style.read` takes it.
CHECKED = "json_build_array(g.greetings, g.avoid, g.emoji_allowed, g.most_words)::text"
# Pictures, flags, and signs that are shown as pictures: by themselves, or because a selector behind them says so (1️⃣, ✔️, ©️).
_EMOJI = re.compile(
    "[\U0001f004\U0001f0cf\U0001f18e\U0001f191-\U0001f19a\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff"
    "\u2600-\u2604\u260e\u2614\u2615\u2618\u261d\u2620\u2622\u2623\u2626\u262a\u262e\u262f\u2638-\u263a\u2648-\u2653"
    "\u2660\u2663\u2665\u2666\u2668\u267b\u267e\u267f\u2692-\u2697\u2699\u269b\u269c\u26a0\u26a1\u26a7\u26aa\u26ab\u26b0\u26b1"
    "\u26bd\u26be\u26c4\u26c5\u26c8\u26ce\u26cf\u26d1\u26d3\u26d4\u26e9\u26ea\u26f0-\u26f5\u26f7-\u26fa\u26fd"
    "\u231a\u231b\u23e9-\u23f3\u25fd\u25fe\u2705\u2708-\u270d\u2728\u274c\u274e\u2753-\u2755\u2757\u2763\u2764"
    "\u2795-\u2797\u27b0\u27bf\u2b1b\u2b1c\u2b50\u2b55]\ufe0f?|.\ufe0f\u20e3?"
)
# Of Chinese and Japanese each sign counts: they have no spaces. Of all else what stands between spaces ("e-mail", "don't").
_SIGN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_HAS_A_LETTER = re.compile(r"\w")
_BEGINNING = 200
# "Dear {{ customer.name }}" in a list of greetings: whatever they are called.
_NAME_TO_FILL_IN = re.compile(r"\{\{.*?\}\}|\[[^\]]*\]|<[^>]*>")
_ANY_NAME = r"\S.{0,60}?"
_END_OF_GREETING = " ,.!:;–-…"


@dataclass(frozen=True, slots=True)
class Style:
    """What can be checked of all guides that hold together: the strictest."""

    greetings: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    emoji_allowed: bool = True
    most_words: int | None = None

    @classmethod
    def read(cls, rows: Iterable[str]) -> "Style":
        """From `CHECKED`, once for each guide."""
        greetings: list[str] = []
        avoid: list[str] = []
        limits: list[int] = []
        emoji_allowed = True
        for row in rows:
            their_greetings, their_avoid, allows, limit = json.loads(row)
            greetings += their_greetings
            avoid += their_avoid
            limits += [limit] if limit else []
            emoji_allowed = emoji_allowed and allows
        return cls(
            tuple(dict.fromkeys(greetings)), tuple(dict.fromkeys(avoid)), emoji_allowed, min(limits, default=None)
        )


def guides_for(ticket: Ticket) -> list[StyleGuide]:
    """By name; one statement."""
    return list(StyleGuide.objects.raw(f"SELECT g.* FROM {FITTING} ORDER BY g.name", {"ticket": ticket.pk}))  # noqa: S608


def without_greeting(own: str, style: Style) -> str:
    """The sentence, or nothing."""
    beginning = _plain(own[: 2 * _BEGINNING])[:_BEGINNING]
    if not style.greetings or any(_begins_with(beginning, greeting) for greeting in style.greetings):
        return ""
    return _("It begins without a greeting such as “%(greeting)s”.") % {"greeting": style.greetings[0]}


def _begins_with(said: str, greeting: str) -> bool:
    """As words: “Hi” does not begin “Historically”. “Hello,” is begun by “Hello Ann,”, too."""
    parts = _NAME_TO_FILL_IN.split(_plain(greeting).rstrip(_END_OF_GREETING))
    pattern = _ANY_NAME.join(map(re.escape, parts))
    return re.match(rf"{pattern}(?!\w)", said) is not None


def _plain(words: str) -> str:
    """As texts are compared: small letters, one space, one kind of apostrophe."""
    return " ".join(normalize("NFC", words).replace("’", "'").casefold().split())


def with_emoji(own: str, style: Style) -> str:
    found = None if style.emoji_allowed else _EMOJI.search(own)
    if found is None:
        return ""
    return _("There is an emoji in it (%(emoji)s), which the style guide does without.") % {"emoji": found[0]}


def too_long(own: str, style: Style) -> str:
    signs = len(_SIGN.findall(own))
    count = signs + sum(bool(_HAS_A_LETTER.search(word)) for word in _SIGN.sub(" ", own).split())
    if style.most_words is None or count <= style.most_words:
        return ""
    said = ngettext(
        "It has %(count)s words; the style guide asks for at most %(most)s word.",
        "It has %(count)s words; the style guide asks for at most %(most)s words.",
        style.most_words,
    )
    return said % {"count": count, "most": style.most_words}


def with_words_to_avoid(own: str, style: Style) -> str:
    said = _plain(own)
    found = [words for words in style.avoid if re.search(rf"(?<!\w){re.escape(_plain(words))}(?!\w)", said)]
    if not found:
        return ""
    listed = ", ".join(map(quoted, found))
    return _("The style guide avoids these words: %(words)s.") % {"words": listed}
