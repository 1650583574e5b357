"""A table of one page of figures as a file: CSV with keys for programs, XLSX with words and real numbers for people."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Any

from django.http import HttpResponse

from desk.formulas import harmless
from desk.metrics.files import as_csv, as_xlsx
from desk.metrics.filters import Filters


class Kind(Enum):
    TEXT = auto()
    NUMBER = auto()
    DECIMAL = auto()
    SHARE = auto()
    TIME = auto()
    DAY = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """`key`: in CSV; `name`: in a spreadsheet, `width` characters wide."""

    key: str
    name: Any
    kind: Kind = Kind.TEXT
    width: int = 14


@dataclass(frozen=True, slots=True)
class Table:
    """`name`: of the file; `title`: of the sheet."""

    name: str
    title: Any
    columns: Sequence[Column]
    rows: Iterable[Sequence[Any]]


def as_file(table: Table, form: str, filters: Filters, as_of: datetime) -> HttpResponse:
    """`form`: csv or xlsx."""
    if form == "xlsx":
        from desk.metrics import spreadsheets  # a library of 30 MB, for whoever exports

        return as_xlsx(table.name, filters, spreadsheets.of_table(table, filters, as_of))
    response = as_csv(table.name, filters)
    writer = csv.writer(response)
    writer.writerow([column.key for column in table.columns])
    for row in table.rows:
        writer.writerow([_plain(value) for value in row])
    return response


def _plain(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat()
    return value if isinstance(value, int | float) else harmless(str(value))
