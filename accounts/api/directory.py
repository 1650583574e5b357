"""What the API takes and gives about people, organizations and teams."""

from typing import ClassVar

from django.conf import settings
from rest_framework import serializers

from accounts.models import Organization, Role, Scope, Team, User
from accounts.models.organization import Tier
from helpdesk.api.fields import Email, Flag, Id, ListOf, RequestBody, Text, UtcTime, Word, Words
from helpdesk.api.pagination import PageOut, PageQuery

ROLES = {role.value: role for role in Role}
TIERS = {tier.value: tier for tier in Tier}
LANGUAGES = {"": "", **{code: code for code, _name in settings.LANGUAGES}}
THEMES = {value: value for value, _name in User._meta.get_field("theme").choices or ()}
_DOMAIN = r"^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$"
_LANGUAGE = r"^([a-z]{2,3}(-[A-Za-z]{2,4})?)?$"


class PersonOut(serializers.ModelSerializer):
    organization = serializers.IntegerField(source="organization_id", allow_null=True)
    created_at = UtcTime()

    class Meta:
        model = User
        fields = [
            "id",
            "email",
            "name",
            "role",
            "is_active",
            "level",
            "organization",
            "phone",
            "language",
            "created_at",
        ]
        extra_kwargs: ClassVar[dict] = {"email": {"validators": []}}


class PersonPage(PageOut):
    results = PersonOut(many=True)


class ProfileOut(PersonOut):
    class Meta(PersonOut.Meta):
        fields = [*PersonOut.Meta.fields, "time_zone", "theme", "shortcuts"]


class MeOut(ProfileOut):
    scopes = serializers.ListField(child=serializers.ChoiceField(Scope.choices), help_text="Of the token in use.")

    class Meta(ProfileOut.Meta):
        fields = [*ProfileOut.Meta.fields, "scopes"]


class ProfileChange(RequestBody):
    name = Text(max_length=150, required=False)
    language = Word(LANGUAGES, required=False, help_text="Empty: whatever the browser says.")
    time_zone = Text(max_length=64, required=False, help_text="An IANA name; empty: the device's.")
    theme = Word(THEMES, required=False)
    shortcuts = Flag(required=False, help_text="Whether single keys do something on the desk.")


class PeopleQuery(PageQuery):
    q = Text(max_length=100, required=False, help_text="Start of a name or an address.")
    email = Email(required=False, help_text="Exactly this address.")
    phone = Text(
        max_length=40,
        pattern=r"[0-9]",
        required=False,
        help_text="This number, by its last eight digits however it is written.",
    )
    role = Word(ROLES, required=False)
    organization = Id(required=False)


class NewPerson(RequestBody):
    email = Email()
    name = Text(max_length=150, required=False)
    phone = Text(max_length=40, required=False)
    organization = Id(required=False, allow_null=True)
    language = Text(max_length=10, pattern=_LANGUAGE, required=False)


class PersonChange(RequestBody):
    name = Text(max_length=150, required=False)
    phone = Text(max_length=40, required=False)
    organization = Id(required=False, allow_null=True)
    language = Text(max_length=10, pattern=_LANGUAGE, required=False)


class OrganizationOut(serializers.ModelSerializer):
    domains = serializers.ListField(child=serializers.CharField())
    created_at = UtcTime()

    class Meta:
        model = Organization
        fields = ["id", "name", "tier", "domains", "shares_tickets", "notes", "created_at"]
        extra_kwargs: ClassVar[dict] = {"name": {"validators": []}}


class OrganizationPage(PageOut):
    results = OrganizationOut(many=True)


class OrganizationQuery(PageQuery):
    q = Text(max_length=100, required=False, help_text="Start of the name.")
    domain = Text(max_length=253, pattern=_DOMAIN, required=False, help_text="One of its mail domains.")


class OrganizationChange(RequestBody):
    name = Words(max_length=200, required=False)
    tier = Word(TIERS, required=False)
    domains = ListOf(
        Text(max_length=253, pattern=_DOMAIN),
        max_length=50,
        required=False,
        help_text="People who write from these addresses belong to it from their first message on.",
    )
    shares_tickets = Flag(required=False, help_text="Everybody in it sees all of its requests.")
    notes = Text(max_length=10_000, required=False)


class NewOrganization(OrganizationChange):
    name = Words(max_length=200)


class MemberOut(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField(source="display_name")
    level = serializers.IntegerField(allow_null=True)


class TeamOut(serializers.ModelSerializer):
    levels = serializers.ListField(child=serializers.IntegerField(), help_text="The support levels it serves.")
    members = MemberOut(many=True)

    class Meta:
        model = Team
        fields = ["id", "name", "levels", "is_private", "members"]
        extra_kwargs: ClassVar[dict] = {"name": {"validators": []}}


class TeamPage(PageOut):
    results = TeamOut(many=True)
