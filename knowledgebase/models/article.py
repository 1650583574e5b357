"""Articles: what they are called, where they stand, who may read them, and their texts by language."""

from collections.abc import Sequence
from typing import ClassVar

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.brands import brand_shown, has_several
from accounts.models import User

LANGUAGE_LENGTH = 10
LONGEST_TITLE = 200
LONGEST_SLUG = 120
LONGEST_BODY = 200_000


class Visibility(models.TextChoices):
    PUBLIC = "public", _("Everybody")
    SIGNED_IN = "signed_in", _("Signed-in customers")
    INTERNAL = "internal", _("Only us")


class ArticleStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    REVIEW = "review", _("In review")
    PUBLISHED = "published", _("Published")
    ARCHIVED = "archived", _("Archived")


class Named(models.Model):
    """What articles are sorted into: a name by language, and a slug that stays."""

    slug = models.CharField(max_length=LONGEST_SLUG)
    names = models.JSONField(help_text="Language → name.")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name_in(get_language() or "")

    def name_in(self, language: str) -> str:
        """In this language, else in the first that it has."""
        return str(self.names.get(language) or next(iter(self.names.values()), self.slug))


class Category(Named):
    # Of whose help centres it is a part, by key; empty: of all. An article that names none follows its category.
    brands = ArrayField(models.BigIntegerField(), default=list, blank=True, db_default=[])

    class Meta:
        ordering = ["position", "pk"]
        verbose_name_plural = "categories"
        constraints = [models.UniqueConstraint(fields=["slug"], name="category_slug_once")]


class Section(Named):
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="sections")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["category", "slug"], name="section_slug_once")]


class ArticleQuerySet(models.QuerySet["Article"]):
    def visible_to(self, person: "User | AnonymousUser") -> "ArticleQuerySet":
        """By its visibility alone; whether a text of it is published is `TranslationQuerySet.readable_by`."""
        return self.filter(of_brand(brand_for(person), ""), visibility__in=visibilities_of(person))


class Article(models.Model):
    """The kept identity of an article, whatever it is called and in whichever languages it is written."""

    # Names it in files, imports and exports: a second import of the same file is the same article.
    key = models.CharField(max_length=200, unique=True)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="articles")
    section = models.ForeignKey(Section, on_delete=models.SET_NULL, null=True, blank=True, related_name="articles")
    visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.PUBLIC)
    owner = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    source_language = models.CharField(max_length=LANGUAGE_LENGTH)
    tags = ArrayField(models.CharField(max_length=50), default=list, blank=True)
    brands = ArrayField(models.BigIntegerField(), default=list, blank=True, db_default=[])
    position = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    # Somebody read it and found it true, and when somebody should do so again.
    verified_at = models.DateTimeField(null=True, blank=True)
    review_due_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[ArticleQuerySet] = ArticleQuerySet.as_manager()  # type: ignore[assignment]  # at run time

    class Meta:
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["review_due_at"], name="article_due", condition=~Q(review_due_at=None))]
        constraints = [
            models.CheckConstraint(condition=Q(visibility__in=Visibility.values), name="article_visibility_known")
        ]

    def __str__(self) -> str:
        return self.key


class TranslationQuerySet(models.QuerySet["Translation"]):
    def readable_by(self, person: "User | AnonymousUser") -> "TranslationQuerySet":
        """What is published, and theirs to read."""
        return self.readable_in(brand_for(person), visibilities_of(person))

    def readable_in(self, brand: int | None, visibilities: Sequence[str]) -> "TranslationQuerySet":
        """By whoever reads in this brand's help centre (None: in all) and may see this much."""
        return self.filter(
            of_brand(brand, "article__"),
            status=ArticleStatus.PUBLISHED,
            published__isnull=False,
            article__visibility__in=visibilities,
        )


class Translation(models.Model):
    """An article in one language.

    `title` and `body` are what is being written; readers see those of the `published` revision, kept as `html`. `version` counts
    what was saved, so that of two who write at once the second is told.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(max_length=LANGUAGE_LENGTH)
    slug = models.CharField(max_length=LONGEST_SLUG)
    title = models.CharField(max_length=LONGEST_TITLE)
    body = models.TextField(help_text="Markdown.")
    version = models.PositiveIntegerField(default=1)
    status = models.CharField(max_length=10, choices=ArticleStatus, default=ArticleStatus.DRAFT)
    publish_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published = models.ForeignKey("Revision", on_delete=models.RESTRICT, null=True, blank=True, related_name="+")
    html = models.TextField(blank=True, help_text="The published text, sanitised.")
    # The number of the source's published revision that this was translated from.
    source_revision = models.PositiveIntegerField(null=True, blank=True)
    # The number of the revision that searches find; another than the published one is the worker's to index.
    indexed_revision = models.PositiveIntegerField(null=True, blank=True)
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    helpful_count = models.PositiveIntegerField(default=0)
    unhelpful_count = models.PositiveIntegerField(default=0)

    objects: ClassVar[TranslationQuerySet] = TranslationQuerySet.as_manager()  # type: ignore[assignment]  # at run time

    class Meta:
        ordering = ["article", "language"]
        indexes = [
            models.Index(fields=["-updated_at", "-id"], name="translation_updated"),
            models.Index(fields=["publish_at"], name="translation_scheduled", condition=~Q(publish_at=None)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["article", "language"], name="translation_once"),
            models.UniqueConstraint(fields=["language", "slug"], name="translation_slug_once"),
            models.CheckConstraint(condition=Q(status__in=ArticleStatus.values), name="translation_status_known"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"

    @property
    def is_public(self) -> bool:
        return self.status == ArticleStatus.PUBLISHED and self.published_id is not None


class Revision(models.Model):
    """A text that was kept. Only ever appended."""

    translation = models.ForeignKey(Translation, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=LONGEST_TITLE)
    body = models.TextField()
    author = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["translation", "number"], name="revision_number_once")]

    def __str__(self) -> str:
        return f"{self.title}, revision {self.number}"


class OldSlug(models.Model):
    """An address that a text had: whoever comes there is led to where it is now."""

    language = models.CharField(max_length=LANGUAGE_LENGTH)
    slug = models.CharField(max_length=LONGEST_SLUG)
    translation = models.ForeignKey(Translation, on_delete=models.CASCADE, related_name="old_slugs")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language", "slug"], name="old_slug_once")]

    def __str__(self) -> str:
        return self.slug


class ArticleChange(models.Model):
    """What was done to an article, by whom and when. Only ever appended."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="changes")
    language = models.CharField(max_length=LANGUAGE_LENGTH, blank=True)
    kind = models.CharField(max_length=20)
    data = models.JSONField(default=dict)
    actor = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.kind}: {self.article_id}"


def brand_for(person: "User | AnonymousUser") -> int | None:
    """In whose help centre somebody reads; None: in all, as people of ours do, and everybody where there is one brand."""
    is_ours = person.is_authenticated and person.is_staff
    return brand_shown().pk if not is_ours and has_several() else None


def of_brand(brand: int | None, article: str) -> Q:
    """Articles of this brand's help centre; `article`: where they stand in the query."""
    if brand is None:
        return Q()
    own, category = f"{article}brands", f"{article}category__brands"
    by_category = Q(**{category: []}) | Q(**{f"{category}__contains": [brand]})
    return Q(**{f"{own}__contains": [brand]}) | Q(**{own: []}) & by_category


def visibilities_of(person: "User | AnonymousUser") -> list[str]:
    """What somebody may read by who they are."""
    if not person.is_authenticated or not person.is_active:
        return [Visibility.PUBLIC]
    return list(Visibility.values) if person.is_staff else [Visibility.PUBLIC, Visibility.SIGNED_IN]
