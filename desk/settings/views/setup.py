"""The first page of a new desk: what to do, in which order, and what is done."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import AgentRequest, may_required
from accounts.permissions import Permission
from desk.settings.setup import can_send, steps
from mail.mailboxes import Mailboxes


@require_safe
@may_required(Permission.SETTINGS)
def setup(request: AgentRequest) -> HttpResponse:
    found = steps()
    context = {
        "steps": found,
        "done": sum(step.is_done for step in found),
        "next_step": next((step.key for step in found if not step.is_done), ""),
        "can_send": can_send(),
        "mailbox": Mailboxes().default,
        "page_key": "setup",
    }
    return render(request, "settings/setup.html", context)
