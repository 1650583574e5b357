"""After a failure of something we can do without, leave it alone for a while."""

import time


class Pause:
    """In this process only; threads share it. No lock: a lost update costs one more try."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.until = float("-inf")

    def is_on(self) -> bool:
        return time.monotonic() < self.until

    def begin(self) -> None:
        self.until = time.monotonic() + self.seconds

    def end(self) -> None:
        self.until = float("-inf")
