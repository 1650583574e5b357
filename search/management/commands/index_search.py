"""`manage.py index_search`: the search index anew, from the tickets as they are: repairs what check_integrity finds."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search.indexing import index_all, index_range
from search.models import Entry


class Command(BaseCommand):
    help = (
        "Fill the search index anew. Nothing is found meanwhile, unless --first and --last name the tickets to index."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--first", type=int, help="only the tickets from this number on")
        parser.add_argument("--last", type=int, help="up to this number")

    def handle(self, *args: Any, **options: Any) -> None:
        first, last = options["first"], options["last"]
        if (first is None) != (last is None) or first is not None and first > last:
            raise CommandError("Give both --first and --last, the smaller number first; or neither, for all tickets.")
        if first is None:
            index_all()
        else:
            index_range(first, last)
        self.stdout.write(f"Done. The search index has {Entry.objects.count()} rows.")
