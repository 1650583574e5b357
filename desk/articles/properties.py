"""What an article is besides its words: place, readers, owner, tags, address, languages, pictures, and when it was found true."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.http import staff_required
from desk.articles.forms import PropertiesForm
from desk.articles.http import find_article, find_text
from desk.http import DeskRequest, with_toast
from knowledgebase.actions import (
    add_picture,
    add_translation,
    change_article,
    change_slug,
    picture_url,
    put_feedback_away,
    translated_anew,
    verify,
)
from knowledgebase.actions.changes import plain_slug
from knowledgebase.models import Article
from tickets.attachments import too_large
from tickets.errors import Invalid, Refused
from tickets.uploads import refused_files

_DAYS = ("30", "90", "180", "365")


@require_POST
@staff_required
def change(request: DeskRequest, pk: int) -> HttpResponse:
    """As soon as a field is changed; a toast says so."""
    article = find_article(pk)
    form = PropertiesForm(request.POST, article=article)
    if not form.is_valid():
        return _answered(request, article, " ".join(str(error) for errors in form.errors.values() for error in errors))
    words = form.cleaned_data
    return _done(
        request,
        article,
        lambda: change_article(
            article,
            actor=request.user,
            category=form.category,
            section=form.section,
            visibility=words["visibility"],
            owner=words["owner"],
            tags=words["tags"],
            brands=words.get("brands"),
        ),
        _("Saved."),
    )


@require_POST
@staff_required
def found_true(request: DeskRequest, pk: int) -> HttpResponse:
    """It was read and is true; in `days` somebody looks again."""
    article = find_article(pk)
    days = request.POST.get("days", "")
    until = int(days) if days in _DAYS else None
    return _done(request, article, lambda: verify(article, actor=request.user, days=until), _("Noted. Thank you."))


@require_POST
@staff_required
def translate(request: DeskRequest, pk: int) -> HttpResponse:
    """Begin another language, with the title of the source to be translated."""
    article, language = find_article(pk), request.POST.get("language", "")
    source = article.translations.filter(language=article.source_language).first()
    try:
        if language not in dict(settings.LANGUAGES):
            raise Invalid(_("Choose one of the languages of this help desk."))
        begun = add_translation(article, actor=request.user, language=language, title=source.title if source else "")
    except Refused as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("articles:article", args=[pk]))
    return HttpResponseRedirect(reverse("articles:text", args=[pk, begun.language]))


@require_POST
@staff_required
def translated(request: DeskRequest, pk: int, language: str) -> HttpResponse:
    """This translation says what its source says now."""
    text = find_text(pk, language)
    return _done(request, text.article, lambda: translated_anew(text, actor=request.user), _("Noted."), language)


@require_POST
@staff_required
def address(request: DeskRequest, pk: int, language: str) -> HttpResponse:
    """Another one; the old one leads there for good."""
    text, wanted = find_text(pk, language), request.POST.get("slug", "")[:200]
    if not wanted.strip():
        messages.error(request, _("Write the new end of the address."))
        return HttpResponseRedirect(reverse("articles:text", args=[pk, language]))
    try:
        moved = change_slug(text, actor=request.user, slug=wanted)
    except Refused as refusal:
        return _answered(request, text.article, str(refusal), language, status=refusal.status_code)
    now, meant = (moved or text).slug, plain_slug(wanted)
    said = _("It has a new address. The old one leads there.") if moved is not None else ""
    if now != meant:
        said = _("Another article has the address “%(meant)s”, so this one has “%(now)s”.") % {
            "meant": meant,
            "now": now,
        }
    return _answered(request, text.article, "", language, said=said)


@require_POST
@staff_required
def read_feedback(request: DeskRequest, pk: int, language: str, feedback: int) -> HttpResponse:
    """Somebody of ours has read what a reader missed; what a second press finds read is no error."""
    text = find_text(pk, language)
    found = text.feedback.filter(pk=feedback).first() if feedback < 2**63 else None
    if found is not None:
        put_feedback_away(found, actor=request.user)
    return HttpResponseRedirect(reverse("articles:text", args=[pk, language]))


@require_POST
@staff_required
def picture(request: DeskRequest, pk: int) -> HttpResponse:
    """Take a picture in (`file`); the answer's `url` goes into the words."""
    article, file = find_article(pk), request.FILES.get("file")
    try:
        if refused := refused_files(request):
            raise Invalid(too_large(refused[0]))
        if file is None:
            raise Invalid(_("There was no file. Choose one and try again."))
        added = add_picture(article, actor=request.user, upload=file)
    except Refused as refusal:
        return JsonResponse({"detail": str(refusal)}, status=refusal.status_code)
    url = picture_url(added)
    return JsonResponse({"id": added.pk, "name": added.filename, "size": added.size, "url": url}, status=201)


def _done(
    request: DeskRequest, article: Article, act: Callable[[], object], sentence: str, language: str = ""
) -> HttpResponse:
    """Say what was done, or why not; nothing when it was so already."""
    try:
        changed = act()
    except Refused as refusal:
        return _answered(request, article, str(refusal), language, status=refusal.status_code)
    return _answered(request, article, "", language, said=sentence if changed is not None else "")


def _answered(
    request: DeskRequest, article: Article, refusal: str, language: str = "", *, said: str = "", status: int = 422
) -> HttpResponse:
    if request.htmx:
        response = HttpResponse(status=status if refusal else 204, headers={"HX-Reswap": "none"})
        if refusal:
            return with_toast(response, refusal, level="error")
        return with_toast(response, said) if said else response
    if refusal:
        messages.error(request, refusal)
    elif said:
        messages.success(request, said)
    language = language or request.POST.get("of", "")
    if article.translations.filter(language=language).exists():
        return HttpResponseRedirect(reverse("articles:text", args=[article.pk, language]))
    return HttpResponseRedirect(reverse("articles:article", args=[article.pk]))
