"""Forms of the desk that are more than one choice."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.brands import brands, has_several
from accounts.models import Team
from tickets.errors import Invalid
from tickets.models import Channel, Priority
from tickets.recipients import named_in

CHANNELS = (Channel.PHONE, Channel.IN_PERSON, Channel.EMAIL)


class NewTicketForm(forms.Form):
    """Written down by staff: a call, a visit, or a mail that we begin. `after`: the number of the ticket that it goes on with."""

    email = forms.EmailField(
        label=_("Customer's email address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autofocus": True}),
        error_messages={"required": _("Write the address of the customer.")},
    )
    name = forms.CharField(label=_("Customer's name"), max_length=150, required=False)
    cc = forms.CharField(
        label=_("In copy"),
        max_length=2000,
        required=False,
        help_text=_("Email addresses, with commas between them. They see the ticket and get its mails."),
    )
    channel = forms.ChoiceField(label=_("How it reached us"), choices=[(one.value, one.label) for one in CHANNELS])
    subject = forms.CharField(
        label=_("What it is about"),
        max_length=250,
        error_messages={"required": _("Write what it is about.")},
    )
    text = forms.CharField(
        label=_("What was said"),
        help_text=_("With “Email” the customer gets these words by mail; of a call or a visit nothing is sent."),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write what was said.")},
    )
    priority = forms.TypedChoiceField(
        label=_("Priority"), choices=Priority.choices, coerce=int, initial=Priority.NORMAL
    )
    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.none(), required=False, empty_label=_("No team")
    )
    brand = forms.TypedChoiceField(label=_("Brand"), coerce=int, required=False)
    assign_to_me = forms.BooleanField(label=_("I take this on"), required=False, initial=True)
    after = forms.IntegerField(min_value=1, max_value=10**15, required=False, widget=forms.HiddenInput)

    def clean_cc(self) -> dict[str, str]:
        try:
            return named_in(self.cleaned_data["cc"])
        except Invalid as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def __init__(self, *args: object, teams: list[Team], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed through unchanged
        if has_several():
            self.fields["brand"].choices = [(brand.pk, brand.name) for brand in brands()]  # type: ignore[attr-defined]
        else:
            del self.fields["brand"]
        field = self.fields["team"]
        field.queryset = Team.objects.filter(pk__in=[team.pk for team in teams], levels__contains=[1])  # type: ignore[attr-defined]
