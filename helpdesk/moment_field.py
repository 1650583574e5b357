"""A day and a time, as the clock of whoever types them shows it."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.fields import BaseTemporalField
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

_MOMENT = "%Y-%m-%dT%H:%M"


class MomentField(forms.DateTimeField):
    """In the zone of the page. Where clocks change, an hour that comes twice is meant the first time, one that is left out an
    hour later; Django's own field refuses both. With `names_zone` the zone stands below."""

    def __init__(self, *, names_zone: bool = False, **kwargs: Any) -> None:
        self.names_zone = names_zone
        kwargs.setdefault("widget", forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MOMENT))
        super().__init__(**kwargs)

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        """Named anew for each form: the zone is that of whoever sees it."""
        bound = super().get_bound_field(form, field_name)
        if self.names_zone:
            bound.help_text = _("Your time: %(zone)s.") % {"zone": timezone.get_current_timezone_name()}
        return bound

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        try:
            moment: datetime = parse_datetime(str(value).strip()) or BaseTemporalField.to_python(self, value)  # type: ignore[assignment]  # it raises
            if timezone.is_naive(moment):
                moment = timezone.make_aware(moment)
            # A moment that no clock of ours shows, such as the last hours of the year 9999.
            return moment.astimezone(UTC).astimezone(moment.tzinfo)
        except (ValueError, OverflowError):
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
