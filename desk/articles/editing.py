"""Beginning an article, writing it, and what becomes of it."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.form_answers import status_of
from accounts.http import staff_required
from desk.articles.forms import NewArticleForm, TextForm
from desk.articles.http import around, find_article, find_text
from desk.articles.outcomes import done_with
from desk.articles.page import editor_page
from desk.http import DeskRequest
from knowledgebase.actions import EditedMeanwhile, add_article, save_draft, unshown_pictures
from knowledgebase.gaps import key_of
from knowledgebase.markdown import html_of
from knowledgebase.models import Translation
from knowledgebase.models.article import LONGEST_BODY, LONGEST_TITLE
from knowledgebase.models.gap import LONGEST_GAP
from knowledgebase.queries import language_shown
from tickets.errors import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def new(request: DeskRequest) -> HttpResponse:
    """What it is called and where it belongs; the words come in the editor. `title` suggests one.

    `gap` names what was looked for that it is to answer, in `language`; the title does where it is the question itself.
    """
    title = request.GET.get("title", "")[:LONGEST_TITLE]
    language = language_shown(request.GET.get("language") or get_language() or "")
    gap = request.GET.get("gap", "")[:LONGEST_GAP] or (key_of(title, language) if title else "")
    initial = {"title": title, "language": language, "gap": gap}
    form = NewArticleForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            begun = add_article(
                actor=request.user,
                title=form.cleaned_data["title"],
                body=form.cleaned_data["body"],
                category=form.category,
                section=form.section,
                language=form.cleaned_data["language"],
                visibility=form.cleaned_data["visibility"],
                gap=form.cleaned_data["gap"],
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return HttpResponseRedirect(reverse("articles:text", args=[begun.article_id, begun.language]))
    context = {"form": form, **around(request)}
    return render(request, "desk/articles/new.html", context, status=status_of(form))


@require_safe
@staff_required
def start(request: DeskRequest, pk: int) -> HttpResponse:
    """The text in the reader's language, else the one that it was written in."""
    article = find_article(pk)
    there = set(article.translations.values_list("language", flat=True))
    own = language_shown(get_language() or "")
    return HttpResponseRedirect(reverse("articles:text", args=[pk, own if own in there else article.source_language]))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def edit(request: DeskRequest, pk: int, language: str) -> HttpResponse:
    """The editor. A POST saves what is written and does `act` with it (desk/articles/outcomes.py)."""
    text = find_text(pk, language)
    if request.method != "POST":
        return _editor(request, text)
    form = TextForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Reload the page: it did not say what it had shown."))
        return _editor(request, text, typed=_typed(form), status=422)
    words = form.cleaned_data
    try:
        said = done_with(
            text,
            actor=request.user,
            act=words["act"],
            title=words["title"],
            body=words["body"],
            version=words["version"],
            at=form.moment,
        )
    except EditedMeanwhile as meanwhile:
        return _editor(request, find_text(pk, language), typed=_typed(form), theirs=meanwhile.translation, status=409)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return _editor(request, find_text(pk, language), typed=_typed(form), status=refusal.status_code)
    if said:
        messages.success(request, said)
    return HttpResponseRedirect(reverse("articles:text", args=[pk, language]))


@require_POST
@staff_required
def save(request: DeskRequest, pk: int, language: str) -> HttpResponse:
    """What is being written, as it is typed: no revision of its own. Answers the version that the next saving names."""
    text = find_text(pk, language)
    form = TextForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"detail": _("Reload the page: it did not say what it had shown.")}, status=400)
    words = form.cleaned_data
    try:
        saved = save_draft(
            text, actor=request.user, title=words["title"], body=words["body"], version=words["version"], keep=False
        )
    except Refused as refusal:
        return JsonResponse({"detail": str(refusal), "code": refusal.code}, status=refusal.status_code)
    if saved is None:
        saved = find_text(pk, language)
    return JsonResponse({"version": saved.version})


@require_POST
@staff_required
def preview(request: DeskRequest) -> HttpResponse:
    """The words as readers would see them."""
    body = request.POST.get("body", "")[:LONGEST_BODY]
    context = {"title": request.POST.get("title", ""), "html": html_of(body), "unshown": unshown_pictures(body)}
    return render(request, "desk/articles/_preview.html", context)


def _editor(
    request: DeskRequest,
    text: Translation,
    *,
    typed: tuple[str, str] | None = None,
    theirs: Translation | None = None,
    status: int = 200,
) -> HttpResponse:
    page = editor_page(text, request.user, typed=typed, theirs=theirs)
    return render(request, "desk/articles/editor.html", {"page": page, **around(request)}, status=status)


def _typed(form: TextForm) -> tuple[str, str]:
    return form.data.get("title", ""), form.data.get("body", "")
