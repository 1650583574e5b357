from typing import Any

from django.core.management.base import BaseCommand, CommandError

from demo.checks import checks


class Command(BaseCommand):
    help = "Check that the loaded demo is what it claims to be; each check with its figure."

    def handle(self, *args: Any, **options: Any) -> None:
        failed = 0
        for check in checks():
            failed += not check.passed
            self.stdout.write(f"{'ok    ' if check.passed else 'FAILED'} {check.name}: {check.figure}")
        if failed:
            raise CommandError(f"{failed} of the checks failed.")
