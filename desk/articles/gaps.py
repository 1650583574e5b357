"""What to write next, from what readers looked for in vain; and what became of what was offered beside tickets."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
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
from knowledgebase.gaps import PERIOD, gap_page
from knowledgebase.nearest import name_nearest
from knowledgebase.offered import offered_between


@require_safe
@staff_required
def to_write(request: DeskRequest) -> HttpResponse:
    language = request.GET.get("language", "")
    language = language if language in dict(settings.LANGUAGES) else ""
    now = clock.now()
    after = request.GET.get("after", "")
    offset = int(after) if after.isascii() and after.isdigit() and len(after) < 6 else 0
    page = gap_page(request.user, language=language, offset=offset)
    name_nearest(page.gaps, request.user)
    context = {
        "page": page,
        "gaps": page.gaps,
        "first": page.offset + 1,
        "last": page.offset + len(page.gaps),
        "language": language,
        "languages": settings.LANGUAGES,
        "days": PERIOD.days,
        "offered": offered_between(now - PERIOD, now),
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
