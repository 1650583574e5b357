"""A tracker's webhook: it says that something is new, signed with the secret that only it and we know.

Nothing in it is believed: it makes a worker ask the tracker now, and not within a minute. So a forged, doubled or lost one does
no harm.
"""

import hashlib
import hmac
import uuid

from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from integrations.actions import ask_soon
from integrations.models import Tracker, TrackerKind


@csrf_exempt
@require_POST
def hook(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """204 when it is signed; 404 otherwise, which tells nobody whether there is such a tracker."""
    tracker = Tracker.objects.filter(webhook_key=key, archived_at=None).first()
    if tracker is None or not is_signed(tracker, request):
        return HttpResponse(status=404)
    ask_soon(tracker)
    return HttpResponse(status=204)


def is_signed(tracker: Tracker, request: HttpRequest) -> bool:
    """GitHub: X-Hub-Signature-256. Jira: X-Hub-Signature, the same over the same. GitLab sends the secret itself.

    A secret that no key opens any more reads as empty (helpdesk/encrypted.py): by that, anybody could sign.
    """
    if not tracker.webhook_secret:
        return False
    if tracker.kind == TrackerKind.GITLAB:
        return constant_time_compare(request.headers.get("X-Gitlab-Token", ""), tracker.webhook_secret)
    name = "X-Hub-Signature-256" if tracker.kind == TrackerKind.GITHUB else "X-Hub-Signature"
    digest = hmac.new(tracker.webhook_secret.encode(), request.body, hashlib.sha256).hexdigest()
    return constant_time_compare(request.headers.get(name, ""), f"sha256={digest}")
