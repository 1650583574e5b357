"""What was told to trackers about a person's tickets. What stands there already is not ours to erase."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.personal import ERASED, Bite, Store, Whom
from integrations.models import CallState, TrackerCall


def _calls_of(whom: Whom) -> QuerySet[TrackerCall]:
    return TrackerCall.objects.filter(ticket__requester__in=whom.keys).exclude(body=ERASED)


def _erase_calls(whom: Whom, after: int) -> Bite:
    _calls_of(whom).filter(state=CallState.QUEUED).update(state=CallState.FAILED)
    return Bite(_calls_of(whom).update(title=ERASED, body=ERASED, last_error=""))


STORES = [Store("trackers", _("Words for trackers"), lambda whom: _calls_of(whom).count(), _erase_calls)]
