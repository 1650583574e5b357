"""Answers by mail: the acknowledgement of a mailed request offers articles when they are likely to answer it.

They are looked for when the mail is sent, so that taking a mail in costs nothing more. *Likely*: the best one is first by words
and by meaning, and near enough in meaning. On the 120 questions of the bench that holds for 35, and the right article was among
the three each time; of the demo's mails it holds for four in ten.

Looking takes a worker longer than making the ticket did. In a flood, when mails wait to become tickets, they come first and the
acknowledgements go without.
"""

from collections.abc import Sequence

from django.core import signing
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext, override

from accounts.brands import brand_shown
from knowledgebase.actions.mailed import mail_answers
from knowledgebase.searching import LONGEST_QUESTION, Hit, answers_to
from mail.addresses import body_reference
from mail.models import UNPROCESSED, InboundEmail
from mail.outgoing import language_of
from outbox.models import OutboundEmail
from tickets.models import Channel, Message, Ticket

LEAST_MEANING = 0.35
MOST_OFFERED = 3
# A further one is offered beside the best when both ways find it so early.
_EARLY = 5
_SALT = "portal.mailed_answers"
# So many mails that wait are a flood.
MANY = 20
LIFE_SECONDS = 30 * 24 * 3600


def offer_answers(email: OutboundEmail) -> None:
    """Put the likely articles into an acknowledgement that is about to be sent; nothing where none is likely, or in a flood."""
    if is_flooded():
        return
    ticket = Ticket.objects.select_related("requester").get(pk=email.ticket_id or 0)
    if ticket.channel != Channel.EMAIL or ticket.is_solved:
        return
    message = Message.objects.filter(pk=email.ticket_message_id or 0).first()
    question = f"{ticket.subject} {message.text if message else ''}"[:LONGEST_QUESTION]
    language = language_of(ticket.requester, ticket)
    offered = likely(answers_to(ticket.requester, question, language=language, limit=_EARLY).hits)
    if not offered:
        return
    articles = [hit.translation.article_id for hit in offered]
    mail_answers(ticket, question=ticket.subject, language=language, articles=articles)
    with override(language):
        _put_into(email, ticket, offered)


def is_flooded() -> bool:
    """Whether many mails wait to become tickets."""
    return InboundEmail.objects.filter(state__in=UNPROCESSED)[:MANY].count() == MANY


def likely(hits: list[Hit]) -> list[Hit]:
    """At most three, the best first; none unless the best is convincing."""
    if not hits or (hits[0].words_rank, hits[0].meaning_rank) != (1, 1) or hits[0].meaning_score < LEAST_MEANING:
        return []
    others = [hit for hit in hits[1:] if max(hit.words_rank or _EARLY + 1, hit.meaning_rank or _EARLY + 1) <= _EARLY]
    return [hits[0], *others][:MOST_OFFERED]


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
    address = reverse("portal:mailed_answers", args=[token_for(ticket)])
    context = {
        "answers": [(hit.translation.published.title, _address(hit)) for hit in offered if hit.translation.published],
        "solved_url": f"{brand_shown().site}{address}",
    }
    text = render_to_string("mail/acknowledgement/_answers.txt", context).strip()
    html = render_to_string("mail/acknowledgement/_answers.html", context).strip()
    email.text = _before(email.text, (ends_with, body_reference(ticket.pk)), f"{text}\n\n")
    email.html = _before(email.html, (f"<p>{ends_with}", "</body>"), f"{html}\n  ")


def _before(words: str, places: Sequence[str], addition: str) -> str:
    """The first of the places that the words have."""
    for place in places:
        head, found, tail = words.rpartition(place)
        if found:
            return f"{head}{addition}{found}{tail}"
    return words


def _address(hit: Hit) -> str:
    return f"{brand_shown().site}{reverse('help:article', args=[hit.translation.language, hit.translation.slug])}"
