"""Copies of data and erasures over the API: customers have a copy of their own, admins do the rest."""

from typing import Any, ClassVar
from uuid import UUID

from django.http import FileResponse, Http404
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.api.views import paged
from accounts.models import User
from accounts.permissions import Permission
from helpdesk.api.fields import Id, RequestBody, UtcTime, Word, Words
from helpdesk.api.pagination import PageOut, PageQuery, Sort, page_of
from helpdesk.api.problems import UnknownReference
from helpdesk.api.schema import Operation
from privacy.actions import LONGEST_REASON, ask_copy, ask_erasure, carry_out, decline, withdraw_erasure
from privacy.erasing import progress_of
from privacy.models import CopyState, DataCopy, Erasure, ErasureState
from privacy.queries import erased_lines, erasures_like
from tickets.access import may, require

_NEWEST = Sort("pk", descending=True)


class DataCopyOut(serializers.Serializer):
    id = serializers.UUIDField(source="key")
    person = serializers.IntegerField(source="person_id")
    asked_by = serializers.IntegerField(source="asked_by_id")
    asked_at = UtcTime()
    state = serializers.ChoiceField(list(CopyState.values))
    size = serializers.IntegerField(help_text="Of the file, in bytes; 0 while there is none.")
    ready_at = UtcTime(allow_null=True)
    ends_at = UtcTime(allow_null=True)


class DataCopyPage(PageOut):
    results = DataCopyOut(many=True)


class DataCopyIn(RequestBody):
    person = Id(required=False, help_text="For admins: whose data; else your own.")


class ErasureOut(serializers.Serializer):
    id = serializers.IntegerField()
    person = serializers.IntegerField(source="person_id")
    asked_by = serializers.IntegerField(source="asked_by_id")
    asked_at = UtcTime()
    state = serializers.ChoiceField(list(ErasureState.values))
    decided_by = serializers.IntegerField(source="decided_by_id", allow_null=True)
    decided_at = UtcTime(allow_null=True)
    finished_at = UtcTime(allow_null=True)
    reason = serializers.CharField(help_text="Why it was declined.")


class ErasedLineOut(serializers.Serializer):
    store = serializers.CharField(source="key")
    title = serializers.CharField()
    rows = serializers.IntegerField(help_text="To be erased, or erased already.")


class ErasureWhole(ErasureOut):
    progress = serializers.IntegerField(help_text="0 to 100.")
    lines = ErasedLineOut(many=True)


class ErasurePage(PageOut):
    results = ErasureOut(many=True)


class ErasureQuery(PageQuery):
    state = Word({state: state for state in ErasureState.values}, required=False)


class ErasureIn(RequestBody):
    person = Id(help_text="A customer's.")


class ErasureDeclineIn(RequestBody):
    reason = Words(max_length=LONGEST_REASON, help_text="The customer reads it.")


class DataCopies(ApiView):
    operations: ClassVar = {
        "get": Operation("list_data_copies", gives=DataCopyPage, query=PageQuery),
        "post": Operation("ask_data_copy", takes=DataCopyIn, gives=DataCopyOut, status=201),
    }

    def get(self, request: ApiRequest) -> Response:
        """Your own; for admins everybody's, the newest first."""
        copies = DataCopy.objects.all()
        if not may(request.user, Permission.PRIVACY):
            copies = copies.filter(person=request.user)
        asked = self.asked(request)
        page = page_of(copies, sort=_NEWEST, request=request, limit=asked["limit"], cursor=asked.get("cursor", ""))
        return paged(page, DataCopyOut)

    def post(self, request: ApiRequest) -> Response:
        """Have all that you may see of your data put together as one file; you get a mail when it is ready."""
        key = self.taken(request).get("person")
        person = request.user if key is None else _person(request, key)
        return Response(DataCopyOut(ask_copy(person, actor=request.user)).data, status=201)


class DataCopyFile(ApiView):
    operations: ClassVar = {"get": Operation("download_data_copy", is_file=True)}

    def get(self, request: ApiRequest, key: UUID) -> FileResponse:
        """The file, for whose data it holds alone."""
        copy = DataCopy.objects.filter(person=request.user, key=key).first()
        if copy is None or not copy.is_ready:
            raise Http404
        try:
            file = copy.file.open("rb")
        except FileNotFoundError as missing:
            raise Http404 from missing
        response = FileResponse(file, as_attachment=True, filename="data.zip", content_type="application/octet-stream")
        response["X-Content-Type-Options"] = "nosniff"
        return response


class Erasures(ApiView):
    staff_only = True
    operations: ClassVar = {
        "get": Operation("list_erasures", gives=ErasurePage, query=ErasureQuery),
        "post": Operation("ask_erasure", takes=ErasureIn, gives=ErasureWhole, status=201),
    }

    def get(self, request: ApiRequest) -> Response:
        """Who wants their data erased, the newest first."""
        require(request.user, Permission.PRIVACY)
        asked = self.asked(request)
        erasures = erasures_like("", state=asked.get("state", ""))
        page = page_of(erasures, sort=_NEWEST, request=request, limit=asked["limit"], cursor=asked.get("cursor", ""))
        return paged(page, ErasureOut)

    def post(self, request: ApiRequest) -> Response:
        """For a customer who asked for it; nothing is erased before it is carried out."""
        require(request.user, Permission.PRIVACY)
        erasure = ask_erasure(_person(request, self.taken(request)["person"]), actor=request.user)
        return _whole(request, erasure.pk, status=201)


class OneErasure(ApiView):
    staff_only = True
    operations: ClassVar = {"get": Operation("get_erasure", gives=ErasureWhole)}

    def get(self, request: ApiRequest, pk: int) -> Response:
        """With what would be erased, or what was."""
        require(request.user, Permission.PRIVACY)
        return _whole(request, pk)


class CarryOutErasure(ApiView):
    staff_only = True
    operations: ClassVar = {"post": Operation("carry_out_erasure", gives=ErasureWhole)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """Begin to erase. Nobody can take it back."""
        require(request.user, Permission.PRIVACY)
        carry_out(_erasure(pk), actor=request.user)
        return _whole(request, pk)


class DeclineErasure(ApiView):
    staff_only = True
    operations: ClassVar = {"post": Operation("decline_erasure", takes=ErasureDeclineIn, gives=ErasureWhole)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """The customer is told why."""
        require(request.user, Permission.PRIVACY)
        decline(_erasure(pk), actor=request.user, reason=self.taken(request)["reason"])
        return _whole(request, pk)


class WithdrawErasure(ApiView):
    staff_only = True
    operations: ClassVar = {"post": Operation("withdraw_erasure", gives=ErasureWhole)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """The customer wants to keep their data after all."""
        require(request.user, Permission.PRIVACY)
        withdraw_erasure(_erasure(pk), actor=request.user)
        return _whole(request, pk)


def _whole(request: ApiRequest, pk: int, status: int = 200) -> Response:
    erasure = _erasure(pk)
    shown: Any = erasure
    shown.progress, shown.lines = progress_of(erasure), erased_lines(erasure, request.user)
    return Response(ErasureWhole(shown).data, status=status)


def _erasure(pk: int) -> Erasure:
    erasure = Erasure.objects.select_related("person", "decided_by").filter(pk=pk).first()
    if erasure is None:
        raise Http404
    return erasure


def _person(request: ApiRequest, key: int) -> User:
    if key != request.user.pk:
        require(request.user, Permission.PRIVACY)
    person = User.objects.filter(pk=key).first()
    if person is None:
        raise UnknownReference("person", _("There is nobody with this id."))
    return person
