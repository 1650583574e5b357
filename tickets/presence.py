"""Which colleagues look at a ticket right now, and who of them writes.

Whether somebody may see the ticket is asked once, when their page says for the first time that it is there. It gets a pass,
signed, with what every further word of it needs; so none of those asks the database. A pass is short-lived, and the page asks
for another when the ticket changes hands: who may hear of it is heeded soon.
"""

from dataclasses import dataclass

from django.core import signing
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from helpdesk import presence
from helpdesk.live import look_who_is_there
from helpdesk.presence import Presence
from tickets.content import storable
from tickets.live import staff_channels
from tickets.models import Ticket

PASS_SECONDS = 120
LONGEST_TAB = 36
_SALT = "tickets.presence"


class Writing(models.TextChoices):
    """What somebody writes; empty: they look."""

    NOTHING = "", _("Nothing")
    REPLY = "public", _("A reply")
    NOTE = "note", _("A note")


@dataclass(frozen=True, slots=True)
class Said:
    """What a page says of itself: which of a browser's tabs it is, what is written in it, and whether it goes away."""

    tab: str
    writing: Writing = Writing.NOTHING
    is_leaving: bool = False

    @classmethod
    def of(cls, form: dict[str, str]) -> "Said":
        """Whatever it holds: an unknown word is none."""
        writing = form.get("writing", "")
        tab = storable(form.get("tab", ""))[:LONGEST_TAB]
        known = Writing(writing) if writing in Writing.values else Writing.NOTHING
        return cls(tab, known, is_leaving=form.get("leaving") == "1")


def pass_for(ticket: Ticket, person: User) -> str:
    """For somebody of ours who may see the ticket, as was just looked at."""
    people = {ticket.requester_id, ticket.assignee_id} - {None}
    if ticket.team_id is not None:
        people.update(ticket.participants.values_list("person_id", flat=True))
    channels = staff_channels(ticket.team_id, sorted(filter(None, people)))
    return signing.dumps([ticket.pk, person.pk, person.display_name, channels], salt=_SALT)


def say(shown_pass: str, said: Said) -> bool:
    """What the holder of this pass says; False when it is none, or its time is over."""
    try:
        place, person, name, channels = signing.loads(shown_pass, salt=_SALT, max_age=PASS_SECONDS)
    except signing.BadSignature:
        return False
    if said.is_leaving:
        is_news = presence.leave(place, person, said.tab)
    else:
        is_news = presence.say(Presence(place, person, name, tuple(channels), said.writing), said.tab)
    if is_news:
        look_who_is_there()
    return True


def present_on(ticket: Ticket) -> list[dict]:
    """Who is on the ticket now, each person once: with `id`, `name` and `writing`; for somebody who may see it."""
    there = [one for one in presence.everybody() if one.place == ticket.pk]
    return presence.people_of(there, {channel for one in there for channel in one.channels})
