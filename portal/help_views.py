"""The help centre: articles for everybody who may read them, in a language that stands in the address."""

import json
import re
import uuid
from collections.abc import Callable, Iterable
from functools import wraps
from html import escape

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_from_request, override
from django.views.decorators.http import require_POST, require_safe

from knowledgebase.actions import give_feedback, picture_for, record_click, record_search
from knowledgebase.models import Category, Picture, Translation
from knowledgebase.queries import article_page, category_cards, find_moved, in_category, language_shown
from knowledgebase.searching import LONGEST_QUESTION, Hit, answers_to
from knowledgebase.words import telling_words
from search.words import fold
from tickets.content import storable

_SNIPPET = 260
_WORD = re.compile(r"[^\W_]+")
_NO_MARKUP = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})
_MOST_IN_SITEMAP = 50_000


def in_language(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The page in the language of its address; 404 for one that we do not speak."""

    @wraps(view)
    def shown(request: HttpRequest, language: str, **values: str) -> HttpResponseBase:
        if language not in dict(settings.LANGUAGES):
            raise Http404
        with override(language):
            return view(request, language, **values)

    return shown


@require_safe
def start(request: HttpRequest) -> HttpResponseBase:
    """In the visitor's language."""
    wanted = getattr(request.user, "language", "") or get_language_from_request(request)
    return redirect("help:home", language_shown(wanted))


@require_safe
@in_language
def home(request: HttpRequest, language: str) -> HttpResponseBase:
    context = {"cards": category_cards(request.user, language), **_frame(language, "help:home")}
    return render(request, "portal/help/home.html", context)


@require_safe
@in_language
def category(request: HttpRequest, language: str, slug: str) -> HttpResponseBase:
    try:
        card = in_category(request.user, language, slug)
    except Category.DoesNotExist as missing:
        raise Http404 from missing
    return render(request, "portal/help/category.html", {"card": card, **_frame(language, "help:category", slug)})


@require_safe
@in_language
def article(request: HttpRequest, language: str, slug: str) -> HttpResponseBase:
    """`from`: the search in which it was found."""
    try:
        page = article_page(request.user, language, slug)
    except Translation.DoesNotExist as missing:
        moved = find_moved(request.user, language, slug)
        if moved is None:
            raise Http404 from missing
        return redirect("help:article", language, moved.slug, permanent=True)
    session = request.GET.get("from", "")
    if session.isascii() and session.isdigit() and len(session) < 18:
        record_click(session=int(session), reader=_reader(request), article=page.translation.article)
    context = {
        "page": page,
        "html": mark_safe(page.translation.html),  # noqa: S308  # sanitised when it was published
        "thanked": request.GET.get("thanks", ""),
        "category_name": page.translation.article.category.name_in(language),
        "structured": structured_data(page.translation),
        **_frame(language),
        "canonical": _address(page.translation),
        "alternates": [(text.language, _address(text)) for text in page.languages],
    }
    return render(request, "portal/help/article.html", context)


@require_POST
@in_language
def feedback(request: HttpRequest, language: str, slug: str) -> HttpResponseBase:
    """Whether it helped; in a second step why not."""
    try:
        translation = Translation.objects.readable_by(request.user).get(language=language, slug=slug)
    except Translation.DoesNotExist as missing:
        raise Http404 from missing
    helpful = request.POST.get("helpful") == "yes"
    if not request.user.is_authenticated and not request.session.session_key:
        request.session.create()
    give_feedback(translation, reader=_reader(request), is_helpful=helpful, comment=request.POST.get("comment", ""))
    thanks = "yes" if helpful else ("why" if "comment" not in request.POST else "told")
    return redirect(f"{reverse('help:article', args=[language, slug])}?thanks={thanks}#feedback")


@require_safe
@in_language
def search(request: HttpRequest, language: str) -> HttpResponseBase:
    question = " ".join(storable(request.GET.get("q", "")).split())[:LONGEST_QUESTION]
    context = {"question": question, "found": [], "session": "", **_frame(language, "help:search")}
    if question:
        answers = answers_to(request.user, question, language=language, limit=10)
        words = telling_words(question, answers.language)
        context["found"] = [(hit, _marked(hit, words)) for hit in answers.hits]
        session = record_search(
            reader=_reader(request), query=question, language=answers.language, found=len(answers.hits)
        )
        context["session"] = session.pk
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


def _frame(language: str, route: str = "", *values: str) -> dict[str, object]:
    """What the head of each page says: its address, and the same page in other languages."""
    if not route:
        return {"language": language}
    codes = [code for code, _name in settings.LANGUAGES]
    addresses = [(code, f"{settings.SITE_URL}{reverse(route, args=[code, *values])}") for code in codes]
    return {"language": language, "canonical": dict(addresses)[language], "alternates": addresses}


def _address(translation: Translation) -> str:
    return f"{settings.SITE_URL}{reverse('help:article', args=[translation.language, translation.slug])}"


def _reader(request: HttpRequest) -> str:
    if request.user.is_authenticated:
        return f"person:{request.user.pk}"
    return f"session:{request.session.session_key}"[:64] if request.session.session_key else ""


def _marked(hit: Hit, words: Iterable[str]) -> SafeString:
    """The answering passage with the question's words marked."""
    text = hit.passage.text if hit.passage is not None else ""
    text = text if len(text) <= _SNIPPET else text[:_SNIPPET].rsplit(" ", 1)[0] + "…"
    stems = tuple(word[: max(4, len(word) - 2)] for word in words if len(word) > 2)
    parts, last = [], 0
    for found in _WORD.finditer(text):
        if stems and fold(found[0]).startswith(stems):
            parts += [escape(text[last : found.start()]), f"<mark>{escape(found[0])}</mark>"]
            last = found.end()
    return mark_safe("".join([*parts, escape(text[last:])]))  # noqa: S308  # each part is escaped
