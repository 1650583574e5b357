"""python -m bench.retrieval [FIELD]: how well questions find their article, on each half.

By words, by meaning, by sentence and fused. Each folder of bench/questions is a field: its questions.yml says what it is about
and holds the halves, `articles` what is asked about; the demo's articles are those of demo/articles.

In the database of `make run`, or of DATABASE_URL, with the articles of that field in it.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django
import yaml

FIELDS = Path(__file__).parent / "questions"
DEMO = "demo"
DEMO_ARTICLES = FIELDS.parent.parent / "demo" / "articles"
NEAR = 3
SEEDED = "seeded/"


@dataclass(frozen=True, slots=True)
class Field:
    """Articles and questions about them. `halves`: "tuning" and "final", or "blind" alone for what nothing is learnt from.

    Each question with its text, articles and language.
    """

    name: str
    about: str
    articles: Path
    halves: dict[str, list[dict[str, Any]]]


def fields() -> list[Field]:
    """The demo first, then all others by name."""
    names = sorted((path.parent.name for path in FIELDS.glob("*/questions.yml")), key=lambda name: (name != DEMO, name))
    return [field_named(name) for name in names]


def field_named(name: str) -> Field:
    folder = FIELDS / name
    halves = yaml.safe_load((folder / "questions.yml").read_text(encoding="utf-8"))
    return Field(name, halves.pop("about"), DEMO_ARTICLES if name == DEMO else folder / "articles", halves)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
    django.setup()
    asked = field_named(sys.argv[1] if len(sys.argv) > 1 else DEMO)
    print("| half | way | recall@3 | MRR | p50 ms | p95 ms |", "| --- | --- | --- | --- | --- | --- |", sep="\n")
    for half, questions in asked.halves.items():
        for way, rank in ways().items():
            print(f"| {half} | {way} | {figures(questions, rank)} |")


def ways() -> dict[str, Callable[[str, str], list[str]]]:
    from django.contrib.auth.models import AnonymousUser

    from knowledgebase.models import Translation
    from knowledgebase.searching import Ranking, answers_to, ranked_for

    keys = _keys(Translation.objects.values_list("pk", "article__key", "title"))

    def named(ranking: Ranking) -> list[str]:
        return [keys[key] for key, _score in ranking]

    def by_words(question: str, language: str) -> list[str]:
        return named(ranked_for(AnonymousUser(), question, language=language, by_meaning=False).by_words)

    def by_meaning(question: str, language: str) -> list[str]:
        return named(ranked_for(AnonymousUser(), question, language=language).by_meaning)

    def by_sentence(question: str, language: str) -> list[str]:
        return named(ranked_for(AnonymousUser(), question, language=language).by_sentence)

    def fused(question: str, language: str) -> list[str]:
        hits = answers_to(AnonymousUser(), question, language=language).hits
        return [keys[hit.translation.pk] for hit in hits]

    return {"full text": by_words, "embeddings": by_meaning, "sentences": by_sentence, "fused": fused}


def answers_of(question: dict[str, Any]) -> list[str]:
    """The articles of which each answers it: one, or several."""
    named = question["article"]
    return named if isinstance(named, list) else [named]


def _keys(texts: Iterable[tuple[int, str, str]]) -> dict[int, str]:
    """Text → article. What `seed --articles` wrote is a demo article about a product, and answers what that one answers."""
    several = list(texts)
    written = {title: key for _pk, key, title in several if not key.startswith(SEEDED)}
    return {
        pk: written.get(title.rpartition(" – ")[0], key) if key.startswith(SEEDED) else key
        for pk, key, title in several
    }


def figures(asked: list[dict[str, Any]], rank: Callable[[str, str], list[str]]) -> str:
    from search.sentences import meaning_of

    places: list[int | None] = []
    times: list[float] = []
    for one in asked:
        # As if nobody had asked it before.
        meaning_of.cache_clear()
        started = time.perf_counter()
        found = rank(one["ask"], one.get("language", "en"))
        times.append((time.perf_counter() - started) * 1000)
        right = answers_of(one)
        places.append(next((place for place, key in enumerate(found, start=1) if key in right), None))
    recall = sum(1 for place in places if place is not None and place <= NEAR) / len(places)
    mrr = sum(1 / place for place in places if place is not None) / len(places)
    slow = sorted(times)[int(len(times) * 0.95)]
    return f"{recall:.3f} | {mrr:.3f} | {statistics.median(times):.1f} | {slow:.1f}"


if __name__ == "__main__":
    main()
