"""Who changed a rule, when, from what to what: its versions, each beside the one before, in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from routing.api.shapes import words_of
from routing.models import Rule, RuleState, RuleVersion

MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class ToldVersion:
    """`differences`: what it is called, before, after; of the first version there are none."""

    version: RuleVersion
    differences: list[tuple[str, str, str]]
    is_first: bool
    is_present: bool


def history_of(rule: Rule) -> list[ToldVersion]:
    versions = list(rule.versions.select_related("by")[: MOST_SHOWN + 1])
    told = []
    for version, before in zip(versions, [*versions[1:], None], strict=True):
        differences = _differences(before, version) if before else []
        told.append(ToldVersion(version, differences, version.number == 1, version.number == rule.version))
    return told[:MOST_SHOWN]


def _differences(before: RuleVersion, after: RuleVersion) -> list[tuple[str, str, str]]:
    old, new = _lines(before), _lines(after)
    return [(label, old[label], new[label]) for label in new if old[label] != new[label]]


def _lines(version: RuleVersion) -> dict[str, str]:
    words = words_of(version)
    return {
        _("Name"): version.name,
        _("Description"): version.description,
        _("State"): str(RuleState(version.state).label),
        _("When"): words.get("when", ""),
        _("If"): words.get("if", ""),
        _("Then"): "; ".join(words.get("then", [])),
    }
