"""`manage.py mailbox ADDRESS [--name NAME] [--default]`: add a mailbox, or change one."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from mail.mailboxes import set_mailbox


class Command(BaseCommand):
    help = "Add a mailbox that customers write to, or change its name or make it the default."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address")
        parser.add_argument("--name", help="shown as the sender; for a new one SUPPORT_NAME when left out")
        parser.add_argument("--default", action="store_true", help="what has no mailbox of its own is sent from it")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            mailbox, is_new = set_mailbox(options["address"], name=options["name"], default=options["default"])
        except ValueError as problem:
            raise CommandError(str(problem)) from problem
        default = ", the default" if mailbox.is_default else ""
        self.stdout.write(f"Mailbox {mailbox.address} ({mailbox.name}){default}: {'made' if is_new else 'saved'}.")
