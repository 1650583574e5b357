"""The language model, for the history of settings and the file of the whole configuration."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actors import Actor
from accounts.directory import Refusal
from accounts.setting_changes import Description
from accounts.setting_kinds import Kind, Shape
from knowledgebase.actions.language_model import LANGUAGE_MODEL as CODE
from knowledgebase.actions.language_model import language_model_described, set_language_model
from knowledgebase.models import LanguageModel


def _set(actor: Actor, fields: Description) -> LanguageModel:
    if "key_changed_at" in fields:
        raise Refusal(_("A key is not taken back. Enter it again."))
    wanted: dict[str, Any] = {
        name: value
        for name, value in fields.items()
        if name in ("is_on", "for_visitors", "address", "model", "seconds")
    }
    return set_language_model(actor=actor, **{name: value for name, value in wanted.items() if value is not None})


LANGUAGE_MODEL = Kind(
    code=CODE,
    name=gettext_lazy("Language model"),
    section="language_model",
    identity="name",
    labels={
        "name": gettext_lazy("Name"),
        "is_on": gettext_lazy("Agents can have answers drafted"),
        "for_visitors": gettext_lazy("Visitors are shown a drafted answer"),
        "address": gettext_lazy("Address"),
        "model": gettext_lazy("Model"),
        "seconds": gettext_lazy("Seconds to wait for an answer"),
        "key_changed_at": gettext_lazy("Key changed"),
    },
    things=lambda: LanguageModel.objects.all(),
    find=lambda key: LanguageModel.objects.filter(pk=key).first() if key.isdecimal() else None,
    describe=language_model_described,
    add=_set,
    change=lambda _model, actor, fields: _set(actor, fields),
    shapes={
        "name": Shape.TEXT,
        "is_on": Shape.FLAG,
        "for_visitors": Shape.FLAG,
        "address": Shape.TEXT,
        "model": Shape.TEXT,
        "seconds": Shape.NUMBER_OR_NONE,
    },
)
