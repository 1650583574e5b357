"""What a signed-in customer has begun to write, kept on the server: found again on another device, gone once it is sent."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict

from accounts.models import User
from helpdesk import clock
from portal.models import RequestDraft, Submission
from portal.topics import ANSWER
from tickets.attachments import unsent_attachments
from tickets.content import storable
from tickets.models import Attachment, Ticket

LIFE = timedelta(days=90)
LONGEST = 100_000
_MOST_NAMES = 60
_KEPT = ("topic", "subject", "text", "attachments")


def keep_draft(person: User, ticket: Ticket | None, typed: QueryDict) -> RequestDraft | None:
    """The newest words count; nothing typed is no draft. None too when this very form was sent: its last save came late."""
    words = _words_of(typed)
    if not _is_written(words):
        forget_draft(person, ticket)
        return None
    if _was_sent(person, typed.get("token", "")):
        return None
    defaults = {"words": words, "updated_at": clock.now()}
    return RequestDraft.objects.update_or_create(person=person, ticket=ticket, defaults=defaults)[0]


def find_draft(person: User, ticket: Ticket | None) -> RequestDraft | None:
    return RequestDraft.objects.filter(person=person, ticket=ticket).first()


def forget_draft(person: User, ticket: Ticket | None) -> None:
    RequestDraft.objects.filter(person=person, ticket=ticket).delete()


def typed_in(draft: RequestDraft) -> QueryDict:
    """As if it had been typed just now."""
    typed = QueryDict(mutable=True)
    for name, values in draft.words.items():
        typed.setlist(name, values)
    return typed


def files_of(draft: RequestDraft) -> list[Attachment]:
    return unsent_attachments(draft.person, draft.words.get("attachments", []))


def forget_old_drafts() -> int:
    return RequestDraft.objects.filter(updated_at__lt=clock.now() - LIFE).delete()[0]


def _words_of(typed: QueryDict) -> dict[str, list[str]]:
    names = [name for name in typed if name in _KEPT or name.startswith(ANSWER)][:_MOST_NAMES]
    return {name[:80]: [storable(text)[:LONGEST] for text in typed.getlist(name)[:20]] for name in names}


def _is_written(words: dict[str, list[str]]) -> bool:
    return any(text.strip() for name, texts in words.items() if name != "topic" for text in texts)


def _was_sent(person: User, token: Any) -> bool:
    try:
        return Submission.objects.filter(person=person, token=token, ticket__isnull=False).exists()
    except (ValueError, ValidationError):
        return False
