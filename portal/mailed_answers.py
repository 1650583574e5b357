"""Answers by mail: the acknowledgement of a mailed request offers articles when they are likely to answer it.

They are looked for when the mail is sent, so that taking a mail in costs nothing more. *Likely*: the best one is first by words
and by meaning, and near enough in meaning. Of the bench's 520 questions about five sets of articles that holds for 163, and the
right article was among the three for 159; of the demo's mails it holds for three in ten. Whether it holds is known from the
ranking alone, which is one statement; texts are read for what is offered only.

Looking takes a worker longer than making the ticket did. In a flood, when mails wait to become tickets, they come first and the
acknowledgements go without.
"""

from collections.abc import Sequence

from django.core import signing
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext, override

from accounts.brands import brand_of, brand_shown, showing
from helpdesk.prepared import Prepared
from knowledgebase.actions.mailed import mail_answers
from knowledgebase.searching import LONGEST_QUESTION, Hit, Ranked, hits_of, ranked_for
from mail.addresses import body_reference
from mail.models import UNPROCESSED, InboundEmail
from mail.outgoing import language_of
from mail.texts.frames import before_the_end
from outbox.models import OutboundEmail
from outbox.wrapping import wrapped
from tickets.models import Channel, Message, Ticket

LEAST_MEANING = 0.35
MOST_OFFERED = 3
# A further one is offered beside the best when both ways find it so early.
_EARLY = 5
_SALT = "portal.mailed_answers"
# So many mails that wait are a flood.
MANY = 20
LIFE_SECONDS = 30 * 24 * 3600


_ticket = Prepared(lambda ticket: Ticket.objects.select_related("requester").filter(pk=ticket))
_message = Prepared(lambda message: Message.objects.filter(pk=message))
_waiting = Prepared(lambda: InboundEmail.objects.filter(state__in=UNPROCESSED)[:MANY])


def offer_answers(email: OutboundEmail) -> None:
    """Put the likely articles into an acknowledgement that is about to be sent; nothing where none is likely, or in a flood."""
    ticket = _ticket.first(email.ticket_id or 0)
    if ticket is None or ticket.channel != Channel.EMAIL or ticket.is_solved or is_flooded():
        return
    message = _message.first(email.ticket_message_id or 0)
    question = f"{ticket.subject} {message.text if message else ''}"[:LONGEST_QUESTION]
    language = language_of(ticket.requester, ticket)
    offered = likely(ranked_for(ticket.requester, question, language=language))
    if not offered:
        return
    articles = [hit.translation.article_id for hit in offered]
    mail_answers(ticket, question=ticket.subject, language=language, articles=articles)
    with override(language), showing(brand_of(ticket.brand_id)):
        _put_into(email, ticket, offered)


def is_flooded() -> bool:
    """Whether many mails wait to become tickets."""
    return _waiting.count() == MANY


def likely(ranked: Ranked) -> list[Hit]:
    """At most three, the best first; none, and nothing is read for it, unless the best is convincing."""
    if not _is_convincing(ranked):
        return []
    hits = hits_of(ranked, _EARLY)
    others = [hit for hit in hits[1:] if max(hit.words_rank or _EARLY + 1, hit.meaning_rank or _EARLY + 1) <= _EARLY]
    return [*hits[:1], *others][:MOST_OFFERED]


def _is_convincing(ranked: Ranked) -> bool:
    """Whether one is first by words and by meaning, and near."""
    if not ranked.by_words or not ranked.by_meaning:
        return False
    (by_words, _score), (by_meaning, nearness) = ranked.by_words[0], ranked.by_meaning[0]
    return by_words == by_meaning and nearness >= LEAST_MEANING


def token_for(ticket: Ticket) -> str:
    return signing.dumps(ticket.pk, salt=_SALT)


def ticket_of(token: str) -> Ticket | None:
    """None for a token that is not ours, or a month old."""
    try:
        key = signing.loads(token, salt=_SALT, max_age=LIFE_SECONDS)
    except signing.BadSignature:
        return None
    return Ticket.objects.select_related("requester").filter(pk=key, deleted_at=None).first()


def _put_into(email: OutboundEmail, ticket: Ticket, offered: list[Hit]) -> None:
    """Before the sentence that says how to go on; in a text that an admin wrote, at its end."""
    ends_with = gettext("To add something, just answer this mail.")
    put_before = email.html.rfind("<p", 0, max(email.html.rfind(ends_with), 0))
    place = put_before if put_before >= 0 else before_the_end(email.html)
    address = reverse("portal:mailed_answers", args=[token_for(ticket)])
    context = {
        "answers": [(hit.translation.published.title, _address(hit)) for hit in offered if hit.translation.published],
        "solved_url": f"{brand_shown().site}{address}",
    }
    text = render_to_string("mail/acknowledgement/_answers.txt", context).strip()
    html = render_to_string("mail/acknowledgement/_answers.html", context).strip()
    email.text = _before(email.text, (ends_with, body_reference(ticket.pk)), f"{wrapped(text)}\n\n")
    email.html = f"{email.html[:place]}{html}\n{email.html[place:]}"


def _before(words: str, places: Sequence[str], addition: str) -> str:
    """The first of the places that the words have."""
    for place in places:
        head, found, tail = words.rpartition(place)
        if found:
            return f"{head}{addition}{found}{tail}"
    return words


def _address(hit: Hit) -> str:
    return f"{brand_shown().site}{reverse('help:article', args=[hit.translation.language, hit.translation.slug])}"
