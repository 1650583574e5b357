"""`manage.py config export [FILE]` and `manage.py config import FILE [--dry-run] [--remove]`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.actors import SystemActor
from desk.settings.configuration import Comparison, compare, export, take_over
from desk.sla.answers import preview_words

_ACTOR = SystemActor("Configuration file")
_SIGNS = {"added": "+", "changed": "~", "removed": "-"}


class Command(BaseCommand):
    help = "Write the whole configuration into a file, or take one over: all of it, or with a mistake nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="what", required=True)
        writing = acts.add_parser("export", help="write the configuration into a file")
        writing.add_argument("file", nargs="?", type=Path, help="on stdout when left out")
        reading = acts.add_parser("import", help="take a file over")
        reading.add_argument("file", type=Path)
        reading.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
        reading.add_argument("--remove", action="store_true", help="archive what the file does not name")

    def handle(self, *args: Any, what: str, file: Path, **options: Any) -> None:
        if what == "export":
            return self.write(file)
        act = compare if options["dry_run"] else take_over
        return self.say(act(self.text_of(file), actor=_ACTOR, remove=options["remove"]), options["dry_run"])

    def write(self, file: Path | None) -> None:
        if file is None:
            self.stdout.write(export(), ending="")
            return
        try:
            file.write_text(export())
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}") from error
        self.stdout.write(f"Written to {file}.")

    def text_of(self, file: Path) -> str:
        try:
            return file.read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file} cannot be read: {getattr(error, 'strerror', None) or 'no text'}") from error

    def say(self, comparison: Comparison, is_dry: bool) -> None:
        if comparison.problems:
            raise CommandError("Nothing was changed:\n" + "\n".join(f"  {one}" for one in comparison.problems))
        for step in comparison.steps:
            self.stdout.write(f"{_SIGNS[step.act]} {step.kind.name} {step.name}")
            for label, before, after in step.differences:
                self.stdout.write(f"    {label}: {before or '–'} → {after or '–'}")
        self.stdout.write(("Would be: " if is_dry else "") + comparison.summary + ".")
        if comparison.deadlines is not None:
            self.stdout.write(preview_words(comparison.deadlines))
