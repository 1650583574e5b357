"""Whose portal a request is for: the brand's whose address it called."""

from django.http import HttpRequest, HttpResponseBase

from accounts.branding import BrandNow
from accounts.brands import brand_at, showing
from helpdesk.for_pages import Answer, for_pages


def _brand_called(request: HttpRequest) -> BrandNow | None:
    host = request._get_raw_host()  # type: ignore[attr-defined]  # get_host would refuse it
    brand = brand_at(host)
    if brand is not None:
        request.get_host = lambda: host  # type: ignore[method-assign]  # it is one of ours
        if request.META.get("HTTP_ORIGIN") == brand.site:
            # Where TLS ends in front of us, the same origin looks like another one to Django.
            request.META["HTTP_ORIGIN"] = f"{request.scheme}://{host}"
    return brand


@for_pages(first=_brand_called)
def brand_middleware(get_response: Answer) -> Answer:
    """Shows the brand, and lets its address through: whatever is no brand's is judged by ALLOWED_HOSTS as before."""

    def as_its_brand(request: HttpRequest) -> HttpResponseBase:
        brand = _brand_called(request)
        if brand is None:
            return get_response(request)
        with showing(brand):
            return get_response(request)

    return as_its_brand
