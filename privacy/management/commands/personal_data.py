from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from accounts.models.user import Role
from accounts.people import find_person
from privacy.actions import ask_copy, ask_erasure, carry_out
from privacy.copies import make_waiting
from privacy.erasing import carry_on
from privacy.models import DataCopy, ErasureState
from privacy.queries import erased_lines
from tickets.errors import Refused


class Command(BaseCommand):
    help = "A copy of somebody's data (copy), what erasing them would be (show), or erasing them (erase)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["copy", "show", "erase"])
        parser.add_argument("address", help="one of the customer's addresses")
        parser.add_argument("--by", default="", help="address of the admin in whose name; else the first admin")
        parser.add_argument("--to", type=Path, help="copy: write the file here too")
        parser.add_argument("--yes", action="store_true", help="erase: do not ask; it cannot be taken back")

    def handle(self, *args: Any, what: str, address: str, by: str, to: Path | None, yes: bool, **options: Any) -> None:
        person = find_person(address)
        if person is None:
            raise CommandError("Nobody has this address.")
        admins = User.objects.filter(role=Role.ADMIN, is_active=True).order_by("pk")
        admin = admins.filter(email=by.lower()).first() if by else admins.first()
        if admin is None:
            raise CommandError("There is no such admin.")
        try:
            if what == "copy":
                self.copy(person, admin, to)
            else:
                self.erase(person, admin, is_shown=what == "show", is_sure=yes)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal

    def copy(self, person: User, admin: User, to: Path | None) -> None:
        copy = ask_copy(person, actor=admin)
        make_waiting()
        copy = DataCopy.objects.get(pk=copy.pk)
        if to is not None and copy.is_ready:
            with copy.file.open("rb") as file:
                to.write_bytes(file.read())
        self.stdout.write(f"{copy.get_state_display()}: {copy.size} bytes. The customer got a mail.")

    def erase(self, person: User, admin: User, *, is_shown: bool, is_sure: bool) -> None:
        erasure = ask_erasure(person, actor=admin)
        for line in erased_lines(erasure, admin):
            self.stdout.write(f"{line.rows:>8}  {line.title}")
        if is_shown:
            return
        if not is_sure and input(f"Erase all data of {person.display_name}? Type yes: ").strip() != "yes":
            raise CommandError("Nothing was erased. The request waits in the settings, under Privacy.")
        carry_out(erasure, actor=admin)
        carry_on(erasure.pk)
        erasure.refresh_from_db()
        done = erasure.state == ErasureState.DONE
        self.stdout.write("Erased." if done else "It has begun; a worker goes on once the last mail has left.")
