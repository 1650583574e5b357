"""Writing articles: beginning one, saving a draft, translating, going back to a revision."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Permission
from helpdesk import clock
from knowledgebase.actions.changes import EditedMeanwhile, checked, free_slug, keep_revision, locked, told
from knowledgebase.actions.gaps import take_gap
from knowledgebase.models import Article, Category, Revision, Section, Translation, Visibility
from tickets.access import require
from tickets.errors import Invalid


@transaction.atomic
def add_article(
    *,
    actor: User | None,
    title: str,
    category: Category,
    language: str,
    body: str = "",
    section: Section | None = None,
    visibility: str = Visibility.PUBLIC,
    tags: Sequence[str] = (),
    key: str = "",
    slug: str = "",
    gap: str = "",
) -> Translation:
    """Begin one, as a draft. Its writer owns it. `gap`: the words of what was looked for that it is to answer."""
    _may_write(actor)
    title, body = checked(title, body)
    if section is not None and section.category_id != category.pk:
        raise Invalid(_("This section belongs to another category."))
    now = clock.now()
    article = Article.objects.create(
        key=key or _free_key(title, language),
        category=category,
        section=section,
        visibility=visibility,
        owner=actor,
        source_language=language,
        tags=list(tags),
        created_at=now,
    )
    translation = _added(article, actor, language, title, body, slug)
    if gap:
        take_gap(translation, words=gap)
    told(article, "added", actor, language, title=title)
    return translation


@transaction.atomic
def add_translation(
    article: Article, *, actor: User | None, language: str, title: str, body: str = "", slug: str = ""
) -> Translation:
    """Another language, begun from the source as it is published now. Raises Invalid when it is there already."""
    _may_write(actor)
    title, body = checked(title, body)
    if article.translations.filter(language=language).exists():
        raise Invalid(_("This article is there in that language already. Open it and go on there."))
    source = article.translations.filter(language=article.source_language).select_related("published").first()
    translation = _added(article, actor, language, title, body, slug)
    if source is not None and source.published is not None:
        Translation.objects.filter(pk=translation.pk).update(source_revision=source.published.number)
        translation.source_revision = source.published.number
    told(article, "translated", actor, language, title=title)
    return translation


@transaction.atomic
def save_draft(
    translation: Translation, *, actor: User | None, title: str, body: str, version: int | None, keep: bool = True
) -> Translation | None:
    """Save what is written; readers go on reading what is published. None when nothing changed.

    `version` is the one that the writer saw; None overwrites, for imports alone. `keep` makes a revision; autosave does not.
    Raises EditedMeanwhile.
    """
    _may_write(actor)
    title, body = checked(title, body)
    current = locked(translation)
    is_same = (current.title, current.body) == (title, body)
    if is_same:
        if keep:
            keep_revision(current, actor)
        return None
    if version is not None and version != current.version:
        raise EditedMeanwhile(current)
    if version is None or (actor is not None and actor.pk != current.updated_by_id):
        keep_revision(current, current.updated_by)  # what somebody else's browser saved as they typed is not lost
    current.title, current.body = title, body
    _written(current, actor)
    if keep:
        keep_revision(current, actor)
    return current


@transaction.atomic
def restore_revision(translation: Translation, *, actor: User, number: int, version: int) -> Translation | None:
    """Write again what a revision says, as a new draft: nothing that came since is lost. None when it says so already."""
    _may_write(actor)
    revision: Revision = translation.revisions.get(number=number)
    current = locked(translation)
    if (current.title, current.body) == (revision.title, revision.body):
        return None
    if version != current.version:
        raise EditedMeanwhile(current)
    keep_revision(current, actor)
    current.title, current.body = revision.title, revision.body
    _written(current, actor)
    keep_revision(current, actor)
    told(current.article, "revision_restored", actor, current.language, number=number)
    return current


@transaction.atomic
def translated_anew(translation: Translation, *, actor: User) -> Translation | None:
    """Say that a translation says what its source says now. None when that is known."""
    _may_write(actor)
    current = locked(translation)
    source = (
        Translation.objects.filter(article=current.article, language=current.article.source_language)
        .select_related("published")
        .first()
    )
    if source is None or source.published is None or source.pk == current.pk:
        raise Invalid(_("There is no published text that this could be a translation of."))
    if current.source_revision == source.published.number:
        return None
    current.source_revision = source.published.number
    current.save(update_fields=["source_revision"])
    told(current.article, "translation_checked", actor, current.language)
    return current


def _added(article: Article, actor: User | None, language: str, title: str, body: str, slug: str) -> Translation:
    try:
        with transaction.atomic():
            translation = Translation.objects.create(
                article=article,
                language=language,
                slug=free_slug(slug or title, language),
                title=title,
                body=body,
                updated_at=clock.now(),
                updated_by=actor,
            )
    except IntegrityError:
        raise Invalid(_("Somebody added the same just now. Look at the list, then try again.")) from None
    keep_revision(translation, actor)
    return translation


def _written(translation: Translation, actor: User | None) -> None:
    translation.version += 1
    translation.updated_at, translation.updated_by = clock.now(), actor
    translation.save(update_fields=["title", "body", "version", "updated_at", "updated_by"])


def _free_key(title: str, language: str) -> str:
    stem = free_slug(title, language)
    key, number = stem, 2
    while Article.objects.filter(key=key).exists():
        key, number = f"{stem}-{number}", number + 1
    return key


def _may_write(actor: User | None) -> None:
    if actor is not None:
        require(actor, Permission.WRITE_ARTICLES)
