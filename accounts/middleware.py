"""Showing everybody their own language and time."""

import functools
import zoneinfo

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone, translation
from django.utils.translation.trans_real import parse_accept_lang_header

from accounts.brands import brand_shown
from accounts.general import general
from accounts.languages import language_shown_to, offered_languages
from helpdesk.for_pages import Answer, for_pages

# Set by static/js/behaviors/time-zone.js, for people whose profile names no zone.
ZONE_COOKIE = "time_zone"


@for_pages()  # event streams say nothing in words, and must not hold a database connection
def viewer_middleware(get_response: Answer) -> Answer:
    """Activates the language and zone of the profile, else those of the browser, for the time of the request."""

    def as_the_viewer_likes(request: HttpRequest) -> HttpResponseBase:
        user = request.user if settings.SESSION_COOKIE_NAME in request.COOKIES else None
        language = language_shown_to(user, _language_asked(request))
        with timezone.override(_zone(request, getattr(user, "time_zone", ""))), translation.override(language):
            request.LANGUAGE_CODE = translation.get_language()  # as LocaleMiddleware does
            response = get_response(request)
            spoken = translation.get_language()  # the API learns from a token who asks
        if spoken:
            response.headers.setdefault("Content-Language", spoken)
        return response

    return as_the_viewer_likes


def _language_asked(request: HttpRequest) -> str | None:
    """What the visitor chose or their browser wants; the brand's own for whoever wants none that we speak."""
    own = brand_shown().language
    if not own or settings.LANGUAGE_COOKIE_NAME in request.COOKIES:
        return translation.get_language()
    wanted = parse_accept_lang_header(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))
    is_ours = any(code.partition("-")[0] in offered_languages() for code, _weight in wanted)
    return translation.get_language() if is_ours else own


def find_zone(name: str) -> zoneinfo.ZoneInfo | None:
    """The zone with this IANA name; None for any other text (it may come from a stranger's cookie)."""
    return zoneinfo.ZoneInfo(name) if name in _known_zones() else None


def _zone(request: HttpRequest, chosen: str) -> zoneinfo.ZoneInfo | None:
    return find_zone(chosen) or find_zone(request.COOKIES.get(ZONE_COOKIE, "")) or find_zone(general().time_zone)


@functools.cache
def _known_zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())
