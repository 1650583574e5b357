"""The form of how a mailbox's mail is fetched. Passwords are written, never read."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mail.fetching.keeping import USUAL_HOSTS
from mail.imap_models import AfterFetching, Begin, ImapAccount, Security, SignIn


class ImapForm(forms.Form):
    is_on = forms.BooleanField(label=_("Fetch mail"), required=False, initial=True)
    sign_in = forms.ChoiceField(label=_("How to sign in"), choices=SignIn.choices, initial=SignIn.PASSWORD)
    host = forms.CharField(
        label=_("Server"),
        max_length=253,
        required=False,
        help_text=_("The IMAP server's name, such as imap.example.com."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, initial=993)
    security = forms.ChoiceField(label=_("Encryption"), choices=Security.choices, initial=Security.TLS)
    user = forms.CharField(
        label=_("User name"),
        max_length=254,
        help_text=_("Often the whole address."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=500,
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    client_id = forms.CharField(
        label=_("Client ID"), max_length=200, required=False,
        help_text=_("Of the application that you register for this help desk at Google or Microsoft."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    client_secret = forms.CharField(
        label=_("Client secret"),
        max_length=500,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    tenant = forms.CharField(
        label=_("Directory (tenant) ID"), max_length=100, required=False,
        help_text=_("Of your organization at Microsoft. Left empty, any account may sign in."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    folders = forms.CharField(
        label=_("Folders to fetch"),
        initial="INBOX",
        max_length=4000,
        help_text=_("One in each line, as your mail program calls them."),
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
    )
    begin = forms.ChoiceField(
        label=_("Which mail becomes tickets"), choices=Begin.choices, initial=Begin.NEW, widget=forms.RadioSelect
    )
    after = forms.ChoiceField(
        label=_("What happens to fetched mail on the server"),
        choices=AfterFetching.choices,
        initial=AfterFetching.LEAVE,
        widget=forms.RadioSelect,
    )
    move_to = forms.CharField(label=_("Move it to"), max_length=200, required=False, help_text=_("A folder’s name."))

    def __init__(self, *args: Any, account: ImapAccount | None, address: str, **kwargs: Any) -> None:
        kwargs["initial"] = {"user": address}
        if account is not None:
            names = [name for name in self.base_fields if name not in ("password", "client_secret", "folders")]
            kwargs["initial"] = {name: getattr(account, name) for name in names}
            kwargs["initial"]["folders"] = "\n".join(account.folders)
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        stored = _("It is stored and not shown again. Empty leaves the one there is.")
        usual = _("It is stored encrypted and not shown again.")
        fields["password"].help_text = stored if account is not None and account.password else usual
        fields["client_secret"].help_text = stored if account is not None and account.client_secret else usual
        for name in ("host", "password", "client_id", "client_secret"):
            fields[name].is_one_of = True  # which of them is needed, the way of signing in decides

    @property
    def words(self) -> dict[str, Any]:
        """As the verb takes them."""
        words = dict(self.cleaned_data)
        words["folders"] = words["folders"].splitlines()
        if words["sign_in"] in USUAL_HOSTS and not words["host"]:
            words["host"] = USUAL_HOSTS[SignIn(words["sign_in"])]
        return words
