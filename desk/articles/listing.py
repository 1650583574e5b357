"""The list of articles as those see them who write: found, narrowed, sorted, page by page."""

from dataclasses import replace

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.http import staff_required
from desk.articles.http import around
from desk.customers import NameKeyset
from desk.http import DeskRequest
from desk.keyset import Keyset
from knowledgebase.models import ArticleStatus
from knowledgebase.writing import IN_USE, LONGEST_SEARCH, TO_CHECK, Wanted, categories, owners, texts
from tickets.content import storable

PAGE_SIZE = 30
SORTS: dict[str, tuple[object, Keyset]] = {
    "updated": (_("Last changed"), Keyset("-updated_at", "-pk")),
    "title": (_("Title"), NameKeyset("title", "pk")),
    "due": (_("Due for review"), Keyset("due_at", "pk")),
}
STATES = (
    (IN_USE, _("All")),
    (ArticleStatus.DRAFT.value, _("Drafts")),
    (ArticleStatus.REVIEW.value, _("To review")),
    (ArticleStatus.PUBLISHED.value, _("Published")),
    (TO_CHECK, _("To check")),
    (ArticleStatus.ARCHIVED.value, _("Archived")),
)


@require_safe
@staff_required
def articles(request: DeskRequest) -> HttpResponse:
    """`state`, `q`, `category`, `language` and `owner` narrow it; what is to be checked comes in the order in which it is due."""
    wanted = _wanted(request)
    sort = request.GET.get("sort", "")
    sort = sort if sort in SORTS else ("due" if wanted.state == TO_CHECK else "updated")
    keyset = SORTS[sort][1]
    after, before = keyset.read(request.GET.get("after")), keyset.read(request.GET.get("before"))
    rows = list(keyset.window(texts(wanted), size=PAGE_SIZE, after=after, before=before))
    context = {
        "page": keyset.page(rows, size=PAGE_SIZE, after=after, before=before),
        "wanted": wanted,
        "is_narrowed": wanted != replace(Wanted(), state=wanted.state),
        "sort": sort,
    }
    if request.headers.get("HX-Target", "").endswith("#articles"):
        return render(request, "desk/articles/_list.html", context)
    context |= {
        "states": STATES,
        "sorts": [(key, name) for key, (name, _keyset) in SORTS.items()],
        "categories": categories(),
        "languages": settings.LANGUAGES,
        "owners": owners(),
    }
    return render(request, "desk/articles/articles.html", {**context, **around(request)})


def _wanted(request: DeskRequest) -> Wanted:
    """What nobody offered narrows nothing."""
    state, language = request.GET.get("state", ""), request.GET.get("language", "")
    owner = request.GET.get("owner", "")
    return Wanted(
        state=state if state in {value for value, _name in STATES} else IN_USE,
        words=storable(request.GET.get("q", "")).strip()[:LONGEST_SEARCH],
        category=_key(request.GET.get("category", "")),
        language=language if language in dict(settings.LANGUAGES) else "",
        owner=request.user.pk if owner == "me" else _key(owner),
    )


def _key(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else None
