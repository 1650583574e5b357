"""Opening a ticket."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.brands import mailbox_of
from accounts.models import DEFAULT_BRAND, Team, User
from accounts.permissions import Permission
from tickets.access import require, survivor_of
from tickets.actions.fields import answers_to
from tickets.actions.linking import follow_up_of
from tickets.actions.messages import message_on
from tickets.actions.properties import tags_named
from tickets.actions.relations import copy_in
from tickets.content import Body, snippet_of, subject_line, with_whole_subject
from tickets.door import current_passage, verb
from tickets.errors import IllegalTransition, Invalid, NotAllowed
from tickets.events import record_opening
from tickets.identity_secrets import without_codes
from tickets.locking import locked
from tickets.models import Attachment, Channel, Kind, Level, Priority, Sentiment, Status, Ticket, TicketForm
from tickets.recipients import further_address
from tickets.rehearsal import insert_ticket
from tickets.sentiment import sentiment_of
from tickets.talks import Talk

# Tickets of these channels are written down by staff: the talk itself was the first answer.


@verb
def open_ticket(
    *,
    actor: Actor,
    requester: User,
    subject: str,
    body: Body,
    channel: Channel,
    attachments: Sequence[Attachment] = (),
    cc: Iterable[User] = (),
    tags: Iterable[str] = (),
    kind: Kind = Kind.QUESTION,
    priority: Priority = Priority.NORMAL,
    level: Level = Level.FIRST_LINE,
    team: Team | None = None,
    assignee: User | None = None,
    mailbox_id: int | None = None,
    brand_id: int | None = None,
    language: str = "",
    verdict: dict | None = None,
    talk: Talk | None = None,
    form: TicketForm | None = None,
    answers: Mapping[str, object] | None = None,
    follows: Ticket | None = None,
    **particulars: object,
) -> Ticket:
    """Open a ticket with its first message, written by `actor` (or, from a machine of ours, by the requester).

    `verdict` says why a mail became a ticket of its own; `particulars` go into the event. `mailbox_id`: where answers are
    sent from; that of the brand, or the default mailbox, when None. Raises Invalid without words or with an assignee who is not
    of ours,
    IllegalTransition with a team that does not serve the level, NotAllowed for a customer opening for another.
    `form` and `answers` stand in the opening itself, so that rules and promises know them. `follows`: what this goes on with,
    a ticket that is closed, say: they are linked, and brand and mailbox are its own unless others are given.
    """
    require(actor, Permission.OPEN)
    author = actor if isinstance(actor, User) else requester
    if not author.is_staff and author != requester:
        raise NotAllowed
    if body.is_empty and not subject.strip() and not attachments:
        raise Invalid(_("Write what it is about."))
    body = with_whole_subject(body, subject)
    _refuse_wrong_place(level, team, assignee)
    if follows is not None:
        follows = locked(survivor_of(follows))
        require(actor, Permission.LINK, follows)
        if (brand_id or follows.brand_id) == follows.brand_id:
            brand_id, mailbox_id = follows.brand_id, mailbox_id or follows.mailbox_id
    if not author.is_staff:
        body, verdict = without_codes(body, verdict, person=author, ticket=None)

    values = answers_to(form, answers or {}, is_customer=not author.is_staff)
    now = current_passage().now()
    by_staff = author.is_staff and author != requester
    ticket = Ticket(
        subject=subject_line(subject) or snippet_of(body.text)[:80] or _("(no subject)"),
        snippet=snippet_of(body.text),
        status=Status.OPEN if assignee else Status.NEW,
        priority=priority,
        kind=kind,
        channel=channel,
        level=level,
        requester=requester,
        requester_address=further_address(requester),
        organization=requester.organization,
        team=team,
        assignee=assignee,
        mailbox_id=mailbox_id or mailbox_of(brand_id or DEFAULT_BRAND),
        brand_id=brand_id or DEFAULT_BRAND,
        language=language,
        form=form,
        fields=values,
        sentiment=Sentiment.NEUTRAL if by_staff else sentiment_of(f"{subject}\n{body.text}", language),
        conversation_seq=1,
        event_seq=1,
        opened_at=now,
        updated_at=now,
        waiting_since=None if by_staff else now,
    )
    names = tags_named(tags)
    told = {"by_staff": by_staff, "tags": [tag.name for tag in names], **particulars}
    told |= terms_for(ticket, told)
    insert_ticket(ticket)
    message = message_on(
        ticket,
        author=author,
        body=body,
        channel=channel,
        attachments=attachments,
        verdict=verdict,
        at=now,
        cc=cc,
        talk=talk,
    )
    current_passage().note_opening(ticket, message.pk)
    copy_in(ticket, cc, since=None)
    if names:
        ticket.tags.add(*names)
    record_opening(ticket, actor=actor, message=message.pk, **told)
    if follows is not None:
        follow_up_of(ticket, follows, actor=actor)
    return ticket


def terms_for(ticket: Ticket, told: dict[str, Any]) -> dict[str, Any]:
    """Part of the verbs that open: what the ticket, not inserted yet, is promised, for its event."""
    terms: dict[str, Any] = import_string(settings.TICKET_TERMS)(ticket, told)
    return terms


def _refuse_wrong_place(level: Level, team: Team | None, assignee: User | None) -> None:
    if team is not None and not team.serves(level):
        raise IllegalTransition(
            _("%(team)s does not work at %(level)s.") % {"team": team.name, "level": Level(level).label}
        )
    if assignee is not None and not (assignee.is_staff and assignee.is_active):
        raise Invalid(_("Tickets are assigned to active members of staff only."))
