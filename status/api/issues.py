"""Known issues over the API: everybody reads what the page shows, our own people all of them; leads publish and update."""

from contextlib import AbstractContextManager
from typing import Any, ClassVar

from django.http import Http404
from django.utils import translation
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.api.views import paged
from accounts.languages import language_shown_to
from accounts.permissions import Permission
from helpdesk.api.fields import Flag, Id, ListOf, RequestBody, StrictField, Text, UtcTime, Word, Words
from helpdesk.api.pagination import PageOut, PageQuery, Sort, page_of
from helpdesk.api.schema import Operation
from status.actions import publish_issue, translate_issue, update_issue
from status.models import IssueState, IssueUpdate, KnownIssue
from status.queries import issues_for
from status.wording import LONGEST, LONGEST_TEXT, LONGEST_TITLE, OF_ISSUE, OF_UPDATE, kept
from tickets.access import require, ticket_for
from tickets.errors import Invalid
from tickets.models import Ticket
from tickets.wording import other_languages

_STATES = {state.value: state.value for state in IssueState}
_UNDER_WAY = {name: value for name, value in _STATES.items() if name != IssueState.RESOLVED}
_NEWEST = Sort("pk", descending=True)
_AS_READ = "For customers in their own language, where it was translated; for our own people as it was written."
_MOST_UPDATES = 200


class KnownIssueOut(serializers.Serializer):
    id = serializers.IntegerField()
    title = serializers.SerializerMethodField(help_text=_AS_READ)
    affected = serializers.SerializerMethodField(help_text=_AS_READ)
    translations = serializers.DictField(help_text="Language → title and affected in it, as far as there are any.")
    state = serializers.ChoiceField(list(_STATES))
    problem = serializers.SerializerMethodField(help_text="Null for customers.")
    started_at = UtcTime()
    updated_at = UtcTime()
    resolved_at = UtcTime(allow_null=True)

    def get_title(self, issue: KnownIssue) -> str:
        return issue.title if self.context["is_ours"] else issue.shown_title

    def get_affected(self, issue: KnownIssue) -> str:
        return issue.affected if self.context["is_ours"] else issue.shown_affected

    def get_problem(self, issue: KnownIssue) -> int | None:
        return issue.problem_id if self.context["is_ours"] else None


class KnownIssueUpdateOut(serializers.Serializer):
    id = serializers.IntegerField()
    state = serializers.ChoiceField(list(_STATES))
    text = serializers.SerializerMethodField(help_text=_AS_READ)
    translations = serializers.DictField(help_text="Language → text in it, as far as there are any.")
    author = serializers.SerializerMethodField(help_text="Null for customers.")
    at = UtcTime()

    def get_text(self, update: IssueUpdate) -> str:
        return update.text if self.context["is_ours"] else update.shown_text

    def get_author(self, update: IssueUpdate) -> int | None:
        return update.author_id if self.context["is_ours"] else None


class KnownIssueWhole(KnownIssueOut):
    updates = KnownIssueUpdateOut(many=True, help_text="The newest first.")


class KnownIssuePage(PageOut):
    results = KnownIssueOut(many=True)


class InLanguages(StrictField):
    """Of each language an object with these parts, as far as it says them."""

    default_error_messages = {"type": "{why}"}

    def __init__(self, parts: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.parts = parts

    def to_internal_value(self, data: Any) -> dict[str, dict[str, str]]:
        try:
            return kept(data, self.parts)
        except Invalid as refusal:
            return self.fail("type", why=str(refusal))

    def openapi(self) -> dict[str, Any]:
        parts = {part: {"type": "string", "maxLength": LONGEST[part]} for part in self.parts}
        words = {"type": "object", "properties": parts, "additionalProperties": False}
        languages = {code: words for code, _language in other_languages()}
        return {"type": "object", "properties": languages, "additionalProperties": False}


class KnownIssueIn(RequestBody):
    title = Words(max_length=LONGEST_TITLE)
    affected = Words(max_length=LONGEST_TITLE, help_text="The part of the product, in customers' words.")
    text = Words(max_length=LONGEST_TEXT)
    state = Word(_UNDER_WAY, required=False, default="investigating")
    problem = Id(required=False, help_text="The number of a ticket of the kind problem.")
    translations = InLanguages((*OF_ISSUE, *OF_UPDATE), required=False)


class KnownIssueUpdateIn(RequestBody):
    state = Word(_STATES)
    text = Words(max_length=LONGEST_TEXT)
    tell_incidents = Flag(required=False, default=False, help_text="Also answer the incidents of its problem with it.")
    translations = InLanguages(OF_UPDATE, required=False, help_text="Who subscribed is mailed in their language.")


class Translated(StrictField):
    """One update's text: its id and the words."""

    default_error_messages = {"type": "Write an object with id and text."}

    def to_internal_value(self, data: Any) -> tuple[int, str]:
        if not isinstance(data, dict) or data.keys() != {"id", "text"}:
            self.fail("type")
        return Id().run_validation(data["id"]), Text(max_length=LONGEST_TEXT).run_validation(data["text"])

    def openapi(self) -> dict[str, Any]:
        properties = {"id": Id().openapi(), "text": Text(max_length=LONGEST_TEXT).openapi()}
        return {
            "type": "object",
            "required": ["id", "text"],
            "properties": properties,
            "additionalProperties": False,
        }


class KnownIssueTranslationIn(RequestBody):
    """What is not named stays; empty words take a translation away."""

    title = Text(max_length=LONGEST_TITLE, required=False)
    affected = Text(max_length=LONGEST_TITLE, required=False)
    updates = ListOf(Translated(), max_length=_MOST_UPDATES, required=False)


class KnownIssues(ApiView):
    operations: ClassVar = {
        "get": Operation("list_known_issues", gives=KnownIssuePage, query=PageQuery),
        "post": Operation("publish_known_issue", takes=KnownIssueIn, gives=KnownIssueWhole, status=201),
    }

    def get(self, request: ApiRequest) -> Response:
        """What customers are told that does not work, the newest first; customers get no more than the page shows."""
        asked = self.asked(request)
        page = page_of(
            issues_for(request.user),
            sort=_NEWEST,
            request=request,
            limit=asked["limit"],
            cursor=asked.get("cursor", ""),
        )
        with _in_the_language_of(request):
            return paged(page, KnownIssueOut, is_ours=request.user.is_staff)

    def post(self, request: ApiRequest) -> Response:
        """Customers read it at once."""
        require(request.user, Permission.ANNOUNCE)
        words = self.taken(request)
        problem = _problem(request, words.pop("problem")) if "problem" in words else None
        issue = publish_issue(actor=request.user, problem=problem, **words)
        return _shown(request, issue.pk, status=201)


class OneKnownIssue(ApiView):
    operations: ClassVar = {"get": Operation("get_known_issue", gives=KnownIssueWhole)}

    def get(self, request: ApiRequest, pk: int) -> Response:
        """With all that was said of it."""
        return _shown(request, pk)


class KnownIssueUpdates(ApiView):
    staff_only = True
    operations: ClassVar = {"post": Operation("update_known_issue", takes=KnownIssueUpdateIn, gives=KnownIssueWhole)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """Say how it goes on: on the pages, by mail to who subscribed and, if asked for, on the linked tickets."""
        update_issue(issue_of(request, pk), actor=request.user, **self.taken(request))
        return _shown(request, pk)


class KnownIssueTranslation(ApiView):
    staff_only = True
    operations: ClassVar = {
        "put": Operation("translate_known_issue", takes=KnownIssueTranslationIn, gives=KnownIssueWhole)
    }

    def put(self, request: ApiRequest, pk: int, code: str) -> Response:
        """Say it in one more language, or better. No mail goes out."""
        issue, words = issue_of(request, pk), self.taken(request)
        if code not in dict(other_languages()):
            raise Http404
        updates = dict(words.pop("updates", []))
        translate_issue(issue, actor=request.user, language=code, words=words, updates=updates)
        return _shown(request, pk)


def issue_of(request: ApiRequest, pk: int) -> KnownIssue:
    """One that they may read. Raises Http404."""
    issue = issues_for(request.user).prefetch_related("updates").select_related("problem").filter(pk=pk).first()
    if issue is None:
        raise Http404
    return issue


def _shown(request: ApiRequest, pk: int, status: int = 200) -> Response:
    whole = KnownIssueWhole(issue_of(request, pk), context={"is_ours": request.user.is_staff})
    with _in_the_language_of(request):
        return Response(whole.data, status=status)


def _in_the_language_of(request: ApiRequest) -> AbstractContextManager[None]:
    return translation.override(language_shown_to(request.user, translation.get_language()))


def _problem(request: ApiRequest, number: int) -> Ticket:
    try:
        return ticket_for(request.user, number)
    except Ticket.DoesNotExist:
        raise Invalid(_("There is no ticket of this number.")) from None
