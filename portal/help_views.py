"""The help centre: articles for everybody who may read them, in a language that stands in the address."""

import json
import uuid
from collections.abc import Iterable
from dataclasses import replace

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST, require_safe

from accounts.brands import brand_shown
from knowledgebase.actions import give_feedback, picture_for, record_click, record_search
from knowledgebase.elsewhere import only_elsewhere
from knowledgebase.markdown import opening_of, with_linked_headings
from knowledgebase.models import Category, HelpPlace, Picture, Translation
from knowledgebase.queries import (
    article_page,
    category_cards,
    find_in_other_language,
    find_moved,
    in_category,
    language_shown,
    languages_of_category,
    languages_with_more,
)
from knowledgebase.searching import LONGEST_QUESTION, answers_to
from portal import helping
from portal.drafted import is_drafted
from portal.languages import in_language
from portal.passages import marked_passages
from status.queries import open_issues
from tickets.content import storable

_NO_MARKUP = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})
# Of a search, and of one that probably nothing answers.
_MOST_FOUND, _MOST_UNSURE = 10, 3
_MOST_IN_SITEMAP = 50_000
_NOT_FOR_ROBOTS = (
    "/answers/",
    "/api/",
    "/demo/",
    "/desk/",
    "/identity/",
    "/invitation/",
    "/messages/",
    "/metrics/",
    "/profile/",
    "/requests/",
    "/settings/",
    "/sign-in/",
    "/status/confirm/",
    "/status/unsubscribe/",
    "/surveys/",
)
# In characters; what search engines show of a page.
_LONGEST_DESCRIPTION = 155


@require_safe
def start(request: HttpRequest) -> HttpResponseBase:
    """In the language in which the visitor reads every other page."""
    return redirect("help:home", language_shown(get_language() or ""))


@gzip_page
@require_safe
@in_language
def home(request: HttpRequest, language: str) -> HttpResponseBase:
    context = {
        "cards": category_cards(request.user, language),
        "more_in": languages_with_more(request.user, language),
        "issues": open_issues(),
        **_frame(language, "help:home"),
    }
    return render(request, "portal/help/home.html", context)


@gzip_page
@require_safe
@in_language
def category(request: HttpRequest, language: str, slug: str) -> HttpResponseBase:
    """Whoever changes the language to one in which it holds nothing begins at the first page of that language."""
    languages = languages_of_category(request.user, slug)
    try:
        card = in_category(request.user, language, slug)
    except Category.DoesNotExist:
        if languages:
            return redirect("help:home", language)
        return _gone(request, language, slug)
    frame = _frame(language, "help:category", slug, languages=languages)
    return render(request, "portal/help/category.html", {"card": card, **frame})


@gzip_page
@require_safe
@in_language
def article(request: HttpRequest, language: str, slug: str) -> HttpResponseBase:
    """`from`: the search in which it was found."""
    try:
        page = article_page(request.user, language, slug)
    except Translation.DoesNotExist:
        moved = find_moved(request.user, language, slug)
        if moved is not None:
            onward = redirect("help:article", language, moved.slug, permanent=True)
            # For search engines it is for good. A browser that kept it would go round in circles once the old address is back.
            add_never_cache_headers(onward)
            return onward
        other = find_in_other_language(request.user, language, slug)
        if other is None:
            return _gone(request, language, slug)
        return redirect("help:article", other.language, other.slug)
    session = request.GET.get("from", "")
    if session.isascii() and session.isdigit() and len(session) < 18:
        record_click(session=int(session), reader=_reader(request), article=page.translation.article)
    context = {
        "page": page,
        "has_asked": helping.opened(request, page.translation.article),
        "looked_for": helping.looked_for(request),
        "html": mark_safe(with_linked_headings(page.translation.html)),  # noqa: S308  # sanitised when it was published
        "description": opening_of(page.translation.html, _LONGEST_DESCRIPTION),
        "thanked": request.GET.get("thanks", ""),
        "category_name": page.translation.article.category.name_in(language),
        "structured": structured_data(page.translation),
        **_frame(language),
        "canonical": _address(page.translation),
        "alternates": [(text.language, _address(text)) for text in page.languages],
    }
    return render(request, "portal/help/article.html", context)


@require_POST
@helping.remembering
@in_language
def feedback(request: HttpRequest, language: str, slug: str) -> HttpResponseBase:
    """Whether it helped; in a second step why not."""
    try:
        translation = Translation.objects.readable_by(request.user).get(language=language, slug=slug)
    except Translation.DoesNotExist as missing:
        raise Http404 from missing
    helpful = request.POST.get("helpful") == "yes"
    if helpful:
        helping.solved(request)
    give_feedback(
        translation, reader=_known_reader(request), is_helpful=helpful, comment=request.POST.get("comment", "")
    )
    thanks = "yes" if helpful else ("why" if "comment" not in request.POST else "told")
    return redirect(f"{reverse('help:article', args=[language, slug])}?thanks={thanks}#feedback")


@gzip_page
@require_safe
@helping.remembering
@in_language
def search(request: HttpRequest, language: str) -> HttpResponseBase:
    question = " ".join(storable(request.GET.get("q", "")).split())[:LONGEST_QUESTION]
    context = {"question": question, "found": [], "is_likely": False, "session": "", **_frame(language, "help:search")}
    if question:
        answers = answers_to(request.user, question, language=language, limit=_MOST_FOUND)
        elsewhere = only_elsewhere(request.user, question, language=language, found=answers)
        # The likelier answer is not to stand below ten that are not.
        if not answers.is_likely or elsewhere.hits and elsewhere.confidence > answers.confidence:
            answers = replace(answers, hits=answers.hits[:_MOST_UNSURE])
        helping.asked(request, HelpPlace.SEARCH, question, answers, elsewhere)
        context |= {"found": marked_passages(answers, question), "is_likely": answers.is_likely}
        context["elsewhere"] = marked_passages(elsewhere, question)
        session = record_search(
            reader=_known_reader(request), query=question, language=answers.language, found=len(answers.hits)
        )
        context["session"] = session.pk
        context["later"] = bool(answers.hits) and is_drafted(question)
    return render(request, "portal/help/search.html", context)


@require_safe
def picture(request: HttpRequest, key: uuid.UUID, name: str) -> HttpResponseBase:
    """A picture of an article that this reader may read. Its address never shows another one, so browsers keep it."""
    try:
        found = picture_for(request.user, key)
        file = found.file.open("rb")
    except (Picture.DoesNotExist, FileNotFoundError) as missing:
        raise Http404 from missing
    response = FileResponse(file, content_type=found.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, max-age=86400"
    return response


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public article in each of its languages."""
    texts = Translation.objects.readable_by(AnonymousUser()).filter(language__in=dict(settings.LANGUAGES))
    rows = texts.order_by("pk").only("language", "slug", "published_at")[:_MOST_IN_SITEMAP]
    context = {"rows": [(_address(text), text.published_at) for text in rows]}
    return render(request, "portal/help/sitemap.xml", context, content_type="application/xml")


@cache_control(public=True, max_age=3600)
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines are to read, and where all of it is listed. Keys in addresses of mails are none of it."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _NOT_FOR_ROBOTS), ""]
    lines.append(f"Sitemap: {brand_shown().site}{reverse('help:sitemap')}")
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


def structured_data(translation: Translation) -> SafeString:
    """As schema.org wants an article described: data that no browser runs, and that ends no script."""
    title = translation.published.title if translation.published is not None else translation.title
    described = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": title,
        "inLanguage": translation.language,
        "dateModified": translation.published_at.isoformat() if translation.published_at else "",
        "mainEntityOfPage": _address(translation),
    }
    text = json.dumps(described).translate(_NO_MARKUP)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308  # no angle bracket in it


def _gone(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """Whoever followed a link here looks for its words instead."""
    context = {"question": " ".join(slug.split("-"))[:_LONGEST_DESCRIPTION], **_frame(language)}
    return render(request, "portal/help/gone.html", context, status=404)


def _frame(language: str, route: str = "", *values: str, languages: Iterable[str] | None = None) -> dict[str, object]:
    """What the head of each page says: its address, and the same page in other `languages` (None: it is there in each)."""
    if not route:
        return {"language": language}
    codes = [code for code, _name in settings.LANGUAGES if languages is None or code in languages]
    addresses = [(code, f"{brand_shown().site}{reverse(route, args=[code, *values])}") for code in codes]
    return {"language": language, "canonical": dict(addresses)[language], "alternates": addresses}


def _address(translation: Translation) -> str:
    return f"{brand_shown().site}{reverse('help:article', args=[translation.language, translation.slug])}"


def _known_reader(request: HttpRequest) -> str:
    """A stranger is known again by the browser's session, which begins with what they do."""
    if not request.user.is_authenticated and not request.session.session_key:
        request.session.create()
    return _reader(request)


def _reader(request: HttpRequest) -> str:
    if request.user.is_authenticated:
        return f"person:{request.user.pk}"
    return f"session:{request.session.session_key}"[:64] if request.session.session_key else ""
