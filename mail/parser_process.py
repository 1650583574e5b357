"""A warm child process that parses mails for this worker, with limits of time and memory."""

import fcntl
import os
import select
import signal
import subprocess
import sys
import time
from collections import deque
from contextlib import suppress
from pathlib import Path
from typing import IO

from mail.models import InboundReason
from mail.parsing import ParsedMail
from mail.parsing.child import LENGTH, SECONDS, decode

ROOT = Path(__file__).resolve().parent.parent
# By the clock on the wall; the child ends itself after SECONDS of work. On a machine that is busy with other things a new
# child alone takes twenty seconds to begin, and no mail is to blame for that. Below what a claim on a mail lasts.
PATIENCE = 9 * SECONDS
EXIT_MEMORY = 12


class ParserFailed(Exception):
    """The mail could not be read; `reason` is a code of the ledger."""

    def __init__(self, reason: InboundReason) -> None:
        self.reason = reason
        super().__init__(reason.label)


class ParserProcess:
    """`submit` mails, do something else meanwhile, take each `result` in their order."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._room = 0  # bytes
        self._submitted: deque[bytes] = deque()  # of whom no result was taken yet

    def parse(self, raw: bytes) -> ParsedMail:
        self.submit(raw)
        return self.result()

    def has_room(self, size: int) -> bool:
        """Whether another mail can wait in the pipe: then handing it over waits for nothing, whatever the child does."""
        return self._is_running() and size + sum(map(len, self._submitted)) <= self._room

    def submit(self, raw: bytes) -> None:
        """While others are not taken yet, only if there is room: else each side could wait for the other."""
        self._submitted.append(raw)
        try:
            if self._is_running():
                self._write(raw)
                return
        except OSError:
            pass  # it died while idle
        self._begin_again()

    def result(self) -> ParsedMail:
        """Of the mail that was submitted first. Raises ParserFailed; the next ones then get a new child."""
        deadline = time.monotonic() + PATIENCE
        try:
            count = int(self._read_frame(deadline))
            head, *contents = [self._read_frame(deadline) for _ in range(count)]
        except OSError as problem:
            reason = InboundReason.PARSER_TIMEOUT if isinstance(problem, TimeoutError) else self._why_it_ended()
            self._submitted.popleft()
            self._begin_again()
            raise ParserFailed(reason) from None
        self._submitted.popleft()
        return decode(head, contents)

    def forget(self) -> None:
        """What was submitted and never asked for, of a batch that broke off."""
        if self._submitted:
            self.close()

    def close(self) -> None:
        self._end()
        self._submitted.clear()

    def _begin_again(self) -> None:
        """A new child for what the old one did not answer. Should it die meanwhile, `result` says so."""
        self._end()
        self._start()
        with suppress(OSError):
            for raw in self._submitted:
                self._write(raw)

    def _is_running(self) -> bool:
        """After a fork the parent's child is not ours."""
        return self._child is not None and self._owner == os.getpid() and self._child.poll() is None

    def _start(self) -> None:
        self._owner = os.getpid()
        self._child = subprocess.Popen(
            [sys.executable, "-m", "mail.parsing.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env={
                "PATH": os.environ.get("PATH", ""),
                "PYTHONPATH": str(ROOT),
                "PYTHONDONTWRITEBYTECODE": "1",
                # Else what tells languages takes memory for each core of the machine, ends the child at its limit, and sound
                # mails are put into quarantine.
                "OPENBLAS_NUM_THREADS": "1",
            },
        )
        # Half of the pipe, since the kernel does not fill each of its pages.
        self._room = fcntl.fcntl(self._pipes()[0], fcntl.F_GETPIPE_SZ) // 2

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        child = self._child
        assert child is not None and child.stdin is not None and child.stdout is not None  # noqa: S101, PT018 - as started
        return child.stdin, child.stdout

    def _write(self, raw: bytes) -> None:
        pipe = self._pipes()[0]
        pipe.write(LENGTH.pack(len(raw)) + raw)
        pipe.flush()

    def _read_frame(self, deadline: float) -> bytes:
        (length,) = LENGTH.unpack(self._read(LENGTH.size, deadline))
        return self._read(length, deadline)

    def _read(self, length: int, deadline: float) -> bytes:
        handle, content = self._pipes()[1].fileno(), bytearray()
        while len(content) < length:
            ready, _w, _x = select.select([handle], [], [], max(0.0, deadline - time.monotonic()))
            if not ready:
                raise TimeoutError
            piece = os.read(handle, min(length - len(content), 1 << 20))
            if not piece:
                raise BrokenPipeError
            content += piece
        return bytes(content)

    def _why_it_ended(self) -> InboundReason:
        child, code = self._child, None
        if child is not None:
            try:
                code = child.wait(timeout=2)
            except subprocess.TimeoutExpired:
                code = None
        self._end()
        if code == -signal.SIGPROF:
            return InboundReason.PARSER_TIMEOUT
        return InboundReason.PARSER_MEMORY if code in {EXIT_MEMORY, -signal.SIGKILL} else InboundReason.PARSER_CRASHED

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is None or self._owner != os.getpid():
            return
        child.kill()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue
        child.wait()
