"""Many articles by COPY, with all that searches find of them: for benchmarks.

Each is a demo article about one of many invented products, mended together with a part of another one, so that words and meanings
are spread as in a real help centre: much alike, hardly anything the same.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path, PurePosixPath
from random import Random

from django.db import connection, transaction
from django.utils.text import slugify

from demo.seeding.copying import Table, copy_all
from helpdesk import clock
from knowledgebase.actions import add_category
from knowledgebase.front_matter import ArticleFile, read_file
from knowledgebase.indexing import count_words, passages_of, postings_of
from knowledgebase.markdown import html_of
from knowledgebase.models import Article, ArticleStatus, Category, Passage, Posting, Revision, Translation, Visibility
from search.embeddings import Vector
from search.sentences import meaning_of

FOLDER = Path(__file__).parent.parent / "articles"
BATCH = 250
_NAMES = (
    "Almond", "Birch", "Cedar", "Dahlia", "Elm", "Fern", "Garnet", "Hazel", "Iris", "Juniper", "Kestrel", "Linden", "Maple",
    "Nettle", "Oak", "Poplar", "Quince", "Rowan", "Sorrel", "Thistle", "Umber", "Violet", "Willow", "Yarrow", "Zinnia",
)  # fmt: skip
_THINGS = (
    "Board", "Cloud", "Connect", "Desk", "Field", "Flow", "Forms", "Gate", "Hub", "Insight", "Kit", "Ledger", "Link", "Mobile",
    "Notes", "Planner", "Pulse", "Reports", "Sheets", "Signal", "Sync", "Timer", "Vault", "Watch",
)  # fmt: skip
_SENTENCES = (
    "This holds for {product} from version {version} on.",
    "In {product} you find it under **{thing}**, **Preferences**.",
    "Whoever uses {product} together with {other} sets it up once, in {other}.",
    "Up to {number} entries are shown; older ones are kept in the archive of {product}.",
    "Your contact for {product} answers within {number} minutes on working days.",
)
_SENTENCES_DE = (
    "Das gilt für {product} ab Version {version}.",
    "In {product} steht es unter **{thing}**, **Einstellungen**.",
    "Wer {product} zusammen mit {other} nutzt, richtet es einmal in {other} ein.",
    "Bis zu {number} Einträge werden gezeigt; ältere stehen im Archiv von {product}.",
)


def seed_articles(number: int, random_seed: int, progress: Callable[[str, int, int], None]) -> None:
    """Published, public, indexed."""
    random, now = Random(random_seed), clock.now()
    files = [file for file in _files() if file.visibility == Visibility.PUBLIC]
    categories = {file.category: add_category(actor=None, name=file.category, language=file.language) for file in files}
    words: set[tuple[str, str]] = set()
    for start in range(0, number, BATCH):
        some = range(start, min(start + BATCH, number))
        with transaction.atomic():
            words |= _put([_written(random, files, categories, now, nth) for nth in some])
        progress("articles", some[-1] + 1, number)
    with transaction.atomic():
        count_words(words)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if not connection.in_atomic_block:
            # As autovacuum does within a minute, so that passages and words are read from their indexes alone.
            cursor.execute("VACUUM knowledgebase_passage, knowledgebase_posting")


def _files() -> Iterator[ArticleFile]:
    for path in sorted(FOLDER.rglob("*.md")):
        yield read_file(PurePosixPath(path.relative_to(FOLDER).as_posix()), path.read_text(encoding="utf-8"))


def _written(
    random: Random, files: Sequence[ArticleFile], categories: dict[str, Category], now: datetime, nth: int
) -> Translation:
    """Not saved, with its article and its published text."""
    file = random.choice(files)
    alike = random.choice([one for one in files if one.language == file.language])
    product = f"{random.choice(_NAMES)} {random.choice(_THINGS)}"
    title = f"{file.title} – {product}"
    body = "\n\n".join([*_with_sentences(random, file, product), *_part_of(random, alike)])
    at = now - timedelta(minutes=random.randrange(1, 500_000))
    key = f"seeded/{random.randrange(1 << 40):x}-{nth}"
    article = Article(
        key=key, category=categories[file.category], source_language=file.language, tags=file.tags, created_at=at
    )
    slug = f"{slugify(title)[:90]}-{key.rpartition('/')[2]}"
    published = Revision(number=1, title=title, body=body, at=at)
    words = {"title": title, "body": body, "html": html_of(body), "slug": slug, "language": file.language}
    times = {"published_at": at, "updated_at": at, "status": ArticleStatus.PUBLISHED, "indexed_revision": 1}
    return Translation(article=article, published=published, **words, **times)


def _with_sentences(random: Random, file: ArticleFile, product: str) -> Iterator[str]:
    sentences = _SENTENCES_DE if file.language == "de" else _SENTENCES
    for place, paragraph in enumerate(file.body.strip().split("\n\n")):
        yield paragraph
        if place % 3 == 0 and not paragraph.startswith(("#", ">")):
            other = f"{random.choice(_NAMES)} {random.choice(_THINGS)}"
            slots = {"thing": random.choice(_THINGS), "number": random.randrange(5, 500)}
            version = f"{random.randrange(1, 9)}.{random.randrange(10)}"
            yield random.choice(sentences).format(product=product, other=other, version=version, **slots)


def _part_of(random: Random, file: ArticleFile) -> list[str]:
    """Some part of it, with its heading."""
    parts = [f"## {part.strip()}" for part in file.body.split("\n## ")[1:]]
    return [random.choice(parts)] if parts else []


def _put(texts: list[Translation]) -> set[tuple[str, str]]:
    """Into the tables; the words that they have, by language."""
    articles, translations, revisions = (_table(model, len(texts)) for model in (Article, Translation, Revision))
    for text in texts:
        assert text.published is not None, "each is published"  # noqa: S101
        text.article.pk, text.pk, text.published.pk = articles.key(), translations.key(), revisions.key()
        # Again, now that they have keys.
        text.article, text.published = text.article, text.published
        text.published.translation = text
        for table, row in ((articles, text.article), (translations, text), (revisions, text.published)):
            table.add(*(_plain(getattr(row, name)) for name in table.columns))
    found, postings = passages_of(texts, _read_by_parts), [posting for text in texts for posting in postings_of(text)]
    tables = [articles, translations, revisions]
    tables += [_filled(Passage, found), _filled(Posting, postings)]
    with connection.cursor() as cursor:
        copy_all(cursor, [table.take() for table in tables], {Category: {text.article.category_id for text in texts}})
    return {(posting.language, posting.word) for posting in postings}


def _read_by_parts(sentences: Sequence[str], language: str) -> list[Vector]:
    """What is put together of parts means about what they do; each is read once, since reading all takes a quarter of an hour."""
    read = [[meaning_of(part, language) for part in _parts(one)] for one in sentences]
    return [_length_of_one(map(sum, zip(*parts, strict=True))) for parts in read]


def _parts(sentence: str) -> list[str]:
    """The article's own title, the product, and the beginning of the text."""
    title, _dash, rest = sentence.partition(" – ")
    product, _dot, text = rest.partition(". ")
    return [part for part in (title, product, text.split("\n")[0]) if part]


def _length_of_one(values: Iterable[float]) -> Vector:
    vector = list(values)
    length = math.hypot(*vector)
    return [value / length for value in vector]


def _filled(model: type[Passage | Posting], rows: Sequence[Passage | Posting]) -> Table:
    table = _table(model, len(rows))
    for row in rows:
        row.pk = table.key()
        table.add(*(_plain(getattr(row, name)) for name in table.columns))
    return table


def _table(model: type[Article | Translation | Revision | Passage | Posting], count: int) -> Table:
    return Table(model, [field.attname for field in model._meta.concrete_fields], count=count)


def _plain(value: object) -> object:
    """As COPY takes it: numbers with a point and vectors as text."""
    if isinstance(value, float) or (isinstance(value, list) and value and isinstance(value[0], float)):
        return str(value)
    return str(value) if isinstance(value, str) else value
