"""A folder of Markdown files as articles, and articles as a folder. The same file is the same article, however often it comes."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.db import transaction

from accounts.brands import brands_ever, has_several
from knowledgebase.actions import (
    add_article,
    add_category,
    add_section,
    add_translation,
    archive,
    change_article,
    change_slug,
    name_in_language,
    publish,
    rename_file,
    save_draft,
    submit,
    unshown_pictures,
)
from knowledgebase.actions.changes import free_slug, plain_slug, who_has
from knowledgebase.front_matter import ArticleFile, BadFile, read_file, without_addresses, write_file
from knowledgebase.local_pictures import with_files, with_pictures
from knowledgebase.models import Article, ArticleStatus, Category, Section, Translation
from tickets.errors import Invalid, Refused

LARGEST_FILE = 1_000_000
_MOST_ALIKE = 100
_ENDINGS = {".md", ".markdown"}


@dataclass(slots=True)
class Imported:
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    # One line each: name of the file and what to mend.
    problems: list[str] = field(default_factory=list)
    # Of what was taken in: what readers will miss.
    notes: list[str] = field(default_factory=list)


def import_folder(folder: Path, progress: Callable[[int, int], None] = lambda done, total: None) -> Imported:
    """Each file as an act of its own: a bad one is told and holds up no other."""
    result = Imported()
    files = list(_read_all(folder, result))
    # The plain file of an article first: it is the source of the others.
    files.sort(key=lambda one: (one[1].key, len(one[0]), one[0]))
    keys = {article.key for _name, article in files}
    seen: dict[tuple[str, str], str] = {}
    for done, (name, article) in enumerate(files, start=1):
        twin = seen.setdefault((article.key, article.language), name)
        if twin != name:
            result.problems.append(f"{name}: the same article in the same language is in {twin}; set another language")
            continue
        try:
            with transaction.atomic():
                former = _renamed(article, keys)
                article, text, outcome = take_in(article, folder, name)
        except Refused as refusal:
            result.problems.append(f"{name}: {refusal}")
        else:
            setattr(result, outcome, getattr(result, outcome) + 1)
            result.notes += [f"{name}: it was called {former} before and stays the same article"] if former else []
            result.notes += [
                f"{name}: {told}" for told in [*_address_told(article, text, outcome), *_readers_told(article)]
            ]
            result.notes += [
                f"{name}: the picture {picture} is not shown; put it into the article in the editor"
                for picture in unshown_pictures(article.body)
            ]
        progress(done, len(files))
    return result


def take_in(file: ArticleFile, folder: Path, name: str) -> tuple[ArticleFile, Translation, str]:
    """Add or update one text, with the pictures beside its file: both as they are then, and "added", "updated" or "unchanged"."""
    article = Article.objects.filter(key=file.key).select_related("category", "section", "owner").first()
    texts = Translation.objects.filter(article=article, language=file.language).select_related("published")
    translation = texts.first() if article is not None else None
    if article is None or translation is None:
        translation = _added(file, article)
        file = with_pictures(file, translation.article, folder, name)
        _written(translation, file)
        _publish_as_told(translation, file)
        return file, translation, "added"
    file = with_pictures(file, article, folder, name)
    changes = [
        bool(_arranged(article, file)) if file.language == article.source_language else _named(article, file),
        _written(translation, file),
        _moved(translation, file),
        _publish_as_told(translation, file),
    ]
    return file, translation, "updated" if any(changes) else "unchanged"


def _renamed(file: ArticleFile, keys: set[str]) -> str:
    """What the article of this file was called before, if it was renamed: what is not in the folder any more, and says the same.

    Half of it would do for a stranger's article too: of a title alone there may be several, and slugs of two desks are alike.
    """
    if Article.objects.filter(key=file.key).exists():
        return ""
    titled = Translation.objects.filter(
        title=file.title, language=file.language, article__source_language=file.language
    )
    known = titled.exclude(article__key__in=keys).select_related("article")[:_MOST_ALIKE]
    words = without_addresses(file.body)
    found = [text for text in known if text.slug == file.slug or without_addresses(text.body) == words]
    if len(found) != 1:
        return ""
    former = found[0].article.key
    rename_file(found[0].article, key=file.key)
    return former


def _address_told(file: ArticleFile, text: Translation, outcome: str) -> list[str]:
    """Which other article has the address that was meant; of an address that no file names, when it is new."""
    wanted = plain_slug(file.slug or file.title)
    text.refresh_from_db(fields=["slug"])
    if text.slug == wanted or not (file.slug or outcome == "added"):
        return []
    holder = who_has(wanted, text.language, besides=text)
    named = f" of {holder.title!r}" if holder is not None else ""
    return [f"its address ends in {text.slug}, as {wanted} is one{named}; name another slug in the file if you wish"]


def _readers_told(file: ArticleFile) -> list[str]:
    """Why nobody reads what its file calls published."""
    told = []
    if file.status == ArticleStatus.PUBLISHED and not file.body.strip():
        told.append("it has no text, so it stays a draft")
    if file.language not in dict(settings.LANGUAGES):
        spoken = ", ".join(dict(settings.LANGUAGES))
        told.append(f"no reader sees it, as the help centre has no {file.language!r}; its languages are {spoken}")
    return told


def export_folder(folder: Path) -> int:
    """Write what is published as it is, and drafts as drafts, with their pictures; how many texts."""
    folder.mkdir(parents=True, exist_ok=True)
    translations = Translation.objects.select_related("article__category", "article__section", "published")
    count = 0
    for translation in translations.order_by("article__key", "language").iterator(chunk_size=500):
        article = translation.article
        suffix = "" if translation.language == article.source_language else f".{translation.language}"
        path = folder / f"{article.key}{suffix}.md"
        if folder.resolve() not in path.resolve().parents:
            raise BadFile(f"{article.key}: this name leads out of the folder")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(write_file(with_files(file_of(translation), folder, path)), encoding="utf-8")
        count += 1
    return count


def file_of(translation: Translation) -> ArticleFile:
    article, language = translation.article, translation.language
    text = translation.published if translation.is_public and translation.published is not None else translation
    return ArticleFile(
        key=article.key,
        title=text.title,
        body=text.body,
        category=article.category.name_in(language),
        section=article.section.name_in(language) if article.section is not None else "",
        language=language,
        visibility=article.visibility,
        tags=article.tags,
        slug=translation.slug,
        status=translation.status,
        brands=_brand_names(article.brands) if article.brands or has_several() else None,
    )


def _read_all(folder: Path, result: Imported) -> Iterator[tuple[str, ArticleFile]]:
    for path in sorted(path for path in folder.rglob("*") if path.suffix.lower() in _ENDINGS and path.is_file()):
        name = PurePosixPath(path.relative_to(folder).as_posix())
        if any(part.startswith(".") for part in name.parts) or name.name.lower() == "readme.md":
            continue
        try:
            if path.stat().st_size > LARGEST_FILE:
                raise BadFile("it is larger than a megabyte")
            yield str(name), read_file(name, path.read_text(encoding="utf-8"))
        except UnicodeDecodeError:
            result.problems.append(f"{name}: it is not UTF-8; save it as UTF-8")
        except (BadFile, OSError) as problem:
            result.problems.append(f"{name}: {problem}")


def _added(file: ArticleFile, article: Article | None) -> Translation:
    if article is not None:
        _named(article, file)
        return add_translation(
            article, actor=None, language=file.language, title=file.title, body=file.body, slug=file.slug
        )
    category, section = _place(file)
    translation = add_article(
        actor=None,
        title=file.title,
        body=file.body,
        category=category,
        section=section,
        language=file.language,
        visibility=file.visibility,
        tags=file.tags,
        key=file.key,
        slug=file.slug,
    )
    _arranged(translation.article, file)
    return translation


def _place(file: ArticleFile) -> tuple[Category, Section | None]:
    category = add_category(actor=None, name=file.category, language=file.language)
    if not file.section:
        return category, None
    return category, add_section(category, actor=None, name=file.section, language=file.language)


def _arranged(article: Article, file: ArticleFile) -> Article | None:
    category, section = _place(file)
    return change_article(
        article,
        actor=None,
        category=category,
        section=section,
        visibility=file.visibility,
        owner=article.owner,
        tags=file.tags,
        brands=_brands_told(article, file),
    )


def _brands_told(article: Article, file: ArticleFile) -> list[int] | None:
    """The keys of the brands that the file names; None where they are those that it has. Raises Invalid."""
    if file.brands is None:
        return None
    known = {brand.name.casefold(): brand.pk for brand in reversed(brands_ever())}
    unknown = next((name for name in file.brands if name.casefold() not in known), None)
    if unknown is not None:
        raise Invalid(f"there is no brand called {unknown!r}; add it in the settings, or name another one")
    keys = sorted({known[name.casefold()] for name in file.brands})
    return keys if keys != sorted(article.brands) else None


def _brand_names(keys: Iterable[int]) -> list[str]:
    named = {brand.pk: brand.name for brand in brands_ever()}
    return [named[key] for key in keys if key in named]


def _named(article: Article, file: ArticleFile) -> bool:
    """A translation says what its category is called in its language; it moves nothing."""
    things: Iterable[tuple[Category | Section | None, str]] = (
        (article.category, file.category),
        (article.section, file.section),
    )
    return any(
        name_in_language(thing, actor=None, name=name, language=file.language)
        for thing, name in things
        if thing is not None and name and file.language not in thing.names
    )


def _moved(translation: Translation, file: ArticleFile) -> bool:
    if not file.slug or free_slug(file.slug, translation.language, besides=translation) == translation.slug:
        return False
    return change_slug(translation, actor=None, slug=file.slug) is not None


def _written(translation: Translation, file: ArticleFile) -> bool:
    """What stands here is overwritten, but kept as a revision; where readers read the file's words, a draft of others stays."""
    if _is_read(translation, file) or _says(file, translation.title, translation.body):
        return False
    return save_draft(translation, actor=None, title=file.title, body=file.body, version=None) is not None


def _is_read(translation: Translation, file: ArticleFile) -> bool:
    shown = translation.published if translation.is_public else None
    return shown is not None and _says(file, shown.title, shown.body)


def _says(file: ArticleFile, title: str, body: str) -> bool:
    return (file.title, file.body.strip()) == (title, body.strip())


def _publish_as_told(translation: Translation, file: ArticleFile) -> bool:
    """Published, in review or archived as the file says; whoever works on a draft here is not held up by a file of a draft."""
    if file.status == ArticleStatus.PUBLISHED:
        if not file.body.strip() or _is_read(translation, file):
            return False
        return publish(translation, actor=None) is not None
    if file.status == ArticleStatus.REVIEW and translation.status == ArticleStatus.DRAFT and file.body.strip():
        return submit(translation, actor=None) is not None
    if file.status == ArticleStatus.ARCHIVED:
        return archive(translation, actor=None) is not None
    return False
