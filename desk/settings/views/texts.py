"""The texts of the mails that we send: which there are, and each in its languages with a preview."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import AgentRequest, may_required
from accounts.permissions import Permission
from desk.settings.history import changes_of, told
from desk.settings.http import MOST_SHOWN, edited, history_context, search_of, status_of
from mail.models import MailText
from mail.texts.defaults import shipped
from mail.texts.keeping import (
    LONGEST_BODY,
    LONGEST_SUBJECT,
    MAIL_TEXT,
    checked_body,
    checked_subject,
    reset_mail_text,
    set_mail_text,
    text_now,
)
from mail.texts.kinds_staff import BY_CODE, TEXT_KINDS
from mail.texts.rendering import preview
from mail.texts.values import TextKind
from tickets.errors import Invalid


class TextForm(forms.Form):
    subject = forms.CharField(label=gettext_lazy("Subject"), required=False, max_length=LONGEST_SUBJECT)
    body = forms.CharField(
        label=gettext_lazy("Text"),
        required=False,
        max_length=LONGEST_BODY,
        help_text=gettext_lazy(
            "An empty line begins a paragraph. **Bold**, *italic*, [words](address), and lists whose lines begin with “- ”. "
            "Left empty, the shipped text is sent."
        ),
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "true"}),
    )

    def __init__(self, *args: Any, kind: TextKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        if not kind.has_subject:
            del self.fields["subject"]

    def clean_subject(self) -> str:
        return self._checked(checked_subject, "subject")

    def clean_body(self) -> str:
        return self._checked(checked_body, "body")

    def _checked(self, check: Any, name: str) -> str:
        try:
            return str(check(self.kind, self.cleaned_data[name]))
        except Invalid as wrong:
            raise forms.ValidationError(str(wrong)) from wrong


@require_safe
@may_required(Permission.SETTINGS)
def texts(request: AgentRequest) -> HttpResponse:
    """Each mail with its languages, and which of them were changed."""
    own = {(text.kind, text.language): text for text in MailText.objects.exclude(subject="", body="")}
    search = search_of(request)
    lines = [
        (kind, [(code, name, own.get((kind.code, code))) for code, name in kind.languages.items()])
        for kind in TEXT_KINDS
        if _is_like(kind, search, own)
    ]
    context = {
        "lines": lines,
        "search": search,
        "history": told(changes_of(MAIL_TEXT)[:MOST_SHOWN]),
        "page_key": "texts",
    }
    return render(request, "settings/texts/texts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may_required(Permission.SETTINGS)
def text(request: AgentRequest, code: str, language: str) -> HttpResponse:
    kind, chosen = _known(code, language)
    subject, body = shipped(code, language)
    initial = {"subject": chosen.subject or subject, "body": chosen.body or body}
    form = TextForm(request.POST if request.method == "POST" else None, initial=initial, kind=kind)

    def save() -> None:
        set_mail_text(code, language, actor=request.user, **form.cleaned_data)

    to = reverse("settings:texts")
    thing = chosen if chosen.pk else None
    if saved := edited(request, form, save, kind=MAIL_TEXT, thing=thing, to=to, refused_at="body"):
        return saved
    context = {
        "form": form,
        "kind": kind,
        "chosen": chosen,
        "language": language,
        "languages": kind.languages.items(),
        "placeholders": kind.placeholders.items(),
        "needed": kind.needed,
        "heading": kind.name,
        "back": to,
        "page_key": "texts",
        **_shown(form, language),
        **history_context(MAIL_TEXT, thing),
    }
    return render(request, "settings/texts/text.html", context, status=status_of(form))


@require_POST
@may_required(Permission.SETTINGS)
def text_preview(request: AgentRequest, code: str, language: str) -> HttpResponse:
    """As the mail would be with what stands in the form, which is not kept."""
    kind, _chosen = _known(code, language)
    return render(request, "settings/texts/_preview.html", _shown(TextForm(request.POST, kind=kind), language))


@require_POST
@may_required(Permission.SETTINGS)
def reset(request: AgentRequest, code: str, language: str) -> HttpResponse:
    """The shipped text again; the history brings the other one back."""
    kind, _chosen = _known(code, language)
    if reset_mail_text(code, language, actor=request.user):
        messages.success(
            request, _("“%(name)s” is the shipped text again. The history has yours.") % {"name": kind.name}
        )
    return HttpResponseRedirect(reverse("settings:mail_text", args=[code, language]))


def _shown(form: TextForm, language: str) -> dict[str, Any]:
    """The mail as it would be, or why there is none."""
    words = form.initial
    if form.is_bound:
        if not form.is_valid():
            return {"problems": [error for errors in form.errors.values() for error in errors]}
        words = form.cleaned_data
    try:
        mail = preview(form.kind, words.get("subject", ""), words.get("body", ""), language)
    except Invalid as wrong:
        return {"problems": [str(wrong)]}
    return {"mail": mail}


def _known(code: str, language: str) -> tuple[TextKind, MailText]:
    if code not in BY_CODE or language not in BY_CODE[code].languages:
        raise Http404
    return BY_CODE[code], text_now(code, language)


def _is_like(kind: TextKind, search: str, own: dict[tuple[str, str], MailText]) -> bool:
    """Whether all words stand in its name, what it is for, or what it says."""
    said = [f"{text.subject} {text.body}" for (code, _language), text in own.items() if code == kind.code]
    said += [f"{subject} {body}" for subject, body in (shipped(kind.code, code) for code in kind.languages)]
    where = " ".join([str(kind.name), str(kind.about), *said]).casefold()
    return all(word in where for word in search.casefold().split())
