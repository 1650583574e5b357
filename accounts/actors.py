"""Who acts: a person, or one of our own machines by its name."""

from dataclasses import dataclass
from typing import TypeAlias

from django.db import models
from django.utils.translation import gettext, gettext_noop
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
    """A machine of ours; `name` is kept with what it does, and `machine_name` says it ("Closed by Auto-close")."""

    name: str
    kind: ActorKind = ActorKind.SYSTEM


Actor: TypeAlias = User | SystemActor

MAIL = SystemActor(gettext_noop("Mail"))
AUTO_CLOSE = SystemActor(gettext_noop("Auto-close"))
ALARM = SystemActor(gettext_noop("Snooze timer"))
REMINDER = SystemActor(gettext_noop("Reminder"))
SLA_TIMER = SystemActor(gettext_noop("SLA"))
EMERGENCY = SystemActor(gettext_noop("Emergency"))
INCIDENTS = SystemActor(gettext_noop("Incidents"))
CLOSE_RULE = SystemActor(gettext_noop("Close rule"))
RULE_GUARD = SystemActor(gettext_noop("Rule guard"))
ASSIGNMENT = SystemActor(gettext_noop("Assignment"))
SMART_ROUTING = SystemActor(gettext_noop("Smart routing"))
SURVEYS = SystemActor(gettext_noop("Surveys"))


def machine_name(kind: str, name: str) -> str:
    """In the reader's language; what others named (a rule, an integration) stays."""
    return gettext(name) if name and kind == ActorKind.SYSTEM else name


def person_of(actor: Actor) -> User | None:
    return actor if isinstance(actor, User) else None


def is_human_agent(actor: Actor) -> bool:
    """A staff person, by whatever means they write (design.md section 11, "Human agent")."""
    return isinstance(actor, User) and actor.is_staff
