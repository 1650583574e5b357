"""The language model over the API: how it is reached, and answers that it drafts."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.http import Http404
from rest_framework import serializers
from rest_framework.exceptions import Throttled
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.limits import DRAFTED_ANSWERS, TooMany, spend
from helpdesk.api.fields import Flag, KeptWords, Number, RequestBody, Text, UtcTime, Word
from helpdesk.api.schema import Operation
from knowledgebase.actions.answer_drafts import ask_for_draft, insert_draft
from knowledgebase.actions.help_answers import ask_for_help_answer
from knowledgebase.actions.language_model import LONGEST_KEY, ask_to_check, language_model_now, set_language_model
from knowledgebase.api.shapes import LANGUAGES
from knowledgebase.language_model.counting import drafts_counted, help_answers_counted
from knowledgebase.models import AnswerDraft, HelpAnswer, LanguageModel
from knowledgebase.models.language_model import (
    LONGEST_ADDRESS,
    LONGEST_NAME,
    LONGEST_WAIT,
    SHORTEST_WAIT,
    CheckState,
    DraftState,
)
from search.words import language_of
from tickets.access import ticket_for
from tickets.api.settings_view import SettingsView


class LanguageModelOut(serializers.Serializer):
    is_on = serializers.BooleanField(help_text="Agents can have answers drafted.")
    for_visitors = serializers.BooleanField(help_text="Visitors of portal and widget are shown a drafted answer.")
    address = serializers.CharField(help_text="What stands before /chat/completions.")
    model = serializers.CharField()
    has_key = serializers.SerializerMethodField(help_text="The key itself is never told.")
    seconds = serializers.IntegerField(help_text="Longer than so, nobody waits for an answer.")
    check_state = serializers.ChoiceField(CheckState.values, help_text="Of the last test; empty: not tested.")
    check_said = KeptWords(help_text="Why it does not work.")
    checked_at = UtcTime(allow_null=True)

    def get_has_key(self, kept: LanguageModel) -> bool:
        return bool(kept.key)


class LanguageModelIn(RequestBody):
    is_on = Flag(required=False)
    for_visitors = Flag(required=False)
    address = Text(max_length=LONGEST_ADDRESS, required=False)
    model = Text(max_length=LONGEST_NAME, required=False)
    key = Text(max_length=LONGEST_KEY, required=False, help_text="Needed again with another address; empty: none.")
    seconds = Number(minimum=SHORTEST_WAIT, maximum=LONGEST_WAIT, required=False)


class CountedDrafts(serializers.Serializer):
    asked = serializers.IntegerField()
    ready = serializers.IntegerField()
    refused = serializers.IntegerField(help_text="The articles hold no answer.")
    failed = serializers.IntegerField()


class CountedForAgents(CountedDrafts):
    inserted = serializers.IntegerField(help_text="Put into a reply.")
    sent = serializers.IntegerField()


class CountedForVisitors(CountedDrafts):
    solved = serializers.IntegerField(help_text="Visits that were shown one and ended in “That solved it”.")
    went_on = serializers.IntegerField(help_text="Visits that were shown one and ended in a ticket.")


class LanguageModelCounts(serializers.Serializer):
    agents = CountedForAgents()
    visitors = CountedForVisitors()


class DraftSource(serializers.Serializer):
    number = serializers.IntegerField()
    article = serializers.IntegerField()
    title = serializers.CharField()
    heading = serializers.CharField()
    text = serializers.CharField(help_text="The passage as it stood when the answer was drafted.")


class AnswerDraftOut(serializers.Serializer):
    id = serializers.IntegerField()
    state = serializers.ChoiceField(DraftState.values, help_text="Ask again while it is `waiting`.")
    text = serializers.CharField(help_text="Only sentences that cite a passage of ours are left.")
    sources = DraftSource(many=True)
    said = KeptWords(help_text="Why there is no text.")
    asked_at = UtcTime()
    done_at = UtcTime(allow_null=True)
    inserted_at = UtcTime(allow_null=True)
    sent_at = UtcTime(allow_null=True)


class HelpQuestion(RequestBody):
    question = Text(max_length=500, help_text="At least three words.")
    language = Word(LANGUAGES, required=False, help_text="To be answered in; the question's own when left out.")


class HelpSentence(serializers.Serializer):
    text = serializers.CharField()
    cites = serializers.ListField(child=serializers.IntegerField(), help_text="Numbers of `sources`.")


class HelpSource(DraftSource):
    language = serializers.CharField()
    slug = serializers.CharField()
    anchor = serializers.CharField()


class HelpAnswerOut(serializers.Serializer):
    key = serializers.UUIDField()
    question = serializers.CharField()
    state = serializers.ChoiceField(DraftState.values, help_text="Ask again while it is `waiting`, 25 s at most.")
    sentences = HelpSentence(many=True, help_text="Each cites a passage.")
    sources = HelpSource(many=True, help_text="The passages that you may read, and that it was written from.")
    said = KeptWords(help_text="Why there is no answer.")
    asked_at = UtcTime()
    done_at = UtcTime(allow_null=True)


class LanguageModelSettings(SettingsView):
    operations: ClassVar = {
        "get": Operation("get_language_model", gives=LanguageModelOut),
        "patch": Operation("change_language_model", takes=LanguageModelIn, gives=LanguageModelOut),
    }

    def get(self, request: ApiRequest) -> Response:
        """How the language model is reached, and whether its last test went well."""
        return Response(LanguageModelOut(language_model_now()).data)

    def patch(self, request: ApiRequest) -> Response:
        """Change what is named; the rest stays."""
        return Response(LanguageModelOut(set_language_model(actor=request.user, **self.taken(request))).data)


class LanguageModelTest(SettingsView):
    operations: ClassVar = {"post": Operation("test_language_model", gives=LanguageModelOut)}

    def post(self, request: ApiRequest) -> Response:
        """Have the connection tested; `check_state` says how it went."""
        return Response(LanguageModelOut(ask_to_check(actor=request.user)).data)


class LanguageModelCounted(SettingsView):
    operations: ClassVar = {"get": Operation("get_language_model_counts", gives=LanguageModelCounts)}

    def get(self, request: ApiRequest) -> Response:
        """What became of the answers that were drafted in the last 30 days."""
        counted = {"agents": drafts_counted(), "visitors": help_answers_counted()}
        return Response(LanguageModelCounts(counted).data)


class HelpAnswers(ApiView):
    operations: ClassVar = {
        "post": Operation("ask_for_help_answer", takes=HelpQuestion, gives=HelpAnswerOut, status=201)
    }

    def post(self, request: ApiRequest) -> Response:
        """Have an answer drafted from articles that you may read, as in the help centre, where the admins allow it."""
        taken = self.taken(request)
        try:
            spend(DRAFTED_ANSWERS, f"person-{request.user.pk}")
        except TooMany as refusal:
            raise Throttled(refusal.wait.total_seconds()) from None
        language = taken.get("language") or language_of(taken["question"]) or settings.LANGUAGE_CODE
        asked = ask_for_help_answer(request.user, taken["question"], language=language)
        return Response(HelpAnswerOut(asked).data, status=201)


class OneHelpAnswer(ApiView):
    operations: ClassVar = {"get": Operation("get_help_answer", gives=HelpAnswerOut)}

    def get(self, request: ApiRequest, key: uuid.UUID) -> Response:
        """One that you asked for."""
        asked = HelpAnswer.objects.filter(person=request.user, key=key).first()
        if asked is None:
            raise Http404
        return Response(HelpAnswerOut(asked).data)


class AnswerDrafts(ApiView):
    staff_only = True
    operations: ClassVar = {"post": Operation("ask_for_answer_draft", gives=AnswerDraftOut, status=201)}

    def post(self, request: ApiRequest, number: int) -> Response:
        """Have an answer drafted from articles that the customer may read. It is never sent by itself."""
        draft = ask_for_draft(ticket_for(request.user, number), actor=request.user)
        return Response(AnswerDraftOut(draft).data, status=201)


class OneAnswerDraft(ApiView):
    staff_only = True
    operations: ClassVar = {"get": Operation("get_answer_draft", gives=AnswerDraftOut)}

    def get(self, request: ApiRequest, number: int, pk: int) -> Response:
        """One that you or a colleague asked for."""
        return Response(AnswerDraftOut(_draft_of(request, number, pk)).data)


class InsertAnswerDraft(ApiView):
    staff_only = True
    operations: ClassVar = {"post": Operation("insert_answer_draft", gives=AnswerDraftOut)}

    def post(self, request: ApiRequest, number: int, pk: int) -> Response:
        """Note that it was put into a reply; whether it was sent is found out by itself."""
        draft = _draft_of(request, number, pk)
        insert_draft(draft, actor=request.user)
        draft.refresh_from_db()
        return Response(AnswerDraftOut(draft).data)


def _draft_of(request: ApiRequest, number: int, pk: int) -> AnswerDraft:
    ticket = ticket_for(request.user, number)
    draft = AnswerDraft.objects.filter(ticket=ticket, pk=pk).select_related("ticket").first()
    if draft is None:
        raise Http404
    return draft
