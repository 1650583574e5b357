from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from knowledgebase.importing import import_folder
from knowledgebase.indexing import index_changed


class Command(BaseCommand):
    help = (
        "Take in a folder of Markdown files with front matter (title, category, visibility, language, tags). "
        "A file that comes again updates its article."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        if not folder.is_dir():
            raise CommandError(f"{folder} is not a folder.")
        result = import_folder(folder)
        index_changed()
        self.stdout.write(f"{result.added} added, {result.updated} updated, {result.unchanged} unchanged.")
        for problem in [*result.notes, *result.problems]:
            self.stderr.write(problem)
        if result.problems:
            raise CommandError(f"{len(result.problems)} files were left out; mend them and import again.")
