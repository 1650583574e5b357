"""What is to be said and believed when reverse proxies stand in front."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class TrustedProxies:
    """Makes REMOTE_ADDR the client that our outermost trusted proxy saw; what the client itself claims is dropped."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chain = [part.strip() for part in request.META.pop("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
        if settings.TRUSTED_PROXIES and len(chain) >= settings.TRUSTED_PROXIES:
            request.META["REMOTE_ADDR"] = chain[-settings.TRUSTED_PROXIES]
        return self.get_response(request)


class StrictTransport:
    """HSTS whenever the site's address is https: Django sends it only where it sees TLS itself, which may end in front of us."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if settings.SITE_IS_HTTPS:
            response.headers.setdefault("Strict-Transport-Security", f"max-age={settings.SECURE_HSTS_SECONDS}")
        return response
