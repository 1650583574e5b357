"""Forms of customers. They check shape and speak plainly; the verbs decide."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models.user import normal_email
from portal.topics import NO_TOPIC, Topic, answers_of, question_field, question_name
from status.models import IssueSubscription

LONGEST_SUBJECT = 250
_SUBJECT_ATTRIBUTES = {"maxlength": str(LONGEST_SUBJECT), "autocomplete": "off"}


class _OnceForm(forms.Form):
    """Carries a token, so that sending it twice does it once."""

    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed through unchanged
        self.fields["token"].initial = uuid.uuid4


class RequestForm(_OnceForm):
    """With a topic, its questions stand before the words. `asked`: those that the page which was sent had shown."""

    field_order = ["subject", "text", "token"]

    subject = forms.CharField(
        label=_("What is it about?"),
        help_text=_("One line, as you would say it to a colleague."),
        max_length=LONGEST_SUBJECT,
        widget=forms.TextInput(attrs=_SUBJECT_ATTRIBUTES),
        error_messages={"required": _("Say in a few words what it is about.")},
    )
    text = forms.CharField(
        label=_("What happened?"),
        help_text=_("What did you do, what did you expect, what came instead? The more we know, the less we ask."),
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Tell us what happened.")},
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        topic: Topic = NO_TOPIC,
        asked: Iterable[str] = (),
        typed: QueryDict | None = None,
    ) -> None:
        """`typed`: answers that are shown again without being judged."""
        super().__init__(data, initial=typed.dict() if typed else None)
        self.topic = topic
        self.asked_now = topic.asked(data or typed or QueryDict())
        seen = set(asked)
        # Whoever sent the form without a script has not seen what only this answer asks.
        self.is_unfinished = self.is_bound and any(question.key not in seen for question in self.asked_now)
        for question in self.asked_now:
            is_required = question.is_required and (question.key in seen or not self.is_bound)
            control = question_field(question, is_required=is_required)
            control.is_one_of = question.is_required  # type: ignore[attr-defined]  # never called optional
            self.fields[question_name(question)] = control
        last = [*map(question_name, self.asked_now), "text", "token"]
        self.order_fields([name for name in self.field_order if name not in last] + last)

    @property
    def questions(self) -> list[forms.BoundField]:
        return [self[question_name(question)] for question in self.asked_now]

    @property
    def words(self) -> dict[str, Any]:
        """What was written, with the topic and its answers."""
        own = {name: self.cleaned_data[name] for name in self.field_order}
        return {**own, "form": self.topic.form, "answers": answers_of(self.asked_now, self.cleaned_data)}


class StrangersRequestForm(RequestForm):
    """Of somebody who is not signed in: the address is confirmed by a code before anything is opened."""

    field_order = ["name", "email", "subject", "text", "token"]

    name = forms.CharField(
        label=_("Your name"), max_length=150, required=False, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("Your email address"),
        help_text=_("We answer there, and mail you a code to confirm it."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Enter your email address, so that we can answer."),
            "invalid": _("That does not look like an email address. It should be like you@example.com."),
        },
    )

    def clean_email(self) -> str:
        return normal_email(self.cleaned_data["email"])


class CopyForm(forms.Form):
    email = forms.EmailField(
        label=_("Email address of your colleague"),
        help_text=_("They get our answers from now on, and can write to us about it too."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Enter the email address of your colleague."),
            "invalid": _("That does not look like an email address. It should be like you@example.com."),
        },
    )

    def clean_email(self) -> str:
        return normal_email(self.cleaned_data["email"])


class AnswerForm(_OnceForm):
    text = forms.CharField(
        label=_("Your message"),
        required=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 4, "placeholder": _("Write a message…")}),
    )


class NotifiedForm(forms.Form):
    """What they are mailed besides answers. `issues`: their subscriptions, of which they keep those that stay ticked."""

    messages = forms.BooleanField(
        label=_("Messages that we write first"),
        help_text=_("About what is new, or how things went."),
        required=False,
    )
    surveys = forms.BooleanField(
        label=_("Surveys"), help_text=_("A mail that asks how we did, once a request is solved."), required=False
    )
    issues = forms.TypedMultipleChoiceField(
        label=_("Known issues that you follow"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, issues: Sequence[IssueSubscription], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._subscriptions = issues
        if issues:
            self.fields["issues"].choices = [(one.pk, one.issue.shown_title) for one in issues]  # type: ignore[attr-defined]
        else:
            del self.fields["issues"]

    def given_up(self) -> list[IssueSubscription]:
        kept = self.cleaned_data.get("issues", [])
        return [one for one in self._subscriptions if one.pk not in kept]


class SubscribeForm(forms.Form):
    email = forms.EmailField(
        label=_("Your email address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Enter your email address, so that we can tell you."),
            "invalid": _("That does not look like an email address. It should be like you@example.com."),
        },
    )
