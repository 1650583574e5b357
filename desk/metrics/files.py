"""Answers that are files: their names say which days they are about."""

from django.http import HttpResponse

from desk.metrics.filters import Filters

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_csv(name: str, filters: Filters) -> HttpResponse:
    return HttpResponse(content_type="text/csv; charset=utf-8", headers=_as_file(f"{name}-{_days(filters)}.csv"))


def as_xlsx(name: str, filters: Filters, content: bytes) -> HttpResponse:
    return HttpResponse(content, content_type=XLSX, headers=_as_file(f"{name}-{_days(filters)}.xlsx"))


def _days(filters: Filters) -> str:
    return f"{filters.period.first}-{filters.period.last}"


def _as_file(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}
