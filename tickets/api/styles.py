"""Style guides: how answers sound, for everybody of ours to read and for admins to change."""

from typing import Any

from django.urls import reverse
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.models import Brand, Scope
from helpdesk.api.fields import Flag, Id, ListOf, Number, RequestBody, Text, Word, Words
from helpdesk.api.schema import Operation
from tickets.access import ticket_for
from tickets.actions.style_guides import LONGEST_TEXT, MOST_LISTED, MOST_WORDS, add_style_guide, change_style_guide
from tickets.api.references import brand_named_by
from tickets.models import Channel, StyleGuide
from tickets.styles import guides_for


class StyleOut(serializers.ModelSerializer):
    class Meta:
        model = StyleGuide
        fields = (
            "id", "name", "brand", "mailbox", "channel", "tag", "tone", "greetings", "emoji_allowed", "most_words", "avoid",
            "good_example", "bad_example", "is_active",
        )  # fmt: skip


class StyleList(serializers.Serializer):
    results = StyleOut(many=True)


class StyleChange(RequestBody):
    name = Words(max_length=100, required=False)
    brand = Id(required=False, allow_null=True, help_text="A brand's id; null: any.")
    mailbox = Text(max_length=254, required=False, help_text="A mailbox's address; empty: any.")
    channel = Word({"": "", **{value: value for value in Channel.values}}, required=False, help_text="Empty: any.")
    tag = Text(max_length=50, required=False, help_text="Empty: any.")
    tone = Text(max_length=LONGEST_TEXT, required=False, help_text="Markdown.")
    greetings = ListOf(Words(max_length=50), max_length=MOST_LISTED, required=False, help_text="One of them begins.")
    emoji_allowed = Flag(required=False)
    most_words = Number(minimum=1, maximum=MOST_WORDS, required=False, allow_null=True)
    avoid = ListOf(Words(max_length=100), max_length=MOST_LISTED, required=False)
    good_example = Text(max_length=LONGEST_TEXT, required=False)
    bad_example = Text(max_length=LONGEST_TEXT, required=False)
    is_active = Flag(required=False, help_text="Whether it holds.")


class NewStyle(StyleChange):
    name = Words(max_length=100)


class StyleGuides(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {
        "get": Operation("list_style_guides", gives=StyleList),
        "post": Operation("add_style_guide", takes=NewStyle, gives=StyleOut, status=201),
    }

    def get(self, request: ApiRequest) -> Response:
        """All of them by name, also those that hold no more."""
        return Response({"results": StyleOut(StyleGuide.objects.all(), many=True).data})

    def post(self, request: ApiRequest) -> Response:
        """Add one. Admins."""
        guide = add_style_guide(actor=request.user, **_fields(self.taken(request)))
        return Response(StyleOut(guide).data, 201, headers={"Location": reverse("api:style_guide", args=[guide.pk])})


class OneStyleGuide(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {
        "get": Operation("get_style_guide", gives=StyleOut),
        "patch": Operation("change_style_guide", takes=StyleChange, gives=StyleOut),
    }

    def get(self, request: ApiRequest, pk: int) -> Response:
        return Response(StyleOut(StyleGuide.objects.get(pk=pk)).data)

    def patch(self, request: ApiRequest, pk: int) -> Response:
        """Change one; fields left out stay. Admins."""
        guide = StyleGuide.objects.get(pk=pk)
        return Response(StyleOut(change_style_guide(guide, actor=request.user, **_fields(self.taken(request)))).data)


class TicketStyles(ApiView):
    staff_only = True
    operations = {"get": Operation("list_ticket_style_guides", gives=StyleList)}

    def get(self, request: ApiRequest, number: int) -> Response:
        """Those that hold for answers on this ticket."""
        told: dict[str, Any] = {"results": StyleOut(guides_for(ticket_for(request.user, number)), many=True).data}
        return Response(told)


def _fields(words: dict[str, Any]) -> dict[str, Any]:
    """As the verb takes them."""
    if words.get("brand") is None:
        return words
    return {**words, "brand": Brand(pk=brand_named_by(words["brand"]))}
