"""What a log line looks like, and what is not loaded to write it."""

import json
import logging
import subprocess
import sys

from helpdesk.log import ForMachines, ForPeople

INSTANT = 1_795_000_000.25  # 2026-11-18T11:06:40.250 UTC


def record(*, exc_info=None) -> logging.LogRecord:
    made = logging.LogRecord("outbox.sending", logging.WARNING, __file__, 1, "%s of %s", ("one", "two"), exc_info)
    made.created = INSTANT
    return made


def a_problem():
    try:
        raise ValueError("that does not work")
    except ValueError:
        return sys.exc_info()


def test_people_read_when_how_bad_where_and_what_in_one_line():
    assert ForPeople().format(record()) == "11:06:40 WARNING outbox.sending  one of two"


def test_the_traceback_stands_on_lines_of_its_own():
    first, *others = ForPeople().format(record(exc_info=a_problem())).splitlines()

    assert first == "11:06:40 WARNING outbox.sending  one of two"
    assert others[0] == "Traceback (most recent call last):"
    assert others[-1] == "ValueError: that does not work"


def test_machines_read_an_object():
    assert json.loads(ForMachines().format(record())) == {
        "timestamp": "2026-11-18T11:06:40.250000Z",
        "level": "warning",
        "logger": "outbox.sending",
        "event": "one of two",
    }


def test_a_traceback_is_in_the_object_on_the_same_line():
    line = ForMachines().format(record(exc_info=a_problem()))

    assert "\n" not in line
    assert json.loads(line)["exception"].endswith("ValueError: that does not work")


def test_a_web_process_loads_none_of_the_development_tools():
    code = (
        "import sys, helpdesk.asgi; from django.urls import get_resolver; get_resolver().url_patterns; "
        "print(*{'attr', 'hypothesis', 'pytest', 'rich'} & set(sys.modules))"
    )

    ended = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)

    assert ended.stdout.split() == []
