"""Emergencies: declaring one on a ticket, answering a call in the desk or by the link of a mail, standing down."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.form_answers import refuse, status_of
from accounts.http import forbidden, staff_required
from desk.announcements import unread
from desk.emergencies import calling, emergencies_page, may_declare, read_acknowledge_token, running_on, shown
from desk.http import DeskRequest, on_ticket, refused, with_toast
from desk.lists import sidebar
from desk.views.ticket import render_parts
from routing.models import EmergencyPlan
from routing.plans import declare, kept_plans
from tickets import actions
from tickets.actions.emergencies import LONGEST
from tickets.errors import Refused
from tickets.models import Emergency, Ticket


class DeclareForm(forms.Form):
    plan = forms.ModelChoiceField(
        label=gettext_lazy("Who is called"), queryset=EmergencyPlan.objects.none(), empty_label=None
    )
    reason = forms.CharField(
        label=gettext_lazy("What is wrong?"),
        help_text=gettext_lazy("Whoever is called reads this first."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Say what is wrong, so that whoever is called knows it at once.")},
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # as a form takes them
        self.fields["plan"].queryset = kept_plans()  # type: ignore[attr-defined]  # a choice of rows


@require_safe
@staff_required
def emergencies(request: DeskRequest) -> HttpResponse:
    """Those that run on tickets that this person sees; `over=1`: those that are over."""
    over = request.GET.get("over") == "1"
    context = {
        "emergencies": emergencies_page(request.user, over=over),
        "over": over,
        "nav_key": "emergencies",
        "counts": sidebar(request.user),
    }
    return render(request, "desk/emergencies.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@on_ticket
def declare_on(request: DeskRequest, ticket: Ticket) -> HttpResponse:
    if not may_declare(request.user, ticket):
        return forbidden(request, _("Emergencies are declared by team leads, on tickets that are open."))
    form = DeclareForm(request.POST or None)
    if form.is_valid():
        try:
            declared = declare(ticket, actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            refuse(form, "reason", refusal)
        else:
            is_running = _("An emergency is running on this ticket already.")
            messages.success(request, _("People are being called.") if declared else is_running)
            return HttpResponseRedirect(reverse("desk:ticket", args=[ticket.number]))
    context = {
        "form": form,
        "ticket": ticket,
        "has_plans": kept_plans().exists(),
        "running": running_on(ticket, request.user),
        "counts": sidebar(request.user),
    }
    return render(request, "desk/emergency.html", context, status=status_of(form))


@require_POST
@staff_required
def acknowledge(request: DeskRequest, pk: int) -> HttpResponse:
    said = _("You are on it. Nobody else is called.")
    return _act(request, pk, lambda one: actions.acknowledge_emergency(one, actor=request.user), said)


@require_POST
@staff_required
def stand_down(request: DeskRequest, pk: int) -> HttpResponse:
    """With `words` that say how it ended, if there are any."""
    words = request.POST.get("words", "")
    return _act(request, pk, lambda one: actions.stand_down(one, actor=request.user, words=words), _("It is over."))


@require_http_methods(["GET", "HEAD", "POST"])
def answer_call(request: DeskRequest, token: str) -> HttpResponse:
    """ "I am on it" by the signed link of a mail, without signing in: looking at it asks, sending it does."""
    found = read_acknowledge_token(token)
    if found is None:
        raise Http404
    person, emergency = found
    problem = ""
    if request.method == "POST":
        try:
            actions.acknowledge_emergency(emergency, actor=person)
        except Refused as refusal:
            problem = str(refusal)
    emergency.refresh_from_db()
    context = {"one": shown(person, [emergency])[0], "person": person, "problem": problem}
    return render(request, "desk/answer_call.html", context, status=409 if problem else 200)


def banner_context(request: DeskRequest) -> dict[str, object]:
    """What stands above every page of the desk: emergencies that call this person, then news to be read."""
    return {"calling": calling(request.user), "unread": unread(request.user)}


def _act(request: DeskRequest, pk: int, act: Callable[[Emergency], object], said: str) -> HttpResponse:
    """On the ticket's page its parts anew; above other pages the strip; without htmx, the ticket."""
    emergency = Emergency.objects.visible_to(request.user).select_related("ticket").filter(pk=pk).first()
    if emergency is None:
        raise Http404
    ticket = emergency.ticket
    try:
        act(emergency)
    except Refused as refusal:
        return refused(request, refusal, ticket)
    if not request.htmx:
        messages.success(request, said)
        return HttpResponseRedirect(reverse("desk:ticket", args=[ticket.number]))
    if request.POST.get("at") == "strip":
        context = banner_context(request)
        if (request.htmx.current_url_abs_path or "").startswith(reverse("desk:emergencies")):
            context |= _in_list(request, emergency)
        return with_toast(render(request, "desk/_strip_answered.html", context), said)
    if request.POST.get("at") == "list":
        context = _in_list(request, emergency)
        return with_toast(render(request, "desk/_emergency.html", context), said)
    return with_toast(render_parts(request, ticket), said)


def _in_list(request: DeskRequest, emergency: Emergency) -> dict[str, object]:
    """As it is now, on the page of emergencies."""
    emergency.refresh_from_db()
    return {"one": shown(request.user, [emergency])[0], "at": "list"}
