"""Colleagues: the list, inviting, changing, switching off with a hand-over of their tickets, and back on."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions.staff import (
    AGENT,
    change_agent,
    invite_again,
    invite_agent,
    is_invited,
    link_to_hand_over,
)
from accounts.actions.teams import set_teams
from accounts.http import AgentRequest, may_required
from accounts.models import Team, User
from accounts.models.user import STAFF_ROLES
from accounts.permissions import Permission
from desk.settings.forms import ROLES, AgentForm, HandOverForm, InvitationForm
from desk.settings.http import (
    REFUSED,
    Column,
    archived_asked,
    edited,
    history_context,
    listing,
    row_of,
    search_of,
    status_of,
)
from desk.settings.naming import warn_of_users
from desk.settings.queries import agents_like
from desk.settings.views.start import back_from
from tickets.actions.leaving import unsent_words
from tickets.actions.staffing import deactivate_agent, reactivate_agent, tickets_to_hand_over
from tickets.models import Level

_COLUMNS = (
    Column(gettext_lazy("Name"), "name"),
    Column(gettext_lazy("Role"), "role"),
    Column(gettext_lazy("Level"), "level", "is-extra"),
    Column(gettext_lazy("Teams"), css="is-extra"),
    Column(gettext_lazy("Open tickets"), "open", "is-number is-extra"),
    Column(gettext_lazy("Last seen"), "seen", "is-extra"),
)
_SORTS = {
    "name": ("name", "email"),
    "role": ("role", "name", "email"),
    "level": ("level", "name", "email"),
    "open": ("open_count", "name", "email"),
    "seen": ("last_login", "name", "email"),
}
_MOST_SHOWN = 5


@require_safe
@may_required(Permission.SETTINGS)
def agents(request: AgentRequest) -> HttpResponse:
    """`role` narrows it; archived are those who were switched off."""
    role = request.GET.get("role", "")
    role = role if role in STAFF_ROLES else ""
    found = agents_like(search_of(request), archived=archived_asked(request), role=role)
    page = listing(request, found, _COLUMNS, _SORTS)
    context = {
        "listing": page,
        "invited": {person.pk for person in page.page.rows if is_invited(person)},
        "roles": ROLES,
        "chosen_role": role,
        "page_key": "agents",
    }
    return render(request, "settings/agents.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may_required(Permission.SETTINGS)
def invite(request: AgentRequest) -> HttpResponse:
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        fields = dict(form.cleaned_data)
        teams = fields.pop("teams")
        try:
            person = invite_agent(actor=request.user, **fields)
            set_teams(person, actor=request.user, teams=teams)
        except REFUSED as refusal:
            form.add_error("email", str(refusal))
        else:
            is_sent = _say_sent(request, _("An invitation is on its way to %(address)s."), person)
            _say_what_is_out_of_reach(request, person, teams)
            # Where no mail leaves, the page of the colleague shows the link.
            to = reverse("settings:agents") if is_sent else reverse("settings:agent", args=[person.pk])
            return HttpResponseRedirect(to)
    context = {
        "form": form,
        "heading": _("Invite a colleague"),
        "back": reverse("settings:agents"),
        "page_key": "agents",
    }
    return render(request, "settings/invite.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
@may_required(Permission.SETTINGS)
def agent(request: AgentRequest, pk: int) -> HttpResponse:
    person = find_colleague(pk)
    form = AgentForm(request.POST or None, person=person)

    def save() -> None:
        fields = dict(form.cleaned_data)
        teams = fields.pop("teams")
        change_agent(person, actor=request.user, **fields)
        set_teams(person, actor=request.user, teams=teams)
        _say_what_is_out_of_reach(request, find_colleague(pk), teams)

    if saved := edited(request, form, save, kind=AGENT, thing=person, to=reverse("settings:agents")):
        return saved
    person = find_colleague(pk)
    context = {
        "form": form,
        "person": person,
        "is_invited": is_invited(person),
        "link": link_to_hand_over(person, actor=request.user),
        "is_oneself": person == request.user,
        "heading": person.display_name,
        "back": reverse("settings:agents"),
        "page_key": "agents",
        **history_context(AGENT, person),
    }
    return render(request, "settings/agent.html", context, status=status_of(form))


def _say_sent(request: AgentRequest, sentence: str, person: User) -> bool:
    """Where no mail leaves yet, it would not be true: False, and their page shows the link."""
    if not link_to_hand_over(person, actor=request.user):
        messages.success(request, sentence % {"address": person.email})
        return True
    messages.warning(
        request, _("Invited, but no mail leaves yet: give the link to %(name)s yourself.") % {"name": person}
    )
    return False


def _say_what_is_out_of_reach(request: AgentRequest, person: User, teams: Iterable[Team]) -> None:
    """Tickets above somebody's highest level are not given to them: in such a team they would wait for one in vain."""
    reach = person.level or Level.FIRST_LINE
    too_high = [team for team in teams if team.levels and min(team.levels) > reach]
    if too_high:
        said = _(
            "%(name)s goes up to %(level)s: no ticket of %(teams)s is given to them. Raise their highest level for that."
        )
        names = ", ".join(team.name for team in too_high)
        level = Level(reach).label
        messages.warning(request, said % {"name": person.display_name, "level": level, "teams": names})


@require_POST
@may_required(Permission.SETTINGS)
def again(request: AgentRequest, pk: int) -> HttpResponse:
    """Mail the invitation once more."""
    person = find_colleague(pk)
    try:
        invite_again(person, actor=request.user)
    except REFUSED as refusal:
        messages.error(request, str(refusal))
    else:
        if not _say_sent(request, _("Another invitation is on its way to %(address)s."), person):
            return HttpResponseRedirect(reverse("settings:agent", args=[pk]))
    return HttpResponseRedirect(back_from(request, reverse("settings:agent", args=[pk])))


@require_http_methods(["GET", "HEAD", "POST"])
@may_required(Permission.SETTINGS)
def deactivate(request: AgentRequest, pk: int) -> HttpResponse:
    """What moves, and where to; then it moves, as an act on many tickets that shows how far it is."""
    person = find_colleague(pk)
    form = HandOverForm(request.POST if request.method == "POST" else None, person=person)
    if request.method == "POST" and form.is_valid():
        try:
            act = deactivate_agent(person, actor=request.user, to=form.cleaned_data["to"])
        except REFUSED as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("%(name)s can no longer sign in.") % {"name": person})
            warn_of_users(request, "person", person.pk)
            url = reverse("desk:bulk_act", args=[act.pk]) if act else reverse("settings:agents")
            return HttpResponseRedirect(url)
    tickets = tickets_to_hand_over(person)
    context = {
        "form": form,
        "person": person,
        "count": tickets.count(),
        "tickets": tickets.select_related("requester", "team")[:_MOST_SHOWN],
        "unsent": unsent_words(person).count(),
        "most_shown": _MOST_SHOWN,
        "heading": _("Switch off %(name)s") % {"name": person},
        "back": reverse("settings:agent", args=[pk]),
        "page_key": "agents",
    }
    return render(request, "settings/deactivate.html", context, status=status_of(form))


@require_POST
@may_required(Permission.SETTINGS)
def reactivate(request: AgentRequest, pk: int) -> HttpResponse:
    person = find_colleague(pk)
    try:
        reactivate_agent(person, actor=request.user)
    except REFUSED as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(name)s can sign in again. Give them tickets by hand.") % {"name": person})
    return HttpResponseRedirect(reverse("settings:agent", args=[pk]))


def find_colleague(pk: int) -> User:
    return row_of(User.objects.filter(role__in=STAFF_ROLES, merged_into=None), pk)
