"""The help widget over the API: who may show it, how it looks, and the secret that websites sign with."""

from typing import ClassVar

from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest
from accounts.api.texts import TextsIn
from chat.actions import COLOUR, LONGEST_GREETING, LONGEST_SITE, MOST_SITES, SITE, renew_secret, set_widget, widget_now
from chat.models import Side
from helpdesk.api.fields import ListOf, RequestBody, Text, UtcTime, Word
from helpdesk.api.schema import Operation
from tickets.api.settings_view import SettingsView

_SIDES = {side.value: side.value for side in Side}


class WidgetOut(serializers.Serializer):
    sites = serializers.ListField(child=serializers.CharField(), help_text="Websites that may show it; empty: none.")
    colour = serializers.CharField()
    side = serializers.ChoiceField(list(_SIDES), help_text="`end` is the right, where the website reads from the left.")
    greeting = serializers.CharField(help_text="Empty: our own words, in the reader's language.")
    greetings = serializers.DictField(help_text="The same in other languages: language → text.")


class WidgetIn(RequestBody):
    sites = ListOf(
        Text(max_length=LONGEST_SITE, pattern=f"^{SITE}$"),
        max_length=MOST_SITES,
        required=False,
        help_text="Such as https://shop.example.com, or https://*.example.com for all below.",
    )
    colour = Text(max_length=7, pattern=f"^{COLOUR}$", required=False)
    side = Word(_SIDES, required=False)
    greeting = Text(max_length=LONGEST_GREETING, required=False)
    greetings = TextsIn(max_length=LONGEST_GREETING, required=False)


class WidgetSecretOut(serializers.Serializer):
    secret = serializers.CharField(help_text="Keep it on your website's server. Shown here and in the settings only.")
    former_until = UtcTime(allow_null=True, help_text="Until then the former secret counts, too.")


class WidgetSettings(SettingsView):
    operations: ClassVar = {
        "get": Operation("get_widget", gives=WidgetOut),
        "patch": Operation("change_widget", takes=WidgetIn, gives=WidgetOut),
    }

    def get(self, request: ApiRequest) -> Response:
        """How the help widget looks, and which websites may show it."""
        return Response(WidgetOut(widget_now()).data)

    def patch(self, request: ApiRequest) -> Response:
        """Change what is named; the rest stays."""
        return Response(WidgetOut(set_widget(actor=request.user, **self.taken(request))).data)


class WidgetSecret(SettingsView):
    operations: ClassVar = {"post": Operation("renew_widget_secret", gives=WidgetSecretOut)}

    def post(self, request: ApiRequest) -> Response:
        """Make another secret; the former one still counts for 24 hours."""
        return Response(WidgetSecretOut(renew_secret(actor=request.user)).data)
