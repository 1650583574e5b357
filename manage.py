#!/usr/bin/env python
"""Django's command line for Helpdesk."""

import os
import secrets
import sys
from typing import NoReturn

# What signs nothing that outlives the command works without any settings.
WITHOUT_SECRET_KEY = {"explain_mail"}
# A mail server keeps the message that it hands to these, and tries again (sysexits.h: EX_TEMPFAIL).
COMES_AGAIN, EX_TEMPFAIL = {"receive_mail"}, 75


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
    if WITHOUT_SECRET_KEY & set(sys.argv[1:2]):
        os.environ.setdefault("SECRET_KEY_IF_NONE", secrets.token_hex(32))
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import OperationalError

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as problem:
        give_up(f"Helpdesk is not configured: {problem}")
    except OperationalError as problem:
        if "connection" not in str(problem):
            raise
        give_up(f"The database does not answer: {str(problem).strip().splitlines()[0]} (Is `make run` running?)")


def give_up(words: str) -> NoReturn:
    sys.stderr.write(f"{words}\n")
    sys.exit(EX_TEMPFAIL if COMES_AGAIN & set(sys.argv[1:2]) else 1)


if __name__ == "__main__":
    main()
