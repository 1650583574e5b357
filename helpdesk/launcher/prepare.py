"""The steps before the processes start that need Django: migrations, the demo once, a mailbox, static files."""

import hashlib
import os
import sys

import django
from django.core.exceptions import ImproperlyConfigured

STAMP = ".collected"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
    try:
        django.setup()
    except ImproperlyConfigured as problem:
        sys.exit(str(problem))
    from django.conf import settings
    from django.db import OperationalError

    try:
        migrate()
        forget_heartbeats()
        if settings.DEMO:
            load_demo()
        ensure_mailbox()
        if not settings.DEBUG:
            collect_static_files()
    except OperationalError as problem:
        sys.exit(f"The database fails: {str(problem).strip().splitlines()[0]}")
    except OSError as problem:
        sys.exit(f"{problem.strerror or problem}: {problem.filename or settings.DATA_DIR}")


def migrate() -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        print(f"Migrating the database, {len(plan)} steps …", flush=True)
        call_command("migrate", interactive=False, verbosity=0)


def forget_heartbeats() -> None:
    """Those of the last run would call processes ready that are only starting."""
    from helpdesk.models import Heartbeat

    Heartbeat.objects.all().delete()


def load_demo() -> None:
    """The command itself knows whether the demo is there."""
    from django.core.management import call_command, get_commands

    if "load_demo" in get_commands():
        call_command("load_demo")


def ensure_mailbox() -> None:
    """Without one, every mail would be refused; the demo brings its own."""
    from django.core.management import call_command

    call_command("ensure_mailbox")


def collect_static_files() -> None:
    from django.conf import settings
    from django.core.management import call_command

    stamp = settings.STATIC_ROOT / STAMP
    fingerprint = fingerprint_of_static_files()
    if stamp.exists() and stamp.read_text() == fingerprint:
        return
    print("Collecting static files …", flush=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(fingerprint)


def fingerprint_of_static_files() -> str:
    from django.contrib.staticfiles.finders import get_finders

    sources = sorted(
        (name, storage.path(name)) for finder in get_finders() for name, storage in finder.list(ignore_patterns=None)
    )
    digest = hashlib.sha256()
    for name, path in sources:
        status = os.stat(path)
        digest.update(f"{name} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


if __name__ == "__main__":
    main()
