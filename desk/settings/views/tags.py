"""Tags: the list, renaming, merging, putting away."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
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
    archived_asked,
    history_context,
    listing,
    refuse_late,
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
    chosen, undo = _tag(pk), request.POST.get("undo") or request.GET.get("undo")
    (restore_tag if undo else archive_tag)(chosen, actor=request.user)
    if undo:
        messages.success(request, _("“%(name)s” is back.") % {"name": chosen})
    else:
        messages.success(request, _("“%(name)s” is archived.") % {"name": chosen}, extra_tags=f"{request.path}?undo=1")
    return HttpResponseRedirect(reverse("settings:tags"))


def _edit(request: AgentRequest, chosen: Tag | None) -> HttpResponse:
    form = TagForm(request.POST or None, initial={"name": chosen.name if chosen else ""})
    if request.method == "POST" and form.is_valid() and refuse_late(request, form, TAG, chosen):
        try:
            if chosen is None:
                add_tag(actor=request.user, name=form.cleaned_data["name"])
            else:
                rename_tag(chosen, actor=request.user, name=form.cleaned_data["name"])
        except REFUSED as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("settings:tags"))
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
    chosen = Tag.objects.filter(pk=pk).first() if pk < 2**63 else None
    if chosen is None:
        raise Http404
    return chosen
