"""What the pages of calendars and policies share: saving is shown first, then done, then open tickets follow."""

import json
from hashlib import sha256
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.http import AgentRequest, may_required
from accounts.permissions import Permission
from sla import recomputing
from sla.recomputing import Preview


@require_safe
@may_required(Permission.SETTINGS)
def progress(request: AgentRequest) -> HttpResponse:
    """How far the newest recomputation is; asked for every two seconds while it runs."""
    return render(request, "settings/sla/_progress.html", {"job": recomputing.newest(), "watched": True})


def fingerprint(*parts: Any) -> str:
    """Of what would be saved: whoever changes it after the question has not been asked about it yet."""
    return sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()[:16]


def preview_words(preview: Preview) -> str:
    changed = ngettext(
        "%(count)s open ticket gets another deadline.", "%(count)s open tickets get other deadlines.", preview.changed
    ) % {"count": preview.changed}
    among = _("Of %(count)s that are open.") if preview.is_whole else _("Of the newest %(count)s that are open.")
    return f"{changed} {among % {'count': preview.looked_at}} " + _("What was missed already stays as it was.")
