"""The demo's help widget, as its pretend shop at /demo/site/ shows it."""

from django.conf import settings

from accounts.models import User
from chat.actions import renew_secret, set_widget
from demo.company import STAFF


def show_widget() -> None:
    admin = User.objects.get(email=STAFF[0].email)
    # The shop may be opened by either name of this machine.
    sites = {settings.SITE_URL, settings.SITE_URL.replace("//localhost", "//127.0.0.1")}
    set_widget(
        actor=admin,
        sites=sorted(sites),
        colour="#0f766e",
        greeting="Hello from Taskmoor. How can we help?",
        greetings={"de": "Hallo von Taskmoor. Wie können wir helfen?"},
    )
    renew_secret(actor=admin)
