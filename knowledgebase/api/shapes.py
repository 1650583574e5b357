"""What those who write articles send and are told."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from helpdesk.api.fields import Flag, Id, ListOf, Moment, Number, RequestBody, StrictField, Text, UtcTime, Word, Words
from helpdesk.api.pagination import PageOut, PageQuery
from knowledgebase.actions import picture_url
from knowledgebase.models import ArticleStatus, Visibility
from knowledgebase.models.article import LONGEST_BODY, LONGEST_SLUG, LONGEST_TITLE
from knowledgebase.models.gap import LONGEST_GAP
from knowledgebase.writing import LONGEST_SEARCH, TO_CHECK
from tickets.content import storable

LANGUAGES = {code: code for code, _name in settings.LANGUAGES}
VISIBILITIES = {value: value for value in Visibility.values}
STATES = {value: value for value in (*ArticleStatus.values, TO_CHECK)}
LONGEST_NAME = 80
_LARGEST_VERSION = 2**31 - 1
_TAGS = {"max_length": 30, "required": False}


class ArticlePerson(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField(source="display_name")


class WrittenOut(serializers.Serializer):
    """A text as it is being written; readers see what was published."""

    article = serializers.IntegerField(source="article_id")
    language = serializers.CharField()
    slug = serializers.CharField()
    title = serializers.CharField()
    body = serializers.CharField(help_text="Markdown.")
    version = serializers.IntegerField(help_text="Also the ETag; If-Match of a PUT names it.")
    status = serializers.ChoiceField(ArticleStatus.values)
    publish_at = UtcTime(allow_null=True)
    published_at = UtcTime(allow_null=True)
    source_revision = serializers.IntegerField(
        allow_null=True, help_text="The revision of the source that this was translated from."
    )
    updated_at = UtcTime()
    updated_by = ArticlePerson(allow_null=True)
    helpful_count = serializers.IntegerField()
    unhelpful_count = serializers.IntegerField()


class ArticleAtDesk(serializers.Serializer):
    id = serializers.IntegerField()
    key = serializers.CharField()
    category = serializers.CharField(source="category.slug")
    section = serializers.SerializerMethodField()
    visibility = serializers.ChoiceField(Visibility.values)
    owner = ArticlePerson(allow_null=True)
    source_language = serializers.CharField()
    tags = serializers.ListField(child=serializers.CharField())
    brands = serializers.ListField(
        child=serializers.IntegerField(), help_text="In whose help centres it stands; empty: where its category does."
    )
    verified_at = UtcTime(allow_null=True)
    review_due_at = UtcTime(allow_null=True)

    def get_section(self, article: Any) -> str | None:
        return article.section.slug if article.section is not None else None


class TextRow(serializers.Serializer):
    article = serializers.IntegerField(source="article_id")
    language = serializers.CharField()
    title = serializers.CharField()
    slug = serializers.CharField()
    category = serializers.CharField(source="article.category.slug")
    visibility = serializers.ChoiceField(Visibility.values, source="article.visibility")
    status = serializers.ChoiceField(ArticleStatus.values)
    owner = ArticlePerson(allow_null=True, source="article.owner")
    updated_at = UtcTime()
    review_due_at = UtcTime(allow_null=True, source="due_at")
    has_changes = serializers.BooleanField(help_text="Readers do not see yet what is written.")
    is_outdated = serializers.BooleanField(help_text="Its source has changed since it was translated.")
    is_due = serializers.BooleanField(help_text="It is time to look whether it is still true.")
    has_words = serializers.BooleanField(help_text="A reader said what was missing, and nobody has read it.")
    is_rising = serializers.BooleanField(help_text="More customers than usual were sent there this week.")


class TextPage(PageOut):
    results = TextRow(many=True)


class WrittenList(serializers.Serializer):
    results = WrittenOut(many=True)


class TextQuery(PageQuery):
    state = Word(
        STATES, required=False, help_text="A status, or check: due, behind its source, found wanting or rising."
    )
    q = Text(max_length=LONGEST_SEARCH, required=False, help_text="Words of the title, or a tag.")
    category = Text(max_length=LONGEST_SLUG, required=False)
    language = Word(LANGUAGES, required=False)
    owner = Id(required=False)


class NewArticle(RequestBody):
    title = Words(max_length=LONGEST_TITLE)
    body = Text(max_length=LONGEST_BODY, required=False, help_text="Markdown.")
    category = Words(max_length=LONGEST_SLUG, help_text="Its slug.")
    section = Text(max_length=LONGEST_SLUG, required=False)
    language = Word(LANGUAGES)
    visibility = Word(VISIBILITIES, required=False)
    tags = ListOf(Words(max_length=50), **_TAGS)
    gap = Text(
        max_length=LONGEST_GAP, required=False, help_text="The words of the gap that it closes when it is published."
    )


class ArticleChange(RequestBody):
    category = Words(max_length=LONGEST_SLUG)
    section = Text(max_length=LONGEST_SLUG, required=False, help_text="None when left out.")
    visibility = Word(VISIBILITIES)
    owner = Id(required=False, allow_null=True, help_text="Nobody when left out.")
    tags = ListOf(Words(max_length=50), **_TAGS)
    brands = ListOf(Id(), max_length=50, required=False, help_text="In whose help centres; as it is when left out.")


class NewArticleText(RequestBody):
    language = Word(LANGUAGES)
    title = Words(max_length=LONGEST_TITLE)
    body = Text(max_length=LONGEST_BODY, required=False)


class TextWritten(RequestBody):
    title = Words(max_length=LONGEST_TITLE)
    body = Text(max_length=LONGEST_BODY)
    version = Number(
        minimum=0, maximum=_LARGEST_VERSION, required=False, help_text="As If-Match: what the writer had read."
    )
    keep = Flag(required=False, default=True, help_text="Keep a revision; false while somebody types.")


class VersionSeen(RequestBody):
    version = Number(minimum=0, maximum=_LARGEST_VERSION, required=False, help_text="As If-Match. Any when left out.")


class PublishPlan(RequestBody):
    at = Moment()


class NewSlug(RequestBody):
    slug = Words(max_length=LONGEST_SLUG)


class ArticleVerified(RequestBody):
    days = Number(minimum=1, maximum=3650, required=False, help_text="Until somebody looks again; half a year.")


class RevisionRow(serializers.Serializer):
    number = serializers.IntegerField()
    title = serializers.CharField()
    author = ArticlePerson(allow_null=True)
    at = UtcTime()


class RevisionOut(RevisionRow):
    body = serializers.CharField()


class RevisionList(serializers.Serializer):
    results = RevisionRow(many=True)


class ArticleChangeOut(serializers.Serializer):
    text = serializers.CharField(help_text="A sentence, in your language.")
    at = UtcTime()


class ArticleChangeList(serializers.Serializer):
    results = ArticleChangeOut(many=True)


class ArticlePictureOut(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField(source="filename")
    size = serializers.IntegerField()
    url = serializers.SerializerMethodField(help_text="For the Markdown: ![name](url).")

    def get_url(self, picture: Any) -> str:
        return picture_url(picture)


class ArticleSectionOut(serializers.Serializer):
    id = serializers.IntegerField()
    slug = serializers.CharField()
    names = serializers.DictField(child=serializers.CharField(), help_text="Language → name.")


class ArticleCategoryOut(ArticleSectionOut):
    brands = serializers.ListField(
        child=serializers.IntegerField(), help_text="In whose help centres it stands; empty: in all."
    )
    sections = ArticleSectionOut(many=True)


class ArticleCategoryList(serializers.Serializer):
    results = ArticleCategoryOut(many=True)


class NewCategoryName(RequestBody):
    name = Words(max_length=LONGEST_NAME)
    language = Word(LANGUAGES)


class NamesByLanguage(StrictField):
    """Language → name, as an object; "" where it has none in that language."""

    default_error_messages = {
        "type": _("Write an object of languages and names."),
        "language": _("There is no such language: {language}."),
        "max_length": _("Use at most {max_length} characters."),
    }

    def to_internal_value(self, data: Any) -> dict[str, str]:
        if not isinstance(data, Mapping) or not all(isinstance(name, str) for name in data.values()):
            self.fail("type")
        for language, name in data.items():
            if language not in LANGUAGES:
                self.fail("language", language=language)
            if len(name) > LONGEST_NAME:
                self.fail("max_length", max_length=LONGEST_NAME)
        return {language: storable(name) for language, name in data.items()}

    def openapi(self) -> dict[str, Any]:
        name = {"type": "string", "maxLength": LONGEST_NAME}
        return {"type": "object", "properties": dict.fromkeys(LANGUAGES, name), "additionalProperties": False}


class CategoryNames(RequestBody):
    names = NamesByLanguage()


class CategoryPlace(CategoryNames):
    brands = ListOf(Id(), max_length=50, required=False, help_text="In whose help centres; as it is when left out.")


class ArticleOrder(RequestBody):
    order = ListOf(Id(), max_length=500, help_text="Keys in their new order; others come last.")
