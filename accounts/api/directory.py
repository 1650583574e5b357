"""What the API takes and gives about people, organizations and teams."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.languages import offered_languages
from accounts.models import AfterSending, Availability, Organization, Role, Scope, Team, User
from accounts.models.organization import Tier
from accounts.phones import LONGEST_NUMBER, MOST_NUMBERS, PhoneKind
from accounts.profile import LONGEST_SIGNATURE
from accounts.working_hours import WEEKDAYS
from helpdesk.api.fields import Email, Flag, Id, ListOf, Number, RequestBody, StrictField, Text, UtcTime, Word, Words
from helpdesk.api.pagination import PageOut, PageQuery

ROLES = {role.value: role for role in Role}
PHONE_KINDS = {kind.value: kind.value for kind in PhoneKind}
TIERS = {tier.value: tier for tier in Tier}
LANGUAGES = {"": "", **{code: code for code in offered_languages()}}
THEMES = {value: value for value, _name in User._meta.get_field("theme").choices or ()}
AFTER_SENDING = {choice.value: choice.value for choice in AfterSending}
DENSITIES = {value: value for value, _name in User._meta.get_field("density").choices or ()}
# Only times of a day: what is wrong otherwise (an end before its beginning) is said by a sentence.
_HOURS = r"^( *([01]?[0-9]|2[0-4])([:.][0-5][0-9])? *- *([01]?[0-9]|2[0-4])([:.][0-5][0-9])? *(,|$))*$"
_DOMAIN = r"^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$"
_LANGUAGE = r"^([a-z]{2,3}(-[A-Za-z]{2,4})?)?$"


class PhoneOut(serializers.Serializer):
    kind = serializers.ChoiceField(PhoneKind.choices)
    number = serializers.CharField()


class PhoneNumber(StrictField):
    """A number and what it is."""

    default_error_messages = {"type": _("Write an object with kind and number.")}
    kind = Word(PHONE_KINDS)
    number = Text(max_length=LONGEST_NUMBER, pattern=r"[0-9]")

    def to_internal_value(self, data: Any) -> dict[str, str]:
        if not isinstance(data, dict) or data.keys() != {"kind", "number"}:
            self.fail("type")
        return {"kind": self.kind.run_validation(data["kind"]), "number": self.number.run_validation(data["number"])}

    def openapi(self) -> dict[str, Any]:
        properties = {"kind": self.kind.openapi(), "number": self.number.openapi()}
        return {
            "type": "object",
            "properties": properties,
            "required": list(properties),
            "additionalProperties": False,
        }


class PersonOut(serializers.ModelSerializer):
    email = serializers.CharField(help_text="The first address; empty for who only ever called.")
    further_phones = PhoneOut(many=True)
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
            "further_phones",
            "language",
            "created_at",
        ]


class CustomerOut(PersonOut):
    """What staff see of a person, customer or colleague."""

    merged_into = serializers.IntegerField(
        source="merged_into_id", allow_null=True, help_text="The person that this one turned out to be."
    )
    notes = serializers.CharField(help_text="What staff should know; the person never sees it.")

    manages_organization = serializers.BooleanField(help_text="Whether they read the figures of their organization.")
    erased_at = UtcTime(allow_null=True, help_text="Since then nothing personal is kept of them.")

    class Meta(PersonOut.Meta):
        fields = [*PersonOut.Meta.fields, "time_zone", "merged_into", "notes", "manages_organization", "erased_at"]


class PersonPage(PageOut):
    results = CustomerOut(many=True)


class ProfileOut(PersonOut):
    undo_seconds = serializers.IntegerField(help_text="How long your replies can be taken back at the desk.")
    takes_answered = serializers.BooleanField(help_text="Whether a ticket that nobody has is yours once you answer it.")
    after_sending = serializers.ChoiceField(AfterSending.choices, help_text="Where the desk goes after Send.")
    working_hours = serializers.ListField(
        child=serializers.CharField(), help_text="Seven texts, Monday first; none: no hours of your own."
    )
    availability = serializers.ChoiceField(Availability.choices, help_text="Changed at /me/availability/.")
    availability_since = UtcTime(allow_null=True)

    class Meta(PersonOut.Meta):
        fields = [
            *PersonOut.Meta.fields,
            "time_zone",
            "theme",
            "shortcuts",
            "density",
            "undo_seconds",
            "takes_answered",
            "after_sending",
            "signature",
            "working_hours",
            "availability",
            "availability_since",
        ]


class MeOut(ProfileOut):
    scopes = serializers.ListField(child=serializers.ChoiceField(Scope.choices), help_text="Of the token in use.")

    class Meta(ProfileOut.Meta):
        fields = [*ProfileOut.Meta.fields, "scopes"]


class ProfileChange(RequestBody):
    name = Text(max_length=150, required=False)
    language = Word(
        LANGUAGES,
        required=False,
        help_text="Of pages and mails. Empty: the desk's for staff, the browser's for customers.",
    )
    time_zone = Text(max_length=64, required=False, help_text="An IANA name; empty: the device's.")
    theme = Word(THEMES, required=False)
    shortcuts = Flag(required=False, help_text="Whether single keys do something on the desk.")
    density = Word(DENSITIES, required=False)
    undo_seconds = Number(minimum=0, maximum=20, required=False, help_text="0, 5, 10 or 20; 0: they leave at once.")
    takes_answered = Flag(required=False, help_text="Whether a ticket that nobody has is yours once you answer it.")
    after_sending = Word(AFTER_SENDING, required=False, help_text="Where the desk goes after Send.")
    signature = Text(
        max_length=LONGEST_SIGNATURE, required=False, help_text="Below your answers; empty: the mailbox's."
    )
    working_hours = ListOf(
        Text(max_length=120, pattern=_HOURS),
        max_length=WEEKDAYS,
        required=False,
        help_text='Seven texts such as "09:00-12:00, 13:00-17:00", Monday first, in your time zone; none: always.',
    )


class PeopleQuery(PageQuery):
    q = Text(max_length=100, required=False, help_text="Start of a name or an address.")
    email = Email(required=False, help_text="Exactly this address, first or further.")
    phone = Text(
        max_length=40,
        pattern=r"[0-9]",
        required=False,
        help_text="This number, by its last eight digits however it is written.",
    )
    role = Word(ROLES, required=False)
    organization = Id(required=False)


class NewPerson(RequestBody):
    openapi_extra = {
        "additionalProperties": False,
        "anyOf": [{"required": ["email"]}, {"required": ["name"]}, {"required": ["phone"]}],
    }

    email = Email(required=False, help_text="Who only ever called may have none.")
    name = Text(max_length=150, required=False)
    phone = Text(max_length=LONGEST_NUMBER, required=False)
    further_phones = ListOf(PhoneNumber(), max_length=MOST_NUMBERS, required=False)
    organization = Id(required=False, allow_null=True)
    language = Text(max_length=10, pattern=_LANGUAGE, required=False)


class PersonChange(RequestBody):
    email = Email(required=False, help_text="For who has none yet; others get a further one at addresses/.")
    name = Text(max_length=150, required=False)
    phone = Text(max_length=LONGEST_NUMBER, required=False)
    further_phones = ListOf(PhoneNumber(), max_length=MOST_NUMBERS, required=False)
    organization = Id(required=False, allow_null=True)
    language = Text(max_length=10, pattern=_LANGUAGE, required=False)
    notes = Text(max_length=10_000, required=False, help_text="For staff only.")
    manages_organization = Flag(
        required=False, help_text="Whether they read the figures of their organization; set by leads and admins."
    )


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
    public_names = serializers.DictField(help_text="The same in other languages: language → name.")
    members = MemberOut(many=True)
    archived_at = UtcTime(allow_null=True, help_text="Since then it is offered nowhere.")

    class Meta:
        model = Team
        fields = ["id", "name", "public_name", "public_names", "levels", "is_private", "members", "archived_at"]
        extra_kwargs: ClassVar[dict] = {"name": {"validators": []}}


class TeamPage(PageOut):
    results = TeamOut(many=True)
