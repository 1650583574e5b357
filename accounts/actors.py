"""Who acts: a person, or one of our own machines by its name."""

from dataclasses import dataclass
from typing import TypeAlias

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class ActorKind(models.TextChoices):
    PERSON = "person", _("Person")
    SYSTEM = "system", _("System")
    RULE = "rule", _("Rule")
    BOT = "bot", _("Bot")
    INTEGRATION = "integration", _("Integration")


@dataclass(frozen=True, slots=True)
class SystemActor:
    """A machine of ours; `name` is shown in the timeline ("Closed by Auto-close")."""

    name: str
    kind: ActorKind = ActorKind.SYSTEM


Actor: TypeAlias = User | SystemActor

MAIL = SystemActor("Mail")
AUTO_CLOSE = SystemActor("Auto-close")
ALARM = SystemActor("Snooze timer")
REMINDER = SystemActor("Reminder")
SLA_TIMER = SystemActor("SLA")
EMERGENCY = SystemActor("Emergency")
INCIDENTS = SystemActor("Incidents")
CLOSE_RULE = SystemActor("Close rule")
RULE_GUARD = SystemActor("Rule guard")
ASSIGNMENT = SystemActor("Assignment")
SMART_ROUTING = SystemActor("Smart routing")
SURVEYS = SystemActor("Surveys")


def person_of(actor: Actor) -> User | None:
    return actor if isinstance(actor, User) else None


def is_human_agent(actor: Actor) -> bool:
    """A staff person, by whatever means they write (design.md section 11, "Human agent")."""
    return isinstance(actor, User) and actor.is_staff
