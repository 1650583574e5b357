"""A wire between a browser and a web process that a test can cut, or let die in silence."""

import contextlib
import selectors
import socket
import threading
from collections.abc import Iterator

from helpdesk.embedded.ports import free_port


class Wire:
    """Listens on `port` and passes everything on to `target`, one thread for each connection."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.port = free_port()
        self.ends: set[socket.socket] = set()
        self.is_mute = False
        self.streams_asked_for = 0
        self.listener: socket.socket | None = None
        self.mend()

    def cut(self) -> None:
        """Every connection breaks, and none can be made."""
        if self.listener is not None:
            # Closing alone does not wake the thread that accepts.
            with contextlib.suppress(OSError):
                self.listener.shutdown(socket.SHUT_RDWR)
            self.listener.close()
            self.listener = None
        for end in list(self.ends):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def mute(self) -> None:
        """Connections stay, and nothing more comes through; new ones are as silent."""
        self.is_mute = True

    def mend(self) -> None:
        self.is_mute = False
        if self.listener is None:
            self.listener = socket.create_server(("127.0.0.1", self.port), backlog=50)
            threading.Thread(target=self._accept, args=(self.listener,), daemon=True).start()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                near, _address = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        try:
            far = socket.create_connection(("127.0.0.1", self.target), timeout=5)
        except OSError:
            near.close()
            return
        with near, far, selectors.DefaultSelector() as waiting:
            self.ends |= {near, far}
            other = {near: far, far: near}
            for end in other:
                waiting.register(end, selectors.EVENT_READ)
            with contextlib.suppress(OSError):
                while all(self._pass_on(key.fileobj, other) for key, _events in waiting.select()):
                    pass
            self.ends -= {near, far}

    def _pass_on(self, end, other) -> bool:
        part = end.recv(65536)
        self.streams_asked_for += part.startswith(b"GET /live/events/")
        if part and not self.is_mute:
            other[end].sendall(part)
        return bool(part)


@contextlib.contextmanager
def wire_to(port: int) -> Iterator[Wire]:
    wire = Wire(port)
    try:
        yield wire
    finally:
        wire.cut()
