"""Emergency plans, for the history and the file of the whole configuration."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.setting_kinds import Kind, Shape, row_of
from routing.describing import key_of
from routing.models import EmergencyPlan
from routing.plans import (
    PLAN,
    add_plan,
    archive_plan,
    change_plan,
    kept_plans,
    plan_described,
    plan_words,
    restore_plan,
)


def _put_away(plan: EmergencyPlan, actor: Actor, away: bool) -> Any:
    return (archive_plan if away else restore_plan)(plan, actor=actor)


PLANS = Kind(
    code=PLAN,
    name=_("Emergency plan"),
    section="emergency_plans",
    identity="name",
    labels={
        "name": _("Name"),
        "description": _("Description"),
        "steps": _("Steps"),
        "repeats": _("Repeated"),
        "is_archived": _("Archived"),
    },
    things=kept_plans,
    find=row_of(EmergencyPlan),
    describe=lambda plan: {name: value for name, value in plan_described(plan).items() if name != "is_archived"},
    add=lambda actor, fields: add_plan(actor=actor, **plan_words(fields, key_of)),
    change=lambda plan, actor, fields: change_plan(plan, actor=actor, **plan_words(fields, key_of)),
    put_away=_put_away,
    shapes={"name": Shape.TEXT, "description": Shape.TEXT, "steps": Shape.LIST, "repeats": Shape.NUMBER_OR_NONE},
    required=("steps",),
)
