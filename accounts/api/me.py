"""Oneself over the API: the profile, and one's API tokens."""

import zoneinfo
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.api.directory import MeOut, ProfileChange, ProfileOut
from accounts.models import ApiToken, Scope, User
from accounts.profile import change_profile
from accounts.tokens import MOST_DAYS, make_token, revoke_token, scopes_for
from helpdesk.api.fields import ListOf, Number, RequestBody, Text, UtcTime, Word
from helpdesk.api.problems import Conflict, UnknownReference
from helpdesk.api.schema import Operation

_TIME_ZONES = frozenset(("", *zoneinfo.available_timezones()))
_SCOPES = {scope.value: scope.value for scope in Scope}


class NewToken(RequestBody):
    name = Text(max_length=100, help_text="What it is for.")
    scopes = ListOf(child=Word(_SCOPES), max_length=len(_SCOPES))
    days = Number(minimum=1, maximum=MOST_DAYS, required=False, default=90, help_text="How long it lives.")


class TokenOut(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    prefix = serializers.CharField(help_text="How its secret begins.")
    scopes = serializers.ListField(child=serializers.ChoiceField(Scope.choices))
    created_at = UtcTime()
    expires_at = UtcTime(allow_null=True)
    last_used_at = UtcTime(allow_null=True)


class NewTokenOut(TokenOut):
    secret = serializers.CharField(help_text="Shown only now.")


class TokenList(serializers.Serializer):
    results = TokenOut(many=True)


class Me(ApiView):
    operations = {
        "get": Operation("who_am_i", gives=MeOut),
        "patch": Operation("change_my_profile", takes=ProfileChange, gives=MeOut),
    }

    def get(self, request: ApiRequest) -> Response:
        """The person that this token or session acts as."""
        return Response(_me(request))

    def patch(self, request: ApiRequest) -> Response:
        """Change one's own profile; fields left out stay."""
        changed = self.taken(request)
        if changed.get("time_zone", "") not in _TIME_ZONES:
            raise UnknownReference("time_zone", _("Use an IANA name such as Europe/Berlin, or nothing."))
        try:
            change_profile(request.user, **changed)
        except ValueError as problem:
            raise Conflict(str(problem), "invalid") from problem
        return Response(_me(request))


class Tokens(ApiView):
    operations = {
        "get": Operation("list_my_tokens", gives=TokenList),
        "post": Operation("make_token", takes=NewToken, gives=NewTokenOut, status=201),
    }

    def get(self, request: ApiRequest) -> Response:
        """One's tokens that were not revoked; their secrets cannot be had again."""
        rows = ApiToken.objects.filter(person=request.user, revoked_at=None)[:100]
        return Response({"results": TokenOut(rows, many=True).data})

    def post(self, request: ApiRequest) -> Response:
        """Make a token; with a token, only one of its own scopes or fewer."""
        wanted = self.taken(request)
        if request.auth is not None and not set(wanted["scopes"]) <= set(request.auth.scopes):
            raise PermissionDenied(_("A token makes tokens of its own scopes only."))
        try:
            token, secret = make_token(request.user, **wanted)
        except ValueError as problem:
            raise PermissionDenied(str(problem)) from problem
        return Response({**TokenOut(token).data, "secret": secret}, 201)


class OneToken(ApiView):
    operations = {"delete": Operation("revoke_token", status=204)}

    def delete(self, request: ApiRequest, pk: int) -> Response:
        """End a token at once."""
        revoke_token(request.user, pk)
        return Response(status=204)


def _me(request: ApiRequest) -> dict[str, Any]:
    person: User = request.user
    scopes = request.auth.scopes if request.auth else scopes_for(person)
    return {**ProfileOut(person).data, "scopes": [str(scope) for scope in scopes]}
