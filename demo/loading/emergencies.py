"""The demo's emergency plan, and an emergency that is over: who was called, who came, how it ended."""

from datetime import timedelta

from accounts.models import Team, User
from helpdesk import clock
from routing.plans import add_plan, declare
from tickets import actions
from tickets.models import Ticket

_PLAN = "Nobody can work"
_ABOUT = "Sign-in, payments or all data are out of reach for many customers at once."
_REASON = "Since 09:40 nobody on the EU cluster gets past the sign-in: an error page after the password."
_END = "A certificate had expired. It is renewed, and its date is watched from now on."


def plan_for_emergencies() -> None:
    """After the tickets: on one that nobody touched since then, so that every event comes after the one before."""
    people = {person.email.partition("@")[0]: person for person in User.objects.staff()}
    team = Team.objects.filter(archived_at=None, is_private=False, levels__contains=[3]).order_by("name").first()
    steps = [
        {"person": people["agent"].pk, "how": ["desk", "email"], "minutes": 5},
        *([{"team": team.pk, "how": ["desk", "email"], "minutes": 10}] if team else []),
        {"person": people["lead"].pk, "how": ["desk", "email"], "minutes": 15},
    ]
    began = clock.now() - timedelta(days=1, hours=20)
    plan = add_plan(actor=people["admin"], name=_PLAN, description=_ABOUT, steps=steps, repeats=1)
    quiet = (
        Ticket.objects.listed().filter(updated_at__lt=began, merged_into=None, status="open").order_by("-updated_at")
    )
    ticket = quiet.filter(subject__iregex="sign|log.?in|password|down|error").first() or quiet.first()
    if ticket is None:
        return
    with clock.at(began):
        emergency = declare(ticket, actor=people["lead"], plan=plan, reason=_REASON)
    if emergency is None:
        return
    with clock.at(began + timedelta(minutes=3)):
        actions.acknowledge_emergency(emergency, actor=people["agent"])
    with clock.at(began + timedelta(minutes=48)):
        actions.stand_down(emergency, actor=people["agent"], words=_END)
