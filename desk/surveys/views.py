"""The pages of surveys in the settings: what is sent, and each kind with its preview."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import AgentRequest, may_required
from accounts.permissions import Permission
from desk.settings.http import edited, history_context, status_of
from desk.surveys.forms import PlanForm
from mail.models import Mailbox
from mail.outgoing import SURVEY, default_mailbox
from mail.texts.drawing import draw
from metrics.actions.planning import SURVEY_PLAN, plan_name, plan_now, plans_now, set_plan
from metrics.models import Survey
from metrics.surveys.asking import question_for
from metrics.surveys.mailing import survey_context
from tickets.models import Ticket
from tickets.ratings import QUESTIONS, SurveyKind


@require_safe
@may_required(Permission.SETTINGS)
def plans(request: AgentRequest) -> HttpResponse:
    lines = [(plan, plan_name(plan), QUESTIONS[plan.kind]) for plan in plans_now()]
    return render(request, "settings/surveys/plans.html", {"lines": lines, "page_key": "surveys"})


@require_http_methods(["GET", "HEAD", "POST"])
@may_required(Permission.SETTINGS)
def plan(request: AgentRequest, kind: str) -> HttpResponse:
    chosen = plan_now(_known(kind))
    form = PlanForm(request.POST or None, plan=chosen)

    def save() -> None:
        set_plan(kind, actor=request.user, **form.fields_of_plan)

    if saved := edited(request, form, save, kind=SURVEY_PLAN, thing=chosen, to=reverse("surveys:plans")):
        return saved
    context = {
        "form": form,
        "plan": chosen,
        "languages": settings.LANGUAGES,
        "heading": plan_name(chosen),
        "back": reverse("surveys:plans"),
        "page_key": "surveys",
        **history_context(SURVEY_PLAN, chosen),
    }
    return render(request, "settings/surveys/plan.html", context, status=status_of(form))


@xframe_options_sameorigin
@require_safe
@may_required(Permission.SETTINGS)
def preview(request: AgentRequest, kind: str) -> HttpResponse:
    """The mail as it is saved now, in one language; its links lead nowhere."""
    chosen = plan_now(_known(kind))
    language = request.GET.get("language", "")
    with translation.override(language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        language = translation.get_language()
        survey = Survey(kind=kind, token="preview", language=language, question=question_for(chosen, language))  # noqa: S106
        ticket = Ticket(subject=translation.gettext("The printer does not print"))
        mailbox = default_mailbox() or Mailbox(name=settings.SITE_HOST)
        answer = HttpResponse(draw(SURVEY, survey_context(survey, ticket, mailbox)).html)
    answer["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
    return answer


def _known(kind: str) -> str:
    if kind not in SurveyKind.values:
        raise Http404
    return kind
