"""The form of a mailbox."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from mail.models import Mailbox
from mail.signatures import LONGEST, checked_signature
from tickets.content import html_of
from tickets.errors import Invalid


class MailboxForm(forms.Form):
    address = forms.CharField(
        label=_("Address"),
        max_length=254,
        help_text=_("Customers write to it. Your mail server has to deliver it to this help desk."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    name = forms.CharField(label=_("Name"), max_length=100, help_text=_("Customers read it as the sender."))
    aliases = forms.CharField(
        label=_("Further addresses (aliases)"),
        max_length=15_000,
        required=False,
        help_text=_("One a line, of the same domain. What a customer writes to one of them is answered from it."),
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
    )
    team = forms.ModelChoiceField(
        label=_("Whose queue its tickets come into"),
        queryset=Team.objects.none(),
        required=False,
        empty_label=_("No team's: everybody sees them under Unassigned"),
    )
    is_default = forms.BooleanField(
        label=_("The default mailbox"), required=False, help_text=_("What has no mailbox of its own is sent from it.")
    )
    html = forms.CharField(required=False)
    plain = forms.CharField(required=False)
    text = forms.CharField(
        label=_("Signature in plain-text mails"),
        max_length=LONGEST,
        required=False,
        help_text=_("Made from the signature above when left empty."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, mailbox: Mailbox | None, **kwargs: Any) -> None:
        initial: dict[str, Any] = {}
        if mailbox is not None:
            initial = {"name": mailbox.name, "team": mailbox.team, "is_default": mailbox.is_default}
            initial |= {"text": mailbox.signature_text, "aliases": "\n".join(mailbox.aliases)}
        super().__init__(*args, **{**kwargs, "initial": initial})
        fields: dict[str, Any] = self.fields
        fields["team"].queryset = Team.objects.filter(archived_at=None, levels__contains=[1])
        if mailbox is not None:
            del fields["address"]
            fields["is_default"].disabled = mailbox.is_default

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        html = cleaned.get("html") or html_of(cleaned.get("plain", ""))
        for name, value, is_html in (("html", html, True), ("text", cleaned.get("text", ""), False)):
            try:
                cleaned[name] = checked_signature(value, is_html=is_html)
            except Invalid as wrong:
                self.add_error(name, str(wrong))
        return cleaned

    @property
    def fields_of_mailbox(self) -> dict[str, Any]:
        """As the verbs take them."""
        words = self.cleaned_data
        return {
            "name": words["name"],
            "aliases": words["aliases"].replace(",", " ").split(),
            "team": words["team"],
            "is_default": words["is_default"],
            "signature_html": words["html"],
            "signature_text": words["text"],
        }
