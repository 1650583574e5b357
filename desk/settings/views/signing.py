"""The key with which a mailbox's mail is signed (DKIM)."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import AgentRequest, may_required
from accounts.permissions import Permission
from desk.settings.http import REFUSED, history_context, row_of
from mail.checking.asking import ask_for_check, newest_check
from mail.models import Mailbox, MailProvider, Provider
from mail.signing import SIGNING, key_of, make_key, remove_key, set_signing, signing_domain


@require_safe
@may_required(Permission.SETTINGS)
def signing(request: AgentRequest, pk: int) -> HttpResponse:
    mailbox = row_of(Mailbox.objects.all(), pk)
    key, check = key_of(mailbox), newest_check(mailbox)
    context = {
        "mailbox": mailbox,
        "domain": signing_domain(mailbox),
        "key": key,
        "others": Mailbox.objects.filter(address__endswith=f"@{signing_domain(mailbox)}").exclude(pk=pk),
        "provider": MailProvider.objects.filter(mailbox=mailbox, sends=True).exclude(kind=Provider.SMTP).first(),
        "check": check,
        "found": [step for step in check.steps if step["what"] in ("dkim", "dns")] if check and key else [],
        "heading": _("DKIM signature"),
        "back": reverse("settings:mailbox", args=[pk]),
        "page_key": "mailboxes",
        **history_context(SIGNING, key),
    }
    return render(request, "settings/signing.html", context)


@require_POST
@may_required(Permission.SETTINGS)
def change(request: AgentRequest, pk: int) -> HttpResponse:
    """`to`: new, on, off, remove or look (whether the record stands)."""
    mailbox = row_of(Mailbox.objects.all(), pk)
    key, to = key_of(mailbox), request.POST.get("to", "")
    try:
        if to == "new":
            made = make_key(signing_domain(mailbox), actor=request.user)
            messages.success(request, _("The key is made. Publish its record next."))
            ask_for_check(mailbox, by=request.user)
            key = made
        elif key and to in ("on", "off"):
            set_signing(key, actor=request.user, is_on=to == "on")
            said = (
                _("Mail of %(domain)s is signed now.")
                if to == "on"
                else _("Mail of %(domain)s is not signed any more.")
            )
            messages.success(request, said % {"domain": key.domain})
            ask_for_check(mailbox, by=request.user)
        elif key and to == "remove":
            remove_key(key, actor=request.user)
            messages.success(request, _("The key is removed. You can delete its record at your DNS provider."))
        elif key and to == "look":
            ask_for_check(mailbox, by=request.user)
    except REFUSED as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(reverse("settings:mail_signing", args=[pk]))
