"""How often a limit on mail was met lately. The limits stand in accounts/general.py; who keeps to them: mail/outgoing.py,
mail/intake_automatic.py and outbox/pacing.py.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from mail.models import InboundEmail, InboundReason, InboundState
from outbox.models import EmailState, OutboundEmail

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

LIMITS = (
    "acknowledgements_an_hour",
    "automatic_an_hour",
    "automatic_of_sender_an_hour",
    "mails_a_minute",
    "domain_paces",
)
MOST_DOMAINS = 10
MOST_COUNTED = 100
HELD_BACK = "Held back"  # how the reason of a mail that a limit held back begins (mail/outgoing.py)


@dataclass(frozen=True, slots=True)
class Hits:
    """`count`: at most one more than MOST_COUNTED; `route` and `query`: where they are listed."""

    name: "_StrOrPromise"
    count: int
    route: str
    query: str

    @property
    def shown(self) -> str:
        return f"{MOST_COUNTED}+" if self.count > MOST_COUNTED else str(self.count)


def hits_since(moment: datetime) -> list[Hits]:
    """Of each limit, in the order of LIMITS; the domains count together."""
    held = OutboundEmail.objects.filter(
        state=EmailState.FAILED, last_error__startswith=HELD_BACK, created_at__gte=moment
    )
    waiting = OutboundEmail.objects.filter(state=EmailState.QUEUED).exclude(paced_for="")
    ignored = InboundEmail.objects.filter(state=InboundState.IGNORED, processed_at__gte=moment)
    of_ticket = ignored.filter(reason=InboundReason.AUTO_LIMIT)
    of_sender = ignored.filter(reason=InboundReason.SENDER_LIMIT)
    return [
        Hits(_("Automatic answers held back"), _count(held), "settings:undelivered", "q=Held+back"),
        Hits(_("Ignored on their ticket"), _count(of_ticket), "settings:incoming", "reason=auto_limit"),
        Hits(_("Ignored of one sender"), _count(of_sender), "settings:incoming", "reason=sender_limit"),
        Hits(_("Waiting their turn now"), _count(waiting), "settings:undelivered", "what=waiting"),
    ]


def waiting_by_domain() -> list[tuple[str, int]]:
    """For whose pace mails wait now, and how many: the most first."""
    waiting = OutboundEmail.objects.filter(state=EmailState.QUEUED).exclude(paced_for="").order_by()
    counted = waiting.values_list("paced_for").annotate(count=Count("pk")).order_by("-count", "paced_for")
    return list(counted[:MOST_DOMAINS])


def _count(rows: QuerySet[Any]) -> int:
    return len(rows.order_by().values_list("pk", flat=True)[: MOST_COUNTED + 1])
