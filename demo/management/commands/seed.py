from argparse import ArgumentParser
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from demo.seeding.seed import seed


class Command(BaseCommand):
    help = "Add many consistent tickets with their people, messages, events and search rows, fast; for benchmarks."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--tickets", type=int, required=True)
        parser.add_argument("--random-seed", type=int, default=1, help="another number, other tickets")

    def handle(self, *args: Any, tickets: int, random_seed: int, **options: Any) -> None:
        if tickets < 1:
            raise CommandError("--tickets must be at least 1.")
        self.started = monotonic()
        seed(tickets, random_seed, self.show)
        self.stdout.write(f"Seeded {tickets:,} tickets in {monotonic() - self.started:.0f} s.")

    def show(self, step: str, done: int, total: int) -> None:
        self.stdout.write(f"{monotonic() - self.started:6.1f} s  {done:,} of {total:,} {step}")
        self.stdout.flush()
