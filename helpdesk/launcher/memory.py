"""What a checkout remembers between runs, and the `env` file from which `manage.py` learns where the servers are."""

import fcntl
import json
import os
import secrets
from pathlib import Path
from typing import TextIO

from helpdesk.embedded import CannotStart

from .options import Options


def take_lock(options: Options) -> TextIO:
    """Held as long as the returned file is open. Raises CannotStart when this checkout runs already."""
    options.data_dir.mkdir(parents=True, exist_ok=True)
    lock = (options.data_dir / "run.lock").open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        who = lock.read().strip() or "by another process"
        raise CannotStart(f"It runs already {who} on the data in {options.data_dir}; stop that one first.") from None
    lock.seek(0)
    lock.truncate()
    lock.write(f"(process {os.getpid()}, {options.local_address})")
    lock.flush()
    return lock


def recall(options: Options) -> dict[str, str]:
    """Ports, passwords and the secret key of earlier runs; unreadable is forgotten where nothing depends on it."""
    try:
        remembered = json.loads(memory_path(options).read_text())
    except FileNotFoundError:
        remembered = {}
    except ValueError:
        raise CannotStart(f"{memory_path(options)} is damaged; restore it, or move {options.data_dir} away.") from None
    remembered.setdefault("secret_key", secrets.token_urlsafe(50))
    return remembered


def remember(options: Options, remembered: dict[str, str]) -> None:
    write_private(memory_path(options), json.dumps(remembered, indent=1) + "\n")


def memory_path(options: Options) -> Path:
    return options.data_dir / "servers.json"


def write_env_file(options: Options, environment: dict[str, str]) -> None:
    """Lines that the person added themselves are kept."""
    path = options.data_dir / "env"
    ours = "# Written by `make run`; lines of your own are kept."
    own_lines = path.read_text().splitlines() if path.exists() else []
    kept = [line for line in own_lines if line != ours and line.partition("=")[0] not in environment]
    lines = [ours, *(f"{name}={value}" for name, value in environment.items()), *kept]
    write_private(path, "\n".join(lines) + "\n")


def write_private(path: Path, text: str) -> None:
    """Whole or not at all, readable by us only."""
    unfinished = path.with_name(f"{path.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)
    with unfinished.open("w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
