"""The whole configuration as a file: taken out, compared with what is here, taken over."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import AgentRequest, may_required
from accounts.permissions import Permission
from desk.settings.configuration import LONGEST, compare, export, take_over
from desk.sla.answers import preview_words


class FileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        error_messages={"required": gettext_lazy("Choose a file."), "empty": gettext_lazy("This file is empty.")},
        help_text=gettext_lazy("A YAML file that was exported here or from another help desk, perhaps edited since."),
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml,text/yaml"}),
    )
    text = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)
    remove = forms.BooleanField(
        label=gettext_lazy("Remove what the file does not name"),
        required=False,
        help_text=gettext_lazy("Otherwise nothing is removed. Archived things can be brought back."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].required = not self.data.get("text")

    def clean_file(self) -> str:
        """Its words."""
        file = self.cleaned_data["file"]
        if not isinstance(file, UploadedFile):
            return ""
        if (file.size or 0) > LONGEST:
            raise forms.ValidationError(_("The file is larger than 5 MB."))
        try:
            return file.read().decode("utf-8-sig")
        except UnicodeDecodeError as wrong:
            raise forms.ValidationError(_("This is no text file. Choose one that was exported here.")) from wrong

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        cleaned["text"] = cleaned.get("file") or cleaned.get("text", "")
        return cleaned


@require_http_methods(["GET", "HEAD", "POST"])
@may_required(Permission.SETTINGS)
def configuration(request: AgentRequest) -> HttpResponse:
    """A file is compared first; its preview carries the words along, and `take_over` takes them over."""
    form = FileForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    context: dict[str, object] = {"form": form, "page_key": "configuration"}
    status = 200
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        act = take_over if request.POST.get("take_over") else compare
        comparison = act(words["text"], actor=request.user, remove=words["remove"])
        if request.POST.get("take_over") and not comparison.problems:
            messages.success(request, _("Taken over: %(summary)s.") % {"summary": comparison.summary})
            return HttpResponseRedirect(reverse("settings:configuration"))
        status = 422 if comparison.problems else 200
        preview = comparison.deadlines
        context |= {
            "comparison": comparison,
            "text": words["text"],
            "remove": words["remove"],
            "deadlines": preview_words(preview) if preview and preview.changed else "",
        }
    return render(request, "settings/configuration.html", context, status=422 if form.errors else status)


@require_safe
@may_required(Permission.SETTINGS)
def export_file(request: AgentRequest) -> HttpResponse:
    name = f"helpdesk-{timezone.localdate().isoformat()}.yaml"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(export(), content_type="application/yaml; charset=utf-8", headers=headers)
