"""For health checks of containers that answer no HTTP: `manage.py ready worker`."""

import argparse

from django.core.management.base import BaseCommand, CommandError

from helpdesk.health import OK, readiness


class Command(BaseCommand):
    help = "Says whether the parts do their work (all of them when none is named); fails when one does not."
    requires_system_checks = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("parts", nargs="*", help="database, redis, worker, beat, smtp")

    def handle(self, *, parts: list[str], **_: object) -> None:
        state = readiness()
        if unknown := set(parts) - set(state):
            raise CommandError(f"No such part: {', '.join(sorted(unknown))}")
        for part in parts or state:
            self.stdout.write(f"{part}: {state[part]}")
        if any(state[part] != OK for part in parts or state):
            raise CommandError("not ready")
