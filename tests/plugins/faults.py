"""Which fault points a real process was killed at: printed, and a failure when one of helpdesk/faults.py is missing."""

import pytest

WALK = "tests/faults/test_fault_points.py"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    covered = covered_points(terminalreporter)
    if covered:
        terminalreporter.write_line(
            f"processes were killed at: {', '.join(sorted(covered))}; nothing lost, nothing twice"
        )


def covered_points(terminalreporter: pytest.TerminalReporter) -> set[str]:
    return {
        value
        for report in terminalreporter.stats.get("passed", [])
        for name, value in report.user_properties
        if name == "fault_point"
    }
