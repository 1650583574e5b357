"""python -m bench.measure TICKETS ANSWER ROUNDS MAILS [--plans]: one seeded database, measured; started by `python -m bench`."""

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

import django


def main() -> None:
    django.setup()
    from bench import clocks, mails, metrics, pages, plans, rules
    from bench.figures import measure
    from bench.machine import pss_megabytes, web
    from bench.people import Cast
    from bench.report import Result
    from bench.steps import Reach, steps

    tickets, answer_path, rounds, how_many = int(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    environment = dict(os.environ)
    result = Result(tickets)
    plans.analyze()
    cast = Cast.of_the_seed()
    with web(environment) as process:
        reach = Reach(cast, ("127.0.0.1", int(environment["PORT"])))
        result.figures = measure(steps(reach), rounds=rounds)
        result.proofs.update(pages.reachable(reach.agent))
        explained = plans.pages_of(reach)
        metrics.measure(result, ("127.0.0.1", int(environment["PORT"])), rounds=min(rounds, 20))
        result.web_megabytes = pss_megabytes(process.pid)
    result.proofs.update(plans.check(explained, show="--plans" in sys.argv))
    result.rules_ms_an_event = rules.milliseconds_an_event()
    mails.measure(environment, result, how_many=how_many)
    clocks.measure(result)
    answer_path.write_text(json.dumps(asdict(result)))


if __name__ == "__main__":
    main()
