"""How a mailbox's mail is fetched, and the test of its connections, whose findings the page asks for until they are known."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import AgentRequest, may_required
from accounts.permissions import Permission
from desk.settings.http import REFUSED, history_context, refuse_late, row_of, status_of
from desk.settings.imap_form import ImapForm
from mail.checking.asking import ask_for_check, newest_check
from mail.fetching.keeping import IMAP, connect_imap, fetch_now
from mail.fetching.oauth import redirect_address
from mail.fetching.queries import fetching_of
from mail.imap_models import ImapAccount, SignIn
from mail.models import Mailbox


@sensitive_post_parameters("password", "client_secret")
@require_http_methods(["GET", "HEAD", "POST"])
@may_required(Permission.SETTINGS)
def imap(request: AgentRequest, pk: int) -> HttpResponse:
    mailbox = row_of(Mailbox.objects.all(), pk)
    account = ImapAccount.objects.filter(mailbox=mailbox).first()
    form = ImapForm(request.POST or None, account=account, address=mailbox.address)
    if request.method == "POST" and form.is_valid() and refuse_late(request, form, IMAP, account):
        try:
            saved = connect_imap(mailbox, actor=request.user, **form.words)
        except REFUSED as refusal:
            form.add_error(None, str(refusal))
        else:
            said = _("Saved. The connection is being tested.") if saved.is_on else _("Saved. Nothing is fetched.")
            messages.success(request, said)
            return HttpResponseRedirect(reverse("settings:imap", args=[pk]))
    context = {
        "form": form,
        "mailbox": mailbox,
        "account": account,
        "heading": _("Fetching mail of %(address)s") % {"address": mailbox.address},
        "back": reverse("settings:mailbox", args=[pk]),
        "page_key": "mailboxes",
        "redirect": redirect_address(),
        "may_sign_in": account is not None and account.sign_in != SignIn.PASSWORD,
        "is_signed_in": bool(account and account.refresh_token),
        **_connection(mailbox),
        **history_context(IMAP, account),
    }
    return render(request, "settings/imap/imap.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
@may_required(Permission.SETTINGS)
def check(request: AgentRequest, pk: int) -> HttpResponse:
    """POST: test how the mailbox gets and sends mail. GET: what came of it, and how fetching goes."""
    mailbox = row_of(Mailbox.objects.all(), pk)
    if request.method == "POST":
        ask_for_check(mailbox, by=request.user)
        return HttpResponseRedirect(reverse("settings:imap", args=[pk]) + "#connection")
    return render(request, "settings/imap/_connection.html", _connection(mailbox))


@require_POST
@may_required(Permission.SETTINGS)
def fetch(request: AgentRequest, pk: int) -> HttpResponse:
    mailbox = row_of(Mailbox.objects.all(), pk)
    if fetch_now(mailbox, actor=request.user):
        messages.success(request, _("The server is being asked for new mail."))
    else:
        messages.info(request, _("Nothing is fetched for this mailbox. Tick “Fetch mail” first."))
    return HttpResponseRedirect(reverse("settings:imap", args=[pk]))


def _connection(mailbox: Mailbox) -> dict[str, Any]:
    return {"mailbox": mailbox, "check": newest_check(mailbox), "fetching": fetching_of(mailbox)}
