"""What a customer has begun to write and not sent, over the API: the same words that the portal keeps and shows."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.http import Http404, QueryDict
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.models import User
from helpdesk.api.fields import Id, ListOf, RequestBody, Text, UtcTime
from helpdesk.api.schema import Operation
from portal.drafts import LONGEST, files_of, find_draft, forget_draft, keep_draft, typed_in
from portal.files import MOST_FILES
from portal.models import RequestDraft
from portal.topics import ANSWER, OTHER
from tickets.access import ticket_for
from tickets.api.answers import Answers
from tickets.errors import NotAllowed
from tickets.fields import PATH_SIGN
from tickets.models import Ticket


class AnswerDraftIn(RequestBody):
    text = Text(max_length=LONGEST, required=False, default="")
    attachments = ListOf(Id(), max_length=MOST_FILES, required=False, help_text="Files of yours that are not sent yet.")


class RequestDraftIn(AnswerDraftIn):
    topic = Id(required=False, allow_null=True, help_text="As /topics/ tells; null: none of them.")
    subject = Text(max_length=250, required=False, default="")
    answers = Answers(required=False, help_text="To the topic's questions; not checked before they are sent.")


class KeptFile(serializers.Serializer):
    id = serializers.IntegerField(source="pk")
    filename = serializers.CharField()
    size = serializers.IntegerField(help_text="In bytes.")


class AnswerWordsOut(serializers.Serializer):
    text = serializers.CharField()
    attachments = KeptFile(many=True)
    updated_at = UtcTime(allow_null=True, help_text="Null where nothing is kept.")


class RequestWordsOut(AnswerWordsOut):
    topic = serializers.IntegerField(allow_null=True)
    subject = serializers.CharField()
    answers = serializers.DictField(child=serializers.CharField(), help_text="By key, as they were typed.")


class _DraftView(ApiView):
    request: ApiRequest
    shape: ClassVar[type[serializers.Serializer]]

    def _ticket(self, number: int | None) -> Ticket | None:
        """Raises NotAllowed: people of ours have drafts at the desk."""
        person: User = self.request.user
        ticket = ticket_for(person, number) if number is not None else None
        if person.is_staff:
            raise NotAllowed(_("Drafts of the portal are customers'. Yours are at /drafts/."))
        return ticket

    def _shown(self, ticket: Ticket | None) -> Response:
        draft = find_draft(self.request.user, ticket)
        if draft is None:
            raise Http404
        return Response(self.shape(_words_of(draft)).data)

    def _kept(self, ticket: Ticket | None, words: Mapping[str, Any]) -> Response:
        draft = keep_draft(self.request.user, ticket, _typed(words))
        return Response(self.shape(_words_of(draft or RequestDraft(person=self.request.user))).data)

    def _forgotten(self, ticket: Ticket | None) -> Response:
        forget_draft(self.request.user, ticket)
        return Response(status=204)


class NewRequestDraft(_DraftView):
    shape = RequestWordsOut
    operations: ClassVar = {
        "get": Operation("get_request_draft", gives=RequestWordsOut),
        "put": Operation("keep_request_draft", takes=RequestDraftIn, gives=RequestWordsOut),
        "delete": Operation("forget_request_draft", status=204),
    }

    def get(self, request: ApiRequest) -> Response:
        """For customers: the request that you have begun to write, here or in the portal; 404 when there is none."""
        return self._shown(self._ticket(None))

    def put(self, request: ApiRequest) -> Response:
        """For customers: keep what you have written so far instead of what was kept; nothing written is no draft."""
        return self._kept(self._ticket(None), self.taken(request))

    def delete(self, request: ApiRequest) -> Response:
        """For customers: throw it away."""
        return self._forgotten(self._ticket(None))


class AnswerRequestDraft(_DraftView):
    shape = AnswerWordsOut
    operations: ClassVar = {
        "get": Operation("get_request_answer_draft", gives=AnswerWordsOut),
        "put": Operation("keep_request_answer_draft", takes=AnswerDraftIn, gives=AnswerWordsOut),
        "delete": Operation("forget_request_answer_draft", status=204),
    }

    def get(self, request: ApiRequest, number: int) -> Response:
        """For customers: what you have begun to write on a request; 404 when there is nothing."""
        return self._shown(self._ticket(number))

    def put(self, request: ApiRequest, number: int) -> Response:
        """For customers: keep what you have written so far instead of what was kept; nothing written is no draft."""
        return self._kept(self._ticket(number), self.taken(request))

    def delete(self, request: ApiRequest, number: int) -> Response:
        """For customers: throw it away."""
        return self._forgotten(self._ticket(number))


def _typed(words: Mapping[str, Any]) -> QueryDict:
    """As the portal's form would send it."""
    typed = QueryDict(mutable=True)
    typed["subject"], typed["text"] = words.get("subject", ""), words["text"]
    typed.setlist("attachments", [str(key) for key in words.get("attachments", ())])
    if words.get("topic") is not None:
        typed["topic"] = str(words["topic"])
    elif "topic" in words:
        typed["topic"] = OTHER
    for key, value in (words.get("answers") or {}).items():
        if value not in (None, False):
            typed[ANSWER + key] = "on" if value is True else _plain(value)
    return typed


def _plain(value: Any) -> str:
    return PATH_SIGN.join(map(str, value)) if isinstance(value, list) else str(value)


def _words_of(draft: RequestDraft) -> dict[str, Any]:
    typed = typed_in(draft)
    topic = typed.get("topic", "")
    return {
        "topic": int(topic) if topic.isdecimal() else None,
        "subject": typed.get("subject", ""),
        "text": typed.get("text", ""),
        "answers": {name.removeprefix(ANSWER): typed[name] for name in typed if name.startswith(ANSWER)},
        "attachments": files_of(draft),
        "updated_at": draft.updated_at,
    }
