"""One clean report as a web page, the ground of the tests that replace some of its markup."""

from __future__ import annotations

import random

from extract.pipeline import extract_document
from extract.result import Report
from tests.builder import Mess, lay_out, make_report
from tests.builder.grid import Grid, unmerge
from tests.builder.html import to_html

REPORT = lay_out(make_report(random.Random(5), "2021", number_mess=0.0), Mess(5))
PAGE = to_html(REPORT).decode()


def read(page: str) -> Report:
    return extract_document(page.encode(), "a.html").reports[0]


def facts(report: Report) -> list[tuple[str, str, float | None, tuple[str, ...]]]:
    return [(cell.item, cell.category, cell.value, cell.flags) for cell in report.cells]


PLAIN = facts(read(PAGE))


TABLES = [f"<table{rest.partition('</table>')[0]}</table>" for rest in PAGE.split("<table")[1:]]


def written(table: str, line: str = "{}", heading: str = "# {}") -> str:
    """The report as Markdown: its lines, and its tables by a template of `html` or `pipes`."""
    html = iter(TABLES)
    parts = []
    for block in REPORT.blocks:
        if isinstance(block, Grid):
            parts.append(table.format(html=next(html), pipes=pipes(block)))
        else:
            parts.append((heading if block.role != "body" else line).format(block.text))
    return "\n\n".join(parts) + "\n"


def pipes(grid: Grid) -> str:
    whole = unmerge(grid, "repeat", "repeat")
    rows = [[box.text.replace("\n", "") for box in whole.row(number)] for number in range(whole.n_rows)]
    rows.insert(1, ["---"] * whole.n_cols)
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
