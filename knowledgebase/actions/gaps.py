"""Dealing with what readers looked for in vain."""

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from helpdesk import clock
from knowledgebase.models import GapClosed
from tickets.access import require
from tickets.content import storable


@transaction.atomic
def close_gap(*, actor: User, language: str, words: str) -> GapClosed:
    """What was looked for until now is dealt with; whoever looks for it later is counted anew."""
    require(actor, Permission.WRITE_ARTICLES)
    closed, _is_new = GapClosed.objects.update_or_create(
        language=language[:10], words=storable(words)[:400], defaults={"person": actor, "at": clock.now()}
    )
    return closed


@transaction.atomic
def open_gap(*, actor: User, language: str, words: str) -> bool:
    """Back in the list. False when it was there."""
    require(actor, Permission.WRITE_ARTICLES)
    return bool(GapClosed.objects.filter(language=language, words=storable(words)).delete()[0])
