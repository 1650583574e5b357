"""For which tickets a policy is: its tree of conditions in the builder that rules have, each condition with alternatives."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.languages import languages_of_customers
from accounts.models import Team
from accounts.models.organization import Tier
from desk.rules.builder import MOST_OFFERED, Drawn, Option
from desk.rules.trees import change_tree, read_tree
from helpdesk.tagging import tag_name
from routing.fields import Asked, Part, Type
from sla.conditions import DEEPEST
from tickets.models import Channel, Level, Priority, TicketForm

Tree = dict[str, Any]

_LEVELS = tuple((str(level.value), level.label) for level in Level if level > Level.SELF_SERVICE)
_PRIORITIES = tuple((str(priority.value), priority.label) for priority in Priority)
FIELDS = {
    asked.key: asked
    for asked in (
        Asked("tier", gettext_lazy("Tier of the organization"), Part.TICKET, Type.CHOICE, tuple(Tier.choices)),
        Asked("channel", gettext_lazy("Channel"), Part.TICKET, Type.CHOICE, tuple(Channel.choices)),
        Asked("priority", gettext_lazy("Priority"), Part.TICKET, Type.CHOICE, _PRIORITIES),
        Asked("level", gettext_lazy("Level"), Part.TICKET, Type.CHOICE, _LEVELS),
        Asked("team", gettext_lazy("Team"), Part.TICKET, Type.REFERENCE, of="team"),
        Asked("form", gettext_lazy("Form"), Part.TICKET, Type.REFERENCE, of="form"),
        Asked("tag", gettext_lazy("Tags"), Part.TICKET, Type.TAGS),
        Asked("language", gettext_lazy("Language"), Part.TICKET, Type.CHOICE, languages_of_customers()),
    )
}
_NUMBERS = ("priority", "level", "team", "form")


class PolicyConditions:
    """What the builder's templates draw. `is_checked`: it was sent, so that what is missing is said at its place."""

    form = "#setting"
    without_conditions = gettext_lazy("No conditions: every ticket that no policy above is for.")

    def __init__(self, tree: Tree, *, is_checked: bool = False) -> None:
        self.tree = _with_a_group(tree)
        self.is_checked = is_checked

    @classmethod
    def read(cls, post: QueryDict, *, is_checked: bool = False) -> "PolicyConditions":
        return cls(read_tree(post, _condition), is_checked=is_checked)

    def change(self, act: str) -> None:
        change_tree(self.tree, act, _blank)

    @property
    def address(self) -> str:
        return reverse("sla:conditions")

    @property
    def stored(self) -> Tree:
        """As policies hold it: empty for every ticket."""
        return self.tree if next(iter(self.tree.values())) else {}

    @property
    def is_complete(self) -> bool:
        return not any(node.problems for node in _walk(self.root))

    @property
    def field_groups(self) -> list[tuple[Any, list[Asked]]]:
        return [(gettext_lazy("Ticket and customer"), list(FIELDS.values()))]

    @cached_property
    def root(self) -> Drawn:
        self._number = 0
        return self._node(self.tree, None, 1)

    def _node(self, data: Tree, parent: int | None, depth: int) -> Drawn:
        drawn = Drawn(self._number, parent, "")
        self._number += 1
        if "field" in data:
            self._fill(drawn, data)
            return drawn
        drawn.kind = next(iter(data))
        drawn.parts = [self._node(part, drawn.number, depth + 1) for part in data[drawn.kind]]
        if self.is_checked and parent is not None and not drawn.parts:
            drawn.problems.append(_("Put a condition into this group, or remove it."))
        if self.is_checked and depth > DEEPEST:
            drawn.problems.append(
                _("Groups can stand %(most)s deep. Put this into the group around it.") % {"most": DEEPEST}
            )
        return drawn

    def _fill(self, drawn: Drawn, data: Tree) -> None:
        asked = drawn.asked = FIELDS.get(data["field"])
        if asked is None:
            if self.is_checked:
                drawn.problems.append(_("Choose what is asked about, or remove this condition."))
            return
        drawn.values = [str(value) for value in data.get("is", ())]
        drawn.widget = "tags" if asked.type == Type.TAGS else "several"
        drawn.options = self._offered(asked)
        if self.is_checked and not drawn.values:
            drawn.problems.append(_("Choose at least one value."))

    def _offered(self, asked: Asked) -> list[Option]:
        if asked.of == "team":
            return self._teams
        if asked.of == "form":
            return self._forms
        return [(value, str(label)) for value, label in asked.choices]

    @cached_property
    def _teams(self) -> list[Option]:
        return [(str(team.pk), team.name) for team in Team.objects.filter(archived_at=None)[:MOST_OFFERED]]

    @cached_property
    def _forms(self) -> list[Option]:
        return [(str(form.pk), form.name) for form in TicketForm.objects.order_by("name")[:MOST_OFFERED]]


def _condition(post: QueryDict, given: str) -> Tree:
    asked = FIELDS.get(post.get(f"{given}field", ""))
    if asked is None:
        return _blank()
    values: list[Any] = [text.strip() for text in post.getlist(f"{given}value")]
    if asked.type == Type.TAGS:
        values = [tag_name(part) for text in values for part in text.split(",")]
    if asked.key in _NUMBERS:
        values = [int(text) for text in values if text.isdecimal() and len(text) < 19]
    return {"field": asked.key, "is": list(dict.fromkeys(value for value in values if value != ""))}


def _blank() -> Tree:
    return {"field": "", "is": []}


def _with_a_group(tree: Tree) -> Tree:
    """The builder begins with a group, whatever is stored."""
    if not tree:
        return {"all": []}
    return {"all": [tree]} if "field" in tree else tree


def _walk(node: Drawn) -> Iterator[Drawn]:
    yield node
    for part in node.parts:
        yield from _walk(part)
