"""A local server that speaks the protocol of language models, as well or as badly as a test wants."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class ModelServer:
    """`says` answers the next questions; `asked` holds what was asked, with its headers."""

    def __init__(self) -> None:
        self.says = "Choose Pay [1]."
        self.status = 200
        self.raw: bytes | None = None
        self.drips = 0  # so many bytes now and then, for ever
        self.drips_headers = False
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        self._done = threading.Event()
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                server.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                server.keys.append(self.headers["Authorization"])
                if server.drips_headers:
                    return server._drip(self.wfile, b"HTTP/1.1 200 OK\r\n", b"X-More: yes\r\n")
                self.send_response(server.status if self.path == "/v1/chat/completions" else 404)
                self.end_headers()
                try:
                    if server.drips:
                        server._drip(self.wfile, b"", b" " * server.drips)
                    else:
                        self.wfile.write(server.body())
                except OSError:
                    pass  # they hung up

            def log_message(self, *_args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        self.address = f"http://127.0.0.1:{self._server.server_port}/v1"

    def body(self) -> bytes:
        if self.raw is not None:
            return self.raw
        return json.dumps({"choices": [{"message": {"role": "assistant", "content": self.says}}]}).encode()

    def _drip(self, out: Any, first: bytes, more: bytes) -> None:
        """For ever, and no single wait is too long."""
        out.write(first)
        while not self._done.wait(0.2):
            out.write(more)
            out.flush()

    def stop(self) -> None:
        self._done.set()
        self._server.shutdown()
        self._server.server_close()


def running_model(settings: Any) -> Iterator[ModelServer]:
    """For a fixture."""
    settings.WEBHOOKS_TO_PRIVATE_ADDRESSES = True
    server = ModelServer()
    yield server
    server.stop()
