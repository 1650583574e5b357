"""Mail of ours that did not arrive: found, sent again, discarded and brought back, one by one or many at once; for admins.

A ticket's own mails agents send again on its page (mail/resending.py).
"""

from collections.abc import Callable, Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Permission
from mail.texts.kinds_staff import BY_CODE
from outbox.actions import bring_back, discard, resend_failed
from outbox.models import UNREACHABLE, EmailState, OutboundEmail, OutboundRecipient
from tickets.access import require
from tickets.content import storable

MOST_AT_ONCE = 100


class Undelivered(TextChoices):
    FAILED = "failed", _("Given up")
    WAITING = "waiting", _("Tried again, or waiting its turn")
    RETURNED = "returned", _("Came back")
    DISCARDED = "discarded", _("Discarded")


def undelivered(*, what: str = Undelivered.FAILED, kind: str = "", text: str = "") -> QuerySet[OutboundEmail]:
    """Without their words. `text`: letters of the subject, of a recipient or of the reason."""
    rows = _THOSE[Undelivered(what)](OutboundEmail.objects.all())
    rows = rows.filter(kind=kind) if kind else rows
    for word in storable(text).split()[:8]:
        to_whom = OutboundRecipient.objects.filter(email=OuterRef("pk"), address__icontains=word)
        rows = rows.filter(Q(subject__icontains=word) | Q(last_error__icontains=word) | Exists(to_whom))
    return rows.defer("text", "html", "headers")


def kind_name(kind: str) -> str:
    """What sort of mail it is, in words."""
    text = BY_CODE.get(kind)
    return str(_KINDS.get(kind) or (text.name if text else _("Another mail")))


def resend_many(rows: Iterable[OutboundEmail], *, actor: User) -> int:
    """Try them again now, for whom they lack; how many there were to try. Raises NotAllowed."""
    return _each(rows, actor, lambda email: resend_failed(email) is not None)


def discard_many(rows: Iterable[OutboundEmail], *, actor: User) -> int:
    """Nobody wants them sent any more; `bring_many_back` undoes it. How many it changed. Raises NotAllowed."""
    return _each(rows, actor, discard)


def bring_many_back(rows: Iterable[OutboundEmail], *, actor: User) -> int:
    """What was discarded is among what could not be sent again. Raises NotAllowed."""
    return _each(rows, actor, bring_back)


def chosen_emails(keys: Iterable[int]) -> QuerySet[OutboundEmail]:
    return OutboundEmail.objects.filter(pk__in=list(keys)[:MOST_AT_ONCE]).defer("text", "html").order_by("pk")


def _each(rows: Iterable[OutboundEmail], actor: User, act: Callable[[OutboundEmail], bool]) -> int:
    require(actor, Permission.SETTINGS)
    return sum(act(row) for row in rows)


def _returned(rows: QuerySet[OutboundEmail]) -> QuerySet[OutboundEmail]:
    return rows.filter(pk__in=OutboundRecipient.objects.filter(state__in=UNREACHABLE).order_by().values("email"))


_THOSE: dict[Undelivered, Callable[[QuerySet[OutboundEmail]], QuerySet[OutboundEmail]]] = {
    Undelivered.FAILED: lambda rows: rows.filter(state=EmailState.FAILED),
    Undelivered.WAITING: lambda rows: rows.filter(state=EmailState.QUEUED).exclude(attempts=0, paced_for=""),
    Undelivered.RETURNED: _returned,
    Undelivered.DISCARDED: lambda rows: rows.filter(state=EmailState.DISCARDED),
}
_KINDS = {
    "reply": _("Reply"),
    "side_conversation": _("Side conversation"),
    "proactive": _("Proactive message"),
    "known_issue": _("Known issue"),
    "account_notice": _("Notice about an account"),
    "confirm_code": _("Code to confirm something"),
    "test": _("Test mail"),
    "mail_trouble": _("Alarm: mail is not fetched"),
    "undelivered": _("Alarm: mail is not sent"),
    "text_failed": _("Alarm: a text does not work"),
}
