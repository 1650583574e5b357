"""The whole configuration as one file: written, read with every mistake named in its place, compared, and taken over.

What is already so is left alone; what the file does not name stays, unless its removal is asked for. Comparing is taking over and
going back: so the preview says exactly what would happen, with every refusal.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml
from django.core.exceptions import PermissionDenied
from django.db import DataError, transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.directory import AlreadyThere
from accounts.setting_changes import Description, changes_between, require_setting
from accounts.setting_kinds import Kind, Shape
from desk.settings.deadlines import PROMISING, preview_of_now
from desk.settings.history import differences_of
from desk.settings.http import REFUSED
from desk.settings.kinds import KINDS
from desk.settings.plain_yaml import PlainLoader
from sla.recomputing import Preview

VERSION = 1
MARK = "helpdesk"
# Beside the new name of a thing its old one: without it, another name is another thing.
RENAMED = "renamed_from"
# A file that was cut off is YAML all the same: this says how to know one.
_ENDS_SO = "# The last line is three dots. Where they are missing, the file was cut off."
_END = "..."
LONGEST = 5_000_000
MOST_PROBLEMS = 20


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is added, changed or removed; what differs as (what, before, after)."""

    act: str
    kind: Kind
    name: str
    differences: list[tuple[str, str, str]]


@dataclass(slots=True)
class Comparison:
    """`problems` are sentences that begin with their place; while there are any, nothing is taken over."""

    steps: list[Step] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    # What comparing found of open tickets; None: no promise changes.
    deadlines: Preview | None = None

    def count(self, act: str) -> int:
        return sum(step.act == act for step in self.steps)

    @property
    def may_mean_renaming(self) -> bool:
        """Whether of one kind something comes and something goes: renamed things look so."""
        came, went = ({step.kind.code for step in self.steps if step.act == act} for act in ("added", "removed"))
        return bool(came & went)

    @property
    def summary(self) -> str:
        return _("%(added)s added, %(changed)s changed, %(removed)s removed") % {
            act: self.count(act) for act in ("added", "changed", "removed")
        }


def export() -> str:
    """Everything in use, in the order in which it can be taken over; the same file for the same configuration."""
    written = {kind.section: [dict(kind.describe(thing)) for thing in kind.things()] for kind in KINDS}
    sections = yaml.safe_dump(written, sort_keys=False, allow_unicode=True, width=120)
    return f"{MARK}: {VERSION}\n{_ENDS_SO}\n{sections}{_END}\n"


def compare(text: str, *, actor: Actor, remove: bool = False) -> Comparison:
    """What taking it over would do. Nothing is changed. Raises PermissionDenied."""
    return _taken(text, actor, remove, keep=False)


def take_over(text: str, *, actor: Actor, remove: bool = False) -> Comparison:
    """All of it, or with a problem nothing. Raises PermissionDenied."""
    return _taken(text, actor, remove, keep=True)


def _taken(text: str, actor: Actor, remove: bool, *, keep: bool) -> Comparison:
    require_setting(actor)
    found = Comparison()
    sections, lines = _read(text, found.problems)
    with transaction.atomic():
        for kind, things in _in_order(sections):
            _take_section(kind, things, _Places(lines, kind.section), actor, found)
        if remove:
            for kind, things in reversed(list(_in_order(sections))):
                _remove_others(kind, things, actor, found)
        found.problems[MOST_PROBLEMS:] = []
        if not keep and not found.problems and any(step.kind.code in PROMISING for step in found.steps):
            found.deadlines = preview_of_now()
        if found.problems or not keep:
            transaction.set_rollback(True)
    return found


def _in_order(sections: Mapping[str, Any]) -> Iterator[tuple[Kind, list[Description]]]:
    for kind in KINDS:
        if kind.section in sections:
            yield kind, sections[kind.section]


@dataclass(frozen=True, slots=True)
class _Places:
    lines: Mapping[tuple[Any, ...], int]
    section: str

    def of(self, number: int, name: str = "") -> str:
        """“teams, item 2 (line 14)”."""
        line = self.lines.get((self.section, number, name)) or self.lines.get((self.section, number), 0)
        return _("%(section)s, item %(number)s (line %(line)s)") % {
            "section": self.section, "number": number + 1, "line": line
        }  # fmt: skip


def _take_section(kind: Kind, things: list[Description], places: _Places, actor: Actor, found: Comparison) -> None:
    present = _by_identity(kind)
    for number, given in enumerate(things):
        wanted, former = _without_former(given)
        if former and not present[_identity(kind, wanted)]:
            present[_identity(kind, wanted)] = present.pop(kind.spelled(former).strip().casefold(), [])
        mistake = _mistake(kind, wanted, present)
        if mistake:
            found.problems.append(f"{places.of(number, mistake[0])}: {mistake[1]}")
            continue
        known = present[_identity(kind, wanted)]
        thing = known.pop(0) if known else None
        try:
            with transaction.atomic():
                step = _take_one(kind, thing, wanted, actor)
        except (*REFUSED, AlreadyThere) as refusal:
            sentence = _("there is one of this name already.") if isinstance(refusal, AlreadyThere) else str(refusal)
            found.problems.append(f"{places.of(number)}: {sentence or _('you are not allowed to do this.')}")
        except DataError:
            found.problems.append(f"{places.of(number)}: {_('something in it is longer or larger than can be kept.')}")
        else:
            found.steps += [step] if step else []
    _put_in_order(kind, things, actor, found)


def _without_former(given: Any) -> tuple[Any, str]:
    """The item as its kind knows it, and the name that the thing had so far; of what is no text it is said that it is unknown."""
    former = given.get(RENAMED) if isinstance(given, dict) else None
    if not isinstance(former, str):
        return given, ""
    return {name: value for name, value in given.items() if name != RENAMED}, former


def _take_one(kind: Kind, thing: Any, wanted: Description, actor: Actor) -> Step | None:
    name = str(wanted[kind.identity])
    if thing is None:
        archived = _put_away_before(kind, wanted)
        if archived is not None and kind.put_away is not None:
            kind.put_away(archived, actor, False)
            _change(kind, kind.find(str(archived.pk)), wanted, actor)
        else:
            kind.add(actor, wanted)
        return Step("added", kind, name, [])
    made = _change(kind, thing, wanted, actor)
    return Step("changed", kind, name, differences_of(kind, made)) if made else None


def _put_away_before(kind: Kind, wanted: Description) -> Any | None:
    """The archived thing that still has this name: nothing else could get it."""
    name = _identity(kind, wanted)
    return next((thing for thing in kind.archived() if _identity(kind, kind.describe(thing)) == name), None)


def _change(kind: Kind, thing: Any, wanted: Description, actor: Actor) -> dict[str, list[Any]]:
    """Where it is not as wanted; what that made different."""
    before = kind.describe(thing)
    changes = changes_between({field: before.get(field) for field in wanted}, wanted)
    if not changes:
        return {}
    kind.change(thing, actor, {field: after for field, (_before, after) in changes.items()})
    return changes_between(before, kind.describe(kind.find(str(thing.pk))))


def _put_in_order(kind: Kind, things: list[Description], actor: Actor, found: Comparison) -> None:
    """Those that the file names, on the places that they have among all."""
    if kind.put_in_order is None:
        return
    present = [(kind.describe(thing), thing) for thing in kind.things()]
    wanted = [_identity(kind, one) for one in things if isinstance(one, dict)]
    named = [one for one in present if _identity(kind, one[0]) in wanted]
    sorted_ = iter(sorted(named, key=lambda one: wanted.index(_identity(kind, one[0]))))
    order = [next(sorted_) if one in named else one for one in present]
    if order == present:
        return
    kind.put_in_order(actor, [thing for _described, thing in order])
    before, after = (
        ", ".join(str(described[kind.identity]) for described, _thing in those) for those in (present, order)
    )
    found.steps.append(Step("changed", kind, _("their order"), [(_("Order"), before, after)]))


def _remove_others(kind: Kind, things: list[Description], actor: Actor, found: Comparison) -> None:
    """What is in use and in none of the file's items."""
    present = _by_identity(kind)
    for wanted in things:
        if isinstance(wanted, dict) and present[_identity(kind, wanted)]:
            present[_identity(kind, wanted)].pop(0)
    for thing in (thing for left in present.values() for thing in left):
        name = str(kind.describe(thing)[kind.identity])
        try:
            if kind.put_away is None:
                raise PermissionDenied(_("it cannot be removed by a file; it stays."))
            with transaction.atomic():
                kind.put_away(thing, actor, True)
        except REFUSED as refusal:
            found.problems.append(f"{kind.section}, {name}: {refusal}")
        else:
            found.steps.append(Step("removed", kind, name, []))


def _by_identity(kind: Kind) -> "defaultdict[str, list[Any]]":
    """In their order: the second macro of a name is the second one of that name in the file."""
    found = defaultdict(list)
    for thing in kind.things():
        found[_identity(kind, kind.describe(thing))].append(thing)
    return found


def _identity(kind: Kind, described: Description) -> str:
    return kind.spelled(str(described.get(kind.identity, ""))).strip().casefold()


def _mistake(kind: Kind, wanted: Any, present: "defaultdict[str, list[Any]]") -> tuple[str, str] | None:
    """(field, sentence) of the first thing that is wrong with an item's form."""
    if not isinstance(wanted, dict):
        return "", _("write its fields, such as %(field)s: …") % {"field": kind.identity}
    for name, value in wanted.items():
        if name not in kind.shapes:
            known = ", ".join(kind.shapes)
            return str(name), _("“%(field)s” is not known here. Fields are: %(known)s.") % {
                "field": name, "known": known
            }  # fmt: skip
        if not _has_shape(value, kind.shapes[name]):
            return name, _SHAPES[kind.shapes[name]]() % {"field": name}
    needed = [kind.identity, *(() if present[_identity(kind, wanted)] else kind.required)]
    if missing := next((name for name in needed if wanted.get(name) in (None, "")), None):
        return "", _("“%(field)s” is missing.") % {"field": missing}
    return None


_SHAPES = {
    Shape.TEXT: lambda: _("“%(field)s” is a text."),
    Shape.TEXT_OR_NONE: lambda: _("“%(field)s” is a text, or null for none."),
    Shape.FLAG: lambda: _("“%(field)s” is true or false."),
    Shape.NUMBER_OR_NONE: lambda: _("“%(field)s” is a whole number, or null for none."),
    Shape.TEXTS: lambda: _("“%(field)s” is a list of texts."),
    Shape.LIST: lambda: _("“%(field)s” is a list."),
    Shape.NAMED: lambda: _("“%(field)s” is a group of named values."),
    Shape.NUMBERS: lambda: _("“%(field)s” is a list of whole numbers."),
}
_MOST_CHARACTERS = 200_000


def _has_shape(value: Any, shape: Shape) -> bool:
    if shape == Shape.NAMED:
        return isinstance(value, dict)
    if shape == Shape.LIST:
        return isinstance(value, list)
    if shape in (Shape.TEXTS, Shape.NUMBERS):
        inner = Shape.TEXT if shape == Shape.TEXTS else Shape.NUMBER_OR_NONE
        return isinstance(value, list) and all(one is not None and _has_shape(one, inner) for one in value)
    if value is None:
        return shape in (Shape.TEXT_OR_NONE, Shape.NUMBER_OR_NONE)
    if shape == Shape.FLAG:
        return isinstance(value, bool)
    if shape == Shape.NUMBER_OR_NONE:
        return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**31
    return isinstance(value, str) and len(value) <= _MOST_CHARACTERS and "\0" not in value


def _read(text: str, problems: list[str]) -> tuple[dict[str, list[Any]], dict[tuple[Any, ...], int]]:
    """The sections, and the line of each thing by its path; problems are added to the list."""
    if len(text) > LONGEST:
        problems.append(_("The file is larger than 5 MB."))
        return {}, {}
    if _ENDS_SO in text and text.rstrip().splitlines()[-1] != _END:
        problems.append(
            _("line %(line)s: the file was cut off: its last line, “%(end)s”, is missing. Export it again.")
            % {"line": len(text.splitlines()), "end": _END}
        )
        return {}, {}
    try:
        # An alias could make a file of a few lines larger than any memory.
        if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(text, Loader=PlainLoader)):
            problems.append(_("The file uses aliases (*name). Write each thing out."))
            return {}, {}
        loader = PlainLoader(text)
        node = loader.get_single_node()
        data = loader.construct_document(node) if node else None
    except (yaml.YAMLError, ValueError, RecursionError) as wrong:
        problems.append(_not_yaml(wrong, text))
        return {}, {}
    if isinstance(data, dict) and isinstance(data.get(MARK), int) and data[MARK] > VERSION:
        problems.append(_("line 1: the file is of version %(given)s; this desk reads version %(version)s.") % {
            "given": data[MARK], "version": VERSION
        })  # fmt: skip
        return {}, {}
    if not isinstance(data, dict) or data.get(MARK) != VERSION:
        problems.append(_("line 1: the file has to begin with “%(mark)s: %(version)s”.") % {
            "mark": MARK, "version": VERSION
        })  # fmt: skip
        return {}, {}
    lines = dict(_lines_of(node, ()))
    return _sections(data, lines, problems), lines


def _sections(data: dict[Any, Any], lines: dict[tuple[Any, ...], int], problems: list[str]) -> dict[str, list[Any]]:
    known = {kind.section for kind in KINDS}
    found = {}
    for name, things in data.items():
        line = lines.get((str(name),), 1)
        if name in known and isinstance(things, list):
            found[name] = things
        elif name in known and things is not None:
            problems.append(_("line %(line)s: “%(name)s” is a list; begin each item with a hyphen.") % {
                "line": line, "name": name
            })  # fmt: skip
        elif name != MARK and name not in known:
            problems.append(_("line %(line)s: “%(name)s” is not known. Sections are: %(known)s.") % {
                "line": line, "name": name, "known": ", ".join(kind.section for kind in KINDS)
            })  # fmt: skip
    return found


def _lines_of(node: Any, path: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], int]]:
    """Down to the fields of each thing."""
    yield path, node.start_mark.line + 1
    if len(path) >= 3:
        return
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _lines_of(value, (*path, key.value))
            yield (*path, key.value), key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield from _lines_of(value, (*path, number))


def _not_yaml(wrong: Exception, text: str) -> str:
    if isinstance(wrong, yaml.reader.ReaderError):  # a character that no text has
        line = text.count("\n", 0, wrong.position) + 1
        return _("line %(line)s: there is a character that no text has (%(code)s). Was the file damaged?") % {
            "line": line, "code": f"U+{ord(text[wrong.position]):04X}"
        }  # fmt: skip
    mark = getattr(wrong, "problem_mark", None)
    reason = getattr(wrong, "problem", None) or _("it cannot be read")
    return _("line %(line)s: this is no YAML: %(reason)s.") % {
        "line": mark.line + 1 if mark else 1, "reason": reason
    }  # fmt: skip
