"""Answers that are files: their names say which days they are about."""

import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec

from django.http import HttpResponse
from django.shortcuts import render

from desk.http import DeskRequest
from desk.metrics.filters import Filters, read_filters
from helpdesk import clock

P = ParamSpec("P")
FileView = Callable[Concatenate[DeskRequest, P], HttpResponse]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def refusing_unknown_filters(view: FileView[P]) -> FileView[P]:
    """A page says beside its figures what it did not narrow by; a file, read elsewhere, could not: there is none (400)."""

    @functools.wraps(view)
    def guarded(request: DeskRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        wrong = read_filters(request.GET, request.user, clock.now()).wrong
        return (
            render(request, "400.html", {"reason": " ".join(wrong)}, status=400)
            if wrong
            else view(request, *args, **kwargs)
        )

    return guarded


def as_csv(name: str, filters: Filters) -> HttpResponse:
    return HttpResponse(content_type="text/csv; charset=utf-8", headers=_as_file(f"{name}-{_days(filters)}.csv"))


def as_xlsx(name: str, filters: Filters, content: bytes) -> HttpResponse:
    return HttpResponse(content, content_type=XLSX, headers=_as_file(f"{name}-{_days(filters)}.xlsx"))


def _days(filters: Filters) -> str:
    return f"{filters.period.first}-{filters.period.last}"


def _as_file(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}
