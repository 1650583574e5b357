"""What the pages of calendars and policies share: saving is shown first, then done, then open tickets follow."""

import json
from hashlib import sha256
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.http import AgentRequest, may_required
from accounts.permissions import Permission
from sla import recomputing
from sla.models import Policy
from sla.recomputing import Preview


@require_safe
@may_required(Permission.SETTINGS)
def progress(request: AgentRequest) -> HttpResponse:
    """How far the newest recomputation is; asked for every two seconds while it runs."""
    return render(request, "settings/sla/_progress.html", {"job": recomputing.newest(), "watched": True})


def ask_first(request: AgentRequest, chosen: Policy, heading: str, were: list[Policy]) -> HttpResponse | None:
    """The question how many open tickets would follow, were these policies in force; None: nothing to ask any more.

    `heading` with the policy's name as `%(name)s`. What was asked is sent again, with what it answers to.
    """
    confirmed = fingerprint(heading, chosen.pk, [(policy.pk, policy.current_id) for policy in were])
    if request.POST.get("confirmed") == confirmed:
        return None
    preview = recomputing.preview_policies(were)
    if not preview.changed:
        return None
    context = {
        "heading": heading % {"name": chosen},
        "question": preview_words(preview),
        "confirmed": confirmed,
        "given": [(name, request.POST[name]) for name in ("down", "off", "undo") if name in request.POST],
        "back": reverse("sla:policies"),
        "page_key": "policies",
    }
    return render(request, "settings/sla/asking.html", context)


def fingerprint(*parts: Any) -> str:
    """Of what would be saved: whoever changes it after the question has not been asked about it yet."""
    return sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()[:16]


def preview_words(preview: Preview) -> str:
    changed = ngettext(
        "%(count)s open ticket gets another deadline.", "%(count)s open tickets get other deadlines.", preview.changed
    ) % {"count": preview.changed}
    among = _("Of %(count)s that are open.") if preview.is_whole else _("Of the newest %(count)s that are open.")
    told = [changed, among % {"count": preview.looked_at}]
    if preview.overdue:
        late = ngettext(
            "%(count)s of them is overdue at once.", "%(count)s of them are overdue at once.", preview.overdue
        )
        told.append(late % {"count": preview.overdue})
    return " ".join([*told, _("What was missed already stays as it was.")])
