"""Reading the environment: nonsense stops the start with one clear line that names the variable."""

import importlib.util
import logging
import re
import warnings
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

_YES_AND_NO = frozenset(("1", "0", "true", "false", "yes", "no", "on", "off", "t", "f", "y", "n", ""))


class Env(environ.Env):
    """A value that is no number, no JSON, no yes or no … is refused with a sentence. Raises ImproperlyConfigured."""

    def get_value(
        self, var: str, cast: Any = None, default: Any = environ.Env.NOTSET, parse_default: bool = False
    ) -> Any:
        if cast is bool and self.ENVIRON.get(var, "").strip().lower() not in _YES_AND_NO:
            raise ImproperlyConfigured(f"{var} must be 1 or 0, not {self.ENVIRON[var]!r}.")
        try:
            return super().get_value(var, cast=cast, default=default, parse_default=parse_default)
        except (ValueError, TypeError) as problem:
            raise ImproperlyConfigured(f"{var} has a value that cannot be read: {problem}") from None

    def number(self, var: str, *, default: int, least: int = 0, most: int = 2**31 - 1) -> int:
        number = self.int(var, default=default)
        if not least <= number <= most:
            raise ImproperlyConfigured(f"{var} must be from {least} to {most}, not {number}.")
        return number

    def port(self, var: str, *, default: int) -> int:
        return self.number(var, default=default, least=1, most=65535)

    def site_url(self, var: str, *, default: str) -> str:
        """With its scheme and host, without a slash at the end. What was meant is not repeated: it may hold a password."""
        url = self.str(var, default=default).rstrip("/")
        try:
            parts = urlsplit(url)
            # Not below a path, and nothing beside the host: pages and mails put their own paths behind it.
            good = (
                parts.scheme in ("http", "https")
                and bool(parts.hostname)
                and parts.port != 0
                and url == f"{parts.scheme}://{parts.netloc}"
                and not re.search(r"[\s@]", parts.netloc)
            )
        except ValueError:
            good = False
        if not good:
            raise ImproperlyConfigured(f"{var} must be an address such as https://help.example.com, with nothing more.")
        return url

    def postgres(self, var: str, *, default: str, options: dict[str, Any]) -> dict[str, Any]:
        """Django's settings of the database; what stands behind the ? of its address (sslmode) goes before `options`.

        The address is not repeated: it may hold a password.
        """
        try:
            with warnings.catch_warnings(action="ignore"):
                database = dict(self.db_url(var, default=default))
        except (ImproperlyConfigured, ValueError, KeyError):
            database = {}
        if database.get("ENGINE") != "django.db.backends.postgresql":
            raise ImproperlyConfigured(
                f"{var} must name a PostgreSQL database (postgres://…); there is no other dialect."
            )
        return {**database, "OPTIONS": {**options, **database.get("OPTIONS", {})}}

    def redis_url(self, var: str, *, default: str) -> str:
        """The address is not repeated: it may hold a password."""
        url = self.str(var, default=default)
        try:
            parts = urlsplit(url)
            good = parts.scheme in ("redis", "rediss", "unix") and parts.port != 0
        except ValueError:
            good = False
        if not good:
            raise ImproperlyConfigured(f"{var} must look like redis://host:6379/0.")
        return url

    def log_level(self, var: str) -> str:
        level = self.str(var, default="INFO").upper()
        if level not in logging.getLevelNamesMapping():
            raise ImproperlyConfigured(f"{var} must be DEBUG, INFO, WARNING, ERROR or CRITICAL, not {level!r}.")
        return level

    def refuse_unknown_backend(self, var: str, path: str) -> None:
        """A transport that is not there would be noticed with the first mail only."""
        try:
            known = not path or importlib.util.find_spec(path.rpartition(".")[0]) is not None
        except (ImportError, ValueError):
            known = False
        if not known:
            raise ImproperlyConfigured(f"{var} names no mail backend that is installed: {path!r}.")

    def mapping(self, var: str) -> dict[str, Any]:
        """A JSON object; empty when not set."""
        found = self.json(var, default={})
        if not isinstance(found, dict):
            raise ImproperlyConfigured(f'{var} must be a JSON object such as {{"KEY": "value"}}.')
        return found
