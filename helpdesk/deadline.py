"""The end of a talk with a server, whatever it does: time limits of sockets begin anew with every byte, and one that dribbles
would hold a worker for ever.
"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Timer
from types import TracebackType
from typing import Any, Self

import requests
from requests.adapters import HTTPAdapter


class Deadline:
    """Breaks the connections it watches once its time is up. `with Deadline(seconds)` raises TimeoutError then.

    It holds each connection by a number of its own, which stays right when TLS is put around it or it is closed by whoever uses
    it. Until `forget` it is not closed for the other side, though.
    """

    def __init__(self, seconds: float = 0) -> None:
        self.seconds = seconds
        self.passed = False
        self._watched: list[socket.socket] = []
        self._timer: Timer | None = None

    def watch(self, connection: socket.socket) -> socket.socket:
        own = connection.dup()
        self._watched.append(own)
        if self.passed:
            self._break(own)
        return connection

    def begin(self, seconds: float) -> None:
        """From now on, however much was left."""
        self.rest()
        self._timer = Timer(seconds, self._end)
        self._timer.daemon = True
        self._timer.start()

    def rest(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def forget(self) -> None:
        """The talk is over."""
        self.rest()
        while self._watched:
            self._watched.pop().close()

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Raises TimeoutError instead of whatever a broken connection leads to, also where it only looks like the end."""
        self.begin(seconds)
        try:
            yield
        except Exception as problem:
            self.check(problem)
            raise
        finally:
            self.rest()
        self.check()

    def check(self, problem: BaseException | None = None) -> None:
        if self.passed:
            raise TimeoutError("timed out") from problem

    def __enter__(self) -> Self:
        self.begin(self.seconds)
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, problem: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.forget()
        if problem is None or isinstance(problem, Exception):
            self.check(problem)

    def _end(self) -> None:
        self.passed = True
        for own in list(self._watched):
            self._break(own)

    @staticmethod
    def _break(own: socket.socket) -> None:
        with suppress(OSError):  # the other side was quicker
            own.shutdown(socket.SHUT_RDWR)


class WatchedAdapter(HTTPAdapter):
    """Its connections end with the deadline."""

    def __init__(self, deadline: Deadline) -> None:
        self.deadline = deadline
        super().__init__()

    def close(self) -> None:
        super().close()
        self.deadline.forget()

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> Any:
        pool = super().get_connection_with_tls_context(*args, **kwargs)
        deadline, plain = self.deadline, pool.ConnectionCls

        class Watched(plain):  # type: ignore[misc,valid-type]  # of HTTP or HTTPS
            def _new_conn(self) -> socket.socket:
                return deadline.watch(super()._new_conn())

        pool.ConnectionCls = Watched
        return pool


def within(session: requests.Session, deadline: Deadline) -> requests.Session:
    """The same session, whose connections end with the deadline."""
    for scheme in ("http://", "https://"):
        session.mount(scheme, WatchedAdapter(deadline))
    return session
