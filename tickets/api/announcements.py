"""News over the API: announcements to read, wins and lessons to share."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.api.views import paged
from accounts.models import Team, User
from helpdesk.api.fields import Flag, Id, ListOf, Moment, RequestBody, Text, UtcTime, Word, Words
from helpdesk.api.pagination import PageOut, PageQuery, Sort, page_of
from helpdesk.api.problems import UnknownReference
from helpdesk.api.schema import Operation
from tickets.actions import (
    announce,
    archive_announcement,
    change_announcement,
    read_announcement,
    restore_announcement,
    take_thanks_back,
    thank_for,
)
from tickets.actions.announcements import LONGEST, may_change_announcement
from tickets.api.output import NamedRef, PersonRef
from tickets.api.references import macros_of, ticket_named
from tickets.errors import NotAllowed
from tickets.models import Announcement, AnnouncementRead, AnnouncementThanks
from tickets.models.announcement import AnnouncementKind

KINDS = {kind.value: kind for kind in AnnouncementKind}


class AnnouncementOut(serializers.Serializer):
    id = serializers.IntegerField()
    kind = serializers.ChoiceField(list(KINDS))
    html = serializers.CharField()
    text = serializers.CharField()
    author = PersonRef()
    teams = NamedRef(many=True, help_text="None: everybody.")
    starts_at = UtcTime()
    ends_at = UtcTime(allow_null=True, help_text="Then nobody is asked to read it any more.")
    ticket = serializers.IntegerField(source="ticket_id", allow_null=True)
    macro = serializers.IntegerField(source="macro_id", allow_null=True, help_text="What to say to customers about it.")
    archived_at = UtcTime(allow_null=True)
    thanks = serializers.SerializerMethodField()
    is_read = serializers.SerializerMethodField(help_text="By you.")

    def get_thanks(self, announcement: Announcement) -> int:
        return len(announcement.thanks.all())

    def get_is_read(self, announcement: Announcement) -> bool:
        return bool(announcement.reads.all())


class AnnouncementPage(PageOut):
    results = AnnouncementOut(many=True)


class ReaderOut(serializers.Serializer):
    person = PersonRef()
    read_at = UtcTime(source="at")


class ReaderPage(PageOut):
    results = ReaderOut(many=True)


class AnnouncementQuery(PageQuery):
    kind = Word(KINDS, required=False)
    q = Text(max_length=100, required=False, help_text="Words of it.")
    unread = Flag(required=False, default=False, help_text="Only announcements in force that you have not read.")
    archived = Flag(required=False, default=False)


class AnnouncementChange(RequestBody):
    html = Words(max_length=LONGEST, required=False)
    teams = ListOf(Id(), max_length=100, required=False)
    starts_at = Moment(required=False)
    ends_at = Moment(required=False, allow_null=True)
    ticket = Id(required=False, allow_null=True)
    macro = Id(required=False, allow_null=True)


class NewAnnouncement(AnnouncementChange):
    kind = Word(KINDS, help_text="Announcements are made by leads; wins and lessons are anybody's to share.")
    html = Words(max_length=LONGEST)


class Announcements(ApiView):
    staff_only = True
    operations = {
        "get": Operation("list_announcements", query=AnnouncementQuery, gives=AnnouncementPage),
        "post": Operation("announce", takes=NewAnnouncement, gives=AnnouncementOut, status=201),
    }

    def get(self, request: ApiRequest) -> Response:
        """Announcements, wins and lessons for you, the newest first."""
        asked = self.asked(request)
        found = Announcement.objects.visible_to(request.user).filter(archived_at__isnull=not asked["archived"])
        if asked["unread"]:
            found = Announcement.objects.unread_by(request.user)
        if "kind" in asked:
            found = found.filter(kind=asked["kind"])
        for word in asked.get("q", "").split()[:8]:
            found = found.filter(text__icontains=word)
        page = page_of(
            _whole(found, request.user),
            sort=Sort("starts_at", descending=True),
            request=request,
            limit=asked["limit"],
            cursor=asked.get("cursor", ""),
        )
        return paged(page, AnnouncementOut, person=request.user)

    def post(self, request: ApiRequest) -> Response:
        """Tell everybody, or some teams."""
        announcement = announce(actor=request.user, **_with_references(self.taken(request), request))
        location = reverse("api:announcement", args=[announcement.pk])
        return _shown(request, announcement.pk, 201, Location=location)


class OneAnnouncement(ApiView):
    staff_only = True
    operations = {
        "get": Operation("get_announcement", gives=AnnouncementOut),
        "patch": Operation("change_announcement", takes=AnnouncementChange, gives=AnnouncementOut),
    }

    def get(self, request: ApiRequest, pk: int) -> Response:
        return _shown(request, pk)

    def patch(self, request: ApiRequest, pk: int) -> Response:
        """Change your own; leads change everybody's. Fields left out stay."""
        announcement = _announcement(request, pk)
        kept = {
            "html": announcement.html,
            "teams": list(announcement.teams.all()),
            "ends_at": announcement.ends_at,
            "ticket": announcement.ticket,
            "macro": announcement.macro,
        }
        change_announcement(announcement, actor=request.user, **kept | _with_references(self.taken(request), request))
        return _shown(request, pk)


class ArchiveAnnouncement(ApiView):
    staff_only = True
    operations = {"post": Operation("archive_announcement", gives=AnnouncementOut)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """Take it away from everybody; `restore` brings it back."""
        archive_announcement(_announcement(request, pk), actor=request.user)
        return _shown(request, pk)


class RestoreAnnouncement(ApiView):
    staff_only = True
    operations = {"post": Operation("restore_announcement", gives=AnnouncementOut)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """Bring one back that was archived."""
        restore_announcement(_announcement(request, pk), actor=request.user)
        return _shown(request, pk)


class ReadAnnouncement(ApiView):
    staff_only = True
    operations = {"post": Operation("read_announcement", gives=AnnouncementOut)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """Got it: you are not asked to read it any more."""
        read_announcement(_announcement(request, pk), actor=request.user)
        return _shown(request, pk)


class ThankForAnnouncement(ApiView):
    staff_only = True
    operations = {
        "post": Operation("thank_for_announcement", gives=AnnouncementOut),
        "delete": Operation("take_thanks_back", gives=AnnouncementOut),
    }

    def post(self, request: ApiRequest, pk: int) -> Response:
        """Say thank you, once; nothing happens for your own."""
        thank_for(_announcement(request, pk), actor=request.user)
        return _shown(request, pk)

    def delete(self, request: ApiRequest, pk: int) -> Response:
        take_thanks_back(_announcement(request, pk), actor=request.user)
        return _shown(request, pk)


class AnnouncementReaders(ApiView):
    staff_only = True
    operations = {"get": Operation("list_announcement_readers", query=PageQuery, gives=ReaderPage)}

    def get(self, request: ApiRequest, pk: int) -> Response:
        """Who has read it, for its author and for leads."""
        asked = self.asked(request)
        announcement = _announcement(request, pk)
        if not may_change_announcement(request.user, announcement):
            raise NotAllowed(_("Only its author and team leads see who has read it."))
        reads = AnnouncementRead.objects.filter(announcement=announcement).select_related("person")
        page = page_of(reads, sort=Sort("pk"), request=request, limit=asked["limit"], cursor=asked.get("cursor", ""))
        return paged(page, ReaderOut, person=request.user)


def _with_references(words: dict[str, Any], request: ApiRequest) -> dict[str, Any]:
    """Teams, ticket and macro by their ids."""
    if "teams" in words:
        words["teams"] = _teams_named(words["teams"])
    if words.get("ticket") is not None:
        words["ticket"] = ticket_named("ticket", words["ticket"], request.user)
    if words.get("macro") is not None:
        (words["macro"],) = macros_of(request.user, [words["macro"]])
    return words


def _teams_named(keys: list[int]) -> list[Team]:
    found = Team.objects.in_bulk(set(keys))
    if len(found) < len(set(keys)):
        raise UnknownReference("teams", _("There is no such team."))
    return list(found.values())


def _announcement(request: ApiRequest, pk: int) -> Announcement:
    return Announcement.objects.visible_to(request.user).select_related("ticket", "macro").get(pk=pk)


def _whole(announcements: QuerySet[Announcement], person: User) -> QuerySet[Announcement]:
    """With all that is shown of it, in a fixed number of queries."""
    return announcements.select_related("author").prefetch_related(
        "teams",
        Prefetch("thanks", AnnouncementThanks.objects.order_by("pk")),
        Prefetch("reads", AnnouncementRead.objects.filter(person=person)),
    )


def _shown(request: ApiRequest, pk: int, status: int = 200, **headers: str) -> Response:
    announcement = _whole(Announcement.objects.visible_to(request.user), request.user).get(pk=pk)
    return Response(AnnouncementOut(announcement, context={"person": request.user}).data, status, headers=headers)
