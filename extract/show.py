"""`extract show FILE`: one document's reports as tables in the terminal, each doubtful cell marked with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from extract.dictionary import STATUSES
from extract.flags import CHECK, FLAGS
from extract.result import CellRecord, Finding, Report, ReportResult
from normalize.text import without_space
from schemas.forms import FORMS, is_money, levels_of

BLANK, ABSENT = "␣", "·"
NO_TERMINAL_WIDTH = 160  # characters; the requests table needs about 120
_INDENT = "  "
LONGEST_TEXT = 200  # characters of a cell's text that is no number


def print_report(result: ReportResult, console: Console) -> None:
    """Print every report of a document."""
    for report in result.reports:
        for part in renderables(result, report):
            console.print(part)


def console_of(stream_is_terminal: bool) -> Console:
    """A console that keeps the tables whole when the output goes to a file or a pipe."""
    return Console() if stream_is_terminal else Console(width=NO_TERMINAL_WIDTH)


def renderables(result: ReportResult, report: Report) -> Iterator[RenderableType]:
    """Identity, the tables with their doubts below, the findings."""
    yield Text(_identity_line(result, report), style="bold")
    if report.error:
        yield Text(report.error, style="red")
    doubts: dict[tuple[str, ...], int] = {}
    for (_, form, _), cells in groupby(_by_row(report.cells), key=_layout):
        rows = [row for _, row in cells]
        yield _table(form, rows, doubts)
    if report.cells:
        yield Text(f"{BLANK} 空白 blank   {ABSENT} 表中没有 missing")
    yield from (Text(f"[{number}] {_reasons(why)}", style="yellow") for why, number in doubts.items())
    yield from (Text(_finding_line(finding), style=_STYLES[finding.severity]) for finding in report.findings)


_STYLES = {"error": "red", "warning": "yellow", "info": "cyan"}
Row = tuple[CellRecord, ...]


def _identity_line(result: ReportResult, report: Report) -> str:
    who = report.identity
    place = [name for name in (who.province, who.city, who.county, who.region_code) if name]
    parts = [
        result.source,
        report.outcome,
        who.agency or "机关不明 (no agency)",
        *([" ".join(place)] if place else []),
        f"{who.year} 年度" if who.year else "年度不明 (no year)",
        *([f"form {report.form}"] if report.form else []),
        report.reader or result.format or "unknown",
        f"report_id {report.report_id}",
    ]
    return " · ".join(parts)


def _by_row(cells: Iterable[CellRecord]) -> Iterator[tuple[tuple[str, str], Row]]:
    for key, row in groupby(cells, key=lambda cell: (cell.section, cell.item)):
        yield key, tuple(row)


def _layout(pair: tuple[tuple[str, str], Row]) -> tuple[str, str, tuple[str, ...]]:
    """Rows that share a header: the same section, form and columns."""
    row = pair[1]
    return row[0].section, row[0].form, tuple(cell.category for cell in row)


def _table(form: str, rows: list[Row], doubts: dict[tuple[str, ...], int]) -> Table:
    section = rows[0][0].section
    title = FORMS[form].by_section[section].title
    table = Table(title=f"{title} {section} ({form})", title_justify="left")
    table.add_column("", overflow="fold")
    for cell in rows[0]:
        table.add_column(levels_of(cell.category_label)[-1], justify="right", overflow="fold")
    above: list[str] = []  # the labels that the row before stands under, and its own
    for row in rows:
        *groups, own = levels_of(row[0].item_label)
        for depth, group in enumerate(groups):
            if depth == len(above) or not above[depth].startswith(group):  # form 2014 repeats （一） alone
                above[depth:] = [group]
                table.add_row(Text(_INDENT * depth + group, style="dim"))
        above[len(groups) :] = [own]  # a subtotal's own label stands over the rows of its group
        label = without_space(row[0].printed_label or "") or own
        table.add_row(_INDENT * len(groups) + label, *(_cell(cell, doubts) for cell in row))
    return table


def _cell(cell: CellRecord, doubts: dict[tuple[str, ...], int]) -> Text:
    """The number as it was understood, or the text that is none, and the number of the reason to doubt it."""
    if cell.status == "reported":
        shown = Text(f"{cell.value:.15g}")
        if cell.unit and cell.unit != _usual_units(cell.form).get((cell.section, cell.item, cell.category)):
            shown.append(f" {cell.unit}")
    elif cell.status == "blank":
        shown = Text(BLANK)
    elif cell.status == "missing":
        shown = Text(ABSENT)
    else:
        shown = Text(without_space(cell.raw or "")[:LONGEST_TEXT])
    why = (*(("unreadable",) if cell.status == "unreadable" else ()), *cell.flags)
    if why:
        shown.append(f" [{doubts.setdefault(why, len(doubts) + 1)}]", style="bold yellow")
    return shown


@cache
def _usual_units(form: str) -> dict[tuple[str, str, str], str]:
    """The units that go without saying: the form's, but not of money, which some reports print in 元."""
    return {
        (cell.section, cell.item, cell.category): cell.unit
        for cell in (*FORMS[form].cells, *FORMS[form].head_cells)
        if not is_money(cell.unit)
    }


def _reasons(why: tuple[str, ...]) -> str:
    return "; ".join(f"{flag} {_meaning(flag)}".rstrip() for flag in why)


def _meaning(flag: str) -> str:
    if flag.startswith(CHECK):
        return "勾稽关系不符 fails this check"
    return FLAGS.get(flag) or STATUSES.get(flag, "")


def _finding_line(finding: Finding) -> str:
    return f"{finding.severity} {finding.check}: {finding.message}"
