"""Style guides, for the history of settings and the file of the whole configuration."""

from typing import Any

from django.utils.translation import gettext_lazy

from accounts.actions.brands import brand_named
from accounts.actors import Actor
from accounts.models import User
from accounts.setting_changes import Description
from accounts.setting_kinds import Kind, Shape, first_admin, row_of
from tickets.actions.style_guides import STYLE, add_style_guide, change_style_guide, style_described
from tickets.models import StyleGuide


def _person(actor: Actor) -> User:
    return actor if isinstance(actor, User) else first_admin()


def _fields(fields: Description) -> dict[str, Any]:
    return {**fields, "brand": brand_named(fields["brand"])} if "brand" in fields else dict(fields)


def _add(actor: Actor, fields: Description) -> StyleGuide:
    return add_style_guide(actor=_person(actor), **_fields(fields))


def _change(guide: StyleGuide, actor: Actor, fields: Description) -> StyleGuide:
    return change_style_guide(guide, actor=_person(actor), **_fields(fields))


STYLES = Kind(
    code=STYLE,
    name=gettext_lazy("Style guide"),
    section="style_guides",
    identity="name",
    labels={
        "name": gettext_lazy("Name"),
        "brand": gettext_lazy("Brand"),
        "mailbox": gettext_lazy("Mailbox"),
        "channel": gettext_lazy("Channel"),
        "tag": gettext_lazy("Topic"),
        "tone": gettext_lazy("Tone"),
        "greetings": gettext_lazy("Greetings"),
        "emoji_allowed": gettext_lazy("Emoji"),
        "most_words": gettext_lazy("Longest answer, in words"),
        "avoid": gettext_lazy("Words to avoid"),
        "good_example": gettext_lazy("Good example"),
        "bad_example": gettext_lazy("Bad example"),
        "is_active": gettext_lazy("Holds"),
    },
    things=lambda: StyleGuide.objects.filter(is_active=True).order_by("name"),
    find=row_of(StyleGuide),
    describe=style_described,
    add=_add,
    change=_change,
    put_away=lambda guide, actor, away: change_style_guide(guide, actor=_person(actor), is_active=not away),
    archived=lambda: StyleGuide.objects.filter(is_active=False),
    shapes={
        "name": Shape.TEXT,
        "brand": Shape.TEXT_OR_NONE,
        "mailbox": Shape.TEXT,
        "channel": Shape.TEXT,
        "tag": Shape.TEXT,
        "tone": Shape.TEXT,
        "greetings": Shape.TEXTS,
        "emoji_allowed": Shape.FLAG,
        "most_words": Shape.NUMBER_OR_NONE,
        "avoid": Shape.TEXTS,
        "good_example": Shape.TEXT,
        "bad_example": Shape.TEXT,
        "is_active": Shape.FLAG,
    },
)
