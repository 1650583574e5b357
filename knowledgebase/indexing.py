"""Filling what is searched from published texts: passages with their meaning, words with their weight."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from django.db import connection, transaction
from django.db.models import Count, F, Q

from knowledgebase.markdown import Part, parts_of
from knowledgebase.models import ArticleStatus, KnownWord, Passage, Posting, Translation
from knowledgebase.words import glossed
from search.embeddings import Vector, embed
from search.sentences import LANGUAGE, LANGUAGES, as_read, is_here, meanings_of, speaks
from search.spelling import keys_of
from search.stems import stems_of
from search.words import indexed_words_of, stemmer_for

AT_ONCE = 200
Reading = Callable[[Sequence[str], str], list[Vector]]
_ONE_INDEXER = 7_302_217  # key of an advisory lock
# BM25: how soon more of the same word says nothing new, and how much longer texts are held back; lengths in words.
_SATURATION, _LENGTH, _USUAL_LENGTH = 1.2, 0.5, 200
_TITLE, _HEADING, _TAG, _BODY = 4.0, 2.0, 2.0, 1.0
_LONGEST_KEYED = 30
# How much the whole article counts beside a part of it: chosen on the tuning halves.
_WHOLE = 0.8


def index_changed() -> int:
    """Index what was published, changed or put away since; how many texts. Safe to run twice at once: one waits."""
    count = 0
    while taken := _index_some():
        count += taken
    return count


def index_all() -> int:
    """Everything anew, such as after a change of how it is indexed."""
    Translation.objects.exclude(indexed_revision=None).update(indexed_revision=0)
    return index_changed()


def outdated() -> "list[Translation]":
    changed = Q(status=ArticleStatus.PUBLISHED, published__isnull=False) & (
        Q(indexed_revision=None) | ~Q(indexed_revision=F("published__number"))
    )
    gone = ~Q(status=ArticleStatus.PUBLISHED) & Q(indexed_revision__isnull=False)
    wanted = changed | gone
    if is_here():
        # They were indexed before the model was installed.
        wanted |= Q(pk__in=Passage.objects.filter(language__in=LANGUAGES, sentence=None).values("translation"))
    return list(
        Translation.objects.filter(wanted).select_related("article__category", "published").order_by("pk")[:AT_ONCE]
    )


def _index_some() -> int:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_INDEXER])
        translations = outdated()
        if not translations:
            return 0
        keys = [translation.pk for translation in translations]
        before = set(Posting.objects.filter(translation__in=keys).values_list("language", "word"))
        Posting.objects.filter(translation__in=keys).delete()
        Passage.objects.filter(translation__in=keys).delete()
        shown = [translation for translation in translations if translation.is_public]
        postings = [posting for translation in shown for posting in postings_of(translation)]
        Posting.objects.bulk_create(postings, batch_size=5_000)
        Passage.objects.bulk_create(passages_of(shown), batch_size=2_000)
        count_words(before | {(posting.language, posting.word) for posting in postings})
        for translation in translations:
            revision = translation.published
            translation.indexed_revision = revision.number if translation.is_public and revision is not None else None
        Translation.objects.bulk_update(translations, ["indexed_revision"])
        return len(translations)


def passages_of(translations: Iterable[Translation], read: Reading = meanings_of) -> list[Passage]:
    """Each part of the text, and first of all the title alone: many questions are a title in other words."""
    passages: list[Passage] = []
    meanings: list[str] = []
    for translation in translations:
        title, parts = _text(translation)
        own: list[Passage] = []
        for position, part in enumerate([parts[0], *parts]):
            own.append(
                Passage(
                    translation=translation,
                    language=translation.language,
                    position=position,
                    anchor=part.anchor,
                    heading=part.heading[:200],
                    text=part.text,
                )
            )
            said = f"{title}. {part.heading}. {part.text}" if position else title
            meanings.append(as_read(said, translation.language))
        if speaks(translation.language):
            for passage, sentence in zip(own, sentences_of(title, parts, translation.language, read), strict=True):
                passage.sentence = sentence
        passages += own
    for passage, vector in zip(passages, embed(meanings), strict=True):
        passage.embedding = vector
    return passages


def sentences_of(
    title: str, parts: Sequence[Part], language: str = LANGUAGE, read: Reading = meanings_of
) -> list[Vector]:
    """Of the title and each part, seen with what the article says as a whole: a part alone may leave out what it is about."""
    said = [". ".join(filter(None, (part.heading, part.text))) for part in parts]
    *vectors, whole = read([title, *(f"{title}. {one}" for one in said), f"{title}. {' '.join(said)}"], language)
    return [_seen_with(vector, whole) for vector in vectors]


def _seen_with(vector: Vector, whole: Vector) -> Vector:
    seen = [one + _WHOLE * other for one, other in zip(vector, whole, strict=True)]
    length = math.hypot(*seen) or 1.0
    return [value / length for value in seen]


def postings_of(translation: Translation) -> list[Posting]:
    title, parts = _text(translation)
    article = translation.article
    fields = [(title, _TITLE), (" ".join(article.tags), _TAG), (article.category.name_in(translation.language), _BODY)]
    for part in parts:
        fields += [(part.heading, _HEADING), (part.text, _BODY)]
    counts: Counter[str] = Counter()
    length = 0
    for text, weight in fields:
        words = indexed_words_of(text)
        length += len(words)
        stems = _stems(words, translation.language)
        for word in words:
            for form in {word, stems[word], *glossed(word, translation.language)}:
                counts[form] += weight  # type: ignore[assignment]  # weights are halves and wholes
    held_back = _SATURATION * (1 - _LENGTH + _LENGTH * length / _USUAL_LENGTH)
    return [
        Posting(
            translation=translation,
            language=translation.language,
            word=word,
            weight=count * (_SATURATION + 1) / (count + held_back),
        )
        for word, count in counts.items()
    ]


def _text(translation: Translation) -> tuple[str, list[Part]]:
    assert translation.published is not None, "only what is published is indexed"  # noqa: S101
    return translation.published.title, parts_of(translation.published.body) or parts_of(translation.published.title)


def count_words(words: set[tuple[str, str]]) -> None:
    """How many texts have these words; those that none has are forgotten."""
    for language in {language for language, _word in words}:
        asked = [word for one, word in words if one == language]
        counted = dict(
            Posting.objects.filter(language=language, word__in=asked)
            .values("word").annotate(seen=Count("pk")).values_list("word", "seen")
        )  # fmt: skip
        KnownWord.objects.filter(language=language, word__in=set(asked) - counted.keys()).delete()
        KnownWord.objects.bulk_create(
            [
                KnownWord(language=language, word=word, seen=seen, keys=keys_of(word[:_LONGEST_KEYED]))
                for word, seen in counted.items()
            ],
            update_conflicts=True,
            unique_fields=["language", "word"],
            update_fields=["seen"],
            batch_size=5_000,
        )


def _stems(words: list[str], language: str) -> dict[str, str]:
    dictionary = stemmer_for(language)
    return stems_of(words, dictionary) if dictionary is not None else {word: word for word in words}
