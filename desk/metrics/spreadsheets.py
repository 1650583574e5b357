"""Figures and the rows behind them as a spreadsheet (XLSX): real numbers and times; a first sheet says what they mean."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from desk.formulas import BEGINNINGS
from desk.metrics.cards import RATINGS
from desk.metrics.filters import PERIODS, Filters
from desk.metrics.tables import Kind, Table
from desk.metrics.words import worded
from metrics.behind import Line
from metrics.catalogue import Metric, Unit
from metrics.figures import Figure
from tickets.models import Ticket

# A cell holds no more.
_LONGEST = 32_767
_HEAD = Font(bold=True)
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_SHARE, _TIME, _WHOLE = "0.0%", "yyyy-mm-dd hh:mm:ss", "0"
_FORMS: dict[Unit, str] = {Unit.SHARE: _SHARE, Unit.SECONDS: _WHOLE, Unit.TICKETS: _WHOLE}
# Units and kinds of parts; files for programs (CSV) have the codes themselves.
_CODES: dict[str, Any] = {
    Unit.SECONDS: gettext_lazy("seconds"),
    Unit.SHARE: gettext_lazy("share"),
    Unit.POINTS: gettext_lazy("points"),
    Unit.SCORE: gettext_lazy("score"),
    Unit.TICKETS: gettext_lazy("tickets"),
    "target": gettext_lazy("target"),
    "end": gettext_lazy("end"),
}

Pairs = Sequence[tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class Column:
    """Its name and how wide it is, in characters."""

    name: Any
    width: int = 12


def of_figures(
    found: Iterable[tuple[Metric, Figure]], filters: Filters, as_of: datetime, restated: datetime | None = None
) -> bytes:
    """Every figure in a row, and its parts in rows of their own; `restated`: when business times were counted anew."""
    found = list(found)
    columns = [
        Column(_("Figure"), 32),
        Column(_("Value"), 14),
        Column(_("In words"), 16),
        Column(_("Unit"), 10),
        Column(_("Counted from"), 14),
        Column(_("Nine of ten within"), 18),
        Column(_("Mean"), 14),
        Column(_("What it means"), 70),
        Column(_("What counts"), 50),
        Column(_("Not counted"), 50),
        Column(_("Key"), 28),
    ]
    book, sheet = _book(_("Figures"), _of_restating(restated, filters), filters, as_of, columns)
    for metric, figure in found:
        sheet.append(_of_figure(sheet, metric, figure))
    parts = [(metric, part) for metric, figure in found for part in figure.parts]
    if parts:
        second = _sheet(book, _("Parts"), [Column(_("Figure"), 32), Column(_("By"), 12), Column(_("Of which"), 32),
                                           Column(_("Value"), 14), Column(_("Counted from"), 14)])  # fmt: skip
        for metric, part in parts:
            value = _cell(second, part.value, _FORMS.get(metric.unit, ""))
            second.append(
                [
                    _cell(second, metric.name),
                    _cell(second, _CODES.get(part.by, part.by)),
                    _cell(second, part.name),
                    value,
                    part.n,
                ]
            )
    return _saved(book)


def of_rows(
    metric: Metric,
    lines: Iterable[Line],
    filters: Filters,
    as_of: datetime,
    *,
    words: tuple[Any, Any] | None,
    restated: datetime | None = None,
) -> bytes:
    """The rows behind a figure; `words`: what a row of a share has, and has not; `restated`: when they were counted anew."""
    zone = filters.period.zone
    is_promise = metric.key == "sla_attainment"
    columns = [
        Column(_("Ticket"), 10),
        Column(_("Subject"), 60),
        Column(_("Requester"), 26),
        Column(_("Team"), 20),
        Column(_("Whose"), 20),
        Column(_("When (%(zone)s)") % {"zone": zone.key}, 24),
    ]
    if is_promise:
        columns += [Column(_("Target"), 20), Column(_("Late by, in seconds"), 20), Column(_("Policy"), 24),
                    Column(_("Why it was broken"), 28), Column(_("Held by"), 34), Column(_("Broken promises"), 16)]  # fmt: skip
    elif metric.value:
        columns.append(Column(_("Took, in seconds"), 18))
    elif metric.key in RATINGS:
        columns.append(Column(_("Rating"), 10))
    if restated:
        columns.append(Column(_("Restated"), 12))
    if words:
        columns.append(Column(_("Counts as"), 22))
    about = [(_("Figure"), metric.name), (_("What it means"), metric.definition), (_("What counts"), metric.period_rule),
             (_("Not counted"), metric.excludes), *_of_restating(restated, filters)]  # fmt: skip
    book, sheet = _book(_("Rows"), about, filters, as_of, columns)
    for line in lines:
        seen = _seen(line.ticket)
        cells = [line.number, *(_cell(sheet, one) for one in seen), _time(sheet, line.at, zone)]
        if is_promise:
            cells += [_cell(sheet, line.target), line.value, _cell(sheet, line.policy), _cell(sheet, line.reason),
                      _cell(sheet, line.held_by), line.promises if line.value is not None else None]  # fmt: skip
        elif metric.value:
            cells.append(line.value)
        elif metric.key in RATINGS:
            cells.append(line.score)
        if restated:
            cells.append(_cell(sheet, _("Yes") if line.is_restated else _("No")))
        if words:
            cells.append(_cell(sheet, words[0] if line.has else words[1]))
        sheet.append(cells)
    return _saved(book)


def of_table(table: Table, filters: Filters, as_of: datetime) -> bytes:
    """A table of a page."""
    columns = [Column(column.name, column.width) for column in table.columns]
    book, sheet = _book(str(table.title), [], filters, as_of, columns)
    for row in table.rows:
        sheet.append(
            [
                _of_kind(sheet, value, column.kind, filters.period.zone)
                for column, value in zip(table.columns, row, strict=True)
            ]
        )
    return _saved(book)


def _of_kind(sheet: Any, value: Any, kind: Kind, zone: ZoneInfo) -> Any:
    if value is None:
        return None
    if kind == Kind.TIME:
        return _time(sheet, value, zone)
    if kind == Kind.DAY:
        return _day(sheet, value)
    return _cell(sheet, value, {Kind.SHARE: _SHARE, Kind.DECIMAL: "0.0", Kind.NUMBER: _WHOLE}.get(kind, ""))


def _seen(ticket: Ticket | None) -> tuple[Any, ...]:
    """Subject, requester, team and assignee; nothing of a ticket that the reader does not see."""
    if ticket is None:
        return (None, None, None, None)
    whose = ticket.assignee.display_name if ticket.assignee else None
    return (ticket.subject, ticket.requester.display_name, ticket.team, whose)


def _of_figure(sheet: Any, metric: Metric, figure: Figure) -> list[Any]:
    form = _FORMS.get(metric.unit, "0.0")
    words = (metric.definition, metric.period_rule, metric.excludes, metric.key)
    return [
        _cell(sheet, metric.name),
        _cell(sheet, figure.value, form),
        _cell(sheet, worded(figure.value, metric.unit)),
        _cell(sheet, _CODES[metric.unit]),
        figure.n,
        _cell(sheet, figure.p90, form),
        _cell(sheet, figure.mean, form),
        *(_cell(sheet, one) for one in words),
    ]


def _book(
    title: str, about: Pairs, filters: Filters, as_of: datetime, columns: Sequence[Column]
) -> tuple[Workbook, Any]:
    """With its first sheet, which says what this is, and the second one's heads."""
    book = Workbook(write_only=True)
    first = book.create_sheet(_("About"))
    first.column_dimensions["A"].width, first.column_dimensions["B"].width = 24, 90
    for name, value in [*about, *_circumstances(filters, as_of, first)]:
        shown = value if isinstance(value, Cell) else _cell(first, value)
        shown.alignment = _WRAPPED
        first.append([_head(first, name), shown])
    return book, _sheet(book, title, columns)


def _of_restating(restated: datetime | None, filters: Filters) -> list[tuple[Any, Any]]:
    if restated is None:
        return []
    day = formats.date_format(restated.astimezone(filters.period.zone), "DATE_FORMAT")
    return [(_("Business times"), _("Restated on %(day)s by a corrected calendar") % {"day": day})]


def _circumstances(filters: Filters, as_of: datetime, sheet: Any) -> list[tuple[str, Any]]:
    period = filters.period
    days = f"{formats.date_format(period.first, 'DATE_FORMAT')} – {formats.date_format(period.last, 'DATE_FORMAT')}"
    return [
        (_("Period"), f"{PERIODS[filters.choice]}: {days}" if filters.choice != "days" else days),
        (_("First day"), _day(sheet, period.first)),
        (_("Last day"), _day(sheet, period.last)),
        (_("Time zone"), period.zone.key),
        (_("As of (%(zone)s)") % {"zone": period.zone.key}, _time(sheet, as_of, period.zone)),
        *((chip.label, chip.value) for chip in filters.chips),
        *([] if filters.chips else [(_("Narrowed to"), _("Everything that you may see figures of"))]),
    ]


def _sheet(book: Workbook, title: str, columns: Sequence[Column]) -> Any:
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for place, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    sheet.append([_head(sheet, column.name) for column in columns])
    return sheet


def _head(sheet: Any, name: Any) -> Any:
    cell = _cell(sheet, name)
    cell.font = _HEAD
    return cell


def _cell(sheet: Any, value: Any, form: str = "") -> Any:
    """A number stays one; all else is text, also where it looks like a formula."""
    if value is None or isinstance(value, int | float):
        cell = WriteOnlyCell(sheet, value=value)
        if form:
            cell.number_format = form
        return cell
    text = ILLEGAL_CHARACTERS_RE.sub("", str(value))[:_LONGEST]
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    if text.startswith(BEGINNINGS):
        cell.quotePrefix = True  # it stays text when somebody edits it
    return cell


def _time(sheet: Any, at: datetime, zone: ZoneInfo) -> Any:
    """As clocks there show it: a spreadsheet knows no zones."""
    cell = WriteOnlyCell(sheet, value=at.astimezone(zone).replace(tzinfo=None, microsecond=0))
    cell.number_format = _TIME
    return cell


def _day(sheet: Any, day: Any) -> Any:
    cell = WriteOnlyCell(sheet, value=day)
    cell.number_format = "yyyy-mm-dd"
    return cell


def _saved(book: Workbook) -> bytes:
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()
