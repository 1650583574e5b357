"""The mails that a ticket sends: rendered here, written into the outbox in the transaction of the verb that caused them."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection
from django.utils import translation
from django.utils.translation import gettext_noop

from accounts.brands import brand_of, brand_shown, house_name, showing
from accounts.general import general
from accounts.languages import language_shown_to
from accounts.models import User
from accounts.people import people_by_address
from helpdesk.prepared import Prepared
from mail.addresses import body_reference, loop_token, reply_address, ticket_message_id, without_tag
from mail.html import content_ids_in, resolve_images
from mail.models import InboundEmail, Mailbox
from mail.parsing.automatic import LOOP_HEADER
from mail.request_line import with_request_line
from mail.signatures import signature_below
from mail.texts.drawing import Rendered
from mail.texts.links import text_with_links
from mail.texts.rendering import pour_mail, render_mail
from outbox.models import OutboundEmail
from outbox.posting import Address, Composed, post_email, write_down
from tickets.content import html_of
from tickets.door import current_passage
from tickets.lost import lost_among
from tickets.models import Attachment, Channel, Message, Participant, Ticket
from tickets.models.participant import ParticipantRole

ACKNOWLEDGEMENT = "acknowledgement"
REPLY = "reply"
SIDE_CONVERSATION = "side_conversation"  # mail/side_conversations.py
SURVEY = "survey"  # metrics/surveys/mailing.py
# To our own people (mail/stopped.py, mail/notifying.py, desk/metrics/report_mail.py).
TO_STAFF = (STOPPED_ANSWER, STOPPED_NOTE, NOTIFICATION, NOTIFICATION_OF_NOTE, DIGEST, REPORT) = (
    "stopped_answer",
    "stopped_note",
    "notification",
    "notification_of_note",
    "notification_digest",
    "report",
)
# No part of the conversation with a customer: what they get next does not refer to it.
ASIDE = (*TO_STAFF, SIDE_CONVERSATION, SURVEY)
TOO_MANY_ACKNOWLEDGEMENTS = gettext_noop(
    "Held back: more than %(most)s acknowledgements to this address within an hour."
)
TOO_MANY_ANSWERS = gettext_noop("Held back: rules answered this address more than %(most)s times within an hour.")
# Of what a machine of ours writes, so that no other machine answers it (RFC 3834).
AUTOMATIC = {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"}
_BY_MACHINES = """
SELECT recipient.address, count(*)
FROM outbox_outboundrecipient AS recipient JOIN outbox_outboundemail AS email ON email.id = email_id
WHERE recipient.address = ANY(%s) AND email.kind = %s AND email.created_at >= %s AND email.headers ? 'Auto-Submitted'
GROUP BY recipient.address
"""
_COUNTED = "acknowledgements within the hour"
_UNWRITTEN = "acknowledgements not written down yet"
MOST_REFERENCES = 20

# Every reply asks for these.
_arrived = Prepared(
    lambda ticket: (
        InboundEmail.objects.filter(ticket=ticket, ticket_message__side=None, ticket_message__isnull=False)
        .exclude(message_id="")
        .only("received_at", "message_id", "envelope_to")
        .order_by("-pk")[:MOST_REFERENCES]
    )
)
_sent = Prepared(
    lambda ticket: (
        OutboundEmail.objects.filter(ticket=ticket)
        .exclude(kind__in=ASIDE)
        .only("created_at", "message_id")
        .order_by("-pk")[:MOST_REFERENCES]
    )
)
_in_copy = Prepared(
    lambda ticket: (
        Participant.objects.filter(ticket=ticket, role=ParticipantRole.CC, person__is_active=True)
        .select_related("person")
        .order_by("pk")
    )
)
_files_of = Prepared(lambda message: Attachment.objects.filter(message=message).order_by("pk"))
# A file of ours as the composer writes it into the words: its address on this site.
OWN_FILE = re.compile(r'src="[^"\s]*/attachments/([0-9a-f-]{36})/[^"]*"', re.IGNORECASE)
ANSWERED = ("re:", "aw:", "sv:", "antw:", "odp:")


def post_acknowledgement(ticket: Ticket, message_id: int, *, at: datetime, answers: str | None = None) -> None:
    """Tell the customer that we have it. Two machines that acknowledge each other are stopped, visibly. It is held back for an
    address whose mail came back, unless they wrote from there now.

    `answers`: the Message-ID of the mail that opened the ticket, "" when there is none; None lets the ledger be asked.
    """
    most = general(current_passage().desk_revision).acknowledgements_an_hour
    recent = _acknowledgements_to(ticket.answer_address, at=at)
    _post(
        ticket,
        kind=ACKNOWLEDGEMENT,
        message_id=message_id,
        at=at,
        context={"first_words": ticket.snippet},
        thread=thread_headers(ticket, is_first=True) if answers is None else first_answer_headers(answers),
        headers=AUTOMATIC,
        held_back=TOO_MANY_ACKNOWLEDGEMENTS % {"most": most} if recent >= most else "",
        # Whoever just mailed us from there can be reached: those many mails cost no statement more.
        lost={} if ticket.channel == Channel.EMAIL else came_back(ticket, [ticket.answer_address]),
        write=_write_last,
    )


def _write_last(mails: Sequence[Composed]) -> None:
    """With all others of this passage, at its end: ten mails that open tickets are acknowledged by two statements."""
    passage = current_passage()
    passage.kept[_UNWRITTEN] = (*passage.kept.get(_UNWRITTEN, ()), *mails)
    passage.last_acts[_UNWRITTEN] = _write_unwritten


def _write_unwritten() -> None:
    write_down(current_passage().kept.pop(_UNWRITTEN, ()))


def count_acknowledgements(addresses: Sequence[str], *, at: datetime) -> None:
    """Of the hour before, at once for all whose mails open tickets in this passage; it goes on counting by itself."""
    current_passage().kept.setdefault(_COUNTED, {}).update(_counted(addresses, at))


def _acknowledgements_to(address: str, *, at: datetime) -> int:
    """How many there were before the one that is written now."""
    counts: dict[str, int] = current_passage().kept.setdefault(_COUNTED, {})
    if address not in counts:
        counts.update(_counted([address], at))
    counts[address] += 1
    return counts[address] - 1


def _counted(addresses: Sequence[str], at: datetime, kind: str = ACKNOWLEDGEMENT) -> dict[str, int]:
    """Written out, since to put the query together takes longer than to answer it."""
    with connection.cursor() as cursor:
        cursor.execute(_BY_MACHINES, [list(addresses), kind, at - timedelta(hours=1)])
        return dict.fromkeys(addresses, 0) | dict(cursor.fetchall())


def post_reply(
    ticket: Ticket, message: Message, *, at: datetime, left_out: Sequence[int] = (), by_machine: bool = False
) -> None:
    """Staff's public message: to the requester or whom it names, with the CCs, and blind copies that nobody else sees.

    `left_out`: of those in copy, the keys of people whom this one does not go to. `by_machine`: a machine of ours wrote it, so
    it says so, and only so many go to one address within an hour.
    """
    to = _addressed(ticket, message)
    shown = {address.email for address in to}
    cc = [address for address in _copied(ticket, left_out) if address.email not in shown]
    bcc = [Address(address) for address in message.recipients.get("bcc", ())]
    _post(
        ticket,
        kind=REPLY,
        message_id=message.pk,
        at=at,
        author=message.author,
        to=to,
        cc=cc,
        bcc=bcc,
        lost=came_back(ticket, [address.email for address in (*to, *cc, *bcc)]),
        attachments=files_of(message, message.html),
        context={
            "words": words_for_mail(message),
            "words_html": html_for_mail(message.html or html_of(message.text)),
            **signature_below(ticket, message),
        },
        thread=thread_headers(ticket),
        headers=AUTOMATIC if by_machine else None,
        held_back=_too_many_answers(to, at) if by_machine else "",
    )


def _too_many_answers(to: Sequence[Address], at: datetime) -> str:
    """Why a machine's answer is held back; empty where it goes. Two machines that answer each other are stopped, visibly."""
    most = general(current_passage().desk_revision).acknowledgements_an_hour
    sent = _counted([address.email for address in to], at, REPLY)
    return TOO_MANY_ANSWERS % {"most": most} if any(count >= most for count in sent.values()) else ""


def _post(
    ticket: Ticket,
    *,
    kind: str,
    message_id: int,
    at: datetime,
    context: dict[str, Any],
    thread: dict[str, str],
    author: User | None = None,
    to: list[Address] | None = None,
    cc: list[Address] | None = None,
    bcc: list[Address] | None = None,
    attachments: list[dict] | None = None,
    headers: dict[str, str] | None = None,
    held_back: str = "",
    lost: Mapping[str, str] | None = None,
    write: Callable[[Sequence[Composed]], None] = write_down,
) -> None:
    mailbox = ticket.mailbox or default_mailbox()
    if mailbox is None:
        return
    requester = ticket.requester
    to = to or ([Address(ticket.answer_address, requester.name)] if ticket.answer_address else [])
    if not to:
        return  # they only ever called
    with showing(brand_of(ticket.brand_id)):
        address = _written_to(ticket, mailbox, message_id)
        sender, house = from_header(mailbox, author, address=address), house_of(mailbox)
        with translation.override(language_of(requester, ticket)):
            texts = _render(
                kind, {**context, "ticket": ticket, "requester": requester, "author": author, "mailbox": house}
            )
            texts = with_request_line(texts, ticket, [*to, *(cc or ()), *(bcc or ())])
    post_email(
        kind=kind,
        ticket_id=ticket.pk,
        ticket_message_id=message_id,
        message_id=ticket_message_id(ticket.pk, mailbox.address),
        from_header=sender,
        envelope_from=mailbox.address,
        reply_to=f'"{quotable(house.name)}" <{reply_address(address, ticket.pk)}>',
        to=to,
        cc=cc or [],
        bcc=bcc or [],
        subject=texts.subject,
        text=texts.text,
        html=texts.html,
        headers={**thread, LOOP_HEADER: loop_token(), **(headers or {})},
        attachments=attachments or [],
        at=at,
        held_back=held_back,
        lost=lost,
        write=write,
    )


def came_back(ticket: Ticket, addresses: Iterable[str]) -> dict[str, str]:
    """Of these, those for whom it is held back, each with what their server said."""
    return {address: row.error for address, row in lost_among(ticket, addresses).items()}


def default_mailbox() -> Mailbox | None:
    """The first of the brand that is shown, else the default one."""
    if (own := brand_shown()).mailbox_id and not own.is_default:
        return Mailbox.objects.filter(pk=own.mailbox_id).first()
    return Mailbox.objects.order_by("-is_default", "pk").first()


class House(NamedTuple):
    """What texts of mails call a mailbox."""

    name: str


def house_of(mailbox: Mailbox) -> House:
    """As customers of the present brand read it."""
    return House(house_name(mailbox.name, mailbox.brand_id, brand_shown()))


def _written_to(ticket: Ticket, mailbox: Mailbox, message_id: int) -> str:
    """Which of the mailbox's addresses the customer wrote to last: the answer comes from there."""
    if not mailbox.aliases:
        return mailbox.address
    now = current_passage().mails.get(message_id)  # the one that is acknowledged, not tied to its ticket yet
    ours = {mailbox.address, *mailbox.aliases}
    written = (without_tag(address) for row in ([now] if now else _arrived(ticket.pk)) for address in row.envelope_to)
    return next((address for address in written if address in ours), mailbox.address)


def from_header(mailbox: Mailbox, author: User | None, *, address: str = "") -> str:
    """A person of ours writes under their name and the mailbox's, from the mailbox's address. Where a brand has none of its own,
    its customers read the brand's name."""
    house = house_of(mailbox).name
    name = f"{author.display_name} ({house})" if author else house
    return f'"{quotable(name)}" <{address or mailbox.address}>'


def answer_subject(subject: str) -> str:
    return subject if subject.lower().startswith(ANSWERED) else f"Re: {subject}"


def thread_headers(ticket: Ticket, *, is_first: bool = False) -> dict[str, str]:
    """In-Reply-To the customer's last mail, else ours; References the chain so far, so that every client threads.

    `is_first`: nothing of ours can have gone out on this ticket yet.
    """
    _write_unwritten()
    arrived = [(mail.received_at, mail.message_id) for mail in _arrived(ticket.pk)]
    sent = [] if is_first else [(mail.created_at, mail.message_id) for mail in _sent(ticket.pk)]
    chain = [bracketed(message_id) for _at, message_id in sorted([*arrived, *sent])]
    if not chain:
        return {}
    chain = list(dict.fromkeys([*chain[:1], *chain[1 - MOST_REFERENCES :]]))
    newest = bracketed(arrived[0][1]) if arrived else chain[-1]
    return {"In-Reply-To": newest, "References": " ".join([i for i in chain if i != newest] + [newest])}


def first_answer_headers(message_id: str) -> dict[str, str]:
    """The same where the mail answered is known, and the only one there is."""
    return {"In-Reply-To": bracketed(message_id), "References": bracketed(message_id)} if message_id else {}


def bracketed(message_id: str) -> str:
    return message_id if message_id.startswith("<") else f"<{message_id}>"


def _render(kind: str, context: dict[str, Any]) -> Rendered:
    ticket: Ticket = context["ticket"]
    context |= {
        "subject": answer_subject(ticket.subject),
        "reference": body_reference(ticket.pk),
        "site_url": brand_shown().site,
        "language": translation.get_language(),
    }
    if kind != ACKNOWLEDGEMENT:
        return render_mail(kind, context)
    values = {
        "name": context["requester"].display_name,
        "first_words": context["first_words"],
        "site_url": context["site_url"],
        "mailbox": context["mailbox"].name,
        "reference": context["reference"],
    }
    return pour_mail(kind, context, subject=context["subject"], values=values, shape=_acknowledged)


def _acknowledged(values: Mapping[str, str]) -> dict[str, Any]:
    """What the templates of an acknowledgement read."""
    shown = {"requester": {"display_name": values["name"]}, "mailbox": {"name": values["mailbox"]}}
    return {**values, **shown}


def _addressed(ticket: Ticket, message: Message) -> list[Address]:
    """Whom the message names, else the requester."""
    named = message.recipients.get("to") if message.from_staff else None
    if not named or named == [ticket.answer_address]:
        return [Address(ticket.answer_address, ticket.requester.name)] if ticket.answer_address else []
    people = people_by_address(named)
    return [Address(address, people[address].name if address in people else "") for address in named]


def _copied(ticket: Ticket, left_out: Sequence[int] = ()) -> list[Address]:
    without = {ticket.requester_id, *left_out}
    copied = [p for p in _in_copy(ticket.pk) if p.person_id not in without and p.person.email]
    return [Address(p.person.email, p.person.name) for p in copied]


def words_for_mail(message: Message) -> str:
    """Their text, which a mail program without HTML shows: so where its links lead is written out."""
    return text_with_links(message.html) if "<a " in message.html else message.text


def html_for_mail(html: str) -> str:
    """As the recipient's program needs it: pictures of ours travel with the mail, under their content id."""
    html = resolve_images(html, remote=True)
    return OWN_FILE.sub(lambda match: f'src="cid:{content_id_of(match[1])}"', html)


def content_id_of(key: str) -> str:
    return f"{key.lower()}@{settings.SITE_HOST}"


def files_of(message: Message, html: str) -> list[dict]:
    """A picture that the words show, by our own address or by a content id, goes inline; all else as a file."""
    shown = {key.lower() for key in OWN_FILE.findall(html)}
    named = content_ids_in(html)
    files = []
    for row in _files_of(message.pk) if message.may_have_files else ():
        content_id = content_id_of(str(row.key)) if str(row.key) in shown else row.content_id
        is_shown = str(row.key) in shown or row.content_id in named
        files.append({"attachment": row.pk, "content_id": content_id if is_shown else ""})
    return files


def language_of(person: User, ticket: Ticket | None = None) -> str:
    """What the person chose, else what they wrote in, where we speak it."""
    return language_shown_to(person, ticket.language if ticket else "")


def quotable(name: str) -> str:
    return "".join(c for c in name if c not in '"\\<>' and c.isprintable()).strip()
