"""What a language model says to a question, below the passages that were found: asked for by the page once these are shown."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from accounts.http import client_ip
from accounts.limits import DRAFTED_ANSWERS, TooMany, spend
from helpdesk import clock
from knowledgebase.actions.help_answers import GIVEN_UP_AFTER, ask_for_help_answer, find_help_answer
from knowledgebase.actions.language_model import language_model_now
from knowledgebase.actions.sessions import LEAST_WORDS, find_going_on
from knowledgebase.models import HelpAnswer
from knowledgebase.models.language_model import DraftState
from knowledgebase.queries import Reader
from tickets.errors import Refused


@dataclass(frozen=True, slots=True)
class Drafted:
    """`sentences`: text and the passages that it cites; `sources`: all that are cited, each once."""

    state: str
    sentences: list[tuple[str, list[dict[str, Any]]]]
    sources: list[dict[str, Any]]


def is_drafted(question: str) -> bool:
    """Whether the page may ask for an answer later. A word or two are looked up, not answered."""
    return len(question.split()) >= LEAST_WORDS and language_model_now().for_visitors


def drafted_for(request: HttpRequest, reader: Reader, session: int | None, language: str) -> Drafted | None:
    """For what was asked last in this session; the first look begins it. None where nobody is to wait (any more)."""
    going_on = find_going_on(session)
    if going_on is None or not is_drafted(going_on.question):
        return None
    found = find_help_answer(going_on)
    if found is None or (found.question, found.language) != (going_on.question, language):
        try:
            spend(DRAFTED_ANSWERS, client_ip(request))
            found = ask_for_help_answer(reader, going_on.question, language=language, session=going_on)
        except (Refused, TooMany):
            return None
    return _shown(found)


def _shown(answer: HelpAnswer) -> Drafted | None:
    is_late = answer.state == DraftState.WAITING and clock.now() - answer.asked_at > GIVEN_UP_AFTER
    if is_late or answer.state == DraftState.FAILED:
        return None
    passages = {one["number"]: one for one in answer.sources}
    sentences = [(one["text"], [passages[number] for number in one["cites"]]) for one in answer.sentences]
    cited = {one["number"]: one for _text, cites in sentences for one in cites}
    return Drafted(answer.state, sentences, list(cited.values()))
