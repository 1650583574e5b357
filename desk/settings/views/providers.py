"""By which server or provider a mailbox sends, and where that provider brings mail and tells of what became of it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import AgentRequest, may_required
from accounts.permissions import Permission
from desk.settings.http import edited, history_context, row_of, status_of
from desk.settings.provider_form import ProviderForm
from mail.hook_requests import HOOK_USER
from mail.models import Mailbox, MailProvider, Provider
from mail.providers import MAIL_PROVIDER, remove_provider, set_provider


@sensitive_post_parameters("key", "signing_key")
@require_http_methods(["GET", "HEAD", "POST"])
@may_required(Permission.SETTINGS)
def provider(request: AgentRequest, pk: int) -> HttpResponse:
    """Of which kind, `kind` says; without it the present one is shown, or all kinds to choose from."""
    mailbox = row_of(Mailbox.objects.all(), pk)
    present = MailProvider.objects.select_related("mailbox").filter(mailbox=mailbox).first()
    asked = request.GET.get("kind") or ("" if "choose" in request.GET or present is None else present.kind)
    context: dict[str, Any] = {
        "mailbox": mailbox,
        "provider": present,
        "page_key": "mailboxes",
        "back": reverse("settings:mailbox", args=[pk]),
        "heading": _("How mail travels"),
        **history_context(MAIL_PROVIDER, present),
    }
    if asked not in Provider:
        return render(request, "settings/providers.html", {**context, "kinds": Provider.choices})
    kind = Provider(asked)
    form = ProviderForm(request.POST or None, kind=kind, provider=present)

    def save() -> None:
        set_provider(mailbox, actor=request.user, kind=kind, **form.cleaned_data)

    here = reverse("settings:mail_provider", args=[pk])
    if saved := edited(request, form, save, kind=MAIL_PROVIDER, thing=present, to=here):
        return saved
    is_present = present is not None and present.kind == kind
    context |= {"form": form, "kind": kind, "hooks": _hooks(present) if present and is_present else []}
    return render(request, "settings/provider.html", context, status=status_of(form))


@require_POST
@may_required(Permission.SETTINGS)
def remove(request: AgentRequest, pk: int) -> HttpResponse:
    mailbox = row_of(Mailbox.objects.all(), pk)
    if remove_provider(mailbox, actor=request.user):
        said = _("%(address)s sends by the server of this help desk again.") % {"address": mailbox.address}
        messages.success(request, said)
    return HttpResponseRedirect(reverse("settings:mailbox", args=[pk]))


def _hooks(provider: MailProvider) -> list[tuple[str, str]]:
    """What each address is for, and the address with the password in front that its provider is to send."""
    if provider.kind == Provider.SMTP:
        return []
    is_mailgun = provider.kind == Provider.MAILGUN  # it signs instead
    scheme, _sep, rest = settings.SITE_URL.rstrip("/").partition("://")
    site = f"{scheme}://{rest}" if is_mailgun else f"{scheme}://{HOOK_USER}:{provider.hook_secret}@{rest}"
    incoming = "mail:incoming_mime_hook" if is_mailgun else "mail:incoming_hook"
    return [
        (_("Incoming mail"), site + reverse(incoming, args=[provider.hook_key])),
        (_("What became of sent mail"), site + reverse("mail:delivery_hook", args=[provider.hook_key])),
    ]
