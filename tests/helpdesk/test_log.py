"""What a log line looks like, and what is not loaded to write it."""

import json
import logging
import subprocess
import sys

from helpdesk.log import logging_settings


def written(*, as_json: bool, exc_info=None) -> str:
    settings = logging_settings("INFO", json=as_json)["formatters"]["line"]
    formatter = settings.pop("()")(**settings)
    record = logging.LogRecord("outbox.sending", logging.WARNING, __file__, 1, "%s of %s", ("one", "two"), exc_info)
    return formatter.format(record)


def a_problem():
    password = "not to be told"  # noqa: F841, S105 - a local variable of a frame that a traceback shows
    try:
        raise ValueError("that does not work")
    except ValueError:
        return sys.exc_info()


def test_people_read_how_bad_where_and_what_in_one_line():
    _time, rest = written(as_json=False).split(" ", 1)

    assert rest == "WARNING outbox.sending  one of two"


def test_the_traceback_stands_on_lines_of_its_own():
    first, *others = written(as_json=False, exc_info=a_problem()).splitlines()

    assert first.endswith("WARNING outbox.sending  one of two")
    assert others[0] == "Traceback (most recent call last):"
    assert others[-1] == "ValueError: that does not work"


def test_machines_read_an_object():
    told = json.loads(written(as_json=True))

    assert told.pop("timestamp").endswith("Z")
    assert told == {"level": "warning", "logger": "outbox.sending", "event": "one of two"}


def test_a_traceback_is_in_the_object_on_the_same_line_without_what_variables_held():
    line = written(as_json=True, exc_info=a_problem())

    assert "\n" not in line
    assert "that does not work" in line
    assert "not to be told" not in line


def test_a_web_process_loads_no_development_tool_nor_what_few_requests_need():
    code = (
        "import sys, helpdesk.asgi; from django.urls import get_resolver; get_resolver().url_patterns; "
        "print(*{'attr', 'hypothesis', 'liquid', 'puremagic', 'pytest', 'rich'} & set(sys.modules))"
    )

    ended = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)

    assert ended.stdout.split() == []
