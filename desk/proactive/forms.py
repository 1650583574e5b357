"""The form of a message to customers: shape only; what is taken, the verbs decide."""

from typing import Any

from django import forms
from django.conf import settings
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization
from accounts.models.organization import Tier
from helpdesk.moment_field import MomentField
from mail.models import Mailbox
from mail.proactive.models import ProactiveMessage, When
from tickets.content import html_of
from tickets.models import Tag


class MessageForm(forms.Form):
    subject = forms.CharField(label=_("Subject"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    html = forms.CharField(required=False)
    text = forms.CharField(required=False)
    mailbox = forms.ModelChoiceField(
        label=_("From"),
        queryset=Mailbox.objects.none(),
        empty_label=None,
        help_text=_("Answers come back there as tickets."),
    )
    organizations = forms.CharField(
        label=_("Organizations"),
        required=False,
        help_text=_("Their names, one a line."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    tags = forms.CharField(
        label=_("Tags"),
        required=False,
        help_text=_("Customers with a ticket that has one of these tags. Separate them by commas."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    tiers = forms.MultipleChoiceField(
        label=_("Plan"), choices=Tier.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    languages = forms.MultipleChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, required=False, widget=forms.CheckboxSelectMultiple
    )
    when = forms.ChoiceField(label=_("When"), choices=When.choices, initial=When.NOW, widget=forms.RadioSelect)
    send_at = MomentField(label=_("Time"), required=False, names_zone=True)
    days = forms.IntegerField(label=_("Days"), required=False, min_value=0, max_value=365)
    per_hour = forms.IntegerField(
        label=_("At most an hour"),
        initial=500,
        min_value=1,
        max_value=20_000,
        help_text=_("So that a mail server does not take it for spam, and answers do not all come at once."),
    )

    def __init__(self, *args: Any, message: ProactiveMessage | None, **kwargs: Any) -> None:
        if message is not None:
            kwargs["initial"] = _initial(message)
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["mailbox"].queryset = Mailbox.objects.order_by("-is_default", "name")
        if message is None:
            fields["mailbox"].initial = Mailbox.objects.order_by("-is_default", "pk").first()

    def clean_organizations(self) -> list[int]:
        names = [name.strip() for name in self.cleaned_data["organizations"].splitlines() if name.strip()]
        alike = Organization.objects.annotate(plain=Lower("name")).filter(plain__in=[name.lower() for name in names])
        known = dict(alike.order_by("-pk").values_list("name", "pk"))
        # As it is written, where two differ by their capitals alone.
        found = {name.lower(): pk for name, pk in known.items()} | known
        keys = [found.get(name) or found.get(name.lower()) for name in names]
        if None in keys:
            raise forms.ValidationError(
                _("There is no organization “%(name)s”."), params={"name": names[keys.index(None)]}
            )
        return [key for key in dict.fromkeys(keys) if key is not None]

    def clean_tags(self) -> list[str]:
        names = [name.strip().lower() for name in self.cleaned_data["tags"].split(",") if name.strip()]
        found = set(Tag.objects.filter(name__in=names).values_list("name", flat=True))
        if missing := next((name for name in names if name not in found), None):
            raise forms.ValidationError(_("There is no tag “%(name)s”."), params={"name": missing})
        return list(dict.fromkeys(names))

    @property
    def words(self) -> dict[str, Any]:
        """As the verbs take them."""
        words = self.cleaned_data
        return {
            "subject": words["subject"],
            "html": words["html"] or html_of(words["text"]),
            "mailbox": words["mailbox"],
            "segment": {name: words[name] for name in ("organizations", "tags", "tiers", "languages")},
            "when": words["when"],
            "send_at": words["send_at"] if words["when"] == When.AT else None,
            "days": words["days"] if words["when"] in (When.APPEARED, When.SOLVED) else None,
            "per_hour": words["per_hour"],
        }


def _initial(message: ProactiveMessage) -> dict[str, Any]:
    segment = message.segment
    names = Organization.objects.filter(pk__in=segment.get("organizations", ())).values_list("name", flat=True)
    return {
        **{name: getattr(message, name) for name in ("subject", "mailbox", "when", "send_at", "days", "per_hour")},
        "organizations": "\n".join(names),
        "tags": ", ".join(segment.get("tags", ())),
        "tiers": segment.get("tiers", ()),
        "languages": segment.get("languages", ()),
    }
