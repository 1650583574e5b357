"""Processes that do not outlive their parent, as another account where that is needed."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from .place import Account

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def spawn(
    command: Sequence[str],
    *,
    death_signal: signal.Signals,
    account: Account | None = None,
    env: dict[str, str] | None = None,
    cwd: Path | None = None,
    stdin: int | IO[bytes] = subprocess.DEVNULL,
    stdout: int | IO[bytes] | None = None,
) -> subprocess.Popen[bytes]:
    """Starts a process in a session of its own; the kernel sends it `death_signal` when the calling thread's process dies.

    stderr goes where stdout goes.
    """
    parent = os.getpid()

    def before_exec() -> None:
        os.umask(0o077)  # logs, mails and attachments are nobody else's
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        if account is not None:
            os.setgroups([])
            os.setgid(account.gid)
            os.setuid(account.uid)
        if _LIBC is not None:
            _LIBC.prctl(_PR_SET_PDEATHSIG, death_signal)  # after setuid, which clears it
            if os.getppid() != parent:
                os._exit(1)

    return subprocess.Popen(
        list(command),
        env=env,
        cwd=cwd,
        stdin=stdin,
        stdout=stdout,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=before_exec,
    )


def open_private(path: Path, *, append: bool = False) -> IO[bytes]:
    """A log that names what is in the database is for us alone."""
    flags = os.O_WRONLY | os.O_CREAT | (os.O_APPEND if append else os.O_TRUNC)
    return os.fdopen(os.open(path, flags, 0o600), "wb")


def stop(process: subprocess.Popen[bytes], with_signal: signal.Signals, *, within: float) -> None:
    """Asks the process to end; after `within` seconds its whole session is killed."""
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(with_signal)
        try:
            process.wait(within)
        except subprocess.TimeoutExpired:
            kill_session(process)
    process.wait()


def kill_session(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def wait_until_gone(pid: int, *, within: float) -> bool:
    """For processes that are not our children; a zombie is gone."""
    deadline = time.monotonic() + within
    while is_running(pid):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in "ZX"
