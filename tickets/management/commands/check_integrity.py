from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from itertools import islice
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.module_loading import import_string

Check = Callable[[], Iterator[str]]
SHOWN = 20  # problems of each check


class Command(BaseCommand):
    help = "Compute every derived column and row again (settings.INTEGRITY_CHECKS) and name what disagrees."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--only", default="", help="checks whose dotted path contains this")

    def handle(self, *args: Any, only: str, **options: Any) -> None:
        wrong = 0
        for path in settings.INTEGRITY_CHECKS:
            if only in path:
                wrong += self.try_out(path, import_string(path))
        if wrong:
            raise CommandError(f"{wrong} of the checks found problems.")

    def try_out(self, path: str, check: Check) -> bool:
        """Whether it found something."""
        started = monotonic()
        problems = list(islice(check(), SHOWN))
        lines = (check.__doc__ or path).strip().splitlines()
        name = lines[0].rstrip(".")
        self.stdout.write(f"{'WRONG' if problems else 'ok   '} {name} [{path}, {monotonic() - started:.1f} s]")
        for problem in problems:
            self.stdout.write(f"      {problem}")
        if len(problems) == SHOWN:
            self.stdout.write("      … and perhaps more")
        return bool(problems)
