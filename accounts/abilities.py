"""What colleagues can do: reading it, and the verbs that change it. Every change of a person's leaves a `DirectoryChange`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.changes import note_change
from accounts.directory import Refusal
from accounts.models import AgentSkill, Capacity, Proficiency, Skill, User
from accounts.models.change import ChangeKind
from accounts.permissions import Permission, role_may
from accounts.setting_changes import note_setting
from helpdesk.tagging import tag_name

SKILL, ABILITIES = "skill", "abilities"


@dataclass(frozen=True, slots=True)
class Abilities:
    """Of one person: skills by name with how well, languages by code, and the most on each channel."""

    skills: list[AgentSkill]
    languages: list[str]
    capacity: dict[str, int]


def abilities_of(person: User) -> Abilities:
    """In two statements; skills that were put away are left out."""
    skills = AgentSkill.objects.filter(person=person, skill__is_active=True).select_related("skill")
    return Abilities(list(skills), list(person.languages), dict(person.capacities.values_list("channel", "most")))


def with_abilities() -> QuerySet[User]:
    """Colleagues of whom `abilities_of` knows anything."""
    skilled = AgentSkill.objects.filter(skill__is_active=True).values("person")
    limited = Capacity.objects.values("person")
    return User.objects.staff().filter(~Q(languages=[]) | Q(pk__in=skilled) | Q(pk__in=limited))


@transaction.atomic
def add_skill(*, actor: User, name: str, tags: Iterable[str] = ()) -> Skill:
    """Raises PermissionDenied; Refusal for a name that is taken or empty."""
    _require(actor)
    skill = _saved(Skill(), name=name, tags=tags)
    note_setting(SKILL, skill.pk, skill.name, actor=actor, before=None, after=skill_described(skill))
    return skill


@transaction.atomic
def change_skill(skill: Skill, *, actor: User, **fields: Any) -> Skill:
    """Name, tags, or whether it is in use; what people know of it stays. Raises like `add_skill`."""
    _require(actor)
    before = skill_described(Skill.objects.get(pk=skill.pk))
    skill = _saved(skill, **fields)
    note_setting(SKILL, skill.pk, skill.name, actor=actor, before=before, after=skill_described(skill))
    return skill


def skill_described(skill: Skill) -> dict[str, Any]:
    """As history and file know it."""
    return {"name": skill.name, "tags": sorted(skill.tags), "is_active": skill.is_active}


def abilities_described(person: User) -> dict[str, Any]:
    """As history and file know them; skills that were put away are left out."""
    found = abilities_of(person)
    return {
        "email": person.email,
        "skills": {row.skill.name: row.proficiency for row in found.skills},
        "languages": found.languages,
        "capacity": found.capacity,
    }


def set_abilities(
    person: User,
    *,
    actor: User,
    skills: Mapping[Skill, int] | None = None,
    languages: Iterable[str] | None = None,
    capacity: Mapping[str, int] | None = None,
) -> bool:
    """Replace what is given, None leaves it as it is; False if nothing changes.

    Raises PermissionDenied for agents; Refusal for somebody who is none of ours.
    """
    _require(actor)
    if not person.is_staff:
        raise Refusal(_("Only colleagues have skills. This is a customer."))
    with transaction.atomic():
        person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
        before = abilities_described(person)
        changes: dict[str, list[Any]] = {}
        if skills is not None:
            changes |= _set_skills(person, skills)
        if languages is not None:
            changes |= _set_languages(person, languages)
        if capacity is not None:
            changes |= _set_capacity(person, capacity)
        if changes:
            note_change(person, ChangeKind.CHANGED, actor=actor, changes=changes)
            after = abilities_described(person)
            note_setting(ABILITIES, person.pk, str(person), actor=actor, before=before, after=after)
    return bool(changes)


def _set_skills(person: User, skills: Mapping[Skill, int]) -> dict[str, list[Any]]:
    before = {row.skill_id: row.proficiency for row in person.skills.all()}
    after = {skill.pk: Proficiency(proficiency).value for skill, proficiency in skills.items()}
    if before == after:
        return {}
    names = dict(Skill.objects.filter(pk__in=[*before, *after]).values_list("pk", "name"))
    person.skills.all().delete()
    AgentSkill.objects.bulk_create(AgentSkill(person=person, skill_id=pk, proficiency=how) for pk, how in after.items())
    return {"skills": [{names[pk]: how for pk, how in known.items()} for known in (before, after)]}


def _set_languages(person: User, languages: Iterable[str]) -> dict[str, list[Any]]:
    before, after = list(person.languages), list(dict.fromkeys(languages))
    if before == after:
        return {}
    person.languages = after
    person.save(update_fields=["languages"])
    return {"languages": [before, after]}


def _set_capacity(person: User, capacity: Mapping[str, int]) -> dict[str, list[Any]]:
    before, after = dict(person.capacities.values_list("channel", "most")), dict(capacity)
    if before == after:
        return {}
    person.capacities.all().delete()
    Capacity.objects.bulk_create(
        Capacity(person=person, channel=channel, most=most) for channel, most in sorted(after.items())
    )
    return {"capacity": [before, after]}


def _saved(skill: Skill, **fields: Any) -> Skill:
    for name, value in fields.items():
        setattr(skill, name, value)
    skill.name = " ".join(skill.name.split())
    skill.tags = list(filter(None, dict.fromkeys(tag_name(tag) for tag in skill.tags)))
    if not skill.name:
        raise Refusal(_("Give the skill a name."))
    try:
        with transaction.atomic():
            skill.save()
    except IntegrityError as taken:
        raise Refusal(_("There is a skill of this name already.")) from taken
    return skill


def _require(actor: User) -> None:
    if not role_may(actor.role, Permission.ABILITIES):
        raise PermissionDenied(_("What colleagues can do is kept by leads and admins."))
