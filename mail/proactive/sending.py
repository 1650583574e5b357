"""The timer of proactive messages: gathers who is due, and writes mails into the outbox, not more an hour than was chosen.

A mail and its recipient's mark are one transaction, and a message is worked on by one worker at a time, so that nobody gets it
twice and a killed worker loses nobody.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q

from accounts.brands import brand_of, showing
from accounts.people import keys_of
from helpdesk import clock
from mail.addresses import loop_token
from mail.outgoing import from_header
from mail.parsing.automatic import LOOP_HEADER
from mail.proactive.models import (
    ProactiveMessage,
    ProactiveRecipient,
    ProactiveState,
    Reached,
    Skipped,
    When,
)
from mail.proactive.segments import due_people, reachable
from mail.proactive.wording import stop_link, wording_for
from outbox.posting import Address, post_email

PROACTIVE = "proactive"
BATCH = 50
GATHERED_AT_ONCE = 5_000


def send_due_messages() -> int:
    """One batch of each that runs; how many mails were written. Safe to run twice at once."""
    now = clock.now()
    due = ProactiveMessage.objects.filter(Q(send_at__lte=now) | ~Q(when=When.AT), state=ProactiveState.RUNNING)
    return sum(_send_some(pk) for pk in due.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _send_some(pk: int) -> int:
    found = ProactiveMessage.objects.select_for_update(skip_locked=True, of=("self",)).select_related(
        "author", "mailbox"
    )
    message = found.filter(pk=pk, state=ProactiveState.RUNNING).first()
    if message is None:
        return 0
    now = clock.now()
    _gather(message)
    waiting = message.recipients.filter(state=Reached.WAITING).select_related("person__organization").order_by("pk")
    chosen = list(waiting[: max(0, min(BATCH, _room(message, now)))])
    wanted = set(reachable(_people(chosen)).values_list("pk", flat=True))
    sent = sum(_send(message, recipient, now, recipient.person_id in wanted) for recipient in chosen)
    if message.is_gathered and not message.is_automatic and not waiting.exists():
        ProactiveMessage.objects.filter(pk=pk).update(state=ProactiveState.DONE)
    return sent


def _gather(message: ProactiveMessage) -> None:
    """Who is due and no recipient yet. Of one that goes out once, all; until there is nobody new."""
    if message.is_gathered:
        return
    known = ProactiveRecipient.objects.filter(message=message).values("person")
    people = list(due_people(message).exclude(pk__in=known).values_list("pk", flat=True)[:GATHERED_AT_ONCE])
    ProactiveRecipient.objects.bulk_create(
        [ProactiveRecipient(message=message, person_id=person) for person in people], ignore_conflicts=True
    )
    if not message.is_automatic and len(people) < GATHERED_AT_ONCE:
        message.is_gathered = True
        message.save(update_fields=["is_gathered"])


def _room(message: ProactiveMessage, now: datetime) -> int:
    hour_ago = now - timedelta(hours=1)
    lately = message.recipients.filter(state=Reached.SENT, sent_at__gt=hour_ago)
    return message.per_hour - lately.aggregate(count=Count("pk"))["count"]


def _people(recipients: list[ProactiveRecipient]):  # type: ignore[no-untyped-def]  # of User
    from accounts.models import User

    keys = [recipient.person_id for recipient in recipients]
    return User.objects.customers().filter(pk__in=keys, is_active=True)


def _send(message: ProactiveMessage, recipient: ProactiveRecipient, now: datetime, is_wanted: bool) -> bool:
    person = recipient.person
    if not is_wanted or not person.email:
        recipient.state, recipient.skipped = Reached.SKIPPED, _why_not(recipient)
        recipient.save(update_fields=["state", "skipped"])
        return False
    with showing(brand_of(message.mailbox.brand_id)):
        link = stop_link(person)
        wording = wording_for(message, person, stop_link=link)
    recipient.email = post_email(
        kind=PROACTIVE,
        from_header=from_header(message.mailbox, None),
        envelope_from=message.mailbox.address,
        to=[Address(person.email, person.name)],
        subject=wording.subject,
        text=wording.text,
        html=wording.html,
        headers={
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            "Precedence": "bulk",
            LOOP_HEADER: loop_token(),
            "List-Unsubscribe": f"<{link}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
        at=now,
    )
    recipient.state, recipient.sent_at = Reached.SENT, now
    recipient.save(update_fields=["state", "sent_at", "email"])
    return True


def _why_not(recipient: ProactiveRecipient) -> Skipped:
    from mail.proactive.models import Unsubscribed

    person = recipient.person
    if person.role != "customer" or person.merged_into_id or not person.is_active or not person.email:
        return Skipped.GONE
    if Unsubscribed.objects.filter(person__in=keys_of(person)).exists():
        return Skipped.UNSUBSCRIBED
    return Skipped.UNREACHABLE
