"""Answers that the language model drafts for visitors: from the passages that they were shown, after these were shown.

No page waits for it: a worker writes it, the page asks whether it is there, and gives up when it takes too long.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from helpdesk import clock
from helpdesk.nudge import nudge
from knowledgebase.actions.language_model import language_model_now
from knowledgebase.actions.sessions import LEAST_WORDS, LONGEST_QUESTION
from knowledgebase.language_model.client import Trouble, answer_of
from knowledgebase.language_model.drafting import Checked, Source, checked, messages_for, refusal, sources_for
from knowledgebase.models import HelpAnswer, HelpSession, LanguageModel
from knowledgebase.models.language_model import DraftState
from knowledgebase.queries import Reader
from tickets.content import storable
from tickets.errors import IllegalTransition

# Longer than so, no visitor looks at a page that promises an answer.
GIVEN_UP_AFTER = timedelta(seconds=25)
KEPT_FOR = timedelta(days=31)
_MOST_SECONDS = 20
_CLAIM = timedelta(seconds=_MOST_SECONDS + 10)


@transaction.atomic
def ask_for_help_answer(
    reader: Reader, question: str, *, language: str, session: HelpSession | None = None
) -> HelpAnswer:
    """The same again for a session's same question; refused at once where no passage is about it. Raises IllegalTransition."""
    from knowledgebase.tasks import write_help_answers

    if not language_model_now().for_visitors:
        raise IllegalTransition(_("No language model answers visitors here."))
    question = " ".join(storable(question).split())[:LONGEST_QUESTION]
    before = find_help_answer(session)
    if before is not None and (before.question, before.language) == (question, language):
        return before
    sources = sources_for(reader, question, language) if len(question.split()) >= LEAST_WORDS else []
    now = clock.now()
    asked = HelpAnswer(session=session, question=question, language=language, asked_at=now)
    asked.person = reader if isinstance(reader, User) else None
    asked.sources = [one.as_dict() for one in sources]
    if not sources:
        asked.state, asked.done_at, asked.said = DraftState.REFUSED, now, refusal()
    asked.save()
    if sources:
        transaction.on_commit(lambda: nudge(write_help_answers))
    return asked


def find_help_answer(session: HelpSession | None) -> HelpAnswer | None:
    """The newest of this session."""
    return HelpAnswer.objects.filter(session=session).first() if session is not None else None


def write_waiting_help_answers() -> int:
    """All that wait, one after the other; how many. Each is claimed and committed before the model is asked."""
    written = 0
    while (asked := _claimed()) is not None:
        _write(asked, language_model_now())
        written += 1
    return written


def forget_help_answers() -> int:
    """Those that are over a month old."""
    return HelpAnswer.objects.filter(asked_at__lt=clock.now() - KEPT_FOR).delete()[0]


@transaction.atomic
def _claimed() -> HelpAnswer | None:
    """The newest first: who asked last still looks at the page."""
    now = clock.now()
    free = HelpAnswer.objects.filter(Q(claimed_until=None) | Q(claimed_until__lte=now), state=DraftState.WAITING)
    asked = free.select_for_update(skip_locked=True).order_by("-pk").first()
    if asked is not None:
        asked.claimed_until = now + _CLAIM
        asked.save(update_fields=["claimed_until"])
    return asked


def _write(asked: HelpAnswer, model: LanguageModel) -> None:
    if clock.now() - asked.asked_at > GIVEN_UP_AFTER:
        _end(asked, DraftState.FAILED, said=_("Nobody waited for it any more."))
        return
    if not model.for_visitors:
        _end(asked, DraftState.FAILED, said=_("The language model was turned off meanwhile."))
        return
    model.seconds = min(model.seconds, _MOST_SECONDS)
    sources = [Source(**one) for one in asked.sources]
    messages = messages_for(asked.question, asked.language, sources, for_visitor=True)
    try:
        answer = checked(answer_of(model, messages), sources, language=asked.language)
    except Trouble as trouble:
        _end(asked, DraftState.FAILED, said=str(trouble))
        return
    if answer.sentences:
        _end(asked, DraftState.READY, sentences=_told(answer))
    else:
        _end(asked, DraftState.REFUSED, said=refusal())


def _told(answer: Checked) -> list[dict[str, object]]:
    return [{"text": text, "cites": list(dict.fromkeys(numbers))} for text, numbers in answer.sentences]


def _end(asked: HelpAnswer, state: DraftState, **columns: object) -> None:
    """Nothing where our claim ran out and somebody else was quicker."""
    waiting = HelpAnswer.objects.filter(pk=asked.pk, state=DraftState.WAITING)
    waiting.update(state=state, done_at=clock.now(), claimed_until=None, **columns)
