"""What a new desk needs before customers write, in the order in which it is done, and what of it is done."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import SettingChange, Team, User
from mail.models import InboundEmail, Mailbox
from outbox.transport import is_configured
from routing.models import Rule, RuleState
from sla.editing import POLICY
from sla.models import Calendar

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, slots=True)
class Step:
    """`route` is where it is done, `about` how; `before` (a route and its name) what it may need first."""

    key: str
    title: "_StrOrPromise"
    about: "_StrOrPromise"
    route: str
    act: "_StrOrPromise"
    is_done: bool = False
    before: "tuple[str, _StrOrPromise] | None" = None


def can_send() -> bool:
    """Whether mail leaves at all; in the demo it stays in the catcher."""
    return settings.DEMO or is_configured()


def steps() -> list[Step]:
    """In their order. A handful of look-ups that end at the first row."""
    has_days_off = Q(current__hours__has_key="holiday_region") | Q(current__hours__has_key="holidays")
    return [
        Step(
            "mailbox",
            _("Say where customers write to"),
            _("The name and the signature below answers; send yourself a test mail to see that mail leaves."),
            "settings:mailboxes", _("Mailboxes"),
            Mailbox.objects.exists() and can_send(),
        ),
        Step(
            "team",
            _("Make your teams"),
            _("Each works at one or more levels: level 1 answers first, level 2 are specialists, level 3 experts."),
            "settings:new_team", _("New team"),
            Team.objects.filter(archived_at=None).exists(),
        ),
        Step(
            "agents",
            _("Invite your colleagues"),
            _("They get a mail and choose a password. Make somebody team lead: leads are warned before a promise breaks."),
            "settings:invite_agent", _("Invite a colleague"),
            User.objects.staff().count() > 1,
        ),
        Step(
            "calendar",
            _("Say when you work"),
            _("A calendar for each place: its time zone, opening hours and public holidays."),
            "sla:new_calendar", _("New calendar"),
            Calendar.objects.filter(has_days_off, archived_at=None).exists(),
        ),
        Step(
            "policy",
            _("Promise how fast you answer"),
            _("For whom (a tier of organizations, a team …), by which calendar, and who is warned when it gets tight. "
              "Which customer is of which tier stands at their organization."),
            "sla:new_policy", _("New policy"),
            SettingChange.objects.filter(kind=POLICY).exists(),  # nobody has looked yet at those that we ship
            before=("settings:new_organization", _("New organization")),
        ),
        Step(
            "rule",
            _("Let rules sort what comes in"),
            _("Such as: when a ticket is opened in German and its subject says “refund”, open it at level 2 for Billing."),
            "rules:new_rule", _("New rule"),
            Rule.objects.filter(archived_at=None, state=RuleState.ON).exists(),
        ),
        Step(
            "test",
            _("Write to yourself, and see"),
            _("Send a mail to your mailbox. On its ticket, “Rules” says why it went there, and a deadline explains itself."),
            "desk:start", _("To the desk"),
            InboundEmail.objects.exists(),
        ),
    ]  # fmt: skip
