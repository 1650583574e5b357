"""What the demo's colleagues granted and told each other: a few of each kind, so that every page of it shows something."""

from datetime import timedelta
from decimal import Decimal

from accounts.models import Role, User
from helpdesk import clock
from tickets import actions
from tickets.models import Macro, Ticket
from tickets.models.announcement import AnnouncementKind
from tickets.models.concession import ConcessionKind

_LIMITS = ((Role.AGENT, 50), (Role.LEAD, 250), (Role.MANAGER, 500))
# Who, what, how much, and how many hours ago.
_CONCESSIONS = (
    ("agent2", ConcessionKind.REFUND, "38.00", "The plan was renewed a day after they had cancelled.", 30),
    ("grace", ConcessionKind.CREDIT, "15.00", "The export failed twice; a month of the add-on as an apology.", 26),
    ("agent", ConcessionKind.EXCEPTION, None, "May keep the old price until their budget year ends in March.", 20),
    ("agent2", ConcessionKind.REFUND, "180.00", "Charged for ten seats instead of four, and they noticed late.", 5),
    ("samir", ConcessionKind.CREDIT, "75.00", "Lost half a day of work in the outage on Monday.", 3),
    ("agent", ConcessionKind.REFUND, "420.00", "Annual plan bought twice, once by each of the two founders.", 2),
)
_NEWS = (
    (
        "agent3", AnnouncementKind.LESSON, 50,
        "<p>Calendar sync that “stops at night” is nearly always a server set to UTC. Ask for the time zone first: "
        "it saves an escalation.</p>",
    ),
    (
        "agent2", AnnouncementKind.WIN, 27,
        "<p>Foxglove Films stays with us: they had cancelled, and Grace called them the same hour. <b>Well done!</b></p>",
    ),
    (
        "lead", AnnouncementKind.ANNOUNCEMENT, 1,
        "<p><b>Bank connections are slow today.</b> Engineering is on it. Please do not escalate single cases: "
        "use the macro and put them on hold.</p>",
    ),
)  # fmt: skip
_SAY_THIS = "Known problem, fix is coming"


def grant_and_tell() -> None:
    """After the tickets: on those that nobody touched in the last two days, so that every event comes after the one before."""
    now = clock.now()
    people = {person.email.partition("@")[0]: person for person in User.objects.staff()}
    for role, most in _LIMITS:
        actions.set_concession_limit(actor=people["admin"], role=role, currency="EUR", most=Decimal(most))
    quiet = Ticket.objects.listed().filter(updated_at__lt=now - timedelta(days=2), merged_into=None)
    tickets = quiet.filter(subject__iregex="invoic|charge|bill|plan|price|pay").order_by("-updated_at")
    for ticket, (who, kind, amount, reason, hours) in zip(tickets, _CONCESSIONS, strict=False):
        with clock.at(now - timedelta(hours=hours)):
            actions.grant_concession(
                ticket,
                actor=people[who],
                kind=kind,
                amount=Decimal(amount) if amount else None,
                currency="EUR" if amount else "",
                reason=reason,
            )
    macro = Macro.objects.filter(name=_SAY_THIS).first()
    for who, news, hours, html in _NEWS:
        at = now - timedelta(hours=hours)
        is_announcement = news == AnnouncementKind.ANNOUNCEMENT
        with clock.at(at):
            made = actions.announce(
                actor=people[who],
                kind=news,
                html=html,
                macro=macro if is_announcement else None,
                ends_at=at + timedelta(days=30) if is_announcement else None,
            )
            for thankful in () if is_announcement else ("lead", "agent", "samir"):
                actions.thank_for(made, actor=people[thankful])
