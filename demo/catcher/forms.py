"""What the visitor of the demo writes as a customer."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Any number of files; the value is a list."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(SeveralFilesField, self).clean(file, initial) for file in files]


def files_field() -> SeveralFilesField:
    return SeveralFilesField(label=_("Files"), required=False, widget=SeveralFiles, allow_empty_file=True)


class AnswerForm(forms.Form):
    sender = forms.ChoiceField(label=_("Answer as"))
    body = forms.CharField(label=_("Your answer"), max_length=100_000, widget=forms.Textarea(attrs={"rows": 6}))
    attached = files_field()

    def __init__(self, *args: Any, recipients: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["sender"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [(address, address) for address in recipients]


class NewMailForm(forms.Form):
    name = forms.CharField(label=_("Your name"), max_length=100, required=False, initial="Ann Lee")
    sender = forms.EmailField(label=_("Your address"), max_length=254, initial="ann@example.net")
    recipient = forms.ChoiceField(label=_("To"))
    subject = forms.CharField(label=_("Subject"), max_length=200)
    body = forms.CharField(label=_("Message"), max_length=100_000, widget=forms.Textarea(attrs={"rows": 8}))
    attached = files_field()

    def __init__(self, *args: Any, mailboxes: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["recipient"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [(address, address) for address in mailboxes]
