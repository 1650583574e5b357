"""The help widget, for the history of settings and the file of the whole configuration."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actors import Actor
from accounts.directory import Refusal
from accounts.setting_changes import Description
from accounts.setting_kinds import Kind, Shape
from chat.actions import WIDGET as WIDGET_CODE
from chat.actions import set_widget, widget_described
from chat.models import Side, Widget


def _set(actor: Actor, fields: Description) -> Widget:
    if "secret_renewed_at" in fields:
        raise Refusal(_("A secret is not taken back. Make another one."))
    wanted: dict[str, Any] = {
        name: value for name, value in fields.items() if name in ("sites", "colour", "side", "greeting", "greetings")
    }
    return set_widget(actor=actor, **{name: value for name, value in wanted.items() if value is not None})


WIDGET = Kind(
    code=WIDGET_CODE,
    name=gettext_lazy("Help widget"),
    section="widget",
    identity="name",
    labels={
        "name": gettext_lazy("Name"),
        "sites": gettext_lazy("Allowed websites"),
        "colour": gettext_lazy("Colour"),
        "side": gettext_lazy("Position"),
        "greeting": gettext_lazy("Greeting"),
        "greetings": gettext_lazy("Greeting in other languages"),
        "secret_renewed_at": gettext_lazy("Secret renewed"),
    },
    things=lambda: Widget.objects.all(),
    find=lambda key: Widget.objects.filter(pk=key).first() if key.isdecimal() else None,
    describe=widget_described,
    add=_set,
    change=lambda _widget, actor, fields: _set(actor, fields),
    shapes={
        "name": Shape.TEXT,
        "sites": Shape.TEXTS,
        "colour": Shape.TEXT,
        "side": Shape.TEXT,
        "greeting": Shape.TEXT,
        "greetings": Shape.NAMED,
    },
    words={"side": dict(Side.choices)},
)
