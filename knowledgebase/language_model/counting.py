"""What became of the answers that were drafted, for agents and for visitors."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q

from helpdesk import clock
from knowledgebase.models import AnswerDraft, HelpAnswer, HelpOutcome
from knowledgebase.models.language_model import DraftState

DAYS = 30
_STATES = {state.value: Count("pk", filter=Q(state=state)) for state in DraftState if state != DraftState.WAITING}


@dataclass(frozen=True, slots=True)
class Counted:
    """Agents' drafts of the last thirty days."""

    asked: int
    ready: int
    refused: int
    failed: int
    inserted: int
    sent: int


@dataclass(frozen=True, slots=True)
class CountedForVisitors:
    """Of the last thirty days. `solved`, `went_on`: how the visits ended that were shown one, in no ticket or in one."""

    asked: int
    ready: int
    refused: int
    failed: int
    solved: int
    went_on: int


def drafts_counted() -> Counted:
    asked = AnswerDraft.objects.filter(asked_at__gte=clock.now() - timedelta(days=DAYS))
    return Counted(
        **asked.aggregate(asked=Count("pk"), **_STATES, inserted=Count("inserted_at"), sent=Count("sent_at"))
    )


def help_answers_counted() -> CountedForVisitors:
    asked = HelpAnswer.objects.filter(asked_at__gte=clock.now() - timedelta(days=DAYS))
    return CountedForVisitors(
        **asked.aggregate(
            asked=Count("pk"), **_STATES, solved=_ended(HelpOutcome.SOLVED), went_on=_ended(HelpOutcome.TICKET)
        )
    )


def _ended(outcome: HelpOutcome) -> Count:
    """A visit counts once, however many answers it was shown."""
    return Count("session", distinct=True, filter=Q(state=DraftState.READY, session__outcome=outcome))
