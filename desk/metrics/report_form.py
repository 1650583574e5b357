"""The form of a mail with figures: how often, when, and in which time zone."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from metrics.models import ReportMail
from metrics.models.dashboard import Rhythm
from metrics.weeks import first_weekday, in_order

ZONES = sorted(available_timezones())


class ReportForm(forms.Form):
    """Shape only; metrics.actions.reports decides."""

    rhythm = forms.ChoiceField(
        label=_("How often"),
        choices=Rhythm.choices,
        help_text=_(
            "A daily mail is about the day before, a weekly one about the seven days before, a monthly one about the month "
            "before."
        ),
    )
    # Both are always filled in: only one of them is shown, and nothing that is hidden can be missing.
    weekday = forms.TypedChoiceField(label=pgettext_lazy("a weekday", "On"), coerce=int)
    day = forms.TypedChoiceField(
        label=_("On day"),
        coerce=int,
        choices=[(day, day) for day in range(1, 32)],
        help_text=_("In shorter months on their last day."),
    )
    at = forms.TimeField(label=_("At"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    zone = forms.ChoiceField(label=_("Time zone"), choices=[(zone, zone.replace("_", " ")) for zone in ZONES])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = first_weekday(get_language() or "", timezone.get_current_timezone_name())
        fields: dict[str, Any] = self.fields
        fields["weekday"].choices = [(day + 1, WEEKDAYS[day]) for day in in_order(first)]


def initial_of(report: ReportMail) -> dict[str, Any]:
    return {name: getattr(report, name) for name in ("rhythm", "weekday", "day", "at", "zone")}
