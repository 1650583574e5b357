"""Everybody's API tokens: whose they are, what they may do, when they were used; an admin ends one. Secrets are nowhere."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.http import AgentRequest, may_required
from accounts.models import ApiToken
from accounts.permissions import Permission
from accounts.tokens import revoke_for_somebody
from desk.settings.http import Column, archived_asked, listing, row_of, search_of
from desk.settings.queries import tokens_like
from helpdesk import clock

_COLUMNS = (
    Column(gettext_lazy("Name"), "name"),
    Column(gettext_lazy("Whose"), "person"),
    Column(gettext_lazy("What it may do"), css="is-extra"),
    Column(gettext_lazy("Last used"), "used", "is-extra"),
    Column(gettext_lazy("Ends"), "ends", "is-extra"),
    Column("", css="is-act"),
)
_SORTS = {
    "name": ("name", "pk"),
    "person": ("person__name", "name", "pk"),
    "used": ("-last_used_at", "pk"),
    "ends": ("expires_at", "pk"),
}


@require_safe
@may_required(Permission.TOKENS_OF_OTHERS)
def tokens(request: AgentRequest) -> HttpResponse:
    found = tokens_like(search_of(request), archived=archived_asked(request))
    context = {"listing": listing(request, found, _COLUMNS, _SORTS), "now": clock.now(), "page_key": "tokens"}
    return render(request, "settings/tokens.html", context)


@require_POST
@may_required(Permission.TOKENS_OF_OTHERS)
def revoke(request: AgentRequest, pk: int) -> HttpResponse:
    """The page has asked, because this cannot be taken back."""
    token = revoke_for_somebody(row_of(ApiToken.objects.select_related("person"), pk), actor=request.user)
    said = _("“%(name)s” was revoked. Programs that use it are refused from now on.") % {"name": token.name}
    messages.success(request, said)
    return HttpResponseRedirect(reverse("settings:tokens"))
