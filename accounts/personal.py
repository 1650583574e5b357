"""What is known of a person, for whoever asks for it or has it erased: the words shared by every app's `personal.py`.

Each app names what it keeps of people as a list `STORES` (settings.PERSONAL_DATA); the app privacy takes them one by one. A store
is erased in bites, each a transaction of its own, and finds by itself what is left: a killed worker loses and repeats nothing.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.utils.crypto import salted_hmac

from accounts.models import EmailAddress, User

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

# What stands where something of theirs stood. No word of a language: it is data, and read in any of them.
ERASED = "[erased]"
AT_ONCE = 200
# A number in a text is taken for theirs by its digits, however they are written.
_LEAST_DIGITS = 7
# So short parts of a name are words of every language.
_LEAST_LETTERS = 2


@dataclass(frozen=True)
class Whom:
    """A person with those who were merged into them, and all by which they are named."""

    keys: tuple[int, ...]
    addresses: tuple[str, ...]
    names: tuple[str, ...]
    phones: tuple[str, ...]

    @property
    def key(self) -> int:
        return self.keys[0]

    @cached_property
    def telling(self) -> tuple[str, ...]:
        """What names nobody else: addresses, full names, numbers. Wherever it stands, it is about them."""
        full = [name for name in self.names if len(name.split()) > 1]
        return tuple(dict.fromkeys([*self.addresses, *full, *self.phones]))

    def strike(self, text: str, *, closely: bool = False) -> str:
        """Without what names them; `closely`, in what is about them anyway, also without each part of their name."""
        pattern = self._close if closely else self._sure
        return pattern.sub(ERASED, text) if pattern is not None and text else text

    def strike_in(self, value: Any, *, closely: bool = False) -> Any:
        """The same for whatever JSON holds."""
        if isinstance(value, str):
            return self.strike(value, closely=closely)
        if isinstance(value, list):
            return [self.strike_in(one, closely=closely) for one in value]
        if isinstance(value, dict):
            return {
                self.strike(key, closely=closely): self.strike_in(one, closely=closely) for key, one in value.items()
            }
        return value

    @cached_property
    def _sure(self) -> re.Pattern[str] | None:
        return _pattern([_written(one) for one in self.telling])

    @cached_property
    def _close(self) -> re.Pattern[str] | None:
        parts = [part for name in self.names for part in [name, *re.split(r"[\s,]+", name)]]
        parts += [address.partition("@")[0] for address in self.addresses]
        words = [_written(part) for part in parts if len(part.strip(".-")) >= _LEAST_LETTERS]
        return _pattern([*(_written(one) for one in self.telling), *words])


@dataclass(frozen=True, slots=True)
class Bite:
    """What was erased at once, and after which key to go on; None: this store holds nothing of theirs any more."""

    rows: int
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Store:
    """`count` says how much there is; `erase` takes a bite, beginning after the key it is given (0 at first)."""

    key: str
    title: "_StrOrPromise"
    count: Callable[[Whom], int]
    erase: Callable[[Whom, int], Bite]


def hashed(address: str) -> str:
    """An address that nobody can read any more, by which only who knows it finds that its mail is not wanted."""
    return f"sha256:{salted_hmac('accounts.personal', address.lower(), algorithm='sha256').hexdigest()}"


def whom_of(person: User) -> Whom:
    """Asks for everybody who was merged into them, at any depth."""
    people = [person]
    for one in people:
        people += [merged for merged in one.merged_here.all() if merged not in people]
    further = EmailAddress.objects.filter(person__in=people).order_by("pk").values_list("address", flat=True)
    addresses = [*(one.email for one in people), *further]
    phones = [number for one in people for number in [one.phone, *(row["number"] for row in one.further_phones)]]
    return Whom(
        keys=tuple(one.pk for one in people),
        addresses=tuple(dict.fromkeys(filter(None, addresses))),
        names=tuple(dict.fromkeys(one.name for one in people if one.name and one.erased_at is None)),
        phones=tuple(dict.fromkeys(number for number in phones if _digits(number) >= _LEAST_DIGITS)),
    )


def _digits(text: str) -> int:
    return sum(letter.isdigit() for letter in text)


def _written(text: str) -> str:
    """As a pattern: in HTML and in addresses of pages too, a number with any signs between its digits."""
    if "@" in text:
        forms = {text, escape(text), quote(text), quote(text, safe="")}
        return rf"(?<![\w.+-])(?:{'|'.join(map(re.escape, sorted(forms)))})(?![\w-])"
    if _digits(text) >= _LEAST_DIGITS and not any(letter.isalpha() for letter in text):
        digits = r"[\s\-/().]*".join(re.findall(r"\d", text))
        return rf"(?<!\d)\+?{digits}(?!\d)"
    words = r"\s+".join(map(re.escape, text.split()))
    escaped = r"\s+".join(re.escape(escape(word)) for word in text.split())
    return rf"(?<!\w)(?:{words}|{escaped})(?!\w)"


def _pattern(parts: list[str]) -> re.Pattern[str] | None:
    """The longest first: a name goes whole, not in parts."""
    ordered = sorted(set(parts), key=len, reverse=True)
    return re.compile("|".join(ordered), re.IGNORECASE) if ordered else None
