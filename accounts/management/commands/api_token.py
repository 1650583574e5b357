"""`manage.py api_token EMAIL --scopes read,write`: a token on stdout, and nothing else there."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import Scope
from accounts.people import find_person
from accounts.tokens import make_token


class Command(BaseCommand):
    help = "Make an API token for a person and print it; it is shown only this once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--scopes", required=True, help=f"comma-separated: {', '.join(Scope.values)}")
        parser.add_argument(
            "--days", type=int, default=90, help="how long it lives; 0: for good (default: %(default)s)"
        )
        parser.add_argument("--name", default="Made on the command line")

    def handle(self, *args: Any, **options: Any) -> None:
        person = find_person(options["email"])
        if person is None:
            raise CommandError(f"Nobody here has the address {options['email']}.")
        if not person.is_active:
            raise CommandError(f"{person.email} is not active.")
        scopes = [scope.strip() for scope in options["scopes"].split(",") if scope.strip()]
        try:
            _token, secret = make_token(person, name=options["name"], scopes=scopes, days=options["days"] or None)
        except ValueError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(secret)
