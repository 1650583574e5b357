from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand

from metrics.keeping import rebuild


class Command(BaseCommand):
    help = "Compute the facts of all tickets anew from their events: what figures are counted from."

    def handle(self, *args: Any, **options: Any) -> None:
        started = monotonic()
        number = rebuild()
        self.stdout.write(f"Computed the facts of {number:,} tickets in {monotonic() - started:.0f} s.")
