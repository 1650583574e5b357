"""What the demo's colleagues asked people outside: one talk that was answered, one that waits."""

from datetime import timedelta

from accounts.models import User
from accounts.people import person_for_address
from helpdesk import clock
from tickets import actions
from tickets.content import Body
from tickets.models import Status, Ticket

_PARTNER = ("support@bankbridge.example", "Petra Lind (BankBridge)")


def ask_outside() -> None:
    """After the tickets: on two on hold that nobody touched in the last two days, so that every event comes after the others."""
    now = clock.now()
    agent = User.objects.get(email="agent@example.com")
    quiet = Ticket.objects.listed().filter(updated_at__lt=now - timedelta(days=2), status=Status.ON_HOLD)
    quiet = quiet.exclude(requester__email="ann@example.net")  # her story is told to the end
    answered, waiting = (*quiet.order_by("-updated_at")[:2], None, None)[:2]
    address, name = _PARTNER
    if answered is not None:
        with clock.at(now - timedelta(hours=22)):
            side = actions.open_side_conversation(
                answered,
                actor=agent,
                to=[address],
                subject="Bank connection stops: case BP-20871",
                body=Body.from_text(
                    "Hello Petra,\n\none connection stops every night since Tuesday. What does your log say?"
                ),
            )
        with clock.at(now - timedelta(hours=3)):
            actions.receive_side_answer(
                side,
                actor=person_for_address(address, name),
                body=Body.from_text("Hello Omar,\n\na certificate had run out on our side; it is renewed.\n\nPetra"),
                verdict={"by": "side_address", "ticket": answered.pk},
            )
    if waiting is not None:
        with clock.at(now - timedelta(hours=5)):
            actions.open_side_conversation(
                waiting,
                actor=agent,
                to=["night-shift@datacentre.example"],
                subject="Log of Monday night",
                body=Body.from_text("Good morning,\n\ncould you send us the log of Monday, 2 to 4 at night?"),
            )
