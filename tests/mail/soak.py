"""`make soak`: the mutations of the suite, but 100,000 of them, through the pipeline's own child process.

Ends at the first message that crashes it, hangs it, or of which something is lost; then says which number it was.
"""

import os
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
os.environ.setdefault("SECRET_KEY", "soak-" * 10)

EVERY = 5_000


def main(count: int) -> int:
    import django

    django.setup()
    from mail.explaining import AssumedMailbox, Explainer
    from tests.mail.mutating import mutated
    from tests.mail.sound import faults_of

    explainer = Explainer(AssumedMailbox("support@example.com"), has_database=False)
    began, slowest = time.monotonic(), (0.0, 0)
    for number in range(count):
        told = explainer.explain(mutated(number))
        slowest = max(slowest, (told["seconds"], number))
        if faults := faults_of(told):
            sys.stderr.write(f"Message {number}: {', '.join(faults)}\n")
            return 1
        if number % EVERY == EVERY - 1:
            say(
                f"{number + 1:,} of {count:,}, {time.monotonic() - began:.0f} s; slowest: {slowest[1]}, {slowest[0]:.2f} s"
            )
    explainer.close()
    say(f"{count:,} damaged messages: none crashed, hung or lost anything.")
    return 0


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
