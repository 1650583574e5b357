"""What a person gets when they ask for their data: what they may see of it, and nothing that is only for us."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.module_loading import import_string

from accounts.models import ApiToken, User
from accounts.personal import Whom, whom_of
from knowledgebase.personal import feedback_of, help_answers_of, searches_of, sessions_of
from mail.proactive.models import ProactiveRecipient, Reached, Unsubscribed
from metrics.models import SurveyOptOut
from metrics.personal import surveys_of
from outbox.models import OutboundEmail
from privacy.models import Erasure
from status.personal import subscriptions_of
from tickets.models import Attachment, Message, Ticket
from tickets.told import answers_told


def collected(person: User) -> dict[str, Any]:
    whom = whom_of(person)
    return {
        "profile": _profile(person),
        "requests": [_request(ticket, person) for ticket in requests_of(person)],
        **{name: import_string(path)(whom) for name, path in settings.PERSONAL_COPIES.items()},
        "ratings": [
            {
                "request": one.ticket_id,
                "asked": one.kind,
                "score": one.score,
                "comment": one.comment,
                "at": one.answered_at,
            }
            for one in surveys_of(whom).filter(person__in=whom.keys, score__isnull=False).order_by("pk")
        ],
        "help": _help(whom),
        "messages_we_wrote": [
            {"subject": mail.subject, "at": one.sent_at, "text": mail.text} for one, mail in _written_to(whom)
        ],
        "subscriptions": [
            {"about": one.issue.title, "address": one.email, "confirmed_at": one.confirmed_at}
            for one in subscriptions_of(whom).select_related("issue").order_by("pk")
        ],
        "api_tokens": [
            {
                "name": one.name,
                "made_at": one.created_at,
                "last_used_at": one.last_used_at,
                "revoked_at": one.revoked_at,
            }
            for one in ApiToken.objects.filter(person__in=whom.keys).order_by("pk")
        ],
        "consent": _consent(person, whom),
    }


def requests_of(person: User) -> QuerySet[Ticket]:
    """Their own, and those they are copied in on."""
    part = Q(requester=person) | Q(participants__person=person, participants__role__in=("cc", "requester"))
    return Ticket.objects.visible_to(person).filter(part).distinct().order_by("pk")


def files_in(person: User) -> Iterator[tuple[str, Any]]:
    """Name in the archive, and the stored file."""
    for ticket in requests_of(person):
        readable = Message.objects.visible_to(person, ticket).public().values("pk")
        for file in Attachment.objects.filter(message__in=readable).order_by("pk"):
            yield _name_of(file, ticket), file.file
    for file in _unsent_files(whom_of(person)):
        yield _name_of_unsent(file), file.file


def _profile(person: User) -> dict[str, Any]:
    return {
        "name": person.name,
        "email": person.email,
        "further_addresses": list(person.addresses.order_by("pk").values_list("address", flat=True)),
        "phone": person.phone,
        "further_phones": [{"kind": one["kind"], "number": one["number"]} for one in person.further_phones],
        "organization": person.organization.name if person.organization else "",
        "language": person.language,
        "time_zone": person.time_zone,
        "since": person.created_at,
        "last_signed_in": person.last_login,
    }


def _request(ticket: Ticket, person: User) -> dict[str, Any]:
    messages = Message.objects.visible_to(person, ticket).public().select_related("author")
    return {
        "number": ticket.pk,
        "subject": ticket.subject,
        "status": ticket.get_status_display(),
        "asked_at": ticket.opened_at,
        "solved_at": ticket.solved_at,
        "told": dict(answers_told(ticket, person)),
        "messages": [_message(message, ticket, person) for message in messages.prefetch_related("attachments")],
    }


def _message(message: Message, ticket: Ticket, person: User) -> dict[str, Any]:
    return {
        "by": message.author.display_name if message.author else "",
        "is_mine": message.author_id == person.pk,
        "at": message.created_at,
        "channel": message.get_channel_display(),
        "text": message.text,
        "files": [_name_of(file, ticket) for file in message.attachments.all()],
    }


def _name_of(file: Attachment, ticket: Ticket) -> str:
    return f"files/{ticket.pk}/{file.pk}-{file.filename}"


def _unsent_files(whom: Whom) -> QuerySet[Attachment]:
    return Attachment.objects.filter(uploaded_by__in=whom.keys, message=None).order_by("pk")


def _name_of_unsent(file: Attachment) -> str:
    return f"files/unsent/{file.pk}-{file.filename}"


def _written_to(whom: Whom) -> list[tuple[ProactiveRecipient, OutboundEmail]]:
    """What we wrote first, as it was sent to them."""
    sent = ProactiveRecipient.objects.filter(person__in=whom.keys, state=Reached.SENT, email__isnull=False)
    return [(one, one.email) for one in sent.select_related("email").order_by("pk") if one.email is not None]


def _help(whom: Whom) -> dict[str, Any]:
    return {
        "questions": [
            {"asked": one.question, "at": one.started_at, "ended": one.outcome, "request": one.ticket_id}
            for one in sessions_of(whom).filter(person__in=whom.keys).order_by("pk")
        ],
        "drafted_answers": [
            {"asked": one.question, "at": one.asked_at, "answer": " ".join(said["text"] for said in one.sentences)}
            for one in help_answers_of(whom).order_by("pk")
        ],
        "searches": list(searches_of(whom).order_by("pk").values("query", "language", "found", "at")),
        "feedback": [
            {"article": one.translation.title, "was_helpful": one.is_helpful, "comment": one.comment, "at": one.at}
            for one in feedback_of(whom).select_related("translation").order_by("pk")
        ],
    }


def _consent(person: User, whom: Whom) -> dict[str, Any]:
    unsubscribed = Unsubscribed.objects.filter(person__in=whom.keys).first()
    no_surveys = SurveyOptOut.objects.filter(person__in=whom.keys).first()
    return {
        "no_messages_since": unsubscribed.at if unsubscribed else None,
        "no_surveys_since": no_surveys.at if no_surveys else None,
        "erasure_asked": [
            {"at": one.asked_at, "state": one.get_state_display()} for one in Erasure.objects.filter(person=person)
        ],
    }
