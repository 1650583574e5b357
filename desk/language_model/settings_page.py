"""The page of the language model in the settings: where it is, whether it works, and what became of its drafts."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.http import AgentRequest, may_required
from accounts.permissions import Permission
from desk.language_model.forms import LanguageModelForm
from desk.settings.http import edited, history_context, status_of
from knowledgebase.actions.language_model import (
    LANGUAGE_MODEL,
    ask_to_check,
    language_model_now,
    set_language_model,
)
from knowledgebase.language_model.counting import drafts_counted, help_answers_counted
from tickets.errors import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@may_required(Permission.SETTINGS)
def language_model(request: AgentRequest) -> HttpResponse:
    kept = language_model_now()
    form = LanguageModelForm(request.POST or None, kept=kept)

    def save() -> None:
        set_language_model(actor=request.user, **form.settings)

    to = reverse("language_model:language_model")
    if saved := edited(request, form, save, kind=LANGUAGE_MODEL, thing=kept, to=to):
        return saved
    context = {
        "form": form,
        "kept": kept,
        "counted": drafts_counted(),
        "for_visitors": help_answers_counted(),
        "heading": _("Language model"),
        "back": reverse("settings:start"),
        "page_key": "language_model",
        **history_context(LANGUAGE_MODEL, kept),
    }
    return render(request, "settings/language_model/language_model.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
@may_required(Permission.SETTINGS)
def test(request: AgentRequest) -> HttpResponse:
    """A POST has it tested; a GET says how that stands, for the page that waits."""
    if request.method == "POST":
        try:
            ask_to_check(actor=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("language_model:language_model") + "#connection")
    return render(request, "settings/language_model/_connection.html", {"kept": language_model_now()})
