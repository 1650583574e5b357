"""The form of a kind of survey: shape only; what is taken, the verb decides."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.brands import brands, has_several
from mail.models import Mailbox
from metrics.actions.planning import LONGEST_QUESTION, MOST_DAYS, MOST_HOURS
from metrics.models import SurveyPlan
from tickets.ratings import QUESTIONS


class PlanForm(forms.Form):
    is_on = forms.BooleanField(label=gettext_lazy("Send this survey"), required=False)
    delay_hours = forms.IntegerField(
        label=gettext_lazy("Hours after a ticket was solved"),
        min_value=1,
        max_value=MOST_HOURS,
        help_text=gettext_lazy("Reopened before that, it is not asked about. 24 hours leave time to try the answer."),
    )
    sample_percent = forms.IntegerField(
        label=gettext_lazy("Of so many solved tickets, in percent"),
        min_value=1,
        max_value=100,
        help_text=gettext_lazy("Drawn by lot. 100 asks about each."),
    )
    rest_days = forms.IntegerField(
        label=gettext_lazy("Days until the same person is asked again"),
        min_value=0,
        max_value=MOST_DAYS,
        help_text=gettext_lazy("However many tickets of theirs are solved. Whoever unsubscribed is never asked."),
    )
    mailboxes = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Only about tickets of these mailboxes"),
        queryset=Mailbox.objects.order_by("name", "address"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None chosen: about tickets of all."),
    )

    def __init__(self, *args: Any, plan: SurveyPlan, **kwargs: Any) -> None:
        initial = {name: getattr(plan, name) for name in ("is_on", "delay_hours", "sample_percent", "rest_days")}
        initial["mailboxes"] = plan.mailboxes.all()
        super().__init__(*args, **{**kwargs, "initial": initial})
        self.brands = brands() if has_several() else []
        for brand in self.brands:
            self.fields[f"brand_{brand.pk}"] = forms.IntegerField(
                label=_("Of %(brand)s, in percent") % {"brand": brand.name},
                required=False,
                min_value=0,
                max_value=100,
                initial=plan.brand_percents.get(str(brand.pk)),
                help_text=_("Empty: as many as of all. 0: its customers are not asked."),
            )
        for language, name in settings.LANGUAGES:
            with translation.override(language):
                usual = str(QUESTIONS[plan.kind])
            self.fields[f"question_{language}"] = forms.CharField(
                label=_("Question in %(language)s") % {"language": name},
                required=False,
                max_length=LONGEST_QUESTION,
                initial=plan.questions.get(language, ""),
                widget=forms.TextInput(attrs={"placeholder": usual, "lang": language}),
            )

    @property
    def questions(self) -> list[forms.BoundField]:
        return [self[f"question_{language}"] for language, _name in settings.LANGUAGES]

    @property
    def shares(self) -> list[forms.BoundField]:
        """Of each brand, where there are several."""
        return [self[f"brand_{brand.pk}"] for brand in self.brands]

    @property
    def fields_of_plan(self) -> dict[str, Any]:
        """As the verb takes them."""
        words = self.cleaned_data
        columns = {name: words[name] for name in ("is_on", "delay_hours", "sample_percent", "rest_days")}
        questions = {language: words[f"question_{language}"] for language, _name in settings.LANGUAGES}
        if self.brands:
            columns["brand_percents"] = {brand.pk: words[f"brand_{brand.pk}"] for brand in self.brands}
        return {**columns, "mailboxes": list(words["mailboxes"]), "questions": questions}
