from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from knowledgebase.front_matter import BadFile
from knowledgebase.importing import export_folder


class Command(BaseCommand):
    help = "Write all articles as a folder of Markdown files that import_articles takes in again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            count = export_folder(folder)
        except (BadFile, OSError) as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write(f"{count} files written to {folder}.")
