"""Topics over the API: what customers choose among when they ask, and what they are asked then."""

from typing import Any

from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from helpdesk.api.schema import Operation
from tickets.api.forms import ConditionOut
from tickets.fields import FieldOfForm
from tickets.forms import topics_with_questions
from tickets.models import FieldKind, TopicIcon


class TopicQuestionOut(serializers.Serializer):
    key = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(FieldKind.values)
    options = serializers.ListField(help_text="Of a choice: strings. Of a tree: objects with name and options.")
    is_required = serializers.BooleanField(help_text="While it is asked, a request without an answer is refused.")
    help = serializers.CharField()
    shown_while = serializers.SerializerMethodField(help_text="Null: always.")

    def get_shown_while(self, question: FieldOfForm) -> dict[str, Any] | None:
        return ConditionOut(question).data if question.condition_key else None

    get_shown_while._spectacular_annotation = {  # type: ignore[attr-defined]  # how spectacular learns of it
        "field": ConditionOut(allow_null=True)
    }


class TopicOut(serializers.Serializer):
    id = serializers.IntegerField(help_text="The `form` of a new ticket.")
    name = serializers.CharField()
    introduction = serializers.CharField()
    icon = serializers.ChoiceField(TopicIcon.values)
    questions = TopicQuestionOut(many=True)


class TopicList(serializers.Serializer):
    results = TopicOut(many=True)


class Topics(ApiView):
    operations = {"get": Operation("list_topics", gives=TopicList)}

    def get(self, request: ApiRequest) -> Response:
        """What customers choose among when they ask, in its order, with the questions of each."""
        rows = [
            {
                "id": form.pk,
                "name": form.topic_name,
                "introduction": form.introduction,
                "icon": form.icon,
                "questions": questions,
            }
            for form, questions in topics_with_questions()
        ]
        return Response({"results": TopicOut(rows, many=True).data})
