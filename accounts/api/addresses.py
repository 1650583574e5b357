"""A customer's addresses, and what was changed of people and organizations, over the API."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.response import Response

from accounts.addresses import add_address, make_first, remove_address
from accounts.api.base import ApiRequest, ApiView
from accounts.changes import changes_of
from accounts.directory import AlreadyThere
from accounts.models import EmailAddress, Organization, Scope, User
from accounts.models.address import AddressSource
from accounts.models.change import ChangeKind
from helpdesk.api.fields import Email, RequestBody, UtcTime
from helpdesk.api.problems import Conflict
from helpdesk.api.schema import Operation


class NewAddress(RequestBody):
    address = Email()


class AddressOut(serializers.ModelSerializer):
    address = serializers.CharField()
    source = serializers.ChoiceField(AddressSource.choices)  # type: ignore[assignment]  # taken away by the metaclass
    verified_at = UtcTime(allow_null=True, help_text="When its owner confirmed it; until then it signs nobody in.")
    added_at = UtcTime()

    class Meta:
        model = EmailAddress
        fields = ["id", "address", "source", "verified_at", "added_at"]


class AddressList(serializers.Serializer):
    email = serializers.CharField(help_text="The first address: for signing in, and where answers go.")
    results = AddressOut(many=True, help_text="The further ones.")


class DirectoryChangeOut(serializers.Serializer):
    id = serializers.IntegerField()
    kind = serializers.ChoiceField(ChangeKind.choices)
    actor = serializers.IntegerField(source="actor_id")
    at = UtcTime()
    data = serializers.DictField(  # type: ignore[assignment]  # likewise
        help_text="`changes`: field → [before, after]; else what the kind is about."
    )


class DirectoryChangeList(serializers.Serializer):
    results = DirectoryChangeOut(many=True)


class Addresses(ApiView):
    staff_only = True
    write_scope = Scope.PEOPLE
    operations = {
        "get": Operation("list_addresses", gives=AddressList),
        "post": Operation("add_address", takes=NewAddress, gives=AddressList),
    }

    def get(self, request: ApiRequest, pk: int) -> Response:
        return _addresses(User.objects.get(pk=pk))

    def post(self, request: ApiRequest, pk: int) -> Response:
        """Mail from this address is from this customer from now on. One that is theirs already is no error."""
        person = User.objects.get(pk=pk)
        try:
            add_address(person, actor=request.user, email=self.taken(request)["address"])
        except AlreadyThere as error:
            sentence = _("%(name)s has this address. Merge the two if they are one person.")
            raise Conflict(sentence % {"name": error.thing}, "exists", id=error.thing.pk) from error
        return _addresses(person)


class OneAddress(ApiView):
    staff_only = True
    write_scope = Scope.PEOPLE
    operations = {"delete": Operation("remove_address", status=204)}

    def delete(self, request: ApiRequest, pk: int, address: int) -> Response:
        """Mail from it is from somebody new from now on."""
        person, row = _address(pk, address)
        remove_address(person, actor=request.user, email=row.address)
        return Response(status=204)


class MakeFirst(ApiView):
    staff_only = True
    write_scope = Scope.PEOPLE
    operations = {"post": Operation("make_address_first", gives=AddressList)}

    def post(self, request: ApiRequest, pk: int, address: int) -> Response:
        """Let the customer sign in with it and be written to there; it must be confirmed."""
        person, row = _address(pk, address)
        return _addresses(make_first(person, actor=request.user, email=row.address))


class PersonChanges(ApiView):
    staff_only = True
    operations = {"get": Operation("list_person_changes", gives=DirectoryChangeList)}

    def get(self, request: ApiRequest, pk: int) -> Response:
        """Who changed what of this person, the newest first, at most 50."""
        return _changes(User.objects.get(pk=pk))


class OrganizationChanges(ApiView):
    staff_only = True
    operations = {"get": Operation("list_organization_changes", gives=DirectoryChangeList)}

    def get(self, request: ApiRequest, pk: int) -> Response:
        """Who changed what of this organization, the newest first, at most 50."""
        return _changes(Organization.objects.get(pk=pk))


def _addresses(person: User) -> Response:
    return Response({"email": person.email, "results": AddressOut(person.addresses.all(), many=True).data})


def _changes(thing: User | Organization) -> Response:
    return Response({"results": DirectoryChangeOut(changes_of(thing), many=True).data})


def _address(person: int, address: int) -> tuple[User, Any]:
    row = EmailAddress.objects.select_related("person").get(pk=address, person=person)
    return row.person, row
