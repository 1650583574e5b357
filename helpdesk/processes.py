"""How each process of Helpdesk is started, everywhere: `python -m helpdesk.processes web|worker|beat|smtp`.

HOST, PORT, WEB_CONCURRENCY and WORKER_CONCURRENCY come from the environment.
"""

import os
import sys
from collections.abc import Mapping

QUEUES = "mail,default,slow"
# The C library would give each thread a heap of its own, and each keeps what it once needed.
ENVIRONMENT = {"MALLOC_ARENA_MAX": "2"}


def commands(environment: Mapping[str, str]) -> dict[str, list[str]]:
    python = sys.executable
    host, port = environment.get("HOST") or "127.0.0.1", environment.get("PORT") or "8000"
    # A stream ends when its browser goes, so a stop must not wait for it. Who asks is decided by TRUSTED_PROXIES alone.
    uvicorn = [python, "-m", "uvicorn", "helpdesk.asgi:application", "--host", host, "--port", port]
    uvicorn += ["--lifespan", "off", "--ws", "none", "--timeout-graceful-shutdown", "3"]
    uvicorn += ["--no-access-log", "--no-proxy-headers"]
    celery = [python, "-m", "celery", "-A", "helpdesk", "--skip-checks", "--quiet"]
    workers = environment.get("WORKER_CONCURRENCY") or "2"
    worker = [*celery, "worker", "-Q", QUEUES, "-c", workers]
    return {
        "web": uvicorn,  # reads WEB_CONCURRENCY itself
        "worker": [*worker, "--without-gossip", "--without-mingle", "-l", "INFO"],
        "beat": [*celery, "beat", "--pidfile", ""],
        "smtp": [python, "manage.py", "smtp_server"],
    }


def main() -> None:
    known = commands(os.environ)
    name = sys.argv[1] if len(sys.argv) == 2 else ""
    if name not in known:
        sys.exit(f"Usage: python -m helpdesk.processes {'|'.join(known)}")
    os.execve(known[name][0], known[name], {**ENVIRONMENT, **os.environ})


if __name__ == "__main__":
    main()
