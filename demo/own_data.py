"""Customers of the demo who asked about their data, and Ann, who reads the figures of her organization."""

from datetime import timedelta

from accounts.models import User
from demo.company import STAFF
from helpdesk import clock
from privacy.actions import ask_erasure, decline

_DECLINED = "Your yearly plan is paid until the end of the month, and its invoice is not settled. Ask again after that."


def ask_about_data() -> None:
    """One wish waits to be decided, one was declined. Nobody whom visitors play."""
    admin = User.objects.get(email=STAFF[0].email)
    now = clock.now()
    customers = User.objects.customers().filter(requested_tickets__isnull=False).exclude(email__endswith="@example.net")
    waiting, declined = customers.order_by("-pk").distinct()[:2]
    with clock.at(now - timedelta(days=2, hours=3)):
        ask_erasure(waiting, actor=waiting)
    with clock.at(now - timedelta(days=20)):
        earlier = ask_erasure(declined, actor=declined)
    with clock.at(now - timedelta(days=18)):
        decline(earlier, actor=admin, reason=_DECLINED)
    User.objects.filter(email="ann@example.net", organization__isnull=False).update(manages_organization=True)
