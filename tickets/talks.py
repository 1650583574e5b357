"""A talk with a customer, by phone or in person, as the message that logs it keeps it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from tickets.models import Channel

TALKED = (Channel.PHONE, Channel.IN_PERSON)
LONGEST = timedelta(hours=24)


class Direction(models.TextChoices):
    IN = "in", _("They came to us")
    OUT = "out", _("We went to them")


@dataclass(frozen=True, slots=True)
class Talk:
    """`direction`: who began it."""

    channel: Channel
    direction: Direction
    started_at: datetime
    duration: timedelta = timedelta(0)

    def plain(self) -> dict[str, Any]:
        """As message and event keep it."""
        return {
            "channel": str(self.channel),
            "direction": str(self.direction),
            "started_at": self.started_at.isoformat(),
            "seconds": int(self.duration.total_seconds()),
        }
