from argparse import ArgumentParser
from random import Random
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from demo.seeding.articles import seed_articles
from demo.seeding.outbreak import plant
from demo.seeding.seed import seed
from metrics.emerging.finding import find_emerging
from search.indexing import index_range


class Command(BaseCommand):
    help = (
        "Add many consistent tickets with their people, messages, events and search rows, or articles with all that finds them, "
        "fast; for benchmarks."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--tickets", type=int, default=0)
        parser.add_argument("--articles", type=int, default=0, help="published ones, which searches find")
        parser.add_argument(
            "--outbreak",
            action="store_true",
            help="also 40 alike tickets of the last hours, for Figures → Emerging issues",
        )
        parser.add_argument("--random-seed", type=int, default=1, help="another number, other tickets")

    def handle(self, *args: Any, tickets: int, articles: int, random_seed: int, outbreak: bool, **options: Any) -> None:
        if tickets < 1 and articles < 1 and not outbreak:
            raise CommandError("Say how many: --tickets or --articles, at least 1.")
        self.started = monotonic()
        if tickets > 0:
            seed(tickets, random_seed, self.show)
            self.stdout.write(f"Seeded {tickets:,} tickets in {monotonic() - self.started:.0f} s.")
        if articles > 0:
            began = monotonic()
            seed_articles(articles, random_seed, self.show)
            self.stdout.write(f"Seeded {articles:,} articles in {monotonic() - began:.0f} s.")
        if outbreak:
            planted = plant(Random(random_seed))
            index_range(planted[0].pk, planted[-1].pk)
            self.stdout.write(f"Planted {len(planted)} alike tickets, #{planted[0].pk} to #{planted[-1].pk}.")
            self.stdout.write(f"Emerging issues found: {find_emerging()}.")

    def show(self, step: str, done: int, total: int) -> None:
        self.stdout.write(f"{monotonic() - self.started:6.1f} s  {done:,} of {total:,} {step}")
        self.stdout.flush()
