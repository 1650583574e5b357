"""The form of a rule before a ticket: a few lines of conditions, what it does, and a mail to try it on."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Team
from mail.models import Mailbox
from mail.rule_models import Does, How, MailRule
from tickets.models import Priority, TicketForm

LEAST_LINES, MOST_LINES = 3, 8
HEADERS = ("sender", "subject", "recipients", "body", "X-Spam-Flag", "List-Id", "Reply-To", "Return-Path")


class ConditionForm(forms.Form):
    header = forms.CharField(
        label=_("Header"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"list": "mail-headers", "autocomplete": "off", "autocapitalize": "none"}),
    )
    how = forms.ChoiceField(label=_("How"), choices=How.choices, required=False)
    value = forms.CharField(
        label=_("Value"), max_length=200, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        for field in fields.values():
            field.is_one_of = True  # a line is left empty or filled in


class MailRuleForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=100)
    is_on = forms.BooleanField(label=_("On"), required=False, initial=True)
    does = forms.ChoiceField(label=_("Then"), choices=Does.choices, initial=Does.SET)
    tags = forms.CharField(label=_("Tags"), max_length=400, required=False, help_text=_("Several with commas between."))
    priority = forms.TypedChoiceField(
        label=_("Priority"),
        choices=[("", _("as usual")), *Priority.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    team = forms.ChoiceField(label=_("Team"), required=False)
    mailbox = forms.ChoiceField(label=_("Mailbox"), required=False)
    form = forms.ChoiceField(label=_("Form"), required=False)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        required=False,
        help_text=_("Read beside the mail, by whoever looks what became of it."),
    )

    def __init__(self, *args: Any, rule: MailRule | None, **kwargs: Any) -> None:
        initial: dict[str, Any] = {}
        if rule is not None:
            initial = {name: getattr(rule, name) for name in ("name", "is_on", "does", "reason")}
            initial |= rule.sets | {"tags": ", ".join(rule.sets.get("tags", []))}
        super().__init__(*args, **{**kwargs, "initial": initial})
        fields: dict[str, Any] = self.fields
        teams = Team.objects.filter(archived_at=None, levels__contains=[1]).values_list("name", flat=True)
        boxes = Mailbox.objects.order_by("address").values_list("address", flat=True)
        forms_of_tickets = TicketForm.objects.filter(is_active=True).order_by("name").values_list("name", flat=True)
        for name, names in (("team", teams), ("mailbox", boxes), ("form", forms_of_tickets)):
            fields[name].choices = [("", _("as usual")), *((one, one) for one in names)]
        stored = [dict(condition) for condition in rule.conditions] if rule is not None else []
        count = min(max(len(stored) + 1, LEAST_LINES), MOST_LINES)
        if self.is_bound:
            count = min(sum(1 for name in self.data if name.startswith("c") and name.endswith("-header")), MOST_LINES)
        self.lines = [
            ConditionForm(
                self.data if self.is_bound else None,
                prefix=f"c{number}",
                initial=stored[number] if number < len(stored) else {},
            )
            for number in range(count)
        ]

    def is_valid(self) -> bool:
        return all([super().is_valid(), *(line.is_valid() for line in self.lines)])

    @property
    def words(self) -> dict[str, Any]:
        """As the verbs take them; lines without a header and a value are no conditions."""
        said = self.cleaned_data
        lines = [line.cleaned_data for line in self.lines]
        sets = {name: said[name] for name in ("priority", "team", "mailbox", "form") if said[name]}
        return {
            "name": said["name"],
            "is_on": said["is_on"],
            "does": said["does"],
            "reason": said["reason"],
            "conditions": [
                {**line, "how": line["how"] or How.CONTAINS} for line in lines if line["header"] or line["value"]
            ],
            "sets": sets | ({"tags": said["tags"].split(",")} if said["tags"].strip() else {}),
        }
