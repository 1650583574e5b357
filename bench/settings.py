"""The project's settings, with the meter in front and the floors routed; only processes of the bench use them."""

from helpdesk.settings import *  # noqa: F403
from helpdesk.settings import INSTALLED_APPS, MIDDLEWARE

ROOT_URLCONF = "bench.urls"
INSTALLED_APPS = [*INSTALLED_APPS, "bench"]
MIDDLEWARE = ["bench.meter.Meter", *MIDDLEWARE]
