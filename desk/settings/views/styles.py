"""Style guides: how answers sound, for a mailbox, a channel or a topic."""

from functools import partial
from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.brands import has_several
from accounts.http import AgentRequest, may_required
from accounts.models import Brand
from accounts.permissions import Permission
from desk.settings.http import (
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
from mail.models import Mailbox
from tickets.actions.style_guides import LONGEST_TEXT, MOST_WORDS, STYLE, add_style_guide, change_style_guide
from tickets.models import Channel, StyleGuide

_COLUMNS = (Column(gettext_lazy("Name"), "name"), Column(gettext_lazy("For")), Column("", css="is-act"))
_SORTS = {"name": ("name",)}


class LinesField(forms.CharField):
    """A list, an entry in each line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=5_000, widget=forms.Textarea(attrs={"rows": 3}), **kwargs)

    def clean(self, value: Any) -> list[str]:
        return [line for line in map(str.strip, super().clean(value).splitlines()) if line]


def _text(label: Any, rows: int, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST_TEXT,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class StyleForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    brand = forms.ModelChoiceField(
        label=gettext_lazy("For customers of"),
        queryset=Brand.objects.none(),
        required=False,
        empty_label=gettext_lazy("Any brand"),
    )
    mailbox = forms.ChoiceField(label=gettext_lazy("For answers from"), required=False)
    channel = forms.ChoiceField(label=gettext_lazy("On the channel"), required=False)
    tag = forms.CharField(
        label=gettext_lazy("About the topic"), required=False, max_length=50,
        help_text=gettext_lazy("A tag of the ticket; empty: about anything."),
    )  # fmt: skip
    tone = _text(gettext_lazy("Tone"), 5, gettext_lazy("How we speak. Markdown: lists, tables, links."))
    good_example = _text(gettext_lazy("A good example"), 4)
    bad_example = _text(gettext_lazy("A bad example"), 4)
    greetings = LinesField(
        label=gettext_lazy("Greetings"),
        help_text=gettext_lazy(
            "One in each line, such as “Hello”. An answer that begins with none of them is questioned."
        ),
    )
    avoid = LinesField(label=gettext_lazy("Words to avoid"), help_text=gettext_lazy("One word or phrase in each line."))
    most_words = forms.IntegerField(
        label=gettext_lazy("Longest answer, in words"), required=False, min_value=1, max_value=MOST_WORDS
    )
    emoji_allowed = forms.BooleanField(label=gettext_lazy("Emoji are welcome"), required=False, initial=True)

    def __init__(self, *args: Any, chosen: StyleGuide | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        known = list(Mailbox.objects.order_by("address").values_list("address", flat=True))
        if chosen is not None and chosen.mailbox and chosen.mailbox not in known:
            known.append(chosen.mailbox)
        fields["mailbox"].choices = [("", _("Any mailbox")), *((address, address) for address in known)]
        if has_several():
            fields["brand"].queryset = Brand.objects.filter(archived_at=None).defer("logo")
        else:
            del fields["brand"]
        fields["channel"].choices = [("", _("Any channel")), *Channel.choices]


@require_safe
@may_required(Permission.SETTINGS)
def styles(request: AgentRequest) -> HttpResponse:
    found = StyleGuide.objects.select_related("brand").filter(is_active=not archived_asked(request))
    if search := search_of(request):
        found = found.filter(
            Q(name__icontains=search)
            | Q(tone__icontains=search)
            | Q(mailbox__icontains=search)
            | Q(tag__icontains=search)
        )
    context = {"listing": listing(request, found, _COLUMNS, _SORTS), "page_key": "styles"}
    return render(request, "settings/styles.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may_required(Permission.SETTINGS)
def new_style(request: AgentRequest) -> HttpResponse:
    return _edit(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@may_required(Permission.SETTINGS)
def style(request: AgentRequest, pk: int) -> HttpResponse:
    return _edit(request, row_of(StyleGuide.objects.all(), pk))


@require_POST
@may_required(Permission.SETTINGS)
def archive(request: AgentRequest, pk: int) -> HttpResponse:
    """`undo=1` brings it back."""
    return archive_or_bring_back(
        request,
        row_of(StyleGuide.objects.all(), pk),
        archive=partial(change_style_guide, is_active=False),
        bring_back=partial(change_style_guide, is_active=True),
        to=reverse("settings:styles"),
    )


def _edit(request: AgentRequest, chosen: StyleGuide | None) -> HttpResponse:
    form = StyleForm(request.POST or None, initial=_initial(chosen), chosen=chosen)

    def save() -> None:
        if chosen is None:
            add_style_guide(actor=request.user, **form.cleaned_data)
        else:
            change_style_guide(chosen, actor=request.user, **form.cleaned_data)

    if saved := edited(request, form, save, kind=STYLE, thing=chosen, to=reverse("settings:styles"), refused_at="name"):
        return saved
    context = {
        "form": form,
        "heading": chosen.name if chosen else _("New style guide"),
        "back": reverse("settings:styles"),
        "page_key": "styles",
        **history_context(STYLE, chosen),
    }
    return render(request, "settings/form.html", context, status=status_of(form))


def _initial(chosen: StyleGuide | None) -> dict[str, Any]:
    if chosen is None:
        return {}
    names = [name for name in StyleForm.base_fields if name not in ("greetings", "avoid")]
    lists = {"greetings": "\n".join(chosen.greetings), "avoid": "\n".join(chosen.avoid)}
    return {name: getattr(chosen, name) for name in names} | lists
