"""What the person asked for, from the environment; nonsense is refused in one line."""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from helpdesk.embedded import CannotStart
from helpdesk.embedded.ports import is_free

ROOT = Path(__file__).resolve().parent.parent.parent
YES, NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


@dataclass(frozen=True, slots=True)
class Options:
    data_dir: Path
    host: str
    port: int
    smtp_port: int
    demo: bool
    debug: bool
    database_url: str
    redis_url: str
    site_url: str

    @property
    def local_address(self) -> str:
        return f"http://localhost:{self.port}"


def options_from_environment() -> Options:
    """Raises CannotStart, naming the variable."""
    options = Options(
        data_dir=data_folder(),
        host=os.environ.get("HOST") or "127.0.0.1",
        port=port_number("PORT", 8000),
        smtp_port=port_number("SMTP_PORT", 2525),
        demo=truth("DEMO", True),
        debug=truth("DEBUG", False),
        database_url=url("DATABASE_URL", {"postgres", "postgresql"}, "postgres://user:password@host:5432/name"),
        redis_url=url("REDIS_URL", {"redis", "rediss", "unix"}, "redis://host:6379/0"),
        site_url=url("SITE_URL", {"http", "https"}, "https://help.example.com"),
    )
    if options.port == options.smtp_port:
        raise CannotStart(f"PORT and SMTP_PORT are both {options.port}; they must differ.")
    return options


def data_folder() -> Path:
    folder = Path(os.environ.get("HELPDESK_DATA_DIR", "").strip() or ".local")
    try:
        return ROOT / folder.expanduser()
    except RuntimeError:
        raise CannotStart(f"HELPDESK_DATA_DIR names the home of nobody on this machine: {str(folder)!r}.") from None


def port_number(name: str, default: int) -> int:
    text = os.environ.get(name) or str(default)
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise CannotStart(f"{name} must be a port number from 1 to 65535, not {text!r}.")
    return int(text)


def truth(name: str, default: bool) -> bool:
    text = os.environ.get(name)
    if text is None:
        return default
    if text.lower() in YES | NO:
        return text.lower() in YES
    raise CannotStart(f"{name} must be 1 or 0, not {text!r}.")


def url(name: str, schemes: set[str], example: str) -> str:
    """The address is not repeated: it may hold a password."""
    text = os.environ.get(name, "")
    try:
        good = not text or urlsplit(text).scheme in schemes
    except ValueError:  # a bracket that nothing closes
        good = False
    if not good:
        raise CannotStart(f"{name} must look like {example}.")
    return text


def require_free_ports(options: Options) -> None:
    for name, port in (("PORT", options.port), ("SMTP_PORT", options.smtp_port)):
        if not is_free(port, options.host):
            raise CannotStart(
                f"Port {port} on {options.host} is taken or not allowed; choose another: {name}={port + 1} make run"
            )
