"""Texts as conditions read them: only the beginning, without case, and by patterns whose time is bounded."""

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import re2
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

# What stands further behind is no condition's business, so that no mail can make a rule slow.
LONGEST_READ = 20_000


def as_text(value: Any) -> str:
    return value if type(value) is str else "" if value is None else str(value)


@lru_cache(maxsize=64)
def encoded(text: str) -> bytes:
    """Only its beginning. A text is asked about by many rules, one after the other, so the last ones are kept a while."""
    return text[:LONGEST_READ].encode("utf-8", "replace")


@lru_cache(maxsize=64)
def _fold(text: str) -> str:
    return encoded(text).decode().casefold()


def folded(value: Any) -> str:
    """As texts are compared: without case, and only the beginning."""
    return _fold(as_text(value))


# By what RE2 says of it.
_WRONG_PATTERNS: "dict[str, _StrOrPromise]" = {
    "missing )": gettext_lazy("a round bracket is opened and not closed"),
    "unexpected )": gettext_lazy("a round bracket is closed that was not opened"),
    "missing ]": gettext_lazy("a square bracket is opened and not closed"),
    "invalid escape sequence": gettext_lazy("a backslash stands before something that has no meaning with it"),
    "trailing \\": gettext_lazy("a backslash stands at the end"),
    "invalid perl operator": gettext_lazy("looking ahead or back, and what else begins so, is not possible"),
    "no argument for repetition operator": gettext_lazy("there is nothing to repeat"),
    "bad repetition operator": gettext_lazy("what is repeated cannot be repeated again"),
    "invalid repetition size": gettext_lazy("it is repeated too often, or the smaller number does not stand first"),
    "invalid character class range": gettext_lazy("there are no such characters"),
}


@lru_cache(maxsize=2048)
def pattern(text: str) -> Any:
    """Compiled by RE2, whose time grows with the text's length only, for a text in UTF-8. Raises ValueError."""
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = 1 << 20
    try:
        return re2.compile(text.encode(), options)
    except re2.error as problem:
        said = problem.args[0].decode() if isinstance(problem.args[0], bytes) else str(problem)
        reason, _colon, where = said.partition(": ")
        words = str(_WRONG_PATTERNS.get(reason, reason))
        raise ValueError(f"{words}: {where}" if where else words) from problem
