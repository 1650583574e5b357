"""`manage.py ensure_mailbox`: after migrations; where there is no mailbox, the one of SUPPORT_ADDRESS is made."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from mail.mailboxes import ensure_mailbox


class Command(BaseCommand):
    help = "Make the mailbox of SUPPORT_ADDRESS and SUPPORT_NAME, unless there is any mailbox."

    def handle(self, *args: Any, **options: Any) -> None:
        if ensure_mailbox():
            self.stdout.write(f"Mailbox {settings.SUPPORT_ADDRESS} made.")
