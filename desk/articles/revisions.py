"""What an article said before: its revisions, what differs between two, and going back to one."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import staff_required
from desk.articles.diffs import as_lines, differences
from desk.articles.http import around, find_text
from desk.http import DeskRequest
from knowledgebase.actions import EditedMeanwhile, restore_revision
from knowledgebase.change_text import sentences_of
from knowledgebase.models import Revision, Translation
from knowledgebase.writing import changes_of, revisions_of
from tickets.errors import Refused


@require_safe
@staff_required
def history(request: DeskRequest, pk: int, language: str) -> HttpResponse:
    """`revision` is the one looked at; what differs from it now is shown."""
    text = find_text(pk, language)
    revisions = revisions_of(text)
    chosen = _revision(text, request.GET.get("revision", str(revisions[0].number) if revisions else ""))
    before = text.revisions.filter(number__lt=chosen.number).first()
    context = {
        "text": text,
        "revisions": revisions,
        "chosen": chosen,
        "is_first": before is None,
        "made": differences(_whole(before), _whole(chosen)) if before else as_lines(_whole(chosen)),
        "is_current": (chosen.title, chosen.body) == (text.title, text.body),
        "since": differences(_whole(chosen), f"{text.title}\n\n{text.body}"),
        "changes": sentences_of(changes_of(text)),
    }
    return render(request, "desk/articles/history.html", {**context, **around(request)})


@require_POST
@staff_required
def restore(request: DeskRequest, pk: int, language: str) -> HttpResponse:
    """Write again what `revision` says, if nobody has saved since the page with `version` was shown."""
    text = find_text(pk, language)
    chosen = _revision(text, request.POST.get("revision", ""))
    version = request.POST.get("version", "")
    try:
        restored = restore_revision(
            text, actor=request.user, number=chosen.number, version=int(version) if version.isdecimal() else 0
        )
    except EditedMeanwhile:
        messages.error(request, _("Somebody saved this article just now. Look at what they wrote, then decide."))
        return HttpResponseRedirect(reverse("articles:history", args=[pk, language]))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("articles:history", args=[pk, language]))
    if restored is not None:
        messages.success(request, _("Brought back as a draft. Readers see it when it is published."))
    return HttpResponseRedirect(reverse("articles:text", args=[pk, language]))


def _revision(text: Translation, number: str) -> Revision:
    is_number = number.isascii() and number.isdecimal() and len(number) < 10
    found = text.revisions.select_related("author").filter(number=int(number)).first() if is_number else None
    if found is None:
        raise Http404
    return found


def _whole(revision: Revision) -> str:
    return f"{revision.title}\n\n{revision.body}"
