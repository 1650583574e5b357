"""Whose portal a request is for: the brand's whose address it called."""

from collections.abc import Awaitable, Callable

from asgiref.sync import iscoroutinefunction
from django.http import HttpRequest, HttpResponseBase
from django.utils.decorators import sync_and_async_middleware

from accounts.branding import BrandNow
from accounts.brands import brand_at, showing


@sync_and_async_middleware
def brand_middleware(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase | Awaitable[HttpResponseBase]]:
    """Shows the brand, and lets its address through: whatever is no brand's is judged by ALLOWED_HOSTS as before."""
    if iscoroutinefunction(get_response):

        async def pass_on(request: HttpRequest) -> HttpResponseBase:
            _brand_called(request)
            return await get_response(request)

        return pass_on

    def as_its_brand(request: HttpRequest) -> HttpResponseBase:
        brand = _brand_called(request)
        if brand is None:
            return get_response(request)
        with showing(brand):
            return get_response(request)

    return as_its_brand


def _brand_called(request: HttpRequest) -> BrandNow | None:
    host = request._get_raw_host()  # type: ignore[attr-defined]  # get_host would refuse it
    brand = brand_at(host)
    if brand is not None:
        request.get_host = lambda: host  # type: ignore[method-assign]  # it is one of ours
        if request.META.get("HTTP_ORIGIN") == brand.site:
            # Where TLS ends in front of us, the same origin looks like another one to Django.
            request.META["HTTP_ORIGIN"] = f"{request.scheme}://{host}"
    return brand
