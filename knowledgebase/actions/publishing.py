"""From draft to readers and away again: review, publishing now or later, archiving."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Permission
from helpdesk import clock
from knowledgebase.actions.arranging import VERIFIED_FOR
from knowledgebase.actions.changes import EditedMeanwhile, free_slug, keep_revision, locked, plain_slug, told
from knowledgebase.actions.gaps import close_taken, give_back_gaps
from knowledgebase.markdown import html_of
from knowledgebase.models import ArticleStatus, OldSlug, Translation
from knowledgebase.tasks import nudge
from tickets.access import require
from tickets.errors import IllegalTransition, Invalid


@transaction.atomic
def submit(translation: Translation, *, actor: User | None) -> Translation | None:
    """Ask for a review. None when it waits for one already. Nobody does: an import."""
    if actor is not None:
        require(actor, Permission.WRITE_ARTICLES)
    current = locked(translation)
    if current.status == ArticleStatus.REVIEW:
        return None
    if current.status == ArticleStatus.PUBLISHED:
        raise IllegalTransition(_("Readers see this article already. Save your changes; a lead publishes them."))
    _refuse_empty(current)
    keep_revision(current, actor)
    return _changed(current, "submitted", actor, status=ArticleStatus.REVIEW, publish_at=None)


@transaction.atomic
def publish(translation: Translation, *, actor: User | None, version: int | None = None) -> Translation | None:
    """Show readers what is written now. None when they see just that. `version`: what the publisher looked at."""
    _may_publish(actor)
    current = locked(translation)
    if version is not None and version != current.version:
        raise EditedMeanwhile(current)
    _refuse_empty(current)
    revision = keep_revision(current, actor)
    _name_address(current)
    if current.status == ArticleStatus.PUBLISHED and current.published_id == revision.pk:
        return None
    current.published, current.html = revision, html_of(revision.body)
    now = clock.now()
    _changed(
        current,
        "published",
        actor,
        status=ArticleStatus.PUBLISHED,
        published=revision,
        html=current.html,
        published_at=now,
        publish_at=None,
    )
    if current.article.verified_at is None:
        current.article.verified_at, current.article.review_due_at = now, now + VERIFIED_FOR
        current.article.save(update_fields=["verified_at", "review_due_at"])
    close_taken(current, actor=actor)
    nudge()
    return current


@transaction.atomic
def schedule(translation: Translation, *, actor: User, at: datetime) -> Translation | None:
    """Publish at a time what is written then. None when that is what is planned."""
    _may_publish(actor)
    current = locked(translation)
    if at <= clock.now():
        raise Invalid(_("Choose a time that is still to come, or publish it now."))
    if current.publish_at == at:
        return None
    _refuse_empty(current)
    return _changed(current, "scheduled", actor, publish_at=at)


@transaction.atomic
def unschedule(translation: Translation, *, actor: User) -> Translation | None:
    """Take the plan back. None when there is none."""
    _may_publish(actor)
    current = locked(translation)
    return _changed(current, "unscheduled", actor, publish_at=None) if current.publish_at is not None else None


@transaction.atomic
def archive(translation: Translation, *, actor: User | None) -> Translation | None:
    """Away from readers and searches; the text stays with us. None when it is away."""
    _may_publish(actor)
    current = locked(translation)
    if current.status == ArticleStatus.ARCHIVED:
        return None
    _changed(current, "archived", actor, status=ArticleStatus.ARCHIVED, publish_at=None)
    give_back_gaps(current)
    nudge()
    return current


@transaction.atomic
def unarchive(translation: Translation, *, actor: User) -> Translation | None:
    """Back to a draft, to be read before it is published again. None when it is not archived."""
    _may_publish(actor)
    current = locked(translation)
    if current.status != ArticleStatus.ARCHIVED:
        return None
    return _changed(current, "unarchived", actor, status=ArticleStatus.DRAFT)


@transaction.atomic
def change_slug(translation: Translation, *, actor: User | None, slug: str) -> Translation | None:
    """Another address; the old one leads to it for good. None when it has it."""
    _may_publish(actor)
    current = locked(translation)
    new = free_slug(slug, current.language, besides=current)
    if new == current.slug:
        return None
    OldSlug.objects.filter(language=current.language, slug=new).delete()
    OldSlug.objects.create(language=current.language, slug=current.slug, translation=current)
    return _changed(current, "moved", actor, slug=new)


def publish_due() -> int:
    """Publish what was scheduled and whose time has come; how many. Safe to run twice at once."""
    due = Translation.objects.filter(publish_at__lte=clock.now()).exclude(status=ArticleStatus.ARCHIVED)
    published = 0
    for translation in due.order_by("publish_at")[:200]:
        with transaction.atomic():
            current = locked(translation)
            if current.publish_at is None:
                continue
            if not current.body.strip():  # emptied since: it waits for its words, and nothing behind it waits along
                _changed(current, "unscheduled", None, publish_at=None)
                continue
            if publish(current, actor=None) is None:
                Translation.objects.filter(pk=current.pk).update(publish_at=None)
            published += 1
    return published


def _name_address(current: Translation) -> None:
    """Nobody has read it yet: its address follows its title, where it was made of the one that the text was begun with.

    A translation is begun with the title of its source.
    """
    begun = current.revisions.order_by("number").values_list("title", flat=True).first()
    if current.published_id is not None or begun is None or begun == current.title:
        return
    if current.slug in (plain_slug(begun), free_slug(begun, current.language, besides=current)):
        current.slug = free_slug(current.title, current.language, besides=current)
        current.save(update_fields=["slug"])


def _changed(current: Translation, kind: str, actor: User | None, **columns: object) -> Translation:
    for name, value in columns.items():
        setattr(current, name, value)
    current.save(update_fields=list(columns))
    told(current.article, kind, actor, current.language, **_tellable(columns))
    return current


def _tellable(columns: dict[str, object]) -> dict[str, object]:
    told_of = {name: value for name, value in columns.items() if name in ("status", "slug", "publish_at") and value}
    return {name: value.isoformat() if isinstance(value, datetime) else str(value) for name, value in told_of.items()}


def _refuse_empty(current: Translation) -> None:
    if not current.body.strip():
        raise Invalid(_("This article has no words yet. Write it first."))


def _may_publish(actor: User | None) -> None:
    if actor is not None:
        require(actor, Permission.PUBLISH_ARTICLES)
