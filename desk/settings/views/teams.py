"""Teams: the list, making and changing one, putting it away."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions.teams import TEAM, add_team, change_team
from accounts.http import AgentRequest, may_required
from accounts.models import Team
from accounts.permissions import Permission
from desk.settings.forms import TeamForm
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
from desk.settings.queries import teams_like
from tickets.actions.staffing import archive_team, restore_team

_COLUMNS = (
    Column(gettext_lazy("Name"), "name"),
    Column(gettext_lazy("Levels"), css="is-extra"),
    Column(gettext_lazy("Members"), "members", "is-number"),
    Column(gettext_lazy("Open tickets"), "open", "is-number is-extra"),
    Column("", css="is-act"),
)
_SORTS = {"name": ("name",), "members": ("members_count", "name"), "open": ("open_count", "name")}


@require_safe
@may_required(Permission.SETTINGS)
def teams(request: AgentRequest) -> HttpResponse:
    found = teams_like(search_of(request), archived=archived_asked(request))
    context = {"listing": listing(request, found, _COLUMNS, _SORTS), "page_key": "teams"}
    return render(request, "settings/teams.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may_required(Permission.SETTINGS)
def new_team(request: AgentRequest) -> HttpResponse:
    return _edit(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@may_required(Permission.SETTINGS)
def team(request: AgentRequest, pk: int) -> HttpResponse:
    return _edit(request, _team(pk))


@require_POST
@may_required(Permission.SETTINGS)
def archive(request: AgentRequest, pk: int) -> HttpResponse:
    """`undo=1` brings it back."""
    return archive_or_bring_back(
        request,
        _team(pk),
        archive=archive_team,
        bring_back=restore_team,
        to=reverse("settings:teams"),
        refused_to=reverse("settings:team", args=[pk]),
        named_as=("team", pk),
    )


def _edit(request: AgentRequest, chosen: Team | None) -> HttpResponse:
    form = TeamForm(request.POST or None, team=chosen)

    def save() -> None:
        if chosen is None:
            add_team(actor=request.user, **form.cleaned_data)
        else:
            change_team(chosen, actor=request.user, **form.cleaned_data)

    if saved := edited(request, form, save, kind=TEAM, thing=chosen, to=reverse("settings:teams")):
        return saved
    context = {
        "form": form,
        "team": chosen,
        "heading": chosen.name if chosen else _("New team"),
        "back": reverse("settings:teams"),
        "page_key": "teams",
        **history_context(TEAM, chosen),
    }
    return render(request, "settings/team.html", context, status=status_of(form))


def _team(pk: int) -> Team:
    return row_of(Team.objects.all(), pk)
