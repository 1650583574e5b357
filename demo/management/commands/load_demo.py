from argparse import ArgumentParser
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from demo.loading.load import SEED, NotEmpty, load_demo
from demo.loading.plan import TICKETS

# Its own stories need people enough.
LEAST = 30


class Command(BaseCommand):
    help = "Fill an empty desk with the demo company: people, and the tickets of its last 90 days. Does nothing twice."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--tickets", type=int, default=TICKETS, help="how many (default: %(default)s)")
        parser.add_argument("--random-seed", type=int, default=SEED, help="another number, another desk")

    def handle(self, *args: Any, tickets: int, random_seed: int, **options: Any) -> None:
        if tickets < LEAST:
            raise CommandError(f"The demo has at least {LEAST} tickets.")
        started = self.shown = monotonic()
        try:
            loaded = load_demo(self.show, tickets=tickets, seed=random_seed)
        except NotEmpty:
            raise CommandError("There are people or tickets here already; the demo fills an empty desk only.") from None
        if loaded:
            self.stdout.write(f"Demo loaded in {monotonic() - started:.0f} s.")
        else:
            self.stdout.write("The demo is loaded already.")

    def show(self, step: str, done: int, total: int) -> None:
        """Every two seconds, and at the end of a step."""
        if done == total or monotonic() - self.shown > 2:
            self.shown = monotonic()
            self.stdout.write(f"Loading the demo: {done:,} of {total:,} {step}")
            self.stdout.flush()
