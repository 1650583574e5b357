"""What a kind of setting is to the history and to the file of the whole configuration; and the kinds of accounts."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from accounts.actors import Actor
from accounts.setting_changes import Description

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, slots=True)
class Kind:
    """Things of one kind, each described by plain values: names and addresses instead of keys.

    `section` is its place in the file, `identity` the field by which the file knows one from another (empty: there is only
    one). `add` and `change` are the verbs, taking fields of a description; `put_away` takes True to archive a thing and
    False to bring it back. All of them refuse with a sentence.
    """

    code: str
    name: "_StrOrPromise"
    section: str
    identity: str
    labels: "Mapping[str, _StrOrPromise]"
    things: Callable[[], Iterable[Any]]  # those in use, in the order of the file
    find: Callable[[str], Any | None]  # by the key of a SettingChange
    describe: Callable[[Any], Description]
    add: Callable[[Actor, Description], Any]
    change: Callable[[Any, Actor, Description], Any]
    put_away: Callable[[Any, Actor, bool], Any] | None = None
    url: Callable[[Any], str] | None = None
    # Fields whose values are a word of a closed list: value → what people read.
    words: "Mapping[str, Mapping[Any, _StrOrPromise]]" = field(default_factory=dict)
