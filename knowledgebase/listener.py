"""What an event of a ticket tells of articles: a reply that sends the customer to one."""

import re

from django.db.models import Q

from knowledgebase.models import ArticleLink, Translation
from knowledgebase.models.links import LinkedBy
from tickets.door import current_passage
from tickets.events import EventKind
from tickets.models import Event, Message

_MARK = "/articles/"
_ADDRESS = re.compile(r"/help/([a-z]{2,3})/articles/([\w-]{1,120})")
_MOST = 20


def on_event(event: Event) -> None:
    """Nothing is asked of the database for a reply without such an address."""
    if event.kind != EventKind.REPLIED:
        return
    message = current_passage().said.get(event.data.get("message", 0))
    if message is not None and _MARK in (message.html or message.text):
        current_passage().last_rows += links_in(message, event)


def links_in(message: Message, event: Event) -> list[ArticleLink]:
    """Those that the ticket has not got yet."""
    named = addresses_in(message.html or message.text)
    known = set(
        ArticleLink.objects.filter(ticket=event.ticket_id, by=LinkedBy.SENT).values_list("article_id", flat=True)
    )
    return [
        ArticleLink(article_id=key, ticket_id=event.ticket_id, by=LinkedBy.SENT, person_id=event.actor_id, at=event.at)
        for key in articles_at(named)
        if key not in known
    ]


def addresses_in(text: str) -> list[tuple[str, str]]:
    """Language and end of each address of an article."""
    return list(dict.fromkeys(_ADDRESS.findall(text)))[:_MOST]


def articles_at(addresses: list[tuple[str, str]]) -> list[int]:
    """Also those that stood there before."""
    if not addresses:
        return []
    now, before = Q(), Q()
    for language, slug in addresses:
        now |= Q(language=language, slug=slug)
        before |= Q(old_slugs__language=language, old_slugs__slug=slug)
    return sorted(set(Translation.objects.filter(now | before).values_list("article_id", flat=True)))
