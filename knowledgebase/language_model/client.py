"""Speaking to an OpenAI-compatible endpoint. What goes wrong is a sentence that somebody can act on."""

import json
import time
from concurrent.futures import Future
from contextvars import copy_context
from threading import Thread
from typing import Any

import requests
from django.utils.translation import gettext as _

from helpdesk.deadline import Deadline
from knowledgebase.models import LanguageModel
from outbox.reaching import Inside, pinned

LARGEST_ANSWER = 200_000
_MOST_TOKENS = 700
Messages = list[dict[str, str]]


class Trouble(Exception):
    """It gave no answer; the text says why."""


def answer_of(model: LanguageModel, messages: Messages) -> str:
    """What it says. Raises Trouble after `model.seconds` at the latest, however slowly words come.

    It is asked in a thread that is left to itself then: a server that sends a byte now and then, be it of a header, never makes a
    single wait too long.
    """
    said: Future[str] = Future()

    def ask() -> None:
        try:
            said.set_result(_asked(model, messages))
        except Exception as problem:  # noqa: BLE001  # whatever it is, whoever waits is to hear of it
            said.set_exception(problem)

    # With the language in which its reader is told what went wrong.
    Thread(target=copy_context().run, args=(ask,), daemon=True).start()
    try:
        return said.result(timeout=model.seconds)
    except TimeoutError:
        raise Trouble(_too_slow()) from None


def _asked(model: LanguageModel, messages: Messages) -> str:
    until = time.monotonic() + model.seconds
    body: dict[str, Any] = {
        "model": model.model,
        "messages": messages,
        "temperature": 0,
        "max_tokens": _MOST_TOKENS,
        "stream": False,
    }
    try:
        with Deadline(model.seconds) as deadline, requests.Session() as session:
            session.trust_env = False  # a proxy would look the name up anew
            url = f"{model.address}/chat/completions"
            headers = pinned(session, url, deadline) | ({"Authorization": f"Bearer {model.key}"} if model.key else {})
            answer = session.post(
                url, json=body, headers=headers, timeout=model.seconds, allow_redirects=False, stream=True
            )
            return _words_in(_refused(answer), until)
    except Inside as problem:
        raise Trouble(str(problem)) from None
    except (requests.Timeout, TimeoutError):
        raise Trouble(_too_slow()) from None
    except (requests.RequestException, OSError, ValueError):
        raise Trouble(_("The language model could not be reached. Check its address in the settings.")) from None


def _refused(answer: requests.Response) -> requests.Response:
    """The answer itself, unless its status says that there is none."""
    status = answer.status_code
    if status in (401, 403):
        raise Trouble(_("The language model does not accept the key. Enter it anew in the settings."))
    if status == 404:
        raise Trouble(_("There is no such model at this address. Check address and model in the settings."))
    if status == 429:
        raise Trouble(_("The language model takes no more questions for now. Try again in a minute."))
    if status >= 500:
        raise Trouble(_("The language model is not well: it answered with status %(status)s.") % {"status": status})
    if status != 200:
        raise Trouble(_("The language model did not take the question: status %(status)s.") % {"status": status})
    return answer


def _words_in(answer: requests.Response, until: float) -> str:
    said = b""
    for part in answer.iter_content(8_192):
        said += part
        if len(said) > LARGEST_ANSWER:
            raise Trouble(_("The language model's answer was too long to be read."))
        if time.monotonic() > until:
            raise Trouble(_too_slow())
    try:
        told: Any = json.loads(said)
        words = told["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError):
        words = None
    if not isinstance(words, str):
        raise Trouble(_("What answered is no OpenAI-compatible language model. Check its address in the settings."))
    return words


def _too_slow() -> str:
    return _("The language model took too long. Try again, or give it more time in the settings.")
