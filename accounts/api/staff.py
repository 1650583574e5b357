"""Teams and colleagues over the API, for admins."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.response import Response

from accounts.actions.staff import change_agent, invite_again, invite_agent, is_invited, link_to_hand_over
from accounts.actions.teams import LEVELS, add_team, change_team, set_teams
from accounts.api.base import ApiRequest, ApiView
from accounts.api.directory import PersonOut, TeamOut, TeamPage
from accounts.api.texts import TextsIn
from accounts.api.views import BY_ID, paged
from accounts.models import Role, Scope, Team, User
from accounts.models.user import STAFF_ROLES
from accounts.setting_changes import require_setting
from helpdesk.api.fields import Email, Flag, Id, ListOf, Number, RequestBody, Text, Word, Words
from helpdesk.api.pagination import PageOut, PageQuery, page_of
from helpdesk.api.problems import UnknownReference
from helpdesk.api.schema import Operation

ROLES = {role.value: role for role in STAFF_ROLES}
MOST = 1_000


def _level() -> Number:
    return Number(minimum=LEVELS[0], maximum=LEVELS[-1], required=False, allow_null=True)


class TeamChange(RequestBody):
    name = Words(max_length=100, required=False)
    public_name = Text(max_length=100, required=False, help_text="What customers read; empty: nothing of it.")
    public_names = TextsIn(max_length=100, required=False)
    levels = ListOf(Number(minimum=1, maximum=3), max_length=3, required=False)
    is_private = Flag(required=False)
    members = ListOf(Id(), max_length=MOST, required=False, help_text="All of them, by id.")


class NewTeam(TeamChange):
    name = Words(max_length=100)


class AgentOut(PersonOut):
    is_invited = serializers.SerializerMethodField(help_text="Whether they have not come yet.")
    teams: "serializers.PrimaryKeyRelatedField[Team]" = serializers.PrimaryKeyRelatedField(many=True, read_only=True)

    class Meta(PersonOut.Meta):
        fields = [*PersonOut.Meta.fields, "is_invited", "teams"]

    def get_is_invited(self, person: User) -> bool:
        return is_invited(person)


class InvitedOut(AgentOut):
    invitation_link = serializers.SerializerMethodField(
        help_text="Where no mail leaves: what to hand over yourself; they set their password there. Empty where it was mailed."
    )

    class Meta(AgentOut.Meta):
        fields = [*AgentOut.Meta.fields, "invitation_link"]

    def get_invitation_link(self, person: User) -> str:
        return link_to_hand_over(person, actor=self.context["actor"])


class AgentPage(PageOut):
    results = AgentOut(many=True)


class AgentQuery(PageQuery):
    q = Text(max_length=100, required=False, help_text="Part of the name or the address.")
    role = Word(ROLES, required=False)
    is_active = Flag(required=False, default=True)


class AgentChange(RequestBody):
    name = Words(max_length=150, required=False)
    role = Word(ROLES, required=False)
    level = _level()
    teams = ListOf(Id(), max_length=MOST, required=False, help_text="All of them, by id.")


class Invitation(AgentChange):
    email = Email()
    name = Words(max_length=150)


class Teams(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {
        "get": Operation("list_teams", query=PageQuery, gives=TeamPage),
        "post": Operation("add_team", takes=NewTeam, gives=TeamOut, status=201),
    }

    def get(self, request: ApiRequest) -> Response:
        """The teams, with who is in them; archived ones too, as long as tickets name them."""
        asked = self.asked(request)
        teams = Team.objects.prefetch_related("members").order_by()
        page = page_of(teams, sort=BY_ID, request=request, limit=asked["limit"], cursor=asked.get("cursor", ""))
        return paged(page, TeamOut)

    def post(self, request: ApiRequest) -> Response:
        """For admins."""
        fields = _with_members(self.taken(request))
        team = add_team(actor=request.user, **{"levels": [1], **fields})
        return Response(TeamOut(team).data, 201, headers={"Location": reverse("api:team", args=[team.pk])})


class OneTeam(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {
        "get": Operation("get_team", gives=TeamOut),
        "patch": Operation("change_team", takes=TeamChange, gives=TeamOut),
    }

    def get(self, request: ApiRequest, pk: int) -> Response:
        return Response(TeamOut(Team.objects.get(pk=pk)).data)

    def patch(self, request: ApiRequest, pk: int) -> Response:
        """For admins. Fields left out stay; `members` replaces them all."""
        change_team(Team.objects.get(pk=pk), actor=request.user, **_with_members(self.taken(request)))
        return Response(TeamOut(Team.objects.get(pk=pk)).data)


class Agents(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {
        "get": Operation("list_agents", query=AgentQuery, gives=AgentPage),
        "post": Operation("invite_agent", takes=Invitation, gives=InvitedOut, status=201),
    }

    def get(self, request: ApiRequest) -> Response:
        """Colleagues, those in work unless asked otherwise."""
        asked = self.asked(request)
        people = User.objects.filter(role__in=[asked["role"]] if "role" in asked else STAFF_ROLES, merged_into=None)
        people = people.filter(is_active=asked["is_active"]).prefetch_related("teams")
        for word in asked.get("q", "").split()[:8]:
            people = people.filter(name__icontains=word) | people.filter(email__icontains=word)
        page = page_of(people, sort=BY_ID, request=request, limit=asked["limit"], cursor=asked.get("cursor", ""))
        return paged(page, AgentOut)

    def post(self, request: ApiRequest) -> Response:
        """Mail a colleague a link with which they set their password; for admins.

        Where no mail leaves, the link is in the answer, to be handed over.
        """
        require_setting(request.user)
        fields = self.taken(request)
        teams = _teams(fields)
        person = invite_agent(actor=request.user, **fields)
        set_teams(person, actor=request.user, teams=teams or [])
        return Response(_invited(person, request), 201, headers={"Location": reverse("api:agent", args=[person.pk])})


class OneAgent(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {
        "get": Operation("get_agent", gives=AgentOut),
        "patch": Operation("change_agent", takes=AgentChange, gives=AgentOut),
    }

    def get(self, request: ApiRequest, pk: int) -> Response:
        return Response(AgentOut(colleague(pk)).data)

    def patch(self, request: ApiRequest, pk: int) -> Response:
        """For admins. Fields left out stay; `teams` replaces them all."""
        require_setting(request.user)
        fields = self.taken(request)
        teams = _teams(fields)
        change_agent(colleague(pk), actor=request.user, **fields)
        if teams is not None:
            set_teams(colleague(pk), actor=request.user, teams=teams)
        return Response(AgentOut(colleague(pk)).data)


class InviteAgain(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {"post": Operation("invite_agent_again", gives=InvitedOut)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """Mail the link once more; for admins. Where no mail leaves, the link is in the answer."""
        person = colleague(pk)
        invite_again(person, actor=request.user)
        return Response(_invited(person, request))


def colleague(pk: int) -> User:
    """Raises User.DoesNotExist for customers."""
    return User.objects.get(pk=pk, role__in=STAFF_ROLES, merged_into=None)


def _invited(person: User, request: ApiRequest) -> Any:
    return InvitedOut(person, context={"actor": request.user}).data


def _with_members(fields: dict[str, Any]) -> dict[str, Any]:
    if "members" in fields:
        found = User.objects.filter(role__in=[*STAFF_ROLES, Role.CUSTOMER]).in_bulk(fields["members"])
        if len(found) < len(set(fields["members"])):
            raise UnknownReference("members", _("There is no such person."))
        fields["members"] = list(found.values())
    return fields


def _teams(fields: dict[str, Any]) -> list[Team] | None:
    """Takes them out of the fields."""
    if "teams" not in fields:
        return None
    wanted = fields.pop("teams")
    found = Team.objects.in_bulk(wanted)
    if len(found) < len(set(wanted)):
        raise UnknownReference("teams", _("There is no such team."))
    return list(found.values())
