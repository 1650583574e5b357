import json
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.management.base import BaseCommand

from knowledgebase.searching import Hit, answers_to
from tickets.content import storable


class Command(BaseCommand):
    help = (
        "Print what a customer would be shown for a question: the articles, the passages that answer, and the scores."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("question")
        parser.add_argument("--language", default="", help="such as en or de; otherwise the question's own")
        parser.add_argument("--limit", type=int, default=5)
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *args: Any, question: str, language: str, limit: int, **options: Any) -> None:
        question = storable(question)  # bytes that are no letters come from the shell as lone surrogates
        answers = answers_to(AnonymousUser(), question, language=language, limit=max(1, min(limit, 50)))
        found = [as_dict(hit) for hit in answers.hits]
        if options["json"]:
            result = {
                "question": question,
                "language": answers.language,
                "confident": answers.is_likely,
                "confidence": round(answers.confidence, 3),
                "results": found,
            }
            self.stdout.write(json.dumps(result, ensure_ascii=False, indent=2))
            return
        if found and not answers.is_likely:
            self.stdout.write("Probably none of these:")
        for place, one in enumerate(found, start=1):
            self.stdout.write(f"{place}. {one['title']} ({one['article']})\n   {one['passage']['text']}")
        if not found:
            self.stdout.write("Nothing found.")


def as_dict(hit: Hit) -> dict[str, Any]:
    translation, passage = hit.translation, hit.passage
    title = translation.published.title if translation.published is not None else translation.title
    return {
        "article": translation.article.key,
        "title": title,
        "language": translation.language,
        "category": translation.article.category.name_in(translation.language),
        "slug": translation.slug,
        "passage": {
            "heading": passage.heading if passage else "",
            "anchor": passage.anchor if passage else "",
            "text": passage.text if passage else "",
        },
        "score": round(hit.score, 5),
        "scores": {
            "full_text": {"rank": hit.words_rank, "score": round(hit.words_score, 4)},
            "embedding": {"rank": hit.meaning_rank, "score": round(hit.meaning_score, 4)},
            "sentence": {"rank": hit.sentence_rank, "score": round(hit.sentence_score, 4)},
        },
    }
