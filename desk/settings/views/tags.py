"""Tags: the list, renaming, merging, putting away."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import AgentRequest, may_required
from accounts.permissions import Permission
from desk.settings.forms import MergeTagForm, TagForm
from desk.settings.http import (
    REFUSED,
    Column,
    archive_or_bring_back,
    archived_asked,
    edited,
    history_context,
    listing,
    row_of,
    search_of,
    status_of,
)
from desk.settings.queries import tags_like
from search.tags import TAG, add_tag, archive_tag, merge_tag, rename_tag, restore_tag, tickets_with
from tickets.models import Tag

_REASON = gettext_lazy("Tags are kept by team leads and admins.")
_COLUMNS = (
    Column(gettext_lazy("Name"), "name"),
    Column(gettext_lazy("Tickets"), "used", "is-number"),
    Column("", css="is-act"),
)
_SORTS = {"name": ("name",), "used": ("tickets_count", "name")}


@require_safe
@may_required(Permission.TAGS, _REASON)
def tags(request: AgentRequest) -> HttpResponse:
    found = tags_like(search_of(request), archived=archived_asked(request))
    context = {"listing": listing(request, found, _COLUMNS, _SORTS), "page_key": "tags"}
    return render(request, "settings/tags.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may_required(Permission.TAGS, _REASON)
def new_tag(request: AgentRequest) -> HttpResponse:
    return _edit(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@may_required(Permission.TAGS, _REASON)
def tag(request: AgentRequest, pk: int) -> HttpResponse:
    return _edit(request, _tag(pk))


@require_POST
@may_required(Permission.TAGS, _REASON)
def merge(request: AgentRequest, pk: int) -> HttpResponse:
    """The form names the other tag; the page's dialog has asked, because this cannot be taken back."""
    chosen = _tag(pk)
    form = MergeTagForm(request.POST)
    if form.is_valid():
        into = form.cleaned_data["into"]
        try:
            merge_tag(chosen, actor=request.user, into=into)
        except REFUSED as refusal:
            form.add_error("into", str(refusal))
        else:
            said = _("“%(name)s” is merged into “%(into)s”.") % {"name": chosen.name, "into": into.name}
            messages.success(request, said)
            return HttpResponseRedirect(reverse("settings:tag", args=[into.pk]))
    return _page(request, chosen, TagForm(initial={"name": chosen.name}), form)


@require_POST
@may_required(Permission.TAGS, _REASON)
def archive(request: AgentRequest, pk: int) -> HttpResponse:
    """`undo=1` brings it back."""
    return archive_or_bring_back(
        request, _tag(pk), archive=archive_tag, bring_back=restore_tag, to=reverse("settings:tags")
    )


def _edit(request: AgentRequest, chosen: Tag | None) -> HttpResponse:
    form = TagForm(request.POST or None, initial={"name": chosen.name if chosen else ""})

    def save() -> None:
        if chosen is None:
            add_tag(actor=request.user, name=form.cleaned_data["name"])
        else:
            rename_tag(chosen, actor=request.user, name=form.cleaned_data["name"])

    saved = edited(request, form, save, kind=TAG, thing=chosen, to=reverse("settings:tags"), refused_at="name")
    if saved:
        return saved
    return _page(request, chosen, form, MergeTagForm())


def _page(request: AgentRequest, chosen: Tag | None, form: TagForm, merge_form: MergeTagForm) -> HttpResponse:
    context = {
        "form": form,
        "merge_form": merge_form,
        "tag": chosen,
        "tickets_count": tickets_with(chosen) if chosen else 0,
        "heading": chosen.name if chosen else _("New tag"),
        "back": reverse("settings:tags"),
        "page_key": "tags",
        **history_context(TAG, chosen),
    }
    status = 422 if merge_form.errors else status_of(form)
    return render(request, "settings/tag.html", context, status=status)


def _tag(pk: int) -> Tag:
    return row_of(Tag.objects.all(), pk)
