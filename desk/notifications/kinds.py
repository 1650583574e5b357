"""Of what one can be told, by which channels, and what is usual. A new kind is one line here and one in rules.py."""

from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _


class NotificationKind(models.TextChoices):
    """Stored; never renamed."""

    EMERGENCY = "emergency", _("An emergency calls me")
    MENTIONED = "mentioned", _("A colleague names me in a note")
    ASSIGNED = "assigned", _("A ticket is assigned to me")
    CUSTOMER_WROTE = "customer_wrote", _("A customer writes on a ticket of mine, or one I follow")
    COLLEAGUE_WROTE = "colleague_wrote", _("A colleague writes on a ticket of mine, or one I follow")
    ESCALATED = "escalated", _("A ticket is escalated to my team")
    ESCALATION_ANSWERED = "escalation_answered", _("My escalation is accepted, declined or handed back")
    MERGED = "merged", _("A ticket of mine is merged")
    WOKE = "woke", _("A snooze of mine is over")
    ASKED = "asked", _("A colleague asks me or my team a question, or the time to answer one is over")
    ANSWERED = "answered", _("A question of mine is answered")
    SIDE_ANSWERED = "side_answered", _("Somebody outside answers beside a ticket of mine, or one I follow")
    TASK = "task", _("A task becomes mine, or its time is over")
    REMINDED = "reminded", _("A reminder of mine is due")
    SLA = "sla", _("A deadline of a ticket of mine or my team comes near or is missed")
    CONCESSION_ASKED = "concession_asked", _("A concession on a ticket of my team waits for me to decide")
    CONCESSION_DECIDED = "concession_decided", _("A concession that I asked for is decided")
    RULE = "rule", _("A rule points me to a ticket")
    RATED_LOW = "rated_low", _("A customer is unhappy with our help on a ticket of mine")
    ARTICLE_FEEDBACK = "article_feedback", _("A reader comments on an article of mine")
    ARTICLE_DUE = "article_due", _("An article of mine is due for a look")
    REVIEWED = "reviewed", _("A lead has gone through a case of mine")
    UNDELIVERED = "undelivered", _("An answer of mine does not arrive")


# Nobody chooses how they are called in an emergency: its plan does, and it heeds no quiet hours.
CHOSEN = [kind for kind in NotificationKind if kind != NotificationKind.EMERGENCY]


# About no ticket, so that no list of tickets' news holds them: told by mail, or not at all.
BY_MAIL_ALONE = frozenset({NotificationKind.ARTICLE_FEEDBACK, NotificationKind.ARTICLE_DUE})


class Channel(models.TextChoices):
    DESK = "desk", _("In the desk")
    EMAIL = "email", _("By email")
    BROWSER = "browser", _("In the browser")


class Usual(NamedTuple):
    desk: bool
    email: bool
    browser: bool


_ALL, _NO_MAIL, _QUIETLY = Usual(True, True, True), Usual(True, False, True), Usual(True, False, False)
USUAL: dict[str, Usual] = {
    NotificationKind.EMERGENCY: _ALL,
    NotificationKind.MENTIONED: _ALL,
    NotificationKind.ASSIGNED: _ALL,
    NotificationKind.CUSTOMER_WROTE: _NO_MAIL,
    NotificationKind.COLLEAGUE_WROTE: _QUIETLY,
    NotificationKind.ESCALATED: _NO_MAIL,
    NotificationKind.ESCALATION_ANSWERED: _ALL,
    NotificationKind.MERGED: _QUIETLY,
    NotificationKind.WOKE: _NO_MAIL,
    NotificationKind.ASKED: _ALL,
    NotificationKind.ANSWERED: _ALL,
    NotificationKind.SIDE_ANSWERED: _NO_MAIL,
    NotificationKind.TASK: _NO_MAIL,
    NotificationKind.REMINDED: _NO_MAIL,
    NotificationKind.SLA: _NO_MAIL,
    NotificationKind.CONCESSION_ASKED: _NO_MAIL,
    NotificationKind.CONCESSION_DECIDED: _NO_MAIL,
    NotificationKind.RULE: _ALL,
    NotificationKind.RATED_LOW: _NO_MAIL,
    NotificationKind.ARTICLE_FEEDBACK: Usual(False, True, False),
    NotificationKind.ARTICLE_DUE: Usual(False, True, False),
    NotificationKind.REVIEWED: _ALL,
    NotificationKind.UNDELIVERED: _ALL,
}
ICONS: dict[str, str] = {
    NotificationKind.EMERGENCY: "siren",
    NotificationKind.MENTIONED: "at-sign",
    NotificationKind.ASSIGNED: "user-check",
    NotificationKind.CUSTOMER_WROTE: "message-circle",
    NotificationKind.COLLEAGUE_WROTE: "sticky-note",
    NotificationKind.ESCALATED: "trending-up",
    NotificationKind.ESCALATION_ANSWERED: "corner-down-left",
    NotificationKind.MERGED: "merge",
    NotificationKind.WOKE: "alarm-clock",
    NotificationKind.ASKED: "circle-help",
    NotificationKind.ANSWERED: "message-circle-reply",
    NotificationKind.SIDE_ANSWERED: "messages-square",
    NotificationKind.TASK: "list-checks",
    NotificationKind.REMINDED: "alarm-clock",
    NotificationKind.SLA: "timer",
    NotificationKind.CONCESSION_ASKED: "hand-coins",
    NotificationKind.CONCESSION_DECIDED: "hand-coins",
    NotificationKind.RULE: "signpost",
    NotificationKind.RATED_LOW: "frown",
    NotificationKind.ARTICLE_FEEDBACK: "message-square-text",
    NotificationKind.ARTICLE_DUE: "calendar-clock",
    NotificationKind.REVIEWED: "message-square-heart",
    NotificationKind.UNDELIVERED: "mail-warning",
}


def is_wanted(choices: dict[str, dict[str, bool]], kind: str, channel: str) -> bool:
    """What somebody chose (the `choices` of their settings), else what is usual."""
    usual: bool = getattr(USUAL[kind], channel)
    return choices.get(kind, {}).get(channel, usual)
