"""The last touch to a mail before it is sent for the first time: what takes too long for the transaction that decided it.

Which kinds have one stands in the settings, because whoever does it stands above the outbox. It fails quietly: the mail goes
out as it was written.
"""

import logging

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from outbox.models import OutboundEmail

logger = logging.getLogger(__name__)


def complete(email: OutboundEmail) -> None:
    """Once: what is sent again after a failure is the same mail."""
    name = settings.OUTBOX_COMPLETED_BY.get(email.kind)
    if name is None or email.attempts != 1:
        return
    before = (email.text, email.html)
    try:
        with transaction.atomic():
            import_string(name)(email)
            if (email.text, email.html) != before:
                OutboundEmail.objects.filter(pk=email.pk).update(text=email.text, html=email.html)
    except Exception:
        logger.exception("Mail %s is sent without its last touch.", email.pk)
        email.text, email.html = before
