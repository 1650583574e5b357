"""What this machine cannot test is said below the results, once."""

from types import SimpleNamespace

import pytest

from tests.plugins.missing import NO_SENTENCES, missing


def skipped(reason: str, where: object = None) -> pytest.TestReport:
    longrepr = where or ("tests/x.py", 3, f"Skipped: {reason}")
    return pytest.TestReport("x", ("x", 3, "x"), {}, "skipped", longrepr, "setup")


def test_each_thing_that_is_missing_is_said_once():
    reports = [
        skipped("not on this platform"),
        skipped(NO_SENTENCES),
        skipped(NO_SENTENCES),
        skipped("NO DOVECOT: none"),
    ]
    assert missing(SimpleNamespace(stats={"skipped": reports})) == [NO_SENTENCES, "NO DOVECOT: none"]
