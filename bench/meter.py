"""Counts what a request costs the server, and tells it in a header that only the bench's processes send."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

HEADER = "X-Bench"


@dataclass(slots=True)
class Statements:
    """An execute wrapper: how many statements ran, and the milliseconds that they took."""

    count: int = 0
    ms: float = 0.0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        started = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.count += 1
            self.ms += (time.perf_counter() - started) * 1000


class Meter:
    """The outermost middleware: statements, their time, and the CPU time of the thread that serves the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        statements = Statements()
        with connection.execute_wrapper(statements):
            started = time.thread_time()
            response = self.get_response(request)
            cpu_ms = (time.thread_time() - started) * 1000
        response[HEADER] = f"{statements.count} {statements.ms:.3f} {cpu_ms:.3f}"
        return response
