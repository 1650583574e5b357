"""What became of a bulk act, in words: for screens and the API."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from tickets.bulk.acts import can_be_undone, sends_words
from tickets.models import BulkAct, Level, Priority, Status
from tickets.models.bulk import BulkKind, BulkState, Outcome

Text = Callable[[BulkAct, int], str]

MOST_NAMED = 20  # of the tickets that share a reason


@dataclass(frozen=True, slots=True)
class Left:
    """Tickets that were not changed for one reason; `more` are not named."""

    reason: str
    numbers: list[int]
    more: int = 0


@dataclass(slots=True)
class Result:
    act: BulkAct
    total: int
    changed: int
    unchanged: int
    refused: int
    left: list[Left] = field(default_factory=list)

    @property
    def title(self) -> str:
        """What it was to do, whatever came of it."""
        if self.act.kind != BulkKind.INCIDENTS:
            return str(self.act.get_kind_display())
        if problem := self.act.arguments["problem"]:
            return _("Answer the incidents of #%(number)s") % {"number": problem}
        return _("Answer the tickets about %(about)s") % {"about": self.act.arguments["about"]}

    @property
    def taken(self) -> int:
        return self.changed + self.unchanged + self.refused

    @property
    def waiting(self) -> int:
        return self.total - self.taken

    @property
    def is_running(self) -> bool:
        return self.act.is_running

    @property
    def is_cancelled(self) -> bool:
        return self.act.state == BulkState.CANCELLED

    @property
    def can_be_undone(self) -> bool:
        return not self.is_running and self.changed > 0 and can_be_undone(self.act) and not self.is_undone

    @property
    def is_undone(self) -> bool:
        return hasattr(self.act, "undone_by")

    @property
    def text(self) -> str:
        return done_text(self.act, self.changed)

    @property
    def is_good(self) -> bool:
        return not self.refused and not self.is_cancelled


def result_of(act: BulkAct, *, with_reasons: bool = True) -> Result:
    (result,) = results_of([act])
    if with_reasons and (result.refused or act.kind == BulkKind.UNDO):
        result.left = _left_of(act)
    return result


def results_of(acts: Iterable[BulkAct]) -> list[Result]:
    """Counted together, without the reasons."""
    acts = list(acts)
    counted = BulkAct.objects.filter(pk__in=[act.pk for act in acts]).order_by()
    rows = counted.values_list("pk").annotate(
        all=Count("steps"),
        changed=Count("steps", filter=Q(steps__outcome=Outcome.CHANGED)),
        unchanged=Count("steps", filter=Q(steps__outcome=Outcome.UNCHANGED)),
        refused=Count("steps", filter=Q(steps__outcome__in=(Outcome.REFUSED, Outcome.MISSING))),
    )
    counts = {pk: numbers for pk, *numbers in rows}
    return [Result(act, *counts[act.pk]) for act in acts]


def done_text(act: BulkAct, count: int) -> str:
    """ "18 assigned to Bea Novak"; nothing counted is told too."""
    if act.kind == BulkKind.UNDO:
        return ngettext("%(count)s put back", "%(count)s put back", count) % {"count": count}
    return str(_TEXTS[BulkKind(act.kind)](act, count))


def _left_of(act: BulkAct) -> list[Left]:
    grouped: dict[str, list[int]] = {}
    for number, reason in act.steps.exclude(reason="").values_list("number", "reason"):
        grouped.setdefault(reason, []).append(number)
    groups = sorted(grouped.items(), key=lambda group: -len(group[1]))
    return [Left(reason, numbers[:MOST_NAMED], max(len(numbers) - MOST_NAMED, 0)) for reason, numbers in groups]


def _assigned(act: BulkAct, count: int) -> str:
    key = act.arguments["assignee"]
    if key is None:
        return ngettext("%(count)s is nobody's now", "%(count)s are nobody's now", count) % {"count": count}
    if key == act.actor_id:
        return ngettext("%(count)s is yours now", "%(count)s are yours now", count) % {"count": count}
    return _("%(count)s assigned to %(person)s") % {"count": count, "person": act.arguments["name"]}


def _put_into_team(act: BulkAct, count: int) -> str:
    if act.arguments["team"] is None:
        return _("%(count)s taken out of the team's queue") % {"count": count}
    return _("%(count)s moved to %(team)s") % {"count": count, "team": act.arguments["name"]}


def _status(act: BulkAct, count: int) -> str:
    status = Status(act.arguments["status"])
    if status == Status.SOLVED:
        return _("%(count)s solved") % {"count": count}
    if status == Status.CLOSED:
        return _("%(count)s closed for good") % {"count": count}
    return _("%(count)s set to %(status)s") % {"count": count, "status": status.label}


def _priority(act: BulkAct, count: int) -> str:
    label = Priority(act.arguments["priority"]).label
    return _("%(count)s set to priority %(priority)s") % {"count": count, "priority": label}


def _tagged(act: BulkAct, count: int) -> str:
    added, removed = ", ".join(act.arguments["add"]), ", ".join(act.arguments["remove"])
    if added and removed:
        words = {"count": count, "added": added, "removed": removed}
        return _("%(count)s tagged %(added)s, without %(removed)s") % words
    if added:
        return _("%(count)s tagged %(tags)s") % {"count": count, "tags": added}
    return _("%(tags)s taken off %(count)s") % {"count": count, "tags": removed}


def _escalated(act: BulkAct, count: int) -> str:
    level = Level(act.arguments["to_level"]).label
    if not act.arguments["name"]:
        return _("%(count)s escalated to %(level)s") % {"count": count, "level": level}
    return _("%(count)s escalated to %(team)s") % {"count": count, "team": act.arguments["name"]}


def _merged(act: BulkAct, count: int) -> str:
    return _("%(count)s merged into #%(number)s") % {"count": count, "number": act.arguments["into"]}


def _macro(act: BulkAct, count: int) -> str:
    names = {"count": count, "name": act.arguments["name"]}
    if sends_words(act):
        return ngettext(
            "%(count)s reply sent with “%(name)s”", "%(count)s replies sent with “%(name)s”", count
        ) % {**names}  # fmt: skip
    return _("“%(name)s” used on %(count)s") % names


def _incidents(act: BulkAct, count: int) -> str:
    problem, solving = act.arguments["problem"], act.arguments["solve"]
    words = {"count": count, "about": f"#{problem}" if problem else act.arguments["about"]}
    if problem and solving:
        sentence = ngettext(
            "%(count)s incident of %(about)s answered and solved",
            "%(count)s incidents of %(about)s answered and solved",
            count,
        )
    elif problem:
        sentence = ngettext(
            "%(count)s incident of %(about)s answered", "%(count)s incidents of %(about)s answered", count
        )
    elif solving:
        sentence = ngettext(
            "%(count)s ticket about %(about)s answered and solved",
            "%(count)s tickets about %(about)s answered and solved",
            count,
        )
    else:
        sentence = ngettext(
            "%(count)s ticket about %(about)s answered", "%(count)s tickets about %(about)s answered", count
        )
    return sentence % words


def _plainly(sentence: str) -> Text:
    return lambda act, count: _(sentence) % {"count": count}


_TEXTS: dict[BulkKind, Text] = {
    BulkKind.ASSIGN: _assigned,
    BulkKind.TEAM: _put_into_team,
    BulkKind.STATUS: _status,
    BulkKind.PRIORITY: _priority,
    BulkKind.TAG: _tagged,
    BulkKind.SNOOZE: _plainly(gettext_noop("%(count)s snoozed")),
    BulkKind.UNSNOOZE: _plainly(gettext_noop("%(count)s back in the lists")),
    BulkKind.ESCALATE: _escalated,
    BulkKind.MERGE: _merged,
    BulkKind.SPAM: _plainly(gettext_noop("%(count)s marked as spam")),
    BulkKind.NOT_SPAM: _plainly(gettext_noop("%(count)s brought back from spam")),
    BulkKind.DELETE: _plainly(gettext_noop("%(count)s deleted")),
    BulkKind.RESTORE: _plainly(gettext_noop("%(count)s restored")),
    BulkKind.MACRO: _macro,
    BulkKind.FOLLOW: _plainly(gettext_noop("You follow %(count)s")),
    BulkKind.READ: _plainly(gettext_noop("%(count)s marked as read")),
    BulkKind.INCIDENTS: _incidents,
}
