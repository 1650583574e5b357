"""What to write next, from what readers looked for in vain; and what became of what was offered beside tickets."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import staff_required
from desk.articles.http import around
from desk.http import DeskRequest, with_toast
from helpdesk import clock
from knowledgebase.actions import close_gap, open_gap
from knowledgebase.gaps import PERIOD, gaps
from knowledgebase.models import Suggestion
from knowledgebase.models.suggestion import SuggestionKind
from knowledgebase.nearest import name_nearest


@require_safe
@staff_required
def to_write(request: DeskRequest) -> HttpResponse:
    language = request.GET.get("language", "")
    language = language if language in dict(settings.LANGUAGES) else ""
    found = gaps(request.user, language=language)
    name_nearest(found, request.user)
    context = {
        "gaps": found,
        "language": language,
        "languages": settings.LANGUAGES,
        "days": PERIOD.days,
        "offered": offered(),
    }
    return render(request, "desk/articles/gaps.html", {**context, **around(request)})


@require_POST
@staff_required
def close(request: DeskRequest) -> HttpResponse:
    """Dealt with: out of the list until somebody looks for it again. `undo=1` brings it back."""
    language, words = request.POST.get("language", ""), request.POST.get("words", "")
    undo = request.POST.get("undo") or request.GET.get("undo")
    language, words = request.GET.get("language", language), request.GET.get("words", words)
    if undo:
        open_gap(actor=request.user, language=language, words=words)
    else:
        close_gap(actor=request.user, language=language, words=words)
        again = f"{reverse('articles:close_gap')}?{urlencode({'undo': '1', 'language': language, 'words': words})}"
        messages.success(request, _("Dealt with. It comes back when somebody looks for it again."), extra_tags=again)
    if request.htmx:
        return with_toast(HttpResponse(status=204, headers={"HX-Refresh": "true"}), _("It is in the list again."))
    return HttpResponseRedirect(reverse("articles:gaps"))


def offered() -> list[tuple[str, int, int, int]]:
    """Of the period and by kind: how often it was shown, put into a reply, sent."""
    names = {
        SuggestionKind.TICKET: _("Answers of similar tickets"),
        SuggestionKind.ARTICLE: _("Articles"),
        SuggestionKind.MACRO: _("Macros"),
    }
    rows = (
        Suggestion.objects.filter(shown_at__gt=clock.now() - PERIOD)
        .values("kind")
        .annotate(shown=Count("pk"), inserted=Count("inserted_at"), sent=Count("sent_at"))
        .order_by("kind")
    )
    counted = {row["kind"]: row for row in rows}
    return [
        (name, counted[kind]["shown"], counted[kind]["inserted"], counted[kind]["sent"])
        for kind, name in names.items()
        if kind in counted
    ]
