"""Keeping the German catalogue: `manage.py translations` says what is missing, `--write` adds it to django.po and compiles it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from helpdesk import catalogue


class Command(BaseCommand):
    help = "What is shown and not translated into German; with --write it is added to django.po, which is compiled."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--write", action="store_true", help="bring django.po and django.mo up to date")
        parser.add_argument("--tidy", action="store_true", help="with --write: take out what nobody reads any more")

    def handle(self, *args: Any, write: bool, tidy: bool, **options: Any) -> None:
        if write:
            catalogue.bring_up_to_date(is_tidied=tidy)
        missing = catalogue.untranslated()
        for text in missing:
            self.stdout.write(f"{text.place}: {text.words}")
        if missing:
            raise CommandError(f"{len(missing)} texts have no German translation in {catalogue.PO}.")
        self.stdout.write("Everything is translated.")
