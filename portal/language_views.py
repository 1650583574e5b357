"""The switch in the footer: in which language somebody reads us."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse
from django.views.decorators.http import require_POST

from accounts.languages import offered_languages
from accounts.models import User
from accounts.profile import change_profile
from accounts.signing_in import safe_next
from knowledgebase.models import Translation

_YEAR_SECONDS = 365 * 24 * 3600


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Kept by this browser; of whoever is signed in also in their profile, because their mails follow it."""
    language = request.POST.get("language", "")
    back = safe_next(request, request.POST.get("next", "")) or "/"
    if language not in offered_languages():
        return HttpResponseRedirect(back)
    if isinstance(request.user, User):
        change_profile(request.user, language=language)
    response = HttpResponseRedirect(_page_in(language, back, request))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=_YEAR_SECONDS,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
    return response


def _page_in(language: str, address: str, request: HttpRequest) -> str:
    """The same page in this language: those of the help centre name theirs in the address."""
    path, question, query = address.partition("?")
    try:
        found = resolve(path)
    except Resolver404:
        return "/"
    if found.namespace != "help" or "language" not in found.kwargs:
        return address
    if found.url_name == "article":
        return _article_in(language, found.kwargs["language"], found.kwargs["slug"], request)
    return reverse(f"help:{found.url_name}", kwargs={**found.kwargs, "language": language}) + question + query


def _article_in(language: str, from_language: str, slug: str, request: HttpRequest) -> str:
    """The article's text in this language, else the help centre's first page."""
    texts = Translation.objects.readable_by(request.user)
    read = texts.filter(language=from_language, slug=slug).first()
    other = texts.filter(language=language, article=read.article_id).first() if read else None
    return reverse("help:article", args=[language, other.slug]) if other else reverse("help:home", args=[language])
