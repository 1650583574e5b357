import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tickets.form_loading import WrongForms, load_forms
from tickets.forms import forms_with_fields


class Command(BaseCommand):
    help = "List the forms of tickets, or load some from a JSON file (its shape: tickets/form_loading.py)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", nargs="?", type=Path, help="fields by key and forms by name: new ones are made, others changed"
        )

    def handle(self, *args: Any, file: Path | None, **options: Any) -> None:
        if file is not None:
            self.load(file)
        for form, fields in forms_with_fields():
            self.stdout.write(f"{form.name}{'' if form.is_active else ' (no longer used)'}")
            for field in fields:
                required = ", needed to solve" if field.is_required else ""
                condition = f", shown while {field.condition_key} is answered so" if field.condition_key else ""
                self.stdout.write(f"  {field.key}: {field.name} ({field.kind}{required}{condition})")

    def load(self, file: Path) -> None:
        try:
            loaded = load_forms(json.loads(file.read_text()))
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}") from error
        except (json.JSONDecodeError, WrongForms) as error:
            raise CommandError(f"{file}: {error}") from error
        self.stdout.write(f"Loaded {loaded.fields} fields and {loaded.forms} forms.")
