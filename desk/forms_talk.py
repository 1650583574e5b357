"""The form for a talk: how it was, what was said, and where it is kept."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.directory import NO_NUMBER
from accounts.phones import LONGEST_NUMBER, may_be_kept
from helpdesk.moment_field import MomentField
from tickets.models import Channel, Status
from tickets.talks import Direction, Talk

LONGEST_MINUTES = 24 * 60
_STATUSES = (Status.OPEN, Status.PENDING, Status.SOLVED)


def who_is(text: str) -> dict[str, str]:
    """What was typed to find somebody, by the field of the form that it belongs into."""
    if may_be_kept(text):
        return {"phone": text}
    return {"email" if "@" in text else "name": text}


class TalkForm(forms.Form):
    """`is_known`: the caller was chosen, so that nobody types their address."""

    name = forms.CharField(
        label=_("Their name"),
        max_length=150,
        required=False,
    )
    phone = forms.CharField(
        label=_("Their phone number"),
        max_length=LONGEST_NUMBER,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    email = forms.EmailField(label=_("Their email address"), max_length=254, required=False)
    channel = forms.ChoiceField(
        label=_("How you spoke"),
        choices=[(Channel.PHONE.value, _("By phone")), (Channel.IN_PERSON.value, _("In person"))],
        initial=Channel.PHONE,
    )
    direction = forms.ChoiceField(label=_("Who began"), choices=Direction.choices, initial=Direction.IN)
    minutes = forms.IntegerField(
        label=_("How long, in minutes"), min_value=0, max_value=LONGEST_MINUTES, required=False
    )
    started_at = MomentField(
        label=_("When it began"),
        required=False,
        help_text=_("Left empty: so long ago as it took."),
    )
    subject = forms.CharField(
        label=_("What it was about"),
        max_length=250,
        required=False,
        error_messages={"required": _("Write what it was about.")},
    )
    said = forms.CharField(
        label=_("What was said and agreed"),
        required=False,
        help_text=_("The customer can read this in the portal. No mail is sent."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    notes = forms.CharField(
        label=_("Notes for us"),
        required=False,
        help_text=_("Only colleagues read this."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    status = forms.ChoiceField(
        label=_("Afterwards"),
        required=False,
        choices=[("", _("Leave the status as it is")), *((one.value, one.label) for one in _STATUSES)],
    )

    def __init__(self, *args: object, is_known: bool, is_new: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed through unchanged
        if is_known:
            for name in ("email", "name", "phone"):
                del self.fields[name]
        if is_new:
            self.fields["subject"].required = True
        else:
            del self.fields["subject"]
        needed = () if is_new else ("said", "notes")
        for name in self.fields.keys() & {"name", "phone", "email", *needed}:
            self.fields[name].is_one_of = True  # type: ignore[attr-defined]  # read by ui/_field.html

    @property
    def about_the_talk(self) -> list[forms.BoundField]:
        """All but who it was with."""
        return [self[name] for name in self.fields if name not in ("name", "phone", "email")]

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"].strip()
        if phone and not may_be_kept(phone):
            raise forms.ValidationError(NO_NUMBER % {"number": phone})
        return phone

    def clean_started_at(self) -> datetime | None:
        started_at: datetime | None = self.cleaned_data["started_at"]
        if started_at is not None and started_at > timezone.now():
            raise forms.ValidationError(_("This talk has not been yet. Choose an earlier time."))
        return started_at

    def clean(self) -> dict[str, Any]:
        """What is missing is said where it can be written."""
        cleaned = super().clean() or {}
        who = [name for name in ("name", "phone", "email") if name in self.fields]
        if who and not any(cleaned.get(name) or name in self.errors for name in who):
            self.add_error("name", _("Write who it was: a name, a phone number or an email address."))
        if "subject" not in self.fields and not (cleaned.get("said") or cleaned.get("notes")):
            self.add_error("said", _("Write what was said, here or in the notes."))
        return cleaned

    def talk(self) -> Talk:
        """Of a valid form."""
        duration = timedelta(minutes=self.cleaned_data["minutes"] or 0)
        started_at: datetime = self.cleaned_data["started_at"] or timezone.now() - duration - timedelta(seconds=5)
        return Talk(
            channel=Channel(self.cleaned_data["channel"]),
            direction=Direction(self.cleaned_data["direction"]),
            started_at=started_at,
            duration=duration,
        )
