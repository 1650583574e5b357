"""Rules before a ticket: which mail is ignored or put aside, and what others set; tried on a mail that is there."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import AgentRequest, may_required
from accounts.permissions import Permission
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
from desk.settings.mail_rule_form import HEADERS, MailRuleForm
from mail.rule_keeping import (
    MAIL_RULE,
    add_mail_rule,
    archive_mail_rule,
    change_mail_rule,
    move_mail_rule,
    restore_mail_rule,
)
from mail.rule_models import MailRule
from mail.rule_trying import source_of, try_rules
from mail.rules import told, told_sets

_COLUMNS = (
    Column(gettext_lazy("Rule")),
    Column(gettext_lazy("What it does"), css="is-extra"),
    Column(""),
    Column("", css="is-act"),
)
_SORTS = {"order": ("position", "pk")}


@require_safe
@may_required(Permission.SETTINGS)
def mail_rules(request: AgentRequest) -> HttpResponse:
    """In the order in which they look at a mail."""
    found = MailRule.objects.filter(archived_at__isnull=not archived_asked(request))
    if search := search_of(request):
        found = found.filter(name__icontains=search)
    shown = listing(request, found, _COLUMNS, _SORTS)
    for rule in shown.page.rows:
        rule.conditions_told = [told(condition) for condition in rule.conditions]  # type: ignore[attr-defined]
        rule.sets_told = told_sets(rule.sets)  # type: ignore[attr-defined]
    return render(request, "settings/mail_rules/rules.html", {"listing": shown, "page_key": "mail_rules"})


@require_http_methods(["GET", "HEAD", "POST"])
@may_required(Permission.SETTINGS)
def new_mail_rule(request: AgentRequest) -> HttpResponse:
    return _edit(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@may_required(Permission.SETTINGS)
def mail_rule(request: AgentRequest, pk: int) -> HttpResponse:
    return _edit(request, row_of(MailRule.objects.all(), pk))


@require_POST
@may_required(Permission.SETTINGS)
def archive(request: AgentRequest, pk: int) -> HttpResponse:
    rule = row_of(MailRule.objects.all(), pk)
    to = reverse("settings:mail_rules")
    return archive_or_bring_back(request, rule, archive=archive_mail_rule, bring_back=restore_mail_rule, to=to)


@require_POST
@may_required(Permission.SETTINGS)
def change(request: AgentRequest, pk: int) -> HttpResponse:
    """`to`: up, down, on or off."""
    rule, to = row_of(MailRule.objects.all(), pk), request.POST.get("to", "")
    if to in ("up", "down"):
        move_mail_rule(rule, actor=request.user, up=to == "up")
    elif to in ("on", "off") and change_mail_rule(rule, actor=request.user, is_on=to == "on"):
        said = _("“%(name)s” is on.") if to == "on" else _("“%(name)s” is off.")
        messages.success(request, said % {"name": rule.name})
    return HttpResponseRedirect(reverse("settings:mail_rules"))


@require_http_methods(["GET", "HEAD", "POST"])
@may_required(Permission.SETTINGS)
def trial(request: AgentRequest) -> HttpResponse:
    """What the rules make of a mail: pasted (`source`), or one that came (`number`)."""
    number = (request.POST.get("number") or request.GET.get("number") or "").strip().lstrip("#")
    source = request.POST.get("source", "")
    found, problem = None, ""
    if source.strip() or number:
        try:
            raw = source.encode("utf-8", "replace") if source.strip() else source_of(int(number))
            found = try_rules(raw)
        except ValueError:
            problem = _("Write a number.")
        except REFUSED as refusal:
            problem = str(refusal)
    elif request.method == "POST":
        problem = _("Paste the source of one mail, with its headers, or write the number of one that came.")
    context = {"trial": found, "problem": problem, "source": source, "number": number, "page_key": "mail_rules"}
    return render(request, "settings/mail_rules/trial.html", context, status=422 if problem else 200)


def _edit(request: AgentRequest, rule: MailRule | None) -> HttpResponse:
    form = MailRuleForm(request.POST or None, rule=rule)

    def save() -> None:
        if rule is None:
            add_mail_rule(actor=request.user, **form.words)
        else:
            change_mail_rule(rule, actor=request.user, **form.words)

    to = reverse("settings:mail_rules")
    if saved := edited(request, form, save, kind=MAIL_RULE, thing=rule, to=to):
        return saved
    context = {
        "form": form,
        "rule": rule,
        "headers": HEADERS,
        "heading": rule.name if rule else _("New mail rule"),
        "back": to,
        "page_key": "mail_rules",
        **history_context(MAIL_RULE, rule),
    }
    return render(request, "settings/mail_rules/rule.html", context, status=status_of(form))
