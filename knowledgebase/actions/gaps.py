"""Dealing with what readers looked for in vain."""

from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from helpdesk import clock
from knowledgebase.models import GapClosed, GapTaken, Translation
from knowledgebase.models.gap import LONGEST_GAP
from tickets.access import require
from tickets.content import storable


@transaction.atomic
def close_gap(*, actor: User, language: str, words: str) -> GapClosed:
    """What was looked for until now is dealt with; whoever looks for it later is counted anew."""
    require(actor, Permission.WRITE_ARTICLES)
    closed, _is_new = GapClosed.objects.update_or_create(
        **_named(language, words), defaults={"person": actor, "at": clock.now()}
    )
    return closed


@transaction.atomic
def open_gap(*, actor: User, language: str, words: str) -> bool:
    """Back in the list. False when it was there."""
    require(actor, Permission.WRITE_ARTICLES)
    return bool(GapClosed.objects.filter(**_named(language, words)).delete()[0])


def take_gap(translation: Translation, *, words: str) -> None:
    """This text is what was looked for: the gap says so, and is closed when readers see it.

    Whoever began last has it. Called inside the transaction that begins the text.
    """
    GapTaken.objects.update_or_create(
        language=translation.language, words=storable(words)[:LONGEST_GAP], defaults={"translation": translation}
    )


def close_taken(translation: Translation, *, actor: User | None) -> None:
    """Readers see the text now: what was looked for until now in its language is dealt with."""
    for taken in GapTaken.objects.filter(translation=translation):
        GapClosed.objects.update_or_create(
            language=taken.language, words=taken.words, defaults={"person": actor, "at": clock.now()}
        )
    give_back_gaps(translation)


def give_back_gaps(translation: Translation) -> None:
    """Nobody writes it any more."""
    GapTaken.objects.filter(translation=translation).delete()


def _named(language: str, words: str) -> dict[str, Any]:
    """As it is kept, whatever a page sent."""
    return {"language": storable(language)[:10], "words": storable(words)[:LONGEST_GAP]}
