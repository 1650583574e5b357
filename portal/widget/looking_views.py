"""The widget's script and frame, and helping oneself in it: searching, reading, saying that it is solved."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST, require_safe

from accounts.brands import brand_shown
from accounts.texts import in_readers_language
from chat.actions import widget_now
from chat.identity import NotBelieved, identity_of
from chat.models import Widget
from helpdesk.colours import text_on
from knowledgebase.actions import ask_help, read_in_session, record_click, record_search, solve_session
from knowledgebase.actions.sessions import find_going_on
from knowledgebase.elsewhere import only_elsewhere
from knowledgebase.models import HelpPlace, Translation
from knowledgebase.queries import article_page, language_shown, popular
from knowledgebase.searching import LONGEST_QUESTION, Answers, answers_to
from portal.drafted import drafted_for, is_drafted
from portal.passages import marked_passages
from portal.widget.parts import PartRequest, framed_by, may_ask, shown, widget_part
from status.queries import open_issues
from tickets.content import storable

_LOADER = Path(settings.BASE_DIR) / "static" / "js" / "widget" / "loader.js"
# Of the site's styles only what the frame shows, because it is to be there at once on a stranger's website.
_SHEETS = [
    "css/layers.css",
    "css/tokens.css",
    "css/base.css",
    "css/components/answered.css",
    "css/components/button.css",
    "css/components/field.css",
    "css/components/prose.css",
    "css/pages/widget.css",
    "css/utilities.css",
]
_MOST_FOUND = 5
_MOST_POPULAR = 4


@gzip_page
@cache_control(public=True, max_age=300)
@require_safe
def script(request: HttpRequest) -> HttpResponse:
    """What a website's tag loads: how the button looks, and the script that draws it."""
    widget = _as_the_brand(widget_now())
    look = {
        "colour": widget.colour,
        "text": text_on(widget.colour),
        "side": widget.side,
        "words": {code: _loader_words(code) for code, _name in settings.LANGUAGES},
    }
    code = _LOADER.read_text().replace('"LOOK"', json.dumps(look), 1)
    response = HttpResponse(code, content_type="text/javascript; charset=utf-8")
    # Any website may load it; where it may be shown, the frame's own policy says.
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@gzip_page
@require_safe
def frame(request: HttpRequest) -> HttpResponseBase:
    """The frame's first page, with the start in it. It is the same for everybody, so that no cookie is needed to draw it."""
    wanted = request.GET.get("language", "").partition("-")[0].lower()
    language = language_shown(wanted if wanted in dict(settings.LANGUAGES) else get_language() or "")
    with override(language):
        widget = _as_the_brand(widget_now())
        context: dict[str, Any] = {
            "widget": widget,
            "on_colour": text_on(widget.colour),
            "sheets": _SHEETS,
            **_start(language),
        }
        response = shown(request, "frame", language, **context)
    response["Content-Language"] = language
    response["Cache-Control"] = "private, max-age=60"
    return framed_by(response, widget)


@require_safe
@widget_part
def start(request: PartRequest, language: str) -> HttpResponseBase:
    return shown(request, "start", language, widget=widget_now(), visit=request.visit, **_start(language))


@require_POST
@widget_part
def search(request: PartRequest, language: str) -> HttpResponseBase:
    question = " ".join(storable(request.POST.get("q", "")).split())[:LONGEST_QUESTION]
    if not question or not may_ask(request):
        return shown(request, "found", language, question=question, found=[], search="")
    found = answers_to(request.visit.reader, question, language=language, limit=_MOST_FOUND)
    elsewhere = only_elsewhere(request.visit.reader, question, language=language, found=found)
    keep_question(request, question, found, elsewhere)
    kept = record_search(reader="", query=question, language=found.language, found=len(found.hits))
    context: dict[str, Any] = {"question": question, "found": marked_passages(found, question), "search": kept.pk}
    context["later"] = bool(found.hits) and is_drafted(question)
    context |= {"is_likely": found.is_likely, "elsewhere": marked_passages(elsewhere, question)}
    return shown(request, "found", language, **context)


@require_safe
@widget_part
def article(request: PartRequest, language: str, slug: str) -> HttpResponseBase:
    """`from`: the search in which it was found."""
    try:
        page = article_page(request.visit.reader, language, slug)
    except Translation.DoesNotExist:
        return shown(request, "gone", language, status=404)
    kept, question = request.GET.get("from", ""), ""
    if kept.isascii() and kept.isdigit() and len(kept) < 18:
        record_click(session=int(kept), reader="", article=page.translation.article)
        going_on = find_going_on(request.visit.help)
        question = going_on.question if going_on is not None else ""
    read_in_session(request.visit.help, page.translation.article)
    return shown(request, "article", language, page=page, question=question)


@require_safe
@widget_part
def drafted(request: PartRequest, language: str) -> HttpResponseBase:
    """What a language model says to what was asked last, or that it is being written; nothing where there is none."""
    answer = drafted_for(request, request.visit.reader, request.visit.help, language)
    return render(request, "portal/_drafted.html", {"language": language, "drafted": answer, "in_widget": True})


@require_POST
@widget_part
def solved(request: PartRequest, language: str) -> HttpResponseBase:
    """Pressed by whoever found the answer; a second press says the same."""
    ended = request.visit.help if solve_session(request.visit.help) else None
    request.visit = request.visit.having_helped(ended)
    return shown(request, "solved", language)


@require_POST
@widget_part
def identity(request: PartRequest, language: str) -> HttpResponseBase:
    """The website says who its visitor is. Who is not believed stays anonymous, and the console says why."""
    signed = {name: request.POST.get(name, "") for name in ("email", "name", "timestamp", "signature")}
    try:
        found = identity_of(widget_now(), **signed)
    except NotBelieved as reason:
        return JsonResponse({"is_known": False, "problem": str(reason)})
    known = replace(request.visit, email=found.email, name=storable(found.name))
    if known.is_refused:
        problem = _("Nobody can be known by this address here: it is a colleague's, switched off, or not confirmed.")
        return JsonResponse({"is_known": False, "problem": problem})
    request.visit = known
    return JsonResponse({"is_known": True})


def keep_question(request: PartRequest, question: str, found: Answers, elsewhere: Answers) -> None:
    """What was asked and shown, in the session of questions that goes on, if it is a question."""
    session = ask_help(
        request.visit.help,
        place=HelpPlace.WIDGET,
        question=question,
        language=found.language,
        shown=[hit.translation.article_id for hit in (*found.hits, *elsewhere.hits)],
        person=request.visit.person,
    )
    if session is not None:
        request.visit = replace(request.visit, help=session.pk)


def _start(language: str) -> dict[str, Any]:
    return {
        "popular": popular(AnonymousUser(), language, _MOST_POPULAR),
        "issues": open_issues(),
        "portal": f"{brand_shown().site}{reverse('portal:home')}",
    }


def _as_the_brand(widget: Widget) -> Widget:
    """From the address of a brand in its colour and with its welcome, else with our greeting in the reader's language."""
    brand = brand_shown()
    widget.greeting = in_readers_language(widget.greeting, widget.greetings)
    if not brand.is_default:
        widget.colour = brand.colour or widget.colour
        widget.greeting = brand.welcome_text or widget.greeting
    return widget


def _loader_words(language: str) -> dict[str, str]:
    with override(language):
        return {"open": _("Help"), "close": _("Close help"), "title": _("Help")}
