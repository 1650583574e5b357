"""What holds for the whole desk, over the API."""

from typing import ClassVar

from django.conf import settings
from rest_framework import serializers
from rest_framework.response import Response

from accounts.actions.general import BOUNDS, LONGEST_NAME, set_general
from accounts.api.base import ApiRequest
from accounts.general import read_general
from helpdesk.api.fields import Flag, Number, RequestBody, Text, TimeZone, Word
from helpdesk.api.schema import Operation
from tickets.api.settings_view import SettingsView

_LANGUAGES = {code: code for code, _name in settings.LANGUAGES}


def _number(name: str, help_text: str) -> Number:
    least, most = BOUNDS[name]
    return Number(minimum=least, maximum=most, required=False, help_text=help_text)


class DomainPace(RequestBody):
    domain = Text(max_length=253, help_text="Such as gmail.com.")
    mails_a_minute = Number(minimum=0, maximum=BOUNDS["mails_a_minute"][1], help_text="0: as they come.")


class GeneralOut(serializers.Serializer):
    desk_name = serializers.CharField(help_text="At the head of each page; empty: our own word.")
    language = serializers.CharField(help_text="Of mails to people of whom nobody knows one.")
    time_zone = serializers.CharField(help_text="For people of whom nobody knows one.")
    close_after_days = serializers.IntegerField(help_text="After which a solved ticket is closed for good.")
    acknowledges = serializers.BooleanField(help_text="Whether customers are told that their message has come.")
    keeps_time = serializers.BooleanField(help_text="Whether agents write down how long they worked.")
    undo_seconds = serializers.IntegerField(help_text="Of new colleagues.")
    notification_hold_seconds = serializers.IntegerField(help_text="Until a notification that nobody read is mailed.")
    identity_minutes = serializers.IntegerField(help_text="How long an identity check holds.")
    acknowledgements_an_hour = serializers.IntegerField(
        help_text="To one address, and as many answers of rules; more are held back."
    )
    automatic_an_hour = serializers.IntegerField(help_text="Automatic mails kept on one ticket; more are ignored.")
    automatic_of_sender_an_hour = serializers.IntegerField(help_text="Taken from one sender; more are ignored.")
    mails_a_minute = serializers.IntegerField(help_text="To one receiving domain, others wait; 0: as they come.")
    domain_paces = serializers.DictField(
        child=serializers.IntegerField(), help_text="By domain: what holds in place of mails_a_minute."
    )


class GeneralChange(RequestBody):
    desk_name = Text(max_length=LONGEST_NAME, required=False)
    language = Word(_LANGUAGES, required=False)
    time_zone = TimeZone(required=False)
    close_after_days = _number("close_after_days", "After which a solved ticket is closed for good.")
    acknowledges = Flag(required=False)
    keeps_time = Flag(required=False)
    undo_seconds = Number(minimum=0, maximum=20, required=False, help_text="0, 5, 10 or 20.")
    notification_hold_seconds = _number("notification_hold_seconds", "Until it is mailed.")
    identity_minutes = _number("identity_minutes", "How long an identity check holds.")
    acknowledgements_an_hour = _number(
        "acknowledgements_an_hour", "To one address; as many of rules. More are held back."
    )
    automatic_an_hour = _number("automatic_an_hour", "Automatic mails kept on one ticket.")
    automatic_of_sender_an_hour = _number("automatic_of_sender_an_hour", "Taken from one sender.")
    mails_a_minute = _number("mails_a_minute", "To one receiving domain; 0: as they come.")
    domain_paces = DomainPace(many=True, required=False, help_text="All of them; those left out follow the one above.")


class GeneralSettings(SettingsView):
    operations: ClassVar = {
        "get": Operation("get_general_settings", gives=GeneralOut),
        "patch": Operation("change_general_settings", takes=GeneralChange, gives=GeneralOut),
    }

    def get(self, request: ApiRequest) -> Response:
        """What holds for the whole desk."""
        return Response(GeneralOut(read_general().described()).data)

    def patch(self, request: ApiRequest) -> Response:
        """Change what is named; the rest stays."""
        fields = self.taken(request)
        if "domain_paces" in fields:
            fields["domain_paces"] = {one["domain"]: one["mails_a_minute"] for one in fields["domain_paces"]}
        set_general(actor=request.user, **fields)
        return Response(GeneralOut(read_general().described()).data)
