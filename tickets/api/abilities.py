"""What colleagues can do, over the API: the skills there are, and each colleague's."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from accounts.abilities import abilities_of, add_skill, change_skill, set_abilities
from accounts.api.base import ApiRequest, ApiView
from accounts.api.views import paged
from accounts.models import Scope, Skill, User
from helpdesk.api.fields import Flag, ListOf, Number, RequestBody, StrictField, Text, Words
from helpdesk.api.pagination import PageOut, PageQuery, Sort, page_of
from helpdesk.api.problems import UnknownReference
from helpdesk.api.schema import Operation
from tickets.api.input import tag_list
from tickets.api.words import CHANNELS
from tickets.content import storable

MOST_SKILLS = 100
MOST_AT_ONCE = 1_000


class Figures(StrictField):
    """An object of names with a whole number each; `names`: the only ones there can be."""

    default_error_messages = {"type": gettext_lazy("Write an object of names and numbers.")}

    def __init__(self, *, minimum: int, maximum: int, names: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.number = Number(minimum=minimum, maximum=maximum)
        self.names = names

    def to_internal_value(self, data: Any) -> dict[str, int]:
        if not isinstance(data, Mapping) or len(data) > MOST_SKILLS:
            self.fail("type")
        values, errors = {}, {}
        for name, value in data.items():
            try:
                if self.names and name not in self.names:
                    raise ValidationError(_("There is no such field."))
                values[name] = self.number.run_validation(value)
            except ValidationError as error:
                errors[name] = error.detail
        if errors:
            raise ValidationError(errors)
        return values

    def openapi(self) -> dict[str, Any]:
        number = self.number.openapi()
        if self.names:
            known = dict.fromkeys(self.names, number)
            return {"type": "object", "properties": known, "additionalProperties": False}
        return {"type": "object", "additionalProperties": number, "maxProperties": MOST_SKILLS}


class SkillOut(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    tags = serializers.ListField(child=serializers.CharField(), help_text="A ticket with one of these asks for it.")
    is_active = serializers.BooleanField()


class SkillPage(PageOut):
    results = SkillOut(many=True)


class SkillChange(RequestBody):
    name = Words(max_length=60, required=False)
    tags = tag_list(help_text="A ticket with one of these asks for the skill.")
    is_active = Flag(required=False, help_text="Whether it counts; what people know of it is kept.")


class NewSkill(RequestBody):
    name = Words(max_length=60)
    tags = tag_list(help_text="A ticket with one of these asks for the skill.")


class KnownSkillOut(serializers.Serializer):
    id = serializers.IntegerField(source="skill_id")
    name = serializers.CharField(source="skill.name")
    proficiency = serializers.IntegerField(help_text="1 learning, 2 good, 3 expert.")


class AbilitiesOut(serializers.Serializer):
    skills = KnownSkillOut(many=True)
    languages = serializers.ListField(child=serializers.CharField(), help_text="In which they answer customers.")
    capacity = serializers.DictField(
        child=serializers.IntegerField(), help_text="The most open tickets at once, by channel; else no limit."
    )


class AbilitiesIn(RequestBody):
    """What is left out stays."""

    skills = Figures(minimum=1, maximum=3, required=False, help_text="Name of the skill → 1 to 3.")
    languages = ListOf(Text(max_length=10, pattern=r"^[a-z]{2,3}(-[A-Za-z]{2,4})?$"), max_length=50, required=False)
    capacity = Figures(
        minimum=0, maximum=MOST_AT_ONCE, names=tuple(CHANNELS), required=False, help_text="Channel → the most at once."
    )


class Skills(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {
        "get": Operation("list_skills", query=PageQuery, gives=SkillPage),
        "post": Operation("add_skill", takes=NewSkill, gives=SkillOut, status=201),
    }

    def get(self, request: ApiRequest) -> Response:
        """The skills that colleagues can have."""
        asked = self.asked(request)
        skills = Skill.objects.order_by()
        page = page_of(skills, sort=Sort("pk"), request=request, limit=asked["limit"], cursor=asked.get("cursor", ""))
        return paged(page, SkillOut)

    def post(self, request: ApiRequest) -> Response:
        """Add a skill. Leads and admins."""
        skill = add_skill(actor=request.user, **self.taken(request))
        return Response(SkillOut(skill).data, 201, headers={"Location": reverse("api:skill", args=[skill.pk])})


class OneSkill(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {
        "get": Operation("get_skill", gives=SkillOut),
        "patch": Operation("change_skill", takes=SkillChange, gives=SkillOut),
    }

    def get(self, request: ApiRequest, pk: int) -> Response:
        return Response(SkillOut(Skill.objects.get(pk=pk)).data)

    def patch(self, request: ApiRequest, pk: int) -> Response:
        """Change a skill; fields left out stay. Leads and admins."""
        skill = change_skill(Skill.objects.get(pk=pk), actor=request.user, **self.taken(request))
        return Response(SkillOut(skill).data)


class PersonAbilities(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {
        "get": Operation("get_abilities", gives=AbilitiesOut),
        "patch": Operation("set_abilities", takes=AbilitiesIn, gives=AbilitiesOut),
    }

    def get(self, request: ApiRequest, pk: int) -> Response:
        """A colleague's skills, languages and capacity."""
        return Response(AbilitiesOut(abilities_of(User.objects.get(pk=pk))).data)

    def patch(self, request: ApiRequest, pk: int) -> Response:
        """Replace a colleague's skills, languages or capacity; what is left out stays. Leads and admins."""
        words = self.taken(request)
        if "skills" in words:
            words["skills"] = _named(words["skills"])
        set_abilities(User.objects.get(pk=pk), actor=request.user, **words)
        return Response(AbilitiesOut(abilities_of(User.objects.get(pk=pk))).data)


def _named(skills: dict[str, int]) -> dict[Skill, int]:
    asked = [name for name in skills if name == storable(name)]
    found = {skill.name: skill for skill in Skill.objects.filter(name__in=asked)}
    if len(found) < len(skills):
        raise UnknownReference("skills", _("There is no such skill. Add it first."))
    return {found[name]: proficiency for name, proficiency in skills.items()}
