"""Middlewares of pages, which Django's WSGI handler serves. Event streams (helpdesk/asgi.py) go through them as they are."""

import functools
from collections.abc import Awaitable, Callable
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.http import HttpRequest, HttpResponseBase
from django.utils.decorators import sync_and_async_middleware

Answer = Callable[[HttpRequest], HttpResponseBase]
Middleware = Callable[[Answer], Answer]
Either = Callable[[Any], Callable[[HttpRequest], HttpResponseBase | Awaitable[HttpResponseBase]]]


def for_pages(*, first: Callable[[HttpRequest], object] | None = None) -> Callable[[Middleware], Either]:
    """Decorates a middleware. `first` sees the request of a stream, and must not wait for the database."""

    def decorated(middleware: Middleware) -> Either:
        @sync_and_async_middleware
        @functools.wraps(middleware)
        def either(get_response: Any) -> Callable[[HttpRequest], HttpResponseBase | Awaitable[HttpResponseBase]]:
            if not iscoroutinefunction(get_response):
                return middleware(get_response)

            async def pass_on(request: HttpRequest) -> HttpResponseBase:
                if first is not None:
                    first(request)
                answer: HttpResponseBase = await get_response(request)
                return answer

            return pass_on

        return either

    return decorated
