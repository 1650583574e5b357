"""The one table, and what was missed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.figures import Figure

MOST_GROWTH = 1.2
LEAST_LEDGER_MAILS_A_SECOND = 500
LEAST_MAILS_A_SECOND = 100
MOST_STATEMENTS_A_MAIL = 25
MOST_MS_OF_RULES = 4
MOST_WEB_MEGABYTES = 150
MOST_SECONDS_OF_A_TICK, MOST_MS_OF_AN_IDLE_TICK = 15, 20
MOST_MS_OF_FIGURES = 300
MOST_MS_OF_FIGURES_OF_A_MILLION = 500


@dataclass(slots=True)
class Result:
    """What one size of the database gave."""

    tickets: int
    seed_seconds: float = 0.0
    figures: list[Figure] = field(default_factory=list)
    mails_a_second: float = 0.0
    mails_a_second_by_smtp: float = 0.0
    ledger_mails_a_second: float = 0.0
    statements_a_mail: int = 0
    # Of the worker with its parser, whatever else the machine does.
    worker_cpu_ms_a_mail: float = 0.0
    web_megabytes: float = 0.0
    rules_ms_an_event: float = 0.0  # of 200 active rules
    # Of 100,000 running clocks 1,000 fall due in one minute; and nothing is due.
    tick_seconds: float = 0.0
    idle_tick_ms: float = 0.0
    # Page of figures → what a manager waits for it.
    figures_ms: dict[str, float] = field(default_factory=dict)
    # What was proved beside the times: sentence → whether it holds.
    proofs: dict[str, bool] = field(default_factory=dict)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Result":
        return cls(**{**values, "figures": [Figure(**figure) for figure in values["figures"]]})

    def figure(self, name: str) -> Figure:
        return next(figure for figure in self.figures if figure.name == name)

    def times_floor(self, figure: Figure) -> float:
        return figure.p50_ms / self.figure(figure.floor).p50_ms


def table(results: Sequence[Result]) -> tuple[list[str], int]:
    """The lines of the table, and how many aims were missed."""
    first, last = results[0], results[-1]
    rows = [["", *heading(results), "growth", "aim", ""]]
    missed = 0
    for figure in first.figures:
        cells = [cell for result in results for cell in cells_of(result, figure.name)]
        growth, aim, verdict = judge(results, figure.name)
        missed += verdict == "MISSED"
        rows.append([figure.name, *cells, growth, aim, verdict])
    lines = aligned(rows)
    for text, aim, met in other_aims(results):
        missed += not met
        lines.append(f"{text}  (aim {aim})  {'ok' if met else 'MISSED'}")
    for sentence, holds in last.proofs.items():
        missed += not holds
        lines.append(f"{sentence}: {'ok' if holds else 'MISSED'}")
    return lines, missed


def heading(results: Sequence[Result]) -> list[str]:
    return [
        f"{result.tickets // 1000}k {name}"
        for result in results
        for name in ("p50 ms", "p95 ms", "×floor", "SQL", "CPU ms")
    ]


def cells_of(result: Result, name: str) -> list[str]:
    figure = result.figure(name)
    times = f"{result.times_floor(figure):.1f}" if figure.floor else "1"
    return [f"{figure.p50_ms:.1f}", f"{figure.p95_ms:.1f}", times, str(figure.statements), f"{figure.cpu_ms:.1f}"]


def judge(results: Sequence[Result], name: str) -> tuple[str, str, str]:
    """Growth from the first size to the last (of the ratio to the floor), the aim in words, and the verdict."""
    first, last = results[0], results[-1]
    figure = last.figure(name)
    if not figure.floor:
        return "", "", ""
    growth = last.times_floor(figure) / first.times_floor(first.figure(name))
    met = all(result.times_floor(result.figure(name)) <= figure.most_times_floor for result in results)
    met = met and growth <= MOST_GROWTH
    which = figure.floor.split()[0]
    return f"×{growth:.2f}", f"≤ {figure.most_times_floor:g} × {which}", "ok" if met else "MISSED"


def other_aims(results: Sequence[Result]) -> list[tuple[str, str, bool]]:
    last = results[-1]
    found = []
    for result in results:
        size = f"{result.tickets // 1000}k"
        text = (
            f"{size}: {result.mails_a_second:.0f} mails a second through ledger, parse and ticket with one worker "
            f"({result.mails_a_second_by_smtp:.0f} a second came by SMTP meanwhile; "
            f"{result.worker_cpu_ms_a_mail:.0f} ms of the worker's CPU each)"
        )
        found.append((text, f"≥ {LEAST_MAILS_A_SECOND}", result.mails_a_second >= LEAST_MAILS_A_SECOND))
    text = f"{last.ledger_mails_a_second:.0f} mails of 10 KB a second into the ledger over 20 SMTP connections"
    found.append((text, f"≥ {LEAST_LEDGER_MAILS_A_SECOND}", last.ledger_mails_a_second >= LEAST_LEDGER_MAILS_A_SECOND))
    text = f"{last.statements_a_mail} SQL statements for a new mail"
    found.append((text, f"≤ {MOST_STATEMENTS_A_MAIL}", 0 < last.statements_a_mail <= MOST_STATEMENTS_A_MAIL))
    text = f"web process {last.web_megabytes:.0f} MB (PSS)"
    found.append((text, f"< {MOST_WEB_MEGABYTES} MB", 0 < last.web_megabytes < MOST_WEB_MEGABYTES))
    text = f"200 active rules cost an event {last.rules_ms_an_event:.1f} ms"
    found.append((text, f"< {MOST_MS_OF_RULES} ms", 0 < last.rules_ms_an_event < MOST_MS_OF_RULES))
    text = f"100,000 clocks run: one tick fires the 1,000 of a minute in {last.tick_seconds:.1f} s"
    found.append((text, f"< {MOST_SECONDS_OF_A_TICK} s", 0 < last.tick_seconds < MOST_SECONDS_OF_A_TICK))
    text = f"100,000 clocks run: a tick with nothing due takes {last.idle_tick_ms:.1f} ms"
    found.append((text, f"< {MOST_MS_OF_AN_IDLE_TICK} ms", 0 < last.idle_tick_ms < MOST_MS_OF_AN_IDLE_TICK))
    for page, ms in last.figures_ms.items():
        text = f"{last.tickets // 1000}k: figures, {page} in {ms:.0f} ms"
        most = MOST_MS_OF_FIGURES if last.tickets < 1_000_000 else MOST_MS_OF_FIGURES_OF_A_MILLION
        found.append((text, f"≤ {most} ms", ms <= most))
    for result in results:
        seconds = max(20.0, 120.0 * result.tickets / 100_000)
        text = f"{result.tickets:,} tickets seeded in {result.seed_seconds:.0f} s"
        found.append((text, f"≤ {seconds:.0f} s", result.seed_seconds <= seconds))
    return found


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        lines.append("  ".join(cells).rstrip())
    return lines
