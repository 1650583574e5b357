"""What one was told, how one wants to be told, and whether one is there, over the API."""

from typing import Any

from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.models import Availability, User
from desk.availability import change_availability, latest_reassignment, tickets_to_give_back
from desk.models import Notification, Reassignment
from desk.notifications import reading
from desk.notifications.inbox import Entry, entries_of, visible_notifications
from desk.notifications.kinds import Channel, NotificationKind
from desk.notifications.settings import change_settings, matrix_of, reset_settings, settings_of
from helpdesk.api.fields import Flag, Moment, RequestBody, StrictField, UtcTime, Word
from helpdesk.api.pagination import PageOut, PageQuery, Sort, page_of
from helpdesk.api.schema import Operation

KINDS = {kind.value: kind for kind in NotificationKind}
AVAILABILITIES = {value.value: value for value in Availability}
_NEWEST = Sort("created_at", descending=True)


class NotificationOut(serializers.Serializer):
    id = serializers.IntegerField()
    kind = serializers.ChoiceField(NotificationKind.choices, source="notification.kind")
    ticket = serializers.IntegerField(source="ticket.pk")
    seq = serializers.IntegerField(source="notification.event.seq", help_text="Of the ticket's event that it tells of.")
    actor = serializers.IntegerField(source="notification.event.actor_id", allow_null=True)
    text = serializers.CharField(help_text="A sentence in your language.")
    count = serializers.IntegerField(
        source="notification.count", help_text="How often it happened since you last read it."
    )
    created_at = UtcTime()
    read_at = UtcTime(source="notification.read_at", allow_null=True)


class NotificationPage(PageOut):
    results = NotificationOut(many=True)


class NotificationQuery(PageQuery):
    unread = Flag(required=False, help_text="Only what is unread.")
    kind = Word(KINDS, required=False)


class ReadAllOut(serializers.Serializer):
    read_at = UtcTime(
        allow_null=True, help_text="Takes it back at /me/notifications/unread-since/; null: all were read."
    )


class UnreadSince(RequestBody):
    read_at = Moment(help_text="As reading all answered.")


class UnreadSinceOut(serializers.Serializer):
    unread = serializers.IntegerField(help_text="How many are unread again.")


class Choices(StrictField):
    """kind → channel → whether; what is left out stays."""

    default_error_messages = {"type": "Write an object of kinds, each an object of channels with true or false."}

    def to_internal_value(self, data: Any) -> dict[str, dict[str, bool]]:
        if not isinstance(data, dict) or not data.keys() <= KINDS.keys():
            self.fail("type")
        for channels in data.values():
            if not isinstance(channels, dict) or not channels.keys() <= set(Channel.values):
                self.fail("type")
            if not all(isinstance(on, bool) for on in channels.values()):
                self.fail("type")
        return data

    def openapi(self) -> dict[str, Any]:
        channels = {channel: {"type": "boolean"} for channel in Channel.values}
        of_kind = {"type": "object", "properties": channels, "additionalProperties": False}
        return {"type": "object", "properties": dict.fromkeys(KINDS, of_kind), "additionalProperties": False}


class SettingsIn(RequestBody):
    choices = Choices(required=False, help_text="Kinds, each with its channels: what is left out stays.")
    is_quiet = Flag(required=False, help_text="No mail, nothing in the browser while away or outside your hours.")
    catches_up = Flag(required=False, help_text="One mail about what came meanwhile.")


class SettingsOut(serializers.Serializer):
    choices = serializers.DictField(child=serializers.DictField(child=serializers.BooleanField()))
    is_quiet = serializers.BooleanField()
    catches_up = serializers.BooleanField()


class AvailabilityIn(RequestBody):
    availability = Word(
        AVAILABILITIES,
        required=False,
        help_text="reassigning: away, and your open tickets go back to their queues. Left out: it stays.",
    )


class ReassignmentOut(serializers.ModelSerializer):
    refused = serializers.ListField(child=serializers.IntegerField(), help_text="Numbers of tickets that stay yours.")
    since = UtcTime()
    ended_at = UtcTime(allow_null=True)

    class Meta:
        model = Reassignment
        fields = ["since", "total", "given_back", "refused", "ended_at"]


class AvailabilityOut(serializers.Serializer):
    availability = serializers.ChoiceField(Availability.choices)
    since = UtcTime(allow_null=True)
    to_give_back = serializers.IntegerField(help_text="How many tickets reassigning would give back now.")
    reassignment = ReassignmentOut(allow_null=True, help_text="How far giving back is.")


class Notifications(ApiView):
    staff_only = True
    operations = {"get": Operation("list_my_notifications", query=NotificationQuery, gives=NotificationPage)}

    def get(self, request: ApiRequest) -> Response:
        """What you were told, the newest first."""
        asked = self.asked(request)
        rows = visible_notifications(request.user).select_related("event__actor", "ticket")
        if asked.get("unread"):
            rows = rows.filter(read_at=None)
        if "kind" in asked:
            rows = rows.filter(kind=asked["kind"])
        page = page_of(rows, sort=_NEWEST, request=request, limit=asked["limit"], cursor=asked.get("cursor", ""))
        results = NotificationOut(entries_of(page.rows), many=True).data
        return Response({"next": page.next, "previous": page.previous, "results": results})


class Read(ApiView):
    staff_only = True
    operations = {"post": Operation("read_notification", gives=NotificationOut)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """Mark it read; what is read is not mailed."""
        reading.read(_notification(request.user, pk), actor=request.user)
        return Response(NotificationOut(_entry(request.user, pk)).data)


class Unread(ApiView):
    staff_only = True
    operations = {"post": Operation("unread_notification", gives=NotificationOut)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """Mark it unread, unless something newer of its kind on its ticket is."""
        reading.unread(_notification(request.user, pk), actor=request.user)
        return Response(NotificationOut(_entry(request.user, pk)).data)


class ReadAll(ApiView):
    staff_only = True
    operations = {"post": Operation("read_all_notifications", gives=ReadAllOut)}

    def post(self, request: ApiRequest) -> Response:
        """Mark all of them read."""
        return Response(ReadAllOut({"read_at": reading.read_all(actor=request.user)}).data)


class TakeBackReadAll(ApiView):
    staff_only = True
    operations = {"post": Operation("unread_notifications_since", takes=UnreadSince, gives=UnreadSinceOut)}

    def post(self, request: ApiRequest) -> Response:
        """Take back that all were marked read at a moment."""
        return Response({"unread": reading.unread_since(self.taken(request)["read_at"], actor=request.user)})


class Settings(ApiView):
    staff_only = True
    operations = {
        "get": Operation("get_notification_settings", gives=SettingsOut),
        "patch": Operation("change_notification_settings", takes=SettingsIn, gives=SettingsOut),
        "delete": Operation("reset_notification_settings", status=204),
    }

    def get(self, request: ApiRequest) -> Response:
        """Of what you are told, and how."""
        return Response(_settings(request.user))

    def patch(self, request: ApiRequest) -> Response:
        """Change what is given."""
        change_settings(actor=request.user, **self.taken(request))
        return Response(_settings(request.user))

    def delete(self, request: ApiRequest) -> Response:
        """All as usual again."""
        reset_settings(actor=request.user)
        return Response(status=204)


class MyAvailability(ApiView):
    staff_only = True
    operations = {
        "get": Operation("get_my_availability", gives=AvailabilityOut),
        "patch": Operation("change_my_availability", takes=AvailabilityIn, gives=AvailabilityOut),
    }

    def get(self, request: ApiRequest) -> Response:
        """Whether you are there, and how far giving your tickets back is."""
        return Response(_availability(request.user))

    def patch(self, request: ApiRequest) -> Response:
        """Say whether you are there; coming back brings no ticket back."""
        if chosen := self.taken(request).get("availability"):
            change_availability(request.user, chosen)
        return Response(_availability(request.user))


def _notification(person: User, pk: int) -> Notification:
    """Raises DoesNotExist for what is not theirs, or no longer theirs to see."""
    return visible_notifications(person).get(pk=pk)


def _entry(person: User, pk: int) -> Entry:
    return entries_of(visible_notifications(person).filter(pk=pk))[0]


def _settings(person: User) -> dict[str, Any]:
    settings = settings_of(person)
    values = {"choices": matrix_of(settings), "is_quiet": settings.is_quiet, "catches_up": settings.catches_up}
    return SettingsOut(values).data


def _availability(person: User) -> dict[str, Any]:
    is_giving_back = person.availability == Availability.REASSIGNING
    values = {
        "availability": person.availability,
        "since": person.availability_since,
        "to_give_back": tickets_to_give_back(person).count(),
        "reassignment": latest_reassignment(person) if is_giving_back else None,
    }
    return AvailabilityOut(values).data
