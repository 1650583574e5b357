#!/usr/bin/env python
"""Django's command line for Helpdesk."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import OperationalError

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as problem:
        sys.exit(f"Helpdesk is not configured: {problem}")
    except OperationalError as problem:
        if "connection" not in str(problem):
            raise
        sys.exit(f"The database does not answer: {str(problem).strip().splitlines()[0]} (Is `make run` running?)")


if __name__ == "__main__":
    main()
