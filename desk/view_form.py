"""The form of a saved view."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from desk.columns import columns_offered
from search.query import LONGEST_QUERY
from tickets.models import SavedView
from tickets.models.saved_view import ListColumn, ListSort, Visibility


class SavedViewForm(forms.Form):
    """Shape only; whether the view can be, search.saved_views decides."""

    name = forms.CharField(label=_("Name"), max_length=80)
    filter = forms.CharField(
        label=_("Shows"),
        max_length=LONGEST_QUERY,
        help_text=_(
            "As in the search field: status:open tag:billing assignee:me level:2 -priority:low created>30d. "
            "Unfinished tickets, unless it asks for solved ones with a period: status:solved solved>30d."
        ),
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocapitalize": "none"}),
    )
    sort = forms.ChoiceField(label=_("Sorted by"), choices=ListSort.choices)
    visibility = forms.ChoiceField(label=_("Who sees it"), choices=Visibility.choices)
    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.none(), required=False, empty_label=_("Choose a team")
    )
    columns = forms.MultipleChoiceField(
        label=_("Columns"),
        choices=ListColumn.choices,
        required=False,
        help_text=_("None chosen: everybody sees the columns of their own lists."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, teams: list[Team], may_share: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.filter(pk__in=[team.pk for team in teams])  # type: ignore[attr-defined]
        self.fields["team"].is_one_of = True  # type: ignore[attr-defined]  # shown only where it is needed
        choices = [(value, label) for value, label in Visibility.choices if may_share or value != Visibility.ALL]
        self.fields["columns"].choices = [(column.value, column.label) for column in columns_offered()]  # type: ignore[attr-defined]
        self.fields["visibility"].choices = choices  # type: ignore[attr-defined]


def initial_of(view: SavedView) -> dict[str, Any]:
    return {name: getattr(view, name) for name in ("name", "filter", "sort", "visibility", "team", "columns")}
