"""Smart routing for the history of settings and the file of the whole configuration."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.setting_changes import Description
from accounts.setting_kinds import Kind, Shape
from routing.models import SmartChoice
from routing.neighbours import FIELD_WORDS
from routing.smart_actions import SMART, choice_described, set_choice


def _set(actor: Actor, fields: Description) -> Any:
    sure = {"threshold": fields["percent"] / 100} if fields.get("percent") is not None else {}
    return set_choice(fields["field"], actor=actor, is_on=bool(fields.get("is_on")), **sure)


def _find(key: str) -> SmartChoice | None:
    return SmartChoice.objects.filter(pk=key).first()


def _things() -> Iterable[SmartChoice]:
    return SmartChoice.objects.order_by("field")


SMART_ROUTING = Kind(
    code=SMART,
    name=_("Smart routing"),
    section="smart_routing",
    identity="field",
    labels={"field": _("Field"), "is_on": _("Acts by itself"), "percent": _("From so sure on, in percent")},
    things=_things,
    find=_find,
    describe=choice_described,
    add=_set,
    change=lambda choice, actor, fields: _set(actor, {**choice_described(choice), **fields}),
    shapes={"field": Shape.TEXT, "is_on": Shape.FLAG, "percent": Shape.NUMBER_OR_NONE},
    required=("is_on",),
    words={"field": {field.value: words for field, words in FIELD_WORDS.items()}},
)
