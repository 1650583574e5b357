"""The demo's help widget, as its pretend shop at /demo/site/ shows it."""

from django.conf import settings

from accounts.models import User
from chat.actions import renew_secret, set_widget
from demo.company import STAFF


def show_widget() -> None:
    admin = User.objects.get(email=STAFF[0].email)
    set_widget(
        actor=admin, sites=[settings.SITE_URL], colour="#0f766e", greeting="Hello from Taskmoor. How can we help?"
    )
    renew_secret(actor=admin)
