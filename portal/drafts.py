"""What a customer has begun to write, kept on the server until it is sent.

Of who is signed in it is found again on every device; of somebody else in the browser in which they pressed the button, as long
as its session lasts.
"""

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict

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
_KEPT = ("topic", "subject", "text", "attachments", "name", "email")
_SESSION_KEY = "request_drafts"
_NEW = "new"
_MOST_HERE = 5


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


def keep_here(request: HttpRequest, ticket: Ticket | None, typed: QueryDict) -> RequestDraft | None:
    """Of somebody who is not signed in: for this browser alone. Nothing typed is no draft."""
    words = _words_of(typed)
    forget_here(request, ticket)
    if not _is_written(words):
        return None
    others = list(request.session.get(_SESSION_KEY, {}).items())[1 - _MOST_HERE :]
    request.session[_SESSION_KEY] = {**dict(others), _place(ticket): [clock.now().isoformat(), words]}
    return find_here(request, ticket)


def find_here(request: HttpRequest, ticket: Ticket | None) -> RequestDraft | None:
    """It stands in no table."""
    kept = request.session.get(_SESSION_KEY, {}).get(_place(ticket))
    return RequestDraft(updated_at=datetime.fromisoformat(kept[0]), words=kept[1]) if kept else None


def forget_here(request: HttpRequest, ticket: Ticket | None) -> None:
    kept = request.session.get(_SESSION_KEY, {})
    if kept.pop(_place(ticket), None) is not None:
        request.session[_SESSION_KEY] = kept


def typed_in(draft: RequestDraft) -> QueryDict:
    """As if it had been typed just now."""
    typed = QueryDict(mutable=True)
    for name, values in draft.words.items():
        typed.setlist(name, values)
    return typed


def files_of(draft: RequestDraft) -> list[Attachment]:
    """Of a draft that stands in a table; what a stranger sent, their session knows (portal/files.py)."""
    return unsent_attachments(draft.person, draft.words.get("attachments", []))


def files_held() -> set[int]:
    """Keys of files that wait in a draft, for as long as it is kept."""
    named = RequestDraft.objects.values_list("words__attachments", flat=True)
    return {int(key) for keys in named for key in keys or () if key.isdecimal() and len(key) < 19}


def forget_old_drafts() -> int:
    return RequestDraft.objects.filter(updated_at__lt=clock.now() - LIFE).delete()[0]


def _place(ticket: Ticket | None) -> str:
    return str(ticket.pk) if ticket is not None else _NEW


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
