"""Topics: the forms that customers choose among when they ask, and which of their questions are asked now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from tickets.errors import Invalid
from tickets.fields import PATH_SIGN, FieldOfForm, Value, cleaned, leaves_of, shown_fields
from tickets.forms import topic_asked
from tickets.models import FieldKind, TicketForm

OTHER = "other"  # what is none of the topics
ANSWER = "answer-"


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic with all that it may ask. Nothing chosen: no form, no questions."""

    form: TicketForm | None = None
    questions: Sequence[FieldOfForm] = field(default=())

    @property
    def key(self) -> str:
        return str(self.form.pk) if self.form else OTHER

    @property
    def depends(self) -> bool:
        """Whether a question comes only with an answer."""
        return any(question.condition_key for question in self.questions)

    def asked(self, typed: QueryDict) -> list[FieldOfForm]:
        """The questions whose conditions these answers fulfil; a wrong answer counts as none."""
        return shown_fields(self.questions, _readable(self.questions, typed))


NO_TOPIC = Topic()


def find_topic(request: HttpRequest, usual: int | None = None) -> Topic | None:
    """The topic that the address or the form names, else `usual`; None for one that is not offered."""
    key = request.POST.get("topic") or request.GET.get("topic") or str(usual or "")
    if key in ("", OTHER):
        return NO_TOPIC
    found = topic_asked(int(key)) if key.isdecimal() and len(key) < 10 else None
    return Topic(*found) if found else None


def topic_of(request: HttpRequest, offered: Sequence[TicketForm]) -> Topic | None:
    """What the address or the form names; the only one there is, where nobody had to choose."""
    if request.method != "POST" and "topic" not in request.GET and offered:
        return find_topic(request, offered[0].pk)
    return find_topic(request)


def topic_is_gone() -> str:
    return _("We no longer ask by that topic. Your words are still here: check them and send them.")


def question_name(question: FieldOfForm) -> str:
    return ANSWER + question.key


def question_field(question: FieldOfForm, *, is_required: bool) -> forms.Field:
    """The control for an answer; what the answer is, tickets/fields.py says."""
    return _Question(
        question,
        label=question.said(question.name),
        help_text=question.said(question.help),
        required=is_required,
        widget=_widget(question),
        error_messages={"required": _("Answer this, so that we need not ask you for it.")},
    )


def answers_of(questions: Sequence[FieldOfForm], words: Mapping[str, Any]) -> dict[str, Value]:
    """By key, out of a form's cleaned data; empty ones are left out."""
    found = {question.key: words.get(question_name(question)) for question in questions}
    return {key: value for key, value in found.items() if value not in (None, "")}


class _Question(forms.Field):
    def __init__(self, question: FieldOfForm, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.question = question

    def clean(self, value: Any) -> Value | None:
        try:
            found = cleaned(self.question, value)
        except Invalid as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        if found is None and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return found


def _widget(question: FieldOfForm) -> forms.Widget:
    if question.kind == FieldKind.CHECKBOX:
        return forms.CheckboxInput()
    if question.kind == FieldKind.DATE:
        return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    if question.kind == FieldKind.NUMBER:
        return forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "maxlength": "30"})
    if question.kind == FieldKind.CHOICE:
        return forms.Select(
            choices=[("", "—"), *((str(option), question.said(str(option))) for option in question.options)]
        )
    if question.kind == FieldKind.TREE:
        paths = leaves_of(question.options)
        named = [(PATH_SIGN.join(path), PATH_SIGN.join(map(question.said, path))) for path in paths]
        return forms.Select(choices=[("", "—"), *named])
    return forms.TextInput(attrs={"autocomplete": "off", "maxlength": "500"})


def _readable(questions: Sequence[FieldOfForm], typed: QueryDict) -> dict[str, Value]:
    values = {}
    for question in questions:
        try:
            value = cleaned(question, typed.get(question_name(question), ""))
        except Invalid:
            continue
        if value is not None:
            values[question.key] = value
    return values
