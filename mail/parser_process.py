"""A warm child process that parses mails for this worker, with limits of time and memory."""

import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

from mail.models import InboundReason
from mail.parsing import ParsedMail
from mail.parsing.child import LENGTH, SECONDS, decode

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 4 * SECONDS  # by the clock on the wall; the child ends itself after SECONDS of work
EXIT_MEMORY = 12


class ParserFailed(Exception):
    """The mail could not be read; `reason` is a code of the ledger."""

    def __init__(self, reason: InboundReason) -> None:
        self.reason = reason
        super().__init__(reason.label)


class ParserProcess:
    """`submit` a mail, do something else meanwhile, take the `result`; one mail at a time."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def parse(self, raw: bytes) -> ParsedMail:
        self.submit(raw)
        return self.result()

    def submit(self, raw: bytes) -> None:
        child = self._running()
        try:
            self._write(child, LENGTH.pack(len(raw)) + raw)
        except OSError:
            self._end()  # it died while idle: once more with a new one
            self._write(self._running(), LENGTH.pack(len(raw)) + raw)

    def result(self) -> ParsedMail:
        """Raises ParserFailed; the next mail then gets a new child."""
        child = self._running()
        deadline = time.monotonic() + PATIENCE
        try:
            count = int(self._read_frame(child, deadline))
            head, *contents = [self._read_frame(child, deadline) for _ in range(count)]
        except TimeoutError:
            self._end()
            raise ParserFailed(InboundReason.PARSER_TIMEOUT) from None
        except OSError:
            raise ParserFailed(self._why_it_ended()) from None
        return decode(head, contents)

    def close(self) -> None:
        self._end()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is not None and self._owner == os.getpid() and self._child.poll() is None:
            return self._child
        self._owner = os.getpid()  # after a fork the parent's child is not ours
        self._child = subprocess.Popen(
            [sys.executable, "-m", "mail.parsing.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env={"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        )
        return self._child

    def _write(self, child: subprocess.Popen[bytes], content: bytes) -> None:
        assert child.stdin is not None  # noqa: S101 - opened with a pipe
        child.stdin.write(content)
        child.stdin.flush()

    def _read_frame(self, child: subprocess.Popen[bytes], deadline: float) -> bytes:
        (length,) = LENGTH.unpack(self._read(child, LENGTH.size, deadline))
        return self._read(child, length, deadline)

    def _read(self, child: subprocess.Popen[bytes], length: int, deadline: float) -> bytes:
        assert child.stdout is not None  # noqa: S101 - opened with a pipe
        handle, content = child.stdout.fileno(), bytearray()
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
