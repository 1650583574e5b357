"""The history of settings: each change as sentences, and taking one back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.directory import Refusal
from accounts.models import SettingChange, User
from accounts.models.setting import SettingAct
from accounts.setting_changes import undoing
from accounts.setting_kinds import Kind
from accounts.tokens import API_TOKEN
from desk.settings.differences import difference
from desk.settings.kinds import BY_CODE
from desk.settings.told import TOLD
from helpdesk.kept_words import said_again

# Things that nobody gave a name: it was saved in English (helpdesk/kept_words.py).
_NAMED_BY_US = frozenset(
    {
        "general",
        "widget",
        "level_guide",
        "survey_plan",
        "smart_routing",
        "language_model",
        "mail_text",
        "rule_order",
        "policy_order",
    }
)


@dataclass(frozen=True, slots=True)
class Told:
    """A change as it is read: what was done, and each difference as (what, before, after)."""

    row: SettingChange
    act: str
    differences: list[tuple[str, str, str]]
    can_be_undone: bool


def changes_of(kind: str = "", key: object = None) -> QuerySet[SettingChange]:
    """The newest first, with who did it."""
    found = SettingChange.objects.select_related("actor").prefetch_related("undone_by").order_by("-pk")
    if kind:
        found = found.filter(kind=kind)
    return found if key is None else found.filter(key=str(key))


def told(changes: Iterable[SettingChange]) -> list[Told]:
    return [_told(change) for change in changes]


def name_of(change: SettingChange) -> str:
    """Of the thing; names that are ours, in the language of whoever reads them."""
    if change.kind not in _NAMED_BY_US:
        return change.name
    name, _blank, language = change.name.partition(" (")
    return f"{said_again(name)} ({said_again(language.removesuffix(')'))})" if language else said_again(name)


def latest_key(kind: str, key: object) -> int:
    """Of the newest change of this thing; 0 for none: what a form remembers, to know whether somebody was quicker."""
    newest = SettingChange.objects.filter(kind=kind, key=str(key)).order_by("-pk").values_list("pk", flat=True)
    return newest.first() or 0


@transaction.atomic
def undo(change: SettingChange, *, actor: User) -> Any:
    """Put the changed fields back to what they were; whatever else was changed since stays. Raises Refusal."""
    kind = BY_CODE.get(change.kind)
    if kind is None:
        raise Refusal(_("This cannot be taken back here."))
    if change.undone_by.exists():
        raise Refusal(_("This was taken back already."))
    thing = kind.find(change.key)
    if thing is None:
        raise Refusal(_("“%(name)s” is no longer there.") % {"name": name_of(change)})
    if change.act == SettingAct.MERGED:
        raise Refusal(_("What was merged cannot be taken apart again."))
    with undoing(change):
        if change.act == SettingAct.CHANGED:
            return kind.change(thing, actor, change.before())
        if kind.put_away is None:
            raise Refusal(_("This cannot be taken back. Change it by hand."))
        return kind.put_away(thing, actor, change.act in (SettingAct.ADDED, SettingAct.RESTORED))


def differences_of(kind: Kind | None, changes: Mapping[str, Sequence[Any]]) -> list[tuple[str, str, str]]:
    """Each as (what, before, after) in words, in the order of the kind's fields: the database keeps none."""
    found = []
    places = list(kind.labels) if kind else []
    ordered = sorted(changes, key=lambda name: places.index(name) if name in places else len(places))
    for name, (before, after) in ((name, changes[name]) for name in ordered):
        if kind is not None and (kind.code, name) in TOLD:
            found += TOLD[kind.code, name](before, after)
            continue
        label = str(kind.labels.get(name, name)) if kind else name
        words = kind.words.get(name, {}) if kind else {}
        found.append((label, *difference(before, after, words)))
    return found


def _told(change: SettingChange) -> Told:
    kind = BY_CODE.get(change.kind)
    shown = change.changes if change.act in (SettingAct.CHANGED, SettingAct.MERGED) else {}
    differences = differences_of(kind, shown)
    is_undone = bool(change.undone_by.all())
    return Told(change, _sentence(change, kind), differences, can_be_undone=_can_be_undone(change, kind, is_undone))


def _sentence(change: SettingChange, kind: Kind | None) -> str:
    what = str(kind.name) if kind else change.kind
    if change.undoes_id is not None:
        return _("%(kind)s “%(name)s”: an earlier change taken back") % {"kind": what, "name": name_of(change)}
    if change.kind == API_TOKEN:
        return _("API token “%(name)s” revoked") % {"name": name_of(change)}
    sentences = {
        SettingAct.ADDED: _("%(kind)s “%(name)s” added"),
        SettingAct.CHANGED: _("%(kind)s “%(name)s” changed"),
        SettingAct.ARCHIVED: _("%(kind)s “%(name)s” archived"),
        SettingAct.RESTORED: _("%(kind)s “%(name)s” brought back"),
        SettingAct.MERGED: _("%(kind)s “%(name)s” merged into another"),
    }
    return sentences[SettingAct(change.act)] % {"kind": what, "name": name_of(change)}


def _can_be_undone(change: SettingChange, kind: Kind | None, is_undone: bool) -> bool:
    if kind is None or is_undone or change.act == SettingAct.MERGED:
        return False
    return change.act == SettingAct.CHANGED or kind.put_away is not None
