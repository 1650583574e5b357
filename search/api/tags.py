"""The list of tags over the API: read by everybody of ours, kept by leads and admins."""

from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.models import Scope
from accounts.permissions import Permission
from accounts.setting_changes import require_setting
from helpdesk.api.fields import Id, RequestBody, Words
from helpdesk.api.problems import UnknownReference
from helpdesk.api.schema import Operation
from search.tags import add_tag, archive_tag, merge_tag, rename_tag, restore_tag
from tickets.api.input import TagQuery
from tickets.api.output import TagOut, TagPage
from tickets.api.relations import Tags as ReadTags
from tickets.models import Tag


class TagName(RequestBody):
    name = Words(max_length=50, help_text="Brought into the form of tags: small letters, hyphens for blanks.")


class TagChange(TagName):
    name = Words(
        max_length=50, required=False, help_text="Brought into the form of tags: small letters, hyphens for blanks."
    )


class MergeInto(RequestBody):
    into = Id(help_text="The tag that stays.")


class Tags(ReadTags):
    write_scope = Scope.ADMIN
    operations = {
        "get": Operation("list_tags", query=TagQuery, gives=TagPage),
        "post": Operation("add_tag", takes=TagName, gives=TagOut, status=201),
    }

    def post(self, request: ApiRequest) -> Response:
        """Before anybody typed it on a ticket; for leads and admins."""
        tag = add_tag(actor=request.user, name=self.taken(request)["name"])
        return Response(TagOut(tag).data, 201, headers={"Location": reverse("api:tag", args=[tag.pk])})


class OneTag(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {
        "get": Operation("get_tag", gives=TagOut),
        "patch": Operation("rename_tag", takes=TagChange, gives=TagOut),
    }

    def get(self, request: ApiRequest, pk: int) -> Response:
        return _shown(pk)

    def patch(self, request: ApiRequest, pk: int) -> Response:
        """On every ticket at once; macros and saved views follow, and the old name still means it."""
        tag = Tag.objects.get(pk=pk)
        rename_tag(tag, actor=request.user, name=self.taken(request).get("name", tag.name))
        return _shown(pk)


class MergeTag(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {"post": Operation("merge_tag", takes=MergeInto, gives=TagOut)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """Answers with the tag that stays. It cannot be taken apart again."""
        require_setting(request.user, Permission.TAGS)
        tag, wanted = Tag.objects.get(pk=pk), self.taken(request)["into"]
        into = Tag.objects.filter(pk=wanted).first()
        if into is None:
            raise UnknownReference("into", _("There is no such tag."))
        merge_tag(tag, actor=request.user, into=into)
        return _shown(into.pk)


class ArchiveTag(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {"post": Operation("archive_tag", gives=TagOut)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """Suggest it no more; the tickets that carry it keep it."""
        archive_tag(Tag.objects.get(pk=pk), actor=request.user)
        return _shown(pk)


class RestoreTag(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {"post": Operation("restore_tag", gives=TagOut)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        restore_tag(Tag.objects.get(pk=pk), actor=request.user)
        return _shown(pk)


def _shown(pk: int) -> Response:
    return Response(TagOut(Tag.objects.get(pk=pk)).data)
