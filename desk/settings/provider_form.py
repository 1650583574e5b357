"""The form of a mailbox's provider: which fields it has, its kind says. Secrets are written, never read."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mail.models import MailProvider, Provider, Security

_SAVED = _("It is stored and not shown again.")
_KEPT = _("It is stored and not shown again. Empty leaves the one there is.")
# Kind → field → label, help.
_WORDS: dict[str, dict[str, tuple[Any, Any]]] = {
    Provider.SMTP: {
        "host": (_("Server"), _("Such as smtp.example.com.")),
        "port": (_("Port"), ""),
        "security": (_("Encryption"), ""),
        "account": (_("User name"), _("Often the whole address. Empty where the server asks for none.")),
        "key": (_("Password"), ""),
    },
    Provider.MAILGUN: {
        "sends": (_("Send this mailbox's mail through Mailgun"), ""),
        "key": (_("Sending key"), _("At Mailgun: Sending, Domain settings, Sending keys.")),
        "account": (_("Sending domain"), _("As it is verified there. Empty: the domain of the mailbox's address.")),
        "region": (_("Region"), ""),
        "signing_key": (_("Webhook signing key"), _("At Mailgun: Sending, Webhooks. Without it nothing from there is believed.")),
    },
    Provider.POSTMARK: {
        "sends": (_("Send this mailbox's mail through Postmark"), ""),
        "key": (_("Server API token"), _("At Postmark: your server, API Tokens.")),
    },
    Provider.SENDGRID: {
        "sends": (_("Send this mailbox's mail through SendGrid"), ""),
        "key": (_("API key"), _("At SendGrid: Settings, API Keys, with the right Mail Send.")),
        "signing_key": (_("Verification key"), _("Of “Signed Event Webhook”, if you switch it on there.")),
    },
    Provider.AMAZON_SES: {
        "sends": (_("Send this mailbox's mail through Amazon SES"), ""),
        "account": (_("Access key ID"), _("Of a user who may ses:SendRawEmail and sns:ConfirmSubscription.")),
        "key": (_("Secret access key"), ""),
        "region": (_("Region"), _("Such as eu-central-1.")),
    },
    Provider.BREVO: {
        "sends": (_("Send this mailbox's mail through Brevo"), ""),
        "key": (_("API key"), _("At Brevo: SMTP & API, API Keys. Files of incoming mail are fetched with it, too.")),
    },
}  # fmt: skip
_SECRETS = ("key", "signing_key")


class ProviderForm(forms.Form):
    sends = forms.BooleanField(required=False, initial=True)
    host = forms.CharField(max_length=254, widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}))
    port = forms.IntegerField(min_value=1, max_value=65535, initial=587)
    security = forms.ChoiceField(choices=Security.choices)
    account = forms.CharField(max_length=254, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    key = forms.CharField(
        max_length=1000, required=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
    region = forms.CharField(max_length=30, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    signing_key = forms.CharField(
        max_length=1000, required=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
    api_url = forms.CharField(
        label=_("Address of its API"),
        max_length=300,
        required=False,
        help_text=_("Only where it is not the usual one, such as behind a gateway of yours."),
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, kind: Provider, provider: MailProvider | None, **kwargs: Any) -> None:
        words = _WORDS[kind] | ({} if kind == Provider.SMTP else {"api_url": (None, None)})
        same = provider if provider is not None and provider.kind == kind else None
        if same is not None:
            kwargs["initial"] = {name: getattr(same, name) for name in words if name not in _SECRETS}
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = {name: self.fields[name] for name in words}
        self.fields = fields
        for name, (label, help_text) in words.items():
            if label is not None:
                fields[name].label, fields[name].help_text = label, help_text
        if kind == Provider.MAILGUN:
            fields["region"] = forms.ChoiceField(
                label=_("Region"), choices=[("", _("United States")), ("eu", _("European Union"))], required=False
            )
        if same is None and kind != Provider.SMTP:
            sends = not self.is_bound or "sends" in self.data
            for name in ("key", "account", "region") if kind == Provider.AMAZON_SES else ("key",):
                fields[name].required = sends
        for name in _SECRETS:
            if name in fields:
                stored = _KEPT if same is not None and getattr(same, name) else _SAVED
                fields[name].help_text = [fields[name].help_text, stored]
                fields[name].help_text = " ".join(str(part) for part in fields[name].help_text if part)
