"""What may help to answer a ticket: alike tickets with the reply that solved them, articles, and macros that were used on them.

In a fixed number of statements, asked only when somebody opens it. Nothing here writes (knowledgebase/actions/suggestions.py).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html

from accounts.brands import brand_of
from accounts.models import User
from knowledgebase.drafting import without_manners
from knowledgebase.models import Translation, Visibility
from knowledgebase.models.suggestion import SuggestionKind
from knowledgebase.searching import answers_to
from search.ticket_vectors import similar_solved
from tickets.content import html_of, snippet_of, text_of
from tickets.events import EventKind
from tickets.models import Event, Macro, Message, Ticket
from tickets.models.macro import MacroUse
from tickets.models.message import MessageKind
from tickets.personal_data import without_personal_data

MOST_TICKETS, MOST_ARTICLES, MOST_MACROS = 4, 4, 3
# Neighbours that are asked for: some were solved without a word, and some only say which macro was used.
_ASKED = 15
# Less near than so, they are about something else.
_NEAR_ENOUGH = 0.35
_LONGEST_QUESTION = 400


@dataclass(frozen=True, slots=True)
class Suggested:
    """`html` is what is put into a reply; "" where the customer must not be sent, and for macros, which the composer fills in."""

    kind: str
    target: int
    title: str
    text: str
    url: str
    html: str = ""
    nearness: float = 0.0
    ticket: Ticket | None = None

    @property
    def can_be_inserted(self) -> bool:
        return bool(self.html) or self.kind == SuggestionKind.MACRO


def suggestions_for(ticket: Ticket, person: User) -> list[Suggested]:
    """What this person may see, each kind the best first: tickets, then articles, then macros."""
    near = [alike for alike in similar_solved(ticket, person, most=_ASKED) if alike.nearness >= _NEAR_ENOUGH]
    numbers = [alike.number for alike in near]
    nearness = {alike.number: alike.nearness for alike in near}
    return [*_tickets(numbers, nearness, person), *_articles(ticket, person), *_macros(numbers, person)]


def found_among(suggested: Sequence[Suggested], kind: str, target: int) -> Suggested | None:
    return next((one for one in suggested if (one.kind, one.target) == (kind, target)), None)


def _tickets(numbers: Sequence[int], nearness: dict[int, float], person: User) -> list[Suggested]:
    """Those that were solved with a word; it is another customer's, so what names them is struck out."""
    answers = _answers(numbers)
    told: dict[str, int] = {}
    for number in numbers:
        if number in answers:
            # Of those that were answered alike the nearest is enough.
            told.setdefault(" ".join(without_manners(answers[number].text).split())[:200], number)
    chosen = list(told.values())[:MOST_TICKETS]
    visible = Ticket.objects.visible_to(person).select_related("requester", "organization")
    found = visible.in_bulk(chosen)
    suggested = []
    for number in chosen:
        if number not in found:
            continue
        other = found[number]
        words = without_personal_data(without_manners(answers[number].text), other)
        suggested.append(
            Suggested(
                SuggestionKind.TICKET,
                number,
                other.subject,
                snippet_of(words),
                reverse("desk:ticket", args=[number]),
                html_of(words),
                nearness[number],
                other,
            )
        )
    return suggested


def _answers(numbers: Sequence[int]) -> dict[int, Message]:
    """The last that a person of ours said to the customer of each."""
    said = Message.objects.filter(
        ticket__in=numbers, kind=MessageKind.PUBLIC, from_staff=True, is_human=True, is_auto=False, talk__isnull=True
    )
    newest = said.order_by("ticket", "-created_at", "-pk").distinct("ticket").only("ticket_id", "text")
    return {message.ticket_id: message for message in newest if message.text.strip()}


def _articles(ticket: Ticket, person: User) -> list[Suggested]:
    first = ticket.messages.filter(kind=MessageKind.PUBLIC, from_staff=False).order_by("created_at", "pk")
    asked = without_manners(first.values_list("text", flat=True).first() or "")
    question = f"{ticket.subject}. {asked}"[:_LONGEST_QUESTION]
    hits = answers_to(person, question, language=ticket.language, limit=MOST_ARTICLES).hits
    # Something is always the nearest: what is found far behind the first is about something else.
    hits = [hit for hit in hits if hit.score >= hits[0].score / 2]
    return [
        Suggested(
            SuggestionKind.ARTICLE,
            hit.translation.article_id,
            hit.translation.published.title if hit.translation.published else hit.translation.title,
            snippet_of(hit.passage.text) if hit.passage is not None else "",
            reverse("help:article", args=[hit.translation.language, hit.translation.slug]),
            link_to(hit.translation, brand_of(ticket.brand_id).site),
            hit.score,
        )
        for hit in hits
    ]


def link_to(translation: Translation, site: str = "") -> str:
    """For a reply, on the `site` of the ticket's brand; "" for what only we may read."""
    if translation.article.visibility == Visibility.INTERNAL or translation.published is None:
        return ""
    address = (site or settings.SITE_URL) + reverse("help:article", args=[translation.language, translation.slug])
    return format_html('<a href="{}">{}</a>', address, translation.published.title)


def _macros(numbers: Sequence[int], person: User) -> list[Suggested]:
    """Those that answered the alike tickets, the most used first."""
    used = Event.objects.filter(ticket__in=numbers, kind=EventKind.MACRO_APPLIED).values_list("ticket_id", "data")
    counted = Counter(key for _number, key in {(number, int(data.get("macro") or 0)) for number, data in used})
    macros = Macro.objects.visible_to(person).kept().exclude(html="").filter(use__in=(MacroUse.REPLY, MacroUse.ANY))
    found = macros.in_bulk(list(counted))
    chosen = [key for key, _times in counted.most_common() if key in found][:MOST_MACROS]
    return [
        Suggested(
            SuggestionKind.MACRO,
            key,
            found[key].name,
            snippet_of(text_of(found[key].html)),
            reverse("desk:macro", args=[key]),
        )
        for key in chosen
    ]
