"""Word files whose tables were turned into text, a tab between cells."""

from __future__ import annotations

import pytest

from extract.pipeline import extract_document
from tests.docx_files import docx, p, r, tbl, tc, tr
from tests.readers.web_dumps import HEAD, ROWS, VALUES, disclosure


def report(*, merged: bool, more: str = "") -> bytes:
    """`merged`: nothing is left of what a merged cell covered."""
    rows = [row if merged else [*row, *[""] * (4 - len(row))] for row in ROWS]
    tabbed = ["<w:r><w:tab/></w:r>".join(map(r, row)) for row in rows]
    body = "".join(map(p, HEAD.splitlines())) + "".join(f"<w:p>{row}</w:p>" for row in tabbed) + more
    return docx(body, **{"[Content_Types].xml": "<Types/>"})


@pytest.mark.parametrize(("merged", "flags"), [(False, ()), (True, ("column_inferred",))])
def test_tabs_part_the_cells_of_a_table_turned_into_text(merged: bool, flags: tuple[str, ...]) -> None:
    found = extract_document(report(merged=merged), "a.docx").reports[0]
    assert [(cell.value, cell.flags) for cell in disclosure(found)] == [(value, flags) for value in VALUES]


def test_a_file_with_a_table_of_its_own_keeps_its_lines() -> None:
    found = extract_document(report(merged=False, more=tbl(tr(tc("甲"), tc("1")))), "a.docx").reports[0]
    assert not any(cell.value is not None for cell in found.cells)
