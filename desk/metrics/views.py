"""The pages of figures, below /metrics/: for team leads and managers."""

import csv
from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.http import may_required
from accounts.permissions import Permission
from desk.formulas import harmless
from desk.http import DeskRequest
from desk.lists import sidebar
from desk.metrics import levels, pages, promises
from desk.metrics.files import as_csv, as_xlsx, refusing_unknown_filters
from desk.metrics.filters import ALWAYS, FURTHER, PERIODS, Filters, boxes, read_filters, teams_for
from desk.metrics.for_whom import told_for_whom
from desk.metrics.sections import SECTION_LINKS
from desk.metrics.words import of_how_many, worded
from helpdesk import clock
from metrics.actions.restating import BUSINESS_TIME, restated_at
from metrics.behind import Behind
from metrics.catalogue import Metric, Unit, figures
from metrics.cuts import cuts_given, words_of
from metrics.keeping import as_of, keep_few_stale
from metrics.lists import metric_called
from metrics.narrowing import BY_NAME, suggested
from metrics.questions import Inquiry
from metrics.reasons import MEANINGS, Reason
from sla.models import Policy
from sla.terms import Target

REASON = gettext_lazy("Figures are for team leads and managers. Ask one of them.")
_MOST_SUGGESTED = 20
_WITH_BUSINESS_TIME = ("overview", "responsiveness")
SECTIONS: dict[str, tuple[Any, Callable[[Inquiry], dict[str, Any]]]] = {
    "overview": (gettext_lazy("Overview"), pages.overview),
    "responsiveness": (gettext_lazy("Responsiveness"), pages.responsiveness),
    "levels": (gettext_lazy("Levels"), levels.levels),
    "sla": (gettext_lazy("SLA"), promises.sla),
    "volume": (gettext_lazy("Volume and backlog"), pages.volume),
}


@require_safe
@may_required(Permission.METRICS, REASON)
def section(request: DeskRequest, section: str) -> HttpResponse:
    filters, asked = _asked(request)
    title, page = SECTIONS[section]
    context = {**around(request, filters, section), **page(asked), "title": title, "as_of": as_of(asked.now)}
    if section == "responsiveness":
        context |= told_for_whom(request, asked, filters)
    if section in _WITH_BUSINESS_TIME:
        context["restated_at"] = restated_at(asked.period)
    return render(request, f"metrics/{section}.html", context)


@require_safe
@may_required(Permission.METRICS, REASON)
def tickets(request: DeskRequest, key: str) -> HttpResponse:
    """The very rows that a figure was counted from."""
    filters, asked = _asked(request)
    behind = _behind(request, key, asked)
    longest = _is_longest_first(request, behind)
    lines, following = behind.page(request.user, longest=longest, after=request.GET.get("after", ""))
    context = {
        **around(request, filters, "tickets"),
        "as_of": as_of(asked.now),
        "metric": behind.metric,
        "which": "" if behind.only is None else "yes" if behind.only else "no",
        "target": behind.target,
        "targets": Target.choices if key == "sla_attainment" else (),
        "policy": Policy.objects.filter(pk=behind.policy).first() if behind.policy else None,
        "reason": Reason(behind.reason) if behind.reason else None,
        "meaning": MEANINGS[Reason(behind.reason)] if behind.reason else "",
        "cuts": words_of(behind.cuts, asked),
        "kept": [(name, given) for name in (*_OF_LISTS, *behind.cuts) if (given := request.GET.get(name))],
        "on_tickets": behind.count_tickets() if key == "sla_attainment" else None,
        "count": of_how_many(key, behind.count()),
        "is_of_promises": behind.is_of_broken,
        "each_ticket": behind.is_one_a_ticket,
        "lines": [(line, worded(line.value, Unit.SECONDS) if line.value is not None else "") for line in lines],
        "following": following,
        "longest": longest,
        "has_sizes": behind.has_sizes,
        "words": _HAVING.get(key),
        "judged": key in _OF_ESCALATIONS,
        "restated_at": restated_at(asked.period) if key == BUSINESS_TIME else None,
    }
    return render(request, "metrics/tickets.html", context)


@require_safe
@may_required(Permission.METRICS, REASON)
@refusing_unknown_filters
def export(request: DeskRequest) -> HttpResponse:
    """Every metric of the catalogue as CSV."""
    filters, asked = _asked(request)
    response = as_csv("figures", filters)
    writer = csv.writer(response)
    heads = ["key", "name", "value", "unit", "n", "p90", "mean", "definition", "excludes", "period_rule", "restated_at"]
    writer.writerow(heads)
    restated = restated_at(asked.period)
    for metric, figure in figures(asked):
        anew = restated.isoformat() if restated and metric.key == BUSINESS_TIME else ""
        values = ("" if value is None else value for value in (figure.p90, figure.mean))
        value = "" if figure.value is None else figure.value
        words = (str(metric.definition), str(metric.excludes), str(metric.period_rule))
        writer.writerow([metric.key, metric.name, value, metric.unit.value, figure.n, *values, *words, anew])
    return response


@require_safe
@may_required(Permission.METRICS, REASON)
@refusing_unknown_filters
def export_tickets(request: DeskRequest, key: str) -> HttpResponse:
    """The rows behind a figure as CSV."""
    filters, asked = _asked(request)
    behind = _behind(request, key, asked)
    response = as_csv(key, filters)
    writer = csv.writer(response)
    writer.writerow(_HEADS_OF_ROWS)
    for line in behind.all_lines(request.user, longest=_is_longest_first(request, behind)):
        ticket = line.ticket
        told = (ticket.subject, ticket.requester, ticket.team or "", ticket.assignee or "") if ticket else ("",) * 4
        seen = (harmless(str(one)) for one in told)
        has = "" if line.has is None else int(line.has)
        value = "" if line.value is None else line.value
        anew = "" if line.is_restated is None else int(line.is_restated)
        score = "" if line.score is None else line.score
        promise = (line.target, harmless(line.policy), line.reason, harmless(line.held_by), line.promises)
        writer.writerow([line.number, *seen, line.at.isoformat(), value, has, *promise, anew, score])
    return response


@require_safe
@may_required(Permission.METRICS, REASON)
@refusing_unknown_filters
def export_spreadsheet(request: DeskRequest) -> HttpResponse:
    """Every metric of the catalogue as XLSX."""
    filters, asked = _asked(request)
    from desk.metrics import spreadsheets  # a library of 30 MB, for whoever exports

    found, restated = figures(asked), restated_at(asked.period)
    return as_xlsx("figures", filters, spreadsheets.of_figures(found, filters, as_of(asked.now), restated))


@require_safe
@may_required(Permission.METRICS, REASON)
@refusing_unknown_filters
def export_tickets_spreadsheet(request: DeskRequest, key: str) -> HttpResponse:
    """The rows behind a figure as XLSX."""
    filters, asked = _asked(request)
    behind = _behind(request, key, asked)
    lines = behind.all_lines(request.user, longest=_is_longest_first(request, behind))
    words = _HAVING.get(key)
    restated = restated_at(asked.period) if key == BUSINESS_TIME else None
    from desk.metrics import spreadsheets  # as above

    content = spreadsheets.of_rows(behind.metric, lines, filters, as_of(asked.now), words=words, restated=restated)
    return as_xlsx(key, filters, content)


@require_safe
@may_required(Permission.METRICS, REASON)
def choices(request: DeskRequest, name: str) -> HttpResponse:
    """What a filter that is typed suggests meanwhile."""
    if name not in BY_NAME:
        raise Http404
    found = suggested(name, request.GET.get(name, ""), request.user, _MOST_SUGGESTED)
    return render(request, "metrics/_choices.html", {"found": found})


# What narrows a list beside the filters, and stays when these change.
_OF_LISTS = ("which", "target", "policy", "reason", "each", "sort")
# Their lists ask leads whether level 1 should have solved it.
_OF_ESCALATIONS = ("solvable_below", "escalation_rate", "hand_back_rate")
_HEADS_OF_ROWS = [
    "ticket",
    "subject",
    "requester",
    "team",
    "assignee",
    "at",
    "seconds",
    "counts",
    "target",
    "policy",
    "reason",
    "held_by",
    "promises",
    "restated",
    "score",
]
# What a row of a share has, and has not.
_HAVING = {
    "fcr": (gettext_lazy("Solved at first contact"), gettext_lazy("Took more")),
    "reopen_rate": (gettext_lazy("Reopened"), gettext_lazy("Never reopened")),
    "escalation_rate": (gettext_lazy("Escalated"), gettext_lazy("Not escalated")),
    "solvable_below": (gettext_lazy("Level 1 should have"), gettext_lazy("Took more")),
    "hand_back_rate": (gettext_lazy("Handed back"), gettext_lazy("Never handed back")),
    "csat": (gettext_lazy("Satisfied"), gettext_lazy("Not satisfied")),
    "csat_response_rate": (gettext_lazy("Answered"), gettext_lazy("Not answered")),
    "sla_attainment": (gettext_lazy("Kept"), gettext_lazy("Broken")),
}


def framed(request: DeskRequest, key: str) -> tuple[Inquiry, dict[str, Any]]:
    """What a page of figures that is made elsewhere needs: what is asked, and what stands around it."""
    filters, asked = _asked(request)
    return asked, around(request, filters, key)


def framed_with(request: DeskRequest, key: str, given: Mapping[str, str]) -> tuple[Inquiry, dict[str, Any]]:
    """The same where the filters do not (only) come from the address."""
    filters, asked = _asked_with(request, given)
    return asked, around(request, filters, key)


def _asked(request: DeskRequest) -> tuple[Filters, Inquiry]:
    return _asked_with(request, request.GET)


def _asked_with(request: DeskRequest, given: Mapping[str, str]) -> tuple[Filters, Inquiry]:
    keep_few_stale()
    now = clock.now()
    filters = read_filters(given, request.user, now)
    return filters, filters.inquiry(request.user, now)


def around(request: DeskRequest, filters: Filters, key: str) -> dict[str, Any]:
    return {
        "counts": sidebar(request.user),
        "nav_key": "metrics",
        "section": key,
        "sections": SECTION_LINKS,
        "filters": filters,
        "periods": PERIODS.items(),
        "teams": teams_for(request.user),
        "boxes": boxes(filters, request.user, ALWAYS),
        "further": boxes(filters, request.user, FURTHER),
        "zone": timezone.get_current_timezone_name(),
    }


def _is_longest_first(request: DeskRequest, behind: Behind) -> bool:
    return behind.has_sizes and request.GET.get("sort", "longest") != "newest"


def _behind(request: DeskRequest, key: str, asked: Inquiry) -> Behind:
    metric: Metric | None = metric_called(key)
    if metric is None or metric.rows is None:
        raise Http404
    target = request.GET.get("target", "")
    target = target if key == "sla_attainment" and target in Target.values else ""
    policy = request.GET.get("policy", "")
    policy = policy if key == "sla_attainment" and policy.isascii() and policy.isdecimal() and len(policy) < 10 else ""
    reason = request.GET.get("reason", "")
    reason = reason if key == "sla_attainment" and reason in Reason.values else ""
    only = {"yes": True, "no": False}.get(request.GET.get("which", ""))
    each_ticket = request.GET.get("each", "") == "ticket"
    cuts = cuts_given(request.GET.dict(), key)
    return Behind(metric, asked, only, target, int(policy) if policy else None, reason, each_ticket, cuts)
