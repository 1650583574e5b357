"""Skills, and what each colleague can do: skills with how well, languages, and how much at once on each channel."""

from functools import partial

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.abilities import ABILITIES, SKILL, abilities_of, add_skill, change_skill, set_abilities
from accounts.http import AgentRequest, may_required
from accounts.languages import language_name, languages_of_customers
from accounts.models import AgentSkill, Skill, User
from accounts.permissions import Permission
from desk.settings.ability_forms import AbilitiesForm, SkillForm
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
from tickets.models import Channel

_REASON = gettext_lazy("What colleagues can do is kept by team leads and admins.")
_SKILL_COLUMNS = (
    Column(gettext_lazy("Name"), "name"),
    Column(gettext_lazy("Tags that ask for it"), css="is-extra"),
    Column(gettext_lazy("Colleagues"), "people", "is-number"),
    Column("", css="is-act"),
)
_SKILL_SORTS = {"name": ("name",), "people": ("people_count", "name")}
_COLUMNS = (
    Column(gettext_lazy("Name"), "name"),
    Column(gettext_lazy("Skills")),
    Column(gettext_lazy("Languages"), css="is-extra"),
    Column(gettext_lazy("At once, by channel"), css="is-extra"),
)
_SORTS = {"name": ("name", "email")}


@require_safe
@may_required(Permission.ABILITIES, _REASON)
def abilities(request: AgentRequest) -> HttpResponse:
    """Everybody with all they can do; `q` finds people, skills and languages."""
    page = listing(request, _people_like(search_of(request)), _COLUMNS, _SORTS)
    rows = [
        {
            "person": person,
            "skills": person.skills.all(),
            "languages": [language_name(code) for code in person.languages],
            "capacity": [(Channel(one.channel).label, one.most) for one in person.capacities.all()],
        }
        for person in page.page.rows
    ]
    context = {"listing": page, "people": rows, "page_key": "abilities"}
    return render(request, "settings/abilities.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may_required(Permission.ABILITIES, _REASON)
def person_abilities(request: AgentRequest, pk: int) -> HttpResponse:
    person = row_of(User.objects.staff(), pk)
    known = list(Skill.objects.filter(is_active=True))
    form = AbilitiesForm(request.POST or None, abilities=abilities_of(person), known=known)

    def save() -> None:
        set_abilities(person, actor=request.user, **form.chosen)

    if saved := edited(request, form, save, kind=ABILITIES, thing=person, to=reverse("settings:abilities")):
        return saved
    context = {
        "form": form,
        "heading": person.display_name,
        "back": reverse("settings:abilities"),
        "page_key": "abilities",
        **history_context(ABILITIES, person),
    }
    return render(request, "settings/person_abilities.html", context, status=status_of(form))


@require_safe
@may_required(Permission.ABILITIES, _REASON)
def skills(request: AgentRequest) -> HttpResponse:
    found = Skill.objects.filter(is_active=not archived_asked(request)).annotate(people_count=Count("people"))
    if search := search_of(request):
        found = found.filter(Q(name__icontains=search) | Q(tags__icontains=search))
    context = {"listing": listing(request, found, _SKILL_COLUMNS, _SKILL_SORTS), "page_key": "skills"}
    return render(request, "settings/skills.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may_required(Permission.ABILITIES, _REASON)
def new_skill(request: AgentRequest) -> HttpResponse:
    return _edit(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@may_required(Permission.ABILITIES, _REASON)
def skill(request: AgentRequest, pk: int) -> HttpResponse:
    return _edit(request, row_of(Skill.objects.all(), pk))


@require_POST
@may_required(Permission.ABILITIES, _REASON)
def archive(request: AgentRequest, pk: int) -> HttpResponse:
    """What people know of it stays; `undo=1` brings it back."""
    return archive_or_bring_back(
        request,
        row_of(Skill.objects.all(), pk),
        archive=partial(change_skill, is_active=False),
        bring_back=partial(change_skill, is_active=True),
        to=reverse("settings:skills"),
    )


def _edit(request: AgentRequest, chosen: Skill | None) -> HttpResponse:
    initial = {"name": chosen.name, "tags": ", ".join(chosen.tags)} if chosen else {}
    form = SkillForm(request.POST or None, initial=initial)

    def save() -> None:
        if chosen is None:
            add_skill(actor=request.user, **form.cleaned_data)
        else:
            change_skill(chosen, actor=request.user, **form.cleaned_data)

    if saved := edited(request, form, save, kind=SKILL, thing=chosen, to=reverse("settings:skills"), refused_at="name"):
        return saved
    context = {
        "form": form,
        "heading": chosen.name if chosen else _("New skill"),
        "back": reverse("settings:skills"),
        "page_key": "skills",
        **history_context(SKILL, chosen),
    }
    return render(request, "settings/form.html", context, status=status_of(form))


def _people_like(text: str) -> QuerySet[User]:
    """Colleagues with their skills in use and their capacities, in three statements."""
    people = User.objects.staff().filter(is_active=True)
    for word in text.split()[:8]:
        named = Q(name__icontains=word) | Q(email__icontains=word)
        knows = Q(pk__in=AgentSkill.objects.filter(skill__is_active=True, skill__name__icontains=word).values("person"))
        people = people.filter(named | knows | Q(languages__overlap=_codes_like(word)))
    known = AgentSkill.objects.filter(skill__is_active=True).select_related("skill")
    return people.prefetch_related(Prefetch("skills", known), "capacities")


def _codes_like(word: str) -> list[str]:
    """Of the language that this word names."""
    return [code for code, name in languages_of_customers() if word.lower() in (code, str(name).lower())]
