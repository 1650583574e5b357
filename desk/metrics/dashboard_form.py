"""The form of a dashboard: its name, who sees it, and which figures and charts stand on it in which order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from metrics.layouts import CHARTS, ITEMS
from metrics.models.dashboard import LONGEST_NAME
from tickets.models.saved_view import Visibility


class DashboardForm(forms.Form):
    """Shape only; whether the dashboard can be, metrics.actions.dashboards decides."""

    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
    visibility = forms.ChoiceField(label=_("Who sees it"), choices=Visibility.choices)
    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.none(), required=False, empty_label=_("Choose a team")
    )
    filters = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, teams: list[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.filter(pk__in=[team.pk for team in teams])  # type: ignore[attr-defined]
        self.fields["team"].is_one_of = True  # type: ignore[attr-defined]  # shown only where it is needed


@dataclass(frozen=True, slots=True)
class Item:
    """One that can stand on a dashboard; `is_first` and `is_last` of the chosen ones."""

    key: str
    name: str
    is_chart: bool
    is_chosen: bool
    is_first: bool = False
    is_last: bool = False


def items_for(chosen: Iterable[str]) -> list[Item]:
    """The chosen ones in their order, then all others."""
    keys = [key for key in dict.fromkeys(chosen) if key in ITEMS]
    found = [_item(key, True, key == keys[0], key == keys[-1]) for key in keys]
    return found + [_item(key, False) for key in ITEMS if key not in keys]


def moved(chosen: Sequence[str], move: str) -> list[str]:
    """`move` is "up:key" or "down:key"; anything else moves nothing."""
    keys, (way, _colon, key) = list(dict.fromkeys(chosen)), move.partition(":")
    if key not in keys or way not in ("up", "down"):
        return keys
    place = keys.index(key)
    keys.insert(max(place + (1 if way == "down" else -1), 0), keys.pop(place))
    return keys


def _item(key: str, is_chosen: bool, is_first: bool = False, is_last: bool = False) -> Item:
    return Item(key, str(ITEMS[key]), key in CHARTS, is_chosen, is_first, is_last)
