"""A process that has loaded the whole project, and forks one for each order: what takes seconds to load is loaded once.

A child is as new as a process that was started: it has a session, an environment and settings of its own, no connection
and no thread. Orders come line by line (tests/plugins/forking.py).
"""

import contextlib
import ctypes
import gc
import importlib
import json
import os
import runpy
import signal
import socket
import sys
import threading
from pathlib import Path
from typing import Any

PR_SET_PDEATHSIG = 1


def main() -> None:
    """Standard input is a socket, on which each order has its answer."""
    load()
    with socket.socket(fileno=os.dup(0)) as orders, orders.makefile("rw") as lines:
        for line in lines:
            order = json.loads(line)
            answer = fork(order) if "command" in order else exit_code_of(order["pid"])
            lines.write(f"{json.dumps(answer)}\n")
            lines.flush()


def load() -> None:
    """Everything that a web process or a worker has loaded after its first minutes of work."""
    from django.conf import settings
    from django.template.loader import get_template
    from django.urls import get_resolver

    from helpdesk.celery import app
    from tests.plugins.stylesheets import serve_in_one

    serve_in_one(Path(os.environ["IN_ONE"]))
    app.loader.import_default_modules()
    get_resolver().url_patterns  # noqa: B018
    get_resolver().reverse_dict  # noqa: B018
    folder = Path(settings.BASE_DIR) / "templates"
    for path in folder.rglob("*.html"):
        get_template(str(path.relative_to(folder)))
    assert threading.active_count() == 1, "a thread does not survive a fork"
    gc.collect()
    gc.freeze()


def fork(order: dict[str, Any]) -> int:
    """The pid of the child."""
    pid = os.fork()
    if pid == 0:
        live(order)
    return pid


def exit_code_of(pid: int) -> int | None:
    """As `Popen.returncode`; None while it runs. Asked once more after the end, nobody knows."""
    ended, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if ended else None


def live(order: dict[str, Any]) -> None:
    code = 1
    try:
        leave_home(order)
        run(order["command"])
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001  # said as Python says it at the end of a process
        sys.excepthook(*sys.exc_info())
    finally:
        with contextlib.suppress(Exception):
            threading._shutdown()  # type: ignore[attr-defined]
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def leave_home(order: dict[str, Any]) -> None:
    os.setsid()
    mother = os.getppid()
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != mother:
        os._exit(1)
    log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for number, target in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(number, target)
    os.closerange(3, 64)
    os.environ.clear()
    os.environ.update(order["env"])
    read_environment()


def read_environment() -> None:
    """What was decided by the environment while loading is decided anew."""
    from django.conf import settings

    from helpdesk import environment, faults, settings_mail
    from helpdesk import settings as ours
    from tests.plugins.patience import be_patient

    importlib.reload(faults)
    before = dict(vars(ours))
    for module in (environment, settings_mail, ours):
        importlib.reload(module)
    for name, value in vars(ours).items():
        if name.isupper() and before.get(name) != value:
            setattr(settings, name, value)
    be_patient()


def run(command: list[str]) -> None:
    if command[0] == "-m":
        sys.argv = ["-m", *command[2:]]
        runpy.run_module(command[1], run_name="__main__", alter_sys=True)
    else:
        sys.argv = command
        runpy.run_path(command[0], run_name="__main__")


if __name__ == "__main__":
    main()
