"""People and organizations over the API."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.api.directory import (
    CustomerOut,
    NewOrganization,
    NewPerson,
    OrganizationChange,
    OrganizationOut,
    OrganizationPage,
    OrganizationQuery,
    PeopleQuery,
    PersonChange,
    PersonPage,
)
from accounts.callers import keys_by_number
from accounts.directory import AlreadyThere, add_customer, add_organization, change_customer, change_organization
from accounts.models import EmailAddress, Organization, Scope, User
from accounts.people import people_by_address
from helpdesk.api.pagination import Sort, page_of
from helpdesk.api.problems import Conflict, UnknownReference
from helpdesk.api.schema import Operation

BY_ID = Sort("pk")


class People(ApiView):
    staff_only = True
    write_scope = Scope.PEOPLE
    operations = {
        "get": Operation("list_people", query=PeopleQuery, gives=PersonPage),
        "post": Operation("add_person", takes=NewPerson, gives=CustomerOut, status=201),
    }

    def get(self, request: ApiRequest) -> Response:
        """Customers and staff."""
        asked = self.asked(request)
        people = User.objects.all()
        for column in ("role", "organization"):
            if column in asked:
                people = people.filter(**{column: asked[column]})
        if "email" in asked:
            people = people.filter(pk__in=[person.pk for person in people_by_address([asked["email"]]).values()])
        if "phone" in asked:
            people = people.filter(pk__in=keys_by_number(asked["phone"]))
        if start := asked.get("q", "").strip():
            further = EmailAddress.objects.filter(address__startswith=start.lower()).order_by().values("person")
            people = people.filter(Q(email__startswith=start.lower()) | Q(name__istartswith=start) | Q(pk__in=further))
        page = page_of(people, sort=BY_ID, request=request, limit=asked["limit"], cursor=asked.get("cursor", ""))
        return paged(page, CustomerOut)

    def post(self, request: ApiRequest) -> Response:
        """Add a customer."""
        try:
            fields = {"email": "", **_with_organization(self.taken(request))}
            person = add_customer(actor=request.user, **fields)
        except AlreadyThere as error:
            raise Conflict(_("Somebody has this address already."), "exists", id=error.thing.pk) from error
        return Response(CustomerOut(person).data, 201, headers={"Location": reverse("api:person", args=[person.pk])})


class Person(ApiView):
    staff_only = True
    write_scope = Scope.PEOPLE
    operations = {
        "get": Operation("get_person", gives=CustomerOut),
        "patch": Operation("change_person", takes=PersonChange, gives=CustomerOut),
    }

    def get(self, request: ApiRequest, pk: int) -> Response:
        return Response(CustomerOut(User.objects.get(pk=pk)).data)

    def patch(self, request: ApiRequest, pk: int) -> Response:
        """Change a customer; fields left out stay."""
        person = User.objects.get(pk=pk)
        fields = _with_organization(self.taken(request))
        if fields.get("email") and person.email and fields["email"] != person.email:
            raise Conflict(_("They have a first address. Add this one as a further one."), "exists", id=person.pk)
        try:
            return Response(CustomerOut(change_customer(person, actor=request.user, **fields)).data)
        except AlreadyThere as error:
            raise Conflict(_("Somebody has this address already."), "exists", id=error.thing.pk) from error


class Organizations(ApiView):
    staff_only = True
    write_scope = Scope.PEOPLE
    operations = {
        "get": Operation("list_organizations", query=OrganizationQuery, gives=OrganizationPage),
        "post": Operation("add_organization", takes=NewOrganization, gives=OrganizationOut, status=201),
    }

    def get(self, request: ApiRequest) -> Response:
        asked = self.asked(request)
        organizations = Organization.objects.order_by()
        if start := asked.get("q", "").strip():
            organizations = organizations.filter(name__istartswith=start)
        if "domain" in asked:
            organizations = organizations.filter(domains__contains=[asked["domain"].strip()])
        page = page_of(organizations, sort=BY_ID, request=request, limit=asked["limit"], cursor=asked.get("cursor", ""))
        return paged(page, OrganizationOut)

    def post(self, request: ApiRequest) -> Response:
        with _name_conflicts():
            organization = add_organization(actor=request.user, **_organization_fields(self.taken(request)))
        location = reverse("api:organization", args=[organization.pk])
        return Response(OrganizationOut(organization).data, 201, headers={"Location": location})


class OneOrganization(ApiView):
    staff_only = True
    write_scope = Scope.PEOPLE
    operations = {
        "get": Operation("get_organization", gives=OrganizationOut),
        "patch": Operation("change_organization", takes=OrganizationChange, gives=OrganizationOut),
    }

    def get(self, request: ApiRequest, pk: int) -> Response:
        return Response(OrganizationOut(Organization.objects.get(pk=pk)).data)

    def patch(self, request: ApiRequest, pk: int) -> Response:
        """Change an organization; fields left out stay."""
        organization = Organization.objects.get(pk=pk)
        with _name_conflicts():
            organization = change_organization(
                organization, actor=request.user, **_organization_fields(self.taken(request))
            )
        return Response(OrganizationOut(organization).data)


def paged(page: Any, row: Any, **context: Any) -> Response:
    """A page of rows as its serializer shows them."""
    rows = row(page.rows, many=True, context=context).data
    return Response({"next": page.next, "previous": page.previous, "results": rows})


@contextmanager
def _name_conflicts() -> Iterator[None]:
    """An organization's name that is taken, as a problem."""
    try:
        yield
    except AlreadyThere as error:
        raise Conflict(_("There is an organization of this name already."), "exists", id=error.thing.pk) from error


def _with_organization(fields: dict[str, Any]) -> dict[str, Any]:
    if "language" in fields:
        fields["language"] = fields["language"].strip()
    if fields.get("organization") is not None:
        organization = Organization.objects.filter(pk=fields["organization"]).first()
        if organization is None:
            raise UnknownReference("organization", _("There is no such organization."))
        fields["organization"] = organization
    return fields


def _organization_fields(fields: dict[str, Any]) -> dict[str, Any]:
    if "domains" in fields:
        fields["domains"] = list(dict.fromkeys(domain.strip() for domain in fields["domains"]))
    return fields
