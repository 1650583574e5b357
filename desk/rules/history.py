"""Who changed a rule, when, from what to what: its versions, each beside the one before, in words."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from routing.models import Rule, RuleState, RuleVersion
from routing.queries import words_of

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
    lines = [_lines(version, words) for version, words in zip(versions, words_of(versions), strict=True)]
    told = []
    for version, new, old in zip(versions, lines, [*lines[1:], None], strict=True):
        differences = [(label, old[label], new[label]) for label in new if old[label] != new[label]] if old else []
        told.append(ToldVersion(version, differences, version.number == 1, version.number == rule.version))
    return told[:MOST_SHOWN]


def _lines(version: RuleVersion, words: dict[str, Any]) -> dict[str, str]:
    return {
        _("Name"): version.name,
        _("Description"): version.description,
        _("State"): str(RuleState(version.state).label),
        _("When"): words.get("when", ""),
        _("If"): words.get("if", ""),
        _("Then"): "; ".join(words.get("then", [])),
    }
