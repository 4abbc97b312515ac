"""Pages as trafilatura writes them, in XML and TEI."""

from __future__ import annotations

import pytest

from extract.pipeline import extract_document
from extract.readers.html import read
from tests.builder.grid import Grid, unmerge
from tests.one_page import PAGE, PLAIN, REPORT, facts

TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><div type="entry">{}</div></body></text></TEI>'


def written(grid: Grid) -> str:
    whole = unmerge(grid, "blank", "blank")
    rows = ([box.text.replace("\n", "<lb/>") for box in whole.row(number)] for number in range(whole.n_rows))
    cells = ("".join(f"<cell>{text}</cell>" if text else "<cell/>" for text in row) for row in rows)
    return f"<table>{''.join(f'<row>{row}</row>' for row in cells)}</table>"


@pytest.mark.parametrize(
    "around", [f'<doc title="{REPORT.title}"><main>{{}}</main></doc>', TEI], ids=["XML", "TEI"]
)
def test_tables_of_rows_and_cells(around: str) -> None:
    blocks = (written(b) if isinstance(b, Grid) else f"<p>{b.text}</p>" for b in REPORT.blocks)
    report = extract_document(around.format("".join(blocks)).encode(), "a.xml").reports[0]
    assert [fact[:3] for fact in facts(report)] == [fact[:3] for fact in PLAIN]
    assert report.identity == extract_document(PAGE.encode(), "a.html").reports[0].identity


def test_two_lines_of_a_cell_stay_two() -> None:
    (table,) = read(b"<table><row><cell>A</cell><cell>12<lb/>345</cell></row></table>").tables
    assert [cell.text for cell in table.cells] == ["A", "12\n345"]
