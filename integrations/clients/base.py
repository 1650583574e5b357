"""What a client of a tracker does, what it answers, and what can go wrong, in words that an admin can act on."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.utils.translation import gettext as _

from integrations.models import Tracker

LONGEST_TITLE = 250  # the shortest that all of them take
_Asked = ParamSpec("_Asked")
_Read = TypeVar("_Read")


class Trouble(Exception):
    """A call that did not do. `wait`: it may do later, not before so long; None: not by itself."""

    wait: timedelta | None = None


class Unwell(Trouble):
    """Not reached, or it says itself that it is not well."""

    wait = timedelta(seconds=30)


class Limited(Trouble):
    """Too many calls; the tracker said for how long."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(_("The tracker takes no more calls for now."))
        self.wait = wait


class NotLetIn(Trouble):
    """Token or rights."""


class Gone(Trouble):
    """There is no such thing there, or not for us; or it was deleted."""


class NotTaken(Trouble):
    """The tracker read it and does not take it."""


class Strange(NotTaken):
    """Something answers at the address, but not what a tracker of this kind answers."""

    def __init__(self) -> None:
        super().__init__(_("What answers there is no such tracker. Look at the address again."))


def understood(read: "Callable[_Asked, _Read]") -> "Callable[_Asked, _Read]":
    """For what reads an answer: one that lacks what the vendor describes is Strange, and no fault of ours."""

    @wraps(read)
    def reading(*asked: _Asked.args, **named: _Asked.kwargs) -> _Read:
        try:
            return read(*asked, **named)
        except (KeyError, TypeError, AttributeError, ValueError) as problem:
            raise Strange from problem

    return reading


@dataclass(frozen=True, slots=True)
class RemoteIssue:
    key: str
    title: str
    url: str
    state: str  # in the tracker's words
    is_done: bool
    assignee: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class RemoteComment:
    id: str
    author: str
    text: str
    created_at: datetime


class Client(ABC):
    """Every method may raise Trouble. `marker` is a word of ours by which what we wrote there is found again."""

    def __init__(self, tracker: Tracker) -> None:
        self.tracker = tracker

    @abstractmethod
    def check(self) -> None:
        """Raise Trouble unless the project is there and the token lets us in."""

    @abstractmethod
    def issue(self, key: str) -> RemoteIssue:
        """Under its present key: issues move. Raises Gone."""

    @abstractmethod
    def changed_since(self, since: datetime) -> Iterator[list[RemoteIssue]]:
        """Issues of the project that changed then or later, the oldest change first, page by page."""

    @abstractmethod
    def comments(self, key: str, since: datetime) -> list[RemoteComment]:
        """Written then or later, the oldest first."""

    @abstractmethod
    def create(self, title: str, body: str, marker: str) -> RemoteIssue: ...

    @abstractmethod
    def comment(self, key: str, body: str, marker: str) -> str:
        """Its id there."""

    @abstractmethod
    def find_created(self, marker: str, since: datetime) -> RemoteIssue | None:
        """What `create` left there, though nobody heard the answer."""

    def find_comment(self, key: str, marker: str, since: datetime) -> str | None:
        """What `comment` left there."""
        return next((one.id for one in self.comments(key, since) if marker in one.text), None)


@understood
def id_of(made: dict[str, Any]) -> str:
    return str(made["id"])


def hidden_mark(body: str, marker: str) -> str:
    """In Markdown, where readers do not see it."""
    return f"{body}\n\n<!-- {marker} -->"
