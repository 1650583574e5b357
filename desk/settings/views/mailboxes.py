"""Mailboxes: the addresses that customers write to, whose queue their mail comes into, and what stands below answers."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import AgentRequest, may_required
from accounts.permissions import Permission
from desk.settings.http import Column, edited, history_context, listing, row_of, search_of, status_of
from desk.settings.mailbox_form import MailboxForm
from desk.settings.queries import mailboxes_like
from mail.imap_models import ImapAccount
from mail.keeping import MAILBOX, add_mailbox, change_mailbox, send_test_mail
from mail.models import Mailbox, MailProvider
from mail.signing import key_of
from tickets.placeholders import PLACEHOLDERS

_COLUMNS = (
    Column(gettext_lazy("Name"), "name"),
    Column(gettext_lazy("Team"), "team", "is-extra"),
    Column(gettext_lazy("Signature"), css="is-extra"),
    Column(gettext_lazy("Mail")),
    Column(""),
)
_SORTS = {"name": ("name", "address"), "team": ("team__name", "name")}


@require_safe
@may_required(Permission.SETTINGS)
def mailboxes(request: AgentRequest) -> HttpResponse:
    found = mailboxes_like(search_of(request))
    context = {"listing": listing(request, found, _COLUMNS, _SORTS), "page_key": "mailboxes"}
    return render(request, "settings/mailboxes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may_required(Permission.SETTINGS)
def new_mailbox(request: AgentRequest) -> HttpResponse:
    return _edit(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@may_required(Permission.SETTINGS)
def mailbox(request: AgentRequest, pk: int) -> HttpResponse:
    return _edit(request, _mailbox(pk))


@require_POST
@may_required(Permission.SETTINGS)
def test_mail(request: AgentRequest, pk: int) -> HttpResponse:
    """To oneself: whether it leaves, and how it looks."""
    address = send_test_mail(_mailbox(pk), actor=request.user)
    messages.success(request, _("A test mail is on its way to %(address)s.") % {"address": address})
    return HttpResponseRedirect(reverse("settings:mailbox", args=[pk]))


def _edit(request: AgentRequest, chosen: Mailbox | None) -> HttpResponse:
    form = MailboxForm(request.POST or None, mailbox=chosen)

    def save() -> None:
        if chosen is None:
            add_mailbox(actor=request.user, address=form.cleaned_data["address"], **form.fields_of_mailbox)
        else:
            change_mailbox(chosen, actor=request.user, **form.fields_of_mailbox)

    if saved := edited(request, form, save, kind=MAILBOX, thing=chosen, to=reverse("settings:mailboxes")):
        return saved
    context = {
        "form": form,
        "mailbox": chosen,
        "account": ImapAccount.objects.filter(mailbox=chosen).first() if chosen else None,
        "provider": MailProvider.objects.filter(mailbox=chosen).first() if chosen else None,
        "signing_key": key_of(chosen) if chosen else None,
        "html": form.data.get("html", "") if form.is_bound else (chosen.signature_html if chosen else ""),
        "placeholders": PLACEHOLDERS.items(),
        "heading": chosen.name if chosen else _("New mailbox"),
        "back": reverse("settings:mailboxes"),
        "page_key": "mailboxes",
        **history_context(MAILBOX, chosen),
    }
    return render(request, "settings/mailbox.html", context, status=status_of(form))


def _mailbox(pk: int) -> Mailbox:
    return row_of(Mailbox.objects.select_related("team"), pk)
