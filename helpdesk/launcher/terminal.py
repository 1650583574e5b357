"""What the person sees: lines with the name of who speaks, in colour on a terminal."""

import os
import sys

WIDTH = 8
COLOURS = {"web": 36, "worker": 33, "beat": 35, "smtp": 32, "helpdesk": 1, "postgres": 34, "redis": 31}


def coloured() -> bool:
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ


def say(line: str, who: str = "helpdesk") -> None:
    name = who.ljust(WIDTH)
    prefix = f"\033[{COLOURS.get(who, 37)}m{name} |\033[0m" if coloured() else f"{name} |"
    write(f"{prefix} {line}\n")


def write(text: str) -> None:
    """A closed terminal must not stop the shutdown."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - stays open as long as we live
