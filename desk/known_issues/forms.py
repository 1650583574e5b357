"""Forms of known issues: shape only; what is taken, the verbs decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from desk.known_issues.wordings import InOtherLanguages
from status.models import IssueState
from status.wording import LONGEST_TEXT, LONGEST_TITLE, OF_ISSUE, OF_UPDATE
from tickets.access import ticket_for
from tickets.models import Ticket

_WORDS = {"required": _("Say in a few words what it is about.")}


class UpdateForm(InOtherLanguages):
    parts = OF_UPDATE

    state = forms.ChoiceField(label=_("State"), choices=IssueState.choices)
    text = forms.CharField(
        label=_("What customers read"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What is known, what they can do until it works, and when you say more."),
        error_messages=_WORDS,
    )
    tell_incidents = forms.BooleanField(
        label=_("Also answer the linked tickets with it"),
        required=False,
        help_text=_("All incidents of the problem get it as an answer; with “Resolved” they are solved, too."),
    )


class NewIssueForm(InOtherLanguages):
    parts = (*OF_ISSUE, *OF_UPDATE)

    title = forms.CharField(
        label=_("Title"), max_length=LONGEST_TITLE, help_text=_("As customers would say it."), error_messages=_WORDS
    )
    affected = forms.CharField(
        label=_("What is affected"),
        max_length=LONGEST_TITLE,
        help_text=_("The part of the product. Who writes about it reads that you know already."),
        error_messages=_WORDS,
    )
    state = forms.ChoiceField(
        label=_("State"), choices=[one for one in IssueState.choices if one[0] != IssueState.RESOLVED]
    )
    text = forms.CharField(
        label=_("What customers read"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What is known, what they can do until it works, and when you say more."),
        error_messages=_WORDS,
    )
    problem = forms.CharField(
        label=_("Number of the problem"),
        required=False,
        max_length=20,
        help_text=_(
            "The ticket whose incidents are the tickets about this: they can be answered along with each update."
        ),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "placeholder": "#1042"}),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_problem(self) -> Ticket | None:
        number = self.cleaned_data["problem"].strip().removeprefix("#")
        if not number:
            return None
        try:
            return ticket_for(self.person, int(number) if number.isascii() and number.isdecimal() else 0)
        except Ticket.DoesNotExist:
            raise forms.ValidationError(_("There is no ticket of this number.")) from None
