"""python -m bench [--sizes 10000,100000] [--rounds N] [--write]

BENCH_FULL=1 adds a million tickets. `--write` puts the table with its date into docs/bench.md.
"""

import argparse
import datetime
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench.machine import ROOT, Machine, manage
from bench.report import Result, table
from bench.retrieval import fields
from helpdesk.embedded import CannotStart

SIZES = (10_000, 100_000)
MANY_ARTICLES = 5_000
DOCUMENT = ROOT / "docs" / "bench.md"


def main() -> int:
    options = parse_arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the servers and their folder go as well
    started = time.monotonic()
    machine = Machine()
    try:
        machine.start()
        results = [measure(machine, tickets, options) for tickets in options.sizes]
        smart = measure_smart_routing(machine)
        found = measure_retrieval(machine)
    except CannotStart as problem:
        print(f"The bench cannot start: {problem}", file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as problem:
        print(f"The bench ended early: {problem.cmd[1:]} failed; its reason is above.", file=sys.stderr)
        return 1
    finally:
        machine.stop()
    lines, missed = table(results)
    missed += sum(line.endswith("MISSED") for line in smart)
    lines += ["", *smart, "", *found]
    print("", *lines, "", sep="\n")
    print(f"{missed} aims missed; {time.monotonic() - started:.0f} s in all")
    if options.write:
        write(lines, results)
    return 0


def parse_arguments() -> argparse.Namespace:
    sizes = [*SIZES, 1_000_000] if os.environ.get("BENCH_FULL") == "1" else SIZES
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--sizes", type=parse_sizes, default=sizes, help="numbers of tickets, with commas between")
    parser.add_argument("--rounds", type=int, default=60, help="how often each page is timed")
    parser.add_argument("--mails", type=int, default=600, help="how many mails are taken in")
    parser.add_argument("--plans", action="store_true", help="show the plans of the big lists and of search as well")
    parser.add_argument("--write", action="store_true", help="put the table into docs/bench.md")
    return parser.parse_args()


def parse_sizes(text: str) -> list[int]:
    return [int(part) for part in text.split(",")]


def measure(machine: Machine, tickets: int, options: argparse.Namespace) -> Result:
    """One size: a database of its own, seeded, measured by a process of its own, and dropped."""
    with machine.database(f"bench_{tickets}") as environment, tempfile.NamedTemporaryFile("r") as answer:
        say(f"{tickets:,} tickets: migrating")
        manage(environment, "migrate", "--run-syncdb", "--verbosity", "0")
        manage(environment, "collectstatic", "--no-input", "--verbosity", "0")
        say(f"{tickets:,} tickets: seeding")
        started = time.monotonic()
        manage(environment, "seed", "--tickets", str(tickets), "--random-seed", "1")
        seeded = time.monotonic() - started
        say(f"{tickets:,} tickets: measuring")
        command = [sys.executable, "-m", "bench.measure", str(tickets), answer.name]
        command += [str(options.rounds), str(options.mails), *(["--plans"] if options.plans else [])]
        subprocess.run(command, env=environment, cwd=ROOT, check=True)
        result = Result.from_dict(json.load(answer))
        result.seed_seconds = seeded
        return result


def measure_smart_routing(machine: Machine) -> list[str]:
    """On the demo, in a database of its own: seeded tickets are all in one queue."""
    with machine.database("bench_demo") as environment:
        say("loading the demo for smart routing")
        manage(environment, "migrate", "--run-syncdb", "--verbosity", "0")
        manage(environment, "load_demo")
        command = [sys.executable, "-m", "bench.smart"]
        told = subprocess.run(command, env=environment, cwd=ROOT, check=True, capture_output=True, text=True)
        return told.stdout.splitlines()


def measure_retrieval(machine: Machine) -> list[str]:
    """How questions find their articles: the demo's, those of other fields, and how quickly among 5,000."""
    lines: list[str] = []
    every = [(field.about, field, 0) for field in fields()]
    demo = every[0][1]
    for about, field, more in (*every, (f"the demo's among {MANY_ARTICLES:,}", demo, MANY_ARTICLES)):
        with machine.database("bench_articles") as environment:
            say(f"retrieval: {about}")
            manage(environment, "migrate", "--run-syncdb", "--verbosity", "0")
            manage(environment, "import_articles", str(field.articles))
            if more:
                manage(environment, "seed", "--articles", str(more))
            command = [sys.executable, "-m", "bench.retrieval", field.name]
            told = subprocess.run(command, env=environment, cwd=ROOT, check=True, capture_output=True, text=True)
            lines += [f"Questions, {about} (fused: aim recall@3 ≥ 0.9, p50 < 30 ms)", *told.stdout.splitlines()]
    return lines


def say(line: str) -> None:
    print(f"bench: {line} …", flush=True)


def write(lines: Sequence[str], results: Sequence[Result]) -> None:
    """Replaces what stands below the marker of docs/bench.md."""
    marker = "## The last result\n"
    head = DOCUMENT.read_text().partition(marker)[0]
    date = datetime.datetime.now(datetime.UTC).date().isoformat()
    with Path("/proc/cpuinfo").open() as cpuinfo:
        model = next((line.partition(":")[2].strip() for line in cpuinfo if line.startswith("model name")), "unknown")
    where = f"{date}, {os.cpu_count()} cores ({model}), Python {sys.version.split()[0]}."
    DOCUMENT.write_text(head + marker + "\n" + where + "\n\n```\n" + "\n".join(lines) + "\n```\n")
    say(f"written to {DOCUMENT.relative_to(ROOT)}; sizes {', '.join(f'{result.tickets:,}' for result in results)}")


if __name__ == "__main__":
    sys.exit(main())
