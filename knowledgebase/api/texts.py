"""One text of an article over the API: writing it, its revisions, and what becomes of it."""

import re
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from helpdesk.api.schema import Operation
from knowledgebase import actions
from knowledgebase.api.shapes import (
    NewSlug,
    PublishPlan,
    RevisionList,
    RevisionOut,
    TextWritten,
    VersionSeen,
    WrittenOut,
)
from knowledgebase.api.writing import written
from knowledgebase.models import Translation
from knowledgebase.writing import revisions_of


class TextView(ApiView):
    """Of one text; people of ours see each."""

    staff_only: ClassVar[bool] = True

    def text(self) -> Translation:
        texts = Translation.objects.select_related("article", "published")
        return texts.get(article=self.kwargs["pk"], language=self.kwargs["language"])


class Text(TextView):
    operations = {
        "get": Operation("get_article_text", gives=WrittenOut),
        "put": Operation("write_article_text", takes=TextWritten, gives=WrittenOut, if_match=True),
    }

    def get(self, request: ApiRequest, pk: int, language: str) -> Response:
        """What is being written. Its ETag is what If-Match of a PUT takes."""
        return written(self.text())

    def put(self, request: ApiRequest, pk: int, language: str) -> Response:
        """Save title and body; readers go on reading what is published.

        Answers 409 `edited_meanwhile` when somebody saved after what If-Match or `version` names: nothing is overwritten then.
        """
        words, text = self.taken(request), self.text()
        actions.save_draft(
            text,
            actor=request.user,
            title=words["title"],
            body=words["body"],
            version=version_seen(request, words) or 0,
            keep=words["keep"],
        )
        return written(text)


class Revisions(TextView):
    operations = {"get": Operation("list_article_revisions", gives=RevisionList)}

    def get(self, request: ApiRequest, pk: int, language: str) -> Response:
        """What it said before, the newest first."""
        return Response(RevisionList({"results": revisions_of(self.text())}).data)


class OneRevision(TextView):
    operations = {"get": Operation("get_article_revision", gives=RevisionOut)}

    def get(self, request: ApiRequest, pk: int, language: str, number: int) -> Response:
        return Response(RevisionOut(self.text().revisions.select_related("author").get(number=number)).data)


class Restore(TextView):
    operations = {"post": Operation("restore_article_revision", takes=VersionSeen, gives=WrittenOut, if_match=True)}

    def post(self, request: ApiRequest, pk: int, language: str, number: int) -> Response:
        """Write again what a revision says, as a draft; nothing that came since is lost."""
        text = self.text()
        version = version_seen(request, self.taken(request))
        if version is None:
            version = text.version
        actions.restore_revision(text, actor=request.user, number=number, version=version)
        return written(text)


class Submit(TextView):
    operations = {"post": Operation("submit_article_text", gives=WrittenOut)}

    def post(self, request: ApiRequest, pk: int, language: str) -> Response:
        """Ask for a review."""
        text = self.text()
        actions.submit(text, actor=request.user)
        return written(text)


class Publish(TextView):
    operations = {"post": Operation("publish_article_text", takes=VersionSeen, gives=WrittenOut, if_match=True)}

    def post(self, request: ApiRequest, pk: int, language: str) -> Response:
        """Show readers what is written now."""
        text = self.text()
        actions.publish(text, actor=request.user, version=version_seen(request, self.taken(request)))
        return written(text)


class Schedule(TextView):
    operations = {"post": Operation("schedule_article_text", takes=PublishPlan, gives=WrittenOut)}

    def post(self, request: ApiRequest, pk: int, language: str) -> Response:
        """Publish at a time what is written then."""
        text = self.text()
        actions.schedule(text, actor=request.user, at=self.taken(request)["at"])
        return written(text)


class Unschedule(TextView):
    operations = {"post": Operation("unschedule_article_text", gives=WrittenOut)}

    def post(self, request: ApiRequest, pk: int, language: str) -> Response:
        """Take the plan back."""
        text = self.text()
        actions.unschedule(text, actor=request.user)
        return written(text)


class Archive(TextView):
    operations = {"post": Operation("archive_article_text", gives=WrittenOut)}

    def post(self, request: ApiRequest, pk: int, language: str) -> Response:
        """Away from readers and searches; the text stays."""
        text = self.text()
        actions.archive(text, actor=request.user)
        return written(text)


class Unarchive(TextView):
    operations = {"post": Operation("unarchive_article_text", gives=WrittenOut)}

    def post(self, request: ApiRequest, pk: int, language: str) -> Response:
        """Back to a draft."""
        text = self.text()
        actions.unarchive(text, actor=request.user)
        return written(text)


class Address(TextView):
    operations = {"post": Operation("move_article_text", takes=NewSlug, gives=WrittenOut)}

    def post(self, request: ApiRequest, pk: int, language: str) -> Response:
        """Another address; the old one leads there for good."""
        text = self.text()
        actions.change_slug(text, actor=request.user, slug=self.taken(request)["slug"])
        return written(text)


class Translated(TextView):
    operations = {"post": Operation("article_text_is_translated", gives=WrittenOut)}

    def post(self, request: ApiRequest, pk: int, language: str) -> Response:
        """This translation says what its source says now."""
        text = self.text()
        actions.translated_anew(text, actor=request.user)
        return written(text)


def version_seen(request: ApiRequest, words: dict[str, Any]) -> int | None:
    """The lower of both when both are given; None when neither is. Raises ValidationError for another kind of ETag."""
    header = request.headers.get("If-Match")
    if header is None:
        return words.get("version")
    found = re.fullmatch(r'"([0-9]{1,9})"', header.strip())
    if found is None:
        raise ValidationError({"If-Match": [_('Send the text\'s ETag, such as "4".')]})
    return min(int(found[1]), words.get("version", int(found[1])))
