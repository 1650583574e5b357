"""What became of the answers that were drafted."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q

from helpdesk import clock
from knowledgebase.models import AnswerDraft
from knowledgebase.models.language_model import DraftState

DAYS = 30


@dataclass(frozen=True, slots=True)
class Counted:
    """Of the last thirty days."""

    asked: int
    ready: int
    refused: int
    failed: int
    inserted: int
    sent: int


def drafts_counted() -> Counted:
    since = clock.now() - timedelta(days=DAYS)
    counted = AnswerDraft.objects.filter(asked_at__gte=since).aggregate(
        asked=Count("pk"),
        **{state.value: Count("pk", filter=Q(state=state)) for state in DraftState if state != DraftState.WAITING},
        inserted=Count("inserted_at"),
        sent=Count("sent_at"),
    )
    return Counted(**counted)
