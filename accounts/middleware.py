"""Showing everybody their own language and time."""

import functools
import zoneinfo
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone, translation

# Set by static/js/behaviors/time-zone.js, for people whose profile names no zone.
ZONE_COOKIE = "time_zone"


class ViewerMiddleware:
    """Activates the language and zone of the profile, else those of the browser, for the time of the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        user = request.user if settings.SESSION_COOKIE_NAME in request.COOKIES else None
        chosen = getattr(user, "language", "")
        language = chosen if chosen in dict(settings.LANGUAGES) else translation.get_language()
        with timezone.override(_zone(request, getattr(user, "time_zone", ""))), translation.override(language):
            request.LANGUAGE_CODE = translation.get_language()  # type: ignore[attr-defined]  # as LocaleMiddleware does
            response = self.get_response(request)
        if language:
            response.headers.setdefault("Content-Language", language)
        return response


def _zone(request: HttpRequest, chosen: str) -> zoneinfo.ZoneInfo | None:
    for name in (chosen, request.COOKIES.get(ZONE_COOKIE, "")):
        found = find_zone(name)
        if found is not None:
            return found
    return None


def find_zone(name: str) -> zoneinfo.ZoneInfo | None:
    """The zone with this IANA name; None for any other text (it may come from a stranger's cookie)."""
    if not name or len(name) > 64 or name not in _known_zones():
        return None
    return zoneinfo.ZoneInfo(name)


@functools.cache
def _known_zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())
