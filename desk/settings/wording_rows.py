"""The rows of a settings page in which words are given in other languages: `said-de-0`, `said-de-1` …"""

from collections.abc import Mapping, Sequence
from typing import Any

from tickets.wording import Wordings, other_languages


def wording_rows(
    texts: Sequence[str], wordings: Wordings, typed: Mapping[str, Any] | None = None
) -> list[dict[str, Any]]:
    """Of each language its rows: the words as they are, and how they are said there (`typed` counts more)."""
    return [
        {
            "language": language,
            "code": code,
            "rows": [
                {
                    "name": f"said-{code}-{number}",
                    "words": words,
                    "said": typed.get(f"said-{code}-{number}", "") if typed else wordings.get(code, {}).get(words, ""),
                }
                for number, words in enumerate(texts)
            ],
        }
        for code, language in other_languages()
    ]


def wordings_typed(shown: Sequence[str], now: Sequence[str], typed: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Of the words that the page showed; of those that stand there `now`, where they were changed along with it."""
    texts = now if len(now) == len(shown) else shown
    return {
        code: {words: typed.get(f"said-{code}-{number}", "").strip() for number, words in enumerate(texts)}
        for code, _language in other_languages()
    }
