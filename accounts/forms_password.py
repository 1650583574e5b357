"""The form in which somebody chooses their own password."""

from copy import deepcopy
from typing import Any

from django import forms
from django.contrib.auth.forms import SetPasswordForm
from django.utils.translation import gettext_lazy as _

from accounts.forms import CodeForm, PasswordForm
from accounts.models import User


class ChoosePasswordForm(SetPasswordForm):
    """What shows that it is them stands first: the code from the mail (`by_code`), or the password that they have."""

    def __init__(self, user: User, data: Any = None, *, by_code: bool) -> None:
        super().__init__(user, data)
        proof: dict[str, forms.Field] = (
            {"code": deepcopy(CodeForm.base_fields["code"])} if by_code else {"password": _present()}
        )
        self.fields = {**proof, **self.fields}
        self.fields["new_password1"].help_text = _(
            "At least ten characters; not your name, and none that everybody uses."
        )
        self.fields["new_password2"].label, self.fields["new_password2"].help_text = _("Once more"), ""


def _present() -> forms.Field:
    return forms.CharField(
        label=_("Your present password"),
        max_length=4096,
        strip=False,
        widget=deepcopy(PasswordForm.base_fields["password"].widget),
        error_messages={"required": _("Enter the password that you have.")},
    )
