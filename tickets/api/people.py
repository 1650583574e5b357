"""Merging two people over the API: what it would do, doing it, how far it is, and undoing it."""

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.models import Scope, User
from helpdesk.api.fields import Id, QueryString, RequestBody, UtcTime
from helpdesk.api.schema import Operation
from tickets.api.references import person_named
from tickets.api.transfers import PreviewOut
from tickets.models import PersonMerge
from tickets.people_previews import preview_people_merge
from tickets.person_merges import merge_now, unmerge_now
from tickets.previews import Preview

_MOST_LISTED = 50


class PeopleMergeQuery(QueryString):
    into = Id(help_text="The person who remains.")


class PeopleMergeIn(RequestBody):
    into = Id(help_text="The person who remains.")


class PersonMergeOut(serializers.Serializer):
    id = serializers.IntegerField()
    person = serializers.IntegerField(source="person_id", help_text="Who was merged away.")
    survivor = serializers.IntegerField(source="survivor_id")
    actor = serializers.IntegerField(source="actor_id")
    at = UtcTime()
    tickets = serializers.IntegerField(source="total", help_text="How many named the person.")
    followed = serializers.SerializerMethodField(help_text="How many of them name the survivor by now.")
    is_finished = serializers.BooleanField()
    undone_at = UtcTime(allow_null=True)

    def get_followed(self, merge: PersonMerge) -> int:
        return merge.tickets.filter(put_back=False).count()


class PersonMergeList(serializers.Serializer):
    results = PersonMergeOut(many=True)


class MergePeople(ApiView):
    staff_only = True
    write_scope = Scope.PEOPLE
    operations = {
        "get": Operation("preview_people_merge", query=PeopleMergeQuery, gives=PreviewOut),
        "post": Operation("merge_people", takes=PeopleMergeIn, gives=PersonMergeOut),
    }

    def get(self, request: ApiRequest, pk: int) -> Response:
        """What merging this person into another would do."""
        person = User.objects.get(pk=pk)
        into = User.objects.filter(pk=self.asked(request)["into"]).first()
        if into is None:
            return Response(PreviewOut(Preview(refusal=_("There is no such person."))).data)
        return Response(PreviewOut(preview_people_merge(person, actor=request.user, into=into)).data)

    def post(self, request: ApiRequest, pk: int) -> Response:
        """Make two people one; their tickets follow at once, or, when they are many, within minutes."""
        person = User.objects.get(pk=pk)
        merge = merge_now(person, actor=request.user, into=_named("into", self.taken(request)["into"]))
        merge = merge or PersonMerge.objects.get(person=person, undone_at=None)
        return Response(PersonMergeOut(merge).data)


class PersonMerges(ApiView):
    staff_only = True
    operations = {"get": Operation("list_person_merges", gives=PersonMergeList)}

    def get(self, request: ApiRequest, pk: int) -> Response:
        """Who was merged into this person, the newest first, at most 50; undone merges too."""
        merges = User.objects.get(pk=pk).merges_here.order_by("-pk")[:_MOST_LISTED]
        return Response({"results": PersonMergeOut(merges, many=True).data})


class OnePersonMerge(ApiView):
    staff_only = True
    write_scope = Scope.PEOPLE
    operations = {
        "get": Operation("get_person_merge", gives=PersonMergeOut),
        "delete": Operation("unmerge_people", gives=PersonMergeOut),
    }

    def get(self, request: ApiRequest, pk: int) -> Response:
        """How far a merge is."""
        return Response(PersonMergeOut(PersonMerge.objects.get(pk=pk)).data)

    def delete(self, request: ApiRequest, pk: int) -> Response:
        """Make two people of one again. What changed since stays with the survivor."""
        merge = PersonMerge.objects.select_related("person", "survivor").get(pk=pk)
        return Response(PersonMergeOut(unmerge_now(merge, actor=request.user) or merge).data)


def _named(field: str, pk: int) -> User:
    person = person_named(field, pk)
    assert person is not None  # noqa: S101 - for the type checker: only None is None
    return person
