"""Speaking to a tracker's API: one session, time limits, no address inside of our own network, and answers as Trouble."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from django.utils import timezone
from django.utils.translation import gettext as _

from helpdesk.deadline import Deadline
from integrations.clients.base import Gone, Limited, NotLetIn, NotTaken, Strange, Unwell
from outbox.reaching import pinned

TIMEOUT = (5, 20)  # seconds to connect, and between two bytes of the answer
ALL_IN_ALL = 60  # seconds
MOST_BYTES = 8_000_000
_REDIRECTS = (301, 302, 307, 308)
_LONGEST_WAIT = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Answer:
    data: Any
    headers: "requests.structures.CaseInsensitiveDict[str]"
    next_url: str = ""


class Http:
    """`base` without a slash at its end; `headers` hold the token and go to its host alone."""

    def __init__(self, base: str, headers: dict[str, str], auth: tuple[str, str] | None = None) -> None:
        self.base = base.rstrip("/")
        self.session = requests.Session()
        self.session.trust_env = False  # no .netrc, no proxy of the machine
        self.session.headers.update({"User-Agent": "Helpdesk/1", "Accept": "application/json", **headers})
        self.session.auth = auth

    def get(self, path: str, **params: Any) -> Answer:
        """An object. Raises Trouble, also for anything else."""
        return _checked(self._ask("GET", path, params=params), dict)

    def get_list(self, path: str, **params: Any) -> Answer:
        """A list of objects. Raises Trouble, also for anything else."""
        answer = _checked(self._ask("GET", path, params=params), list)
        for one in answer.data:
            if not isinstance(one, dict):
                raise Strange
        return answer

    def post(self, path: str, body: Any) -> Answer:
        """What was made, an object. Raises Trouble, also for anything else."""
        return _checked(self._ask("POST", path, json=body), dict)

    def _ask(self, method: str, path: str, **sent: Any) -> Answer:
        url = path if path.startswith(("http://", "https://")) else f"{self.base}{path}"
        answer = self._once(method, url, **sent)
        if answer.status_code in _REDIRECTS and method == "GET":  # a repository or an issue that moved
            url = urljoin(url, answer.headers.get("Location", ""))
            if urlsplit(url).netloc != urlsplit(self.base).netloc:
                raise Gone(_("It moved to another place."))
            answer = self._once(method, url)
        _raise_for(answer)
        return Answer(_data_of(answer), answer.headers, answer.links.get("next", {}).get("url", ""))

    def _once(self, method: str, url: str, **sent: Any) -> requests.Response:
        try:
            with Deadline(ALL_IN_ALL) as deadline:
                answer = self.session.request(
                    method,
                    url,
                    headers=pinned(self.session, url, deadline),
                    timeout=TIMEOUT,
                    allow_redirects=False,
                    stream=True,
                    **sent,
                )
                answer._content = answer.raw.read(MOST_BYTES + 1, decode_content=True)
                answer.close()
        except ValueError as inside:
            raise NotLetIn(str(inside)) from inside
        except (requests.RequestException, OSError) as problem:
            raise Unwell(_said(problem)) from problem
        if len(answer.content) > MOST_BYTES:
            raise NotTaken(_("Its answer is longer than we read."))
        return answer


def _checked(answer: Answer, kind: type) -> Answer:
    if not isinstance(answer.data, kind):
        raise Strange
    return answer


def _raise_for(answer: requests.Response) -> None:
    status = answer.status_code
    if status < 300:
        return
    if status == 429 or status == 403 and _is_limit(answer):
        raise Limited(_wait_of(answer))
    if status == 401:
        raise NotLetIn(_("It does not know the token. Make a new one there and enter it here."))
    if status == 403:
        raise NotLetIn(_("The token may not do this. Give it the right to read and write issues."))
    if status in (404, 410):
        raise Gone(_("There is no such project or issue there, or the token may not see it."))
    if status >= 500 or status == 408:
        raise Unwell(_("The tracker is not well: it answered %(status)s.") % {"status": status})
    raise NotTaken(_("The tracker did not take it: %(words)s") % {"words": _words_of(answer)})


def _is_limit(answer: requests.Response) -> bool:
    """GitHub says 403 both for rights and for limits; of its secondary ones, perhaps only the words tell."""
    is_said = b"rate limit" in answer.content[:1000].lower()
    return is_said or "Retry-After" in answer.headers or answer.headers.get("X-RateLimit-Remaining") == "0"


def _wait_of(answer: requests.Response) -> timedelta:
    """Retry-After in seconds, else the moment of X-RateLimit-Reset or RateLimit-Reset."""
    seconds = answer.headers.get("Retry-After", "")
    if seconds.isdecimal():
        return min(max(timedelta(seconds=int(seconds)), timedelta(seconds=1)), _LONGEST_WAIT)
    reset = answer.headers.get("X-RateLimit-Reset") or answer.headers.get("RateLimit-Reset") or ""
    if reset.isdecimal():
        wait = datetime.fromtimestamp(int(reset), UTC) - timezone.now()
        return min(max(wait, timedelta(seconds=1)), _LONGEST_WAIT)
    return timedelta(minutes=1)


def _data_of(answer: requests.Response) -> Any:
    if not answer.content:
        return None
    try:
        return json.loads(answer.content)
    except ValueError as problem:
        raise Strange from problem


def _words_of(answer: requests.Response) -> str:
    """What each of the vendors calls its sentence; never more than a line, and nothing of ours."""
    try:
        data = json.loads(answer.content)
    except ValueError:
        return f"HTTP {answer.status_code}"
    found = (
        data
        if not isinstance(data, dict)
        else (data.get("errorMessages") or data.get("errors") or data.get("message") or data.get("error") or data)
    )
    return " ".join(json.dumps(found, ensure_ascii=False).strip('"[]{}').split())[:300]


def _said(problem: Exception) -> str:
    if isinstance(problem, requests.exceptions.SSLError):
        return _("Its certificate is not valid.")
    if isinstance(problem, requests.Timeout | TimeoutError):
        return _("It did not answer in time.")
    return _("It cannot be reached. Look at the address again.")
