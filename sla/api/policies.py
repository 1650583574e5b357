"""Policies over the API, for admins. Each change is a version of its own; open tickets follow in the background."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.response import Response

from accounts.api.base import ApiRequest
from accounts.models import Scope
from helpdesk.api.schema import Operation
from sla import changing, conditions, editing, recomputing
from sla.api import shapes
from sla.models import Calendar, Policy, Recomputation
from tickets.api.settings_view import SettingsView
from tickets.errors import Invalid


def _policies() -> "QuerySet[Policy]":
    return Policy.objects.select_related("current__calendar")


def _shown(pk: int, status: int = 200, **headers: str) -> Response:
    return Response(shapes.PolicyOut(_policies().get(pk=pk)).data, status, headers=headers)


def _with_calendar(taken: dict[str, Any]) -> dict[str, Any]:
    """The calendar instead of its key. Raises Invalid."""
    if taken.get("calendar") is None:
        return taken
    calendar = Calendar.objects.filter(pk=taken["calendar"]).first()
    if calendar is None:
        raise Invalid(_("There is no such calendar."))
    return {**taken, "calendar": calendar}


def _parts(policy: Policy) -> dict[str, Any]:
    """What makes a version of it, as it is."""
    current = policy.current
    return {
        "terms": current.terms if current else {},
        "conditions": current.conditions if current else {},
        "calendar": current.calendar if current else None,
    }


class Policies(SettingsView):
    operations = {
        "get": Operation("list_policies", query=shapes.ArchiveQuery, gives=shapes.PolicyList),
        "post": Operation("add_policy", takes=shapes.NewPolicy, gives=shapes.PolicyOut, status=201),
    }

    def get(self, request: ApiRequest) -> Response:
        """In the order in which they are asked."""
        found = _policies().filter(archived_at__isnull=not self.asked(request)["archived"])
        return Response({"results": shapes.PolicyOut(found, many=True).data})

    def post(self, request: ApiRequest) -> Response:
        """Make a policy, before those that are for every ticket."""
        made = changing.save_policy(None, actor=request.user, **_with_calendar(self.taken(request)))
        return _shown(made.pk, 201, Location=reverse("api:policy", args=[made.pk]))


class OnePolicy(SettingsView):
    operations = {
        "get": Operation("get_policy", gives=shapes.PolicyOut),
        "patch": Operation("change_policy", takes=shapes.PolicyChange, gives=shapes.PolicyOut),
    }

    def get(self, request: ApiRequest, pk: int) -> Response:
        return _shown(pk)

    def patch(self, request: ApiRequest, pk: int) -> Response:
        """A new version, which open tickets come under in the background; `is_active` switches. Fields left out stay."""
        policy, taken = _policies().get(pk=pk), _with_calendar(self.taken(request))
        is_active = taken.pop("is_active", policy.is_active)
        if taken:
            kept = {"name": policy.name, "description": policy.description, **_parts(policy)}
            changing.save_policy(policy, actor=request.user, **{**kept, **taken})
        changing.switch_policy(policy, actor=request.user, is_active=is_active)
        return _shown(pk)


def _previewed(policy: Policy | None, parts: dict[str, Any], is_in_force: bool | None = None) -> Response:
    tree, calendar = parts.get("conditions", {}), parts.get("calendar")
    terms = editing.parsed_policy(parts["terms"], tree, calendar)
    preview = recomputing.preview_policy(
        policy, conditions=conditions.parse(tree), terms=terms, calendar=calendar, is_in_force=is_in_force
    )
    return Response(shapes.DeadlinePreviewOut(preview).data)


class PreviewNewPolicy(SettingsView):
    operations = {
        "post": Operation(
            "preview_new_policy", takes=shapes.PolicyParts, gives=shapes.DeadlinePreviewOut, scope=Scope.READ
        )
    }

    def post(self, request: ApiRequest) -> Response:
        """How many open tickets would get other deadlines were there such a policy, where it would stand."""
        return _previewed(None, _with_calendar(self.taken(request)))


class PreviewPolicy(SettingsView):
    operations = {
        "post": Operation(
            "preview_policy", takes=shapes.PolicyPreview, gives=shapes.DeadlinePreviewOut, scope=Scope.READ
        )
    }

    def post(self, request: ApiRequest, pk: int) -> Response:
        """How many open tickets would get other deadlines were it so, switched off or archived; nothing is changed.

        Fields left out stay, as when it is changed.
        """
        policy, taken = _policies().get(pk=pk), _with_calendar(self.taken(request))
        is_active = taken.get("is_active", policy.is_active)
        is_archived = taken.get("is_archived", policy.archived_at is not None)
        return _previewed(policy, {**_parts(policy), **taken}, is_active and not is_archived)


class PreviewOrder(SettingsView):
    operations = {
        "post": Operation(
            "preview_order_of_policies", takes=shapes.PolicyOrder, gives=shapes.DeadlinePreviewOut, scope=Scope.READ
        )
    }

    def post(self, request: ApiRequest) -> Response:
        """How many open tickets would get other deadlines were the policies in this order; nothing is changed."""
        keys = self.taken(request)["order"]
        editing.require_all(keys)
        preview = recomputing.preview_policies(recomputing.policies_ordered(keys))
        return Response(shapes.DeadlinePreviewOut(preview).data)


class OrderPolicies(SettingsView):
    operations = {"post": Operation("order_policies", takes=shapes.PolicyOrder, status=204)}

    def post(self, request: ApiRequest) -> Response:
        """Put all of them into another order."""
        changing.order_policies(self.taken(request)["order"], actor=request.user)
        return Response(status=204)


class ArchivePolicy(SettingsView):
    operations = {"post": Operation("archive_policy", gives=shapes.PolicyOut)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """No ticket comes under it any more. `restore` brings it back."""
        changing.archive_policy(_policies().get(pk=pk), actor=request.user)
        return _shown(pk)


class RestorePolicy(SettingsView):
    operations = {"post": Operation("restore_policy", gives=shapes.PolicyOut)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """Bring an archived policy back, in its old place."""
        changing.restore_policy(_policies().get(pk=pk), actor=request.user)
        return _shown(pk)


class NewestRecomputation(SettingsView):
    operations = {"get": Operation("get_recomputation", gives=shapes.RecomputationOut)}

    def get(self, request: ApiRequest) -> Response:
        """How far open tickets were brought to the versions that hold now; 404 when nothing was ever changed."""
        newest = recomputing.newest()
        if newest is None:
            raise Recomputation.DoesNotExist
        return Response(shapes.RecomputationOut(newest).data)
