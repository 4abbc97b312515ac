"""Whole Word files: as Word, LibreOffice and python-docx write them, with any merges, and made reports."""

from __future__ import annotations

import io
import random
import re
import unicodedata
from dataclasses import replace

import docx as python_docx
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.model import Table
from extract.readers.docx import read
from tests.builder import Mess, lay_out, make_report
from tests.builder.docx import to_docx
from tests.builder.grid import Grid
from tests.docx_files import (
    DOWN,
    ON,
    SPAN,
    docx,
    drawing,
    drawn,
    tbl,
    tc,
    tr,
)
from tests.paths import ROOT
from tests.samples import SAMPLES, needs_samples

FIXTURES = ROOT / "fixtures" / "docx"


@needs_samples
def test_blank_form() -> None:
    """Read off the printed form by hand."""
    document = read((SAMPLES / "blank_form_2021.docx").read_bytes())
    disclosure, requests, disputes = document.tables
    assert [(table.n_rows, table.n_cols) for table in document.tables] == [(14, 4), (28, 10), (4, 15)]
    head = "\n".join(drawn(requests).replace("\n企业", "企业").replace("\n机构", "机构").splitlines()[:3])
    assert head == drawing(
        """（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和） | < | < | 申请人情况 | < | < | < | < | < | <
           ^ | < | < | 自然人 | 法人或其他组织 | < | < | < | < | 总计
           ^ | < | < | ^ | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | ^"""
    )
    spans = {cell.text: (cell.rowspan, cell.colspan) for cell in requests.cells if cell.text}
    assert spans["三、本年度办理结果"] == (22, 1)
    assert spans["四、结转下年度继续办理"] == (1, 3)
    shown = {cell.text: (cell.row, cell.col, cell.rowspan, cell.colspan) for cell in disputes.cells[:5]}
    assert shown["行政诉讼"] == (0, 5, 1, 10)
    assert disclosure.cells[0].colspan == 4
    assert sum(not cell.text.strip() for cell in requests.cells) == 25 * 7


def test_file_written_by_libreoffice() -> None:
    """A made report, turned into a .docx by LibreOffice; the tables were drawn from what was given to it."""
    document = read((FIXTURES / "written_by_libreoffice.docx").read_bytes())
    tables = (
        replace(t, cells=tuple(c._replace(text=squeezed(c.text)) for c in t.cells)) for t in document.tables
    )
    expected = (FIXTURES / "written_by_libreoffice.tables.txt").read_text(encoding="utf-8")
    assert "\n\n".join(map(drawn, tables)) + "\n" == unicodedata.normalize("NFKC", expected)


def test_file_made_by_python_docx() -> None:
    made = python_docx.Document()
    made.core_properties.title = "某局年度报告"
    made.add_heading("一、总体情况", level=1)
    table = made.add_table(rows=3, cols=3)
    for row, texts in enumerate((("项目", "上年", "本年"), ("规章", "1", "2"), ("文件", "3", "4"))):
        for col, text in enumerate(texts):
            table.cell(row, col).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    buffer = io.BytesIO()
    made.save(buffer)
    document = read(buffer.getvalue())
    assert document.title == "某局年度报告"
    assert [(each.text, each.heading) for each in document.paragraphs] == [("一、总体情况", True)]
    assert (
        drawn(document.tables[0]).replace("规章\n文件", "规章")
        == "项目 | 上年 | 本年\n规章 | 1 | 2\n^ | 3 | 4"
    )


# -- made layouts: cut into boxes at random, written as Word does, read back


@st.composite
def layouts(draw: st.DrawFn) -> list[tuple[int, int, int, int]]:
    """Boxes (row, col, rowspan, colspan) that fill a small grid."""
    rows, cols = draw(st.integers(2, 6)), draw(st.integers(2, 6))
    free = {(row, col) for row in range(rows) for col in range(cols)}
    boxes = []
    while free:
        row, col = min(free)
        width = draw(st.integers(1, max_run(free, row, col, 0, 1)))
        limit = min(max_run(free, row, each, 1, 0) for each in range(col, col + width))
        height = draw(st.integers(1, limit))
        boxes.append((row, col, height, width))
        free -= {(row + down, col + right) for down in range(height) for right in range(width)}
    return boxes


def max_run(free: set[tuple[int, int]], row: int, col: int, down: int, right: int) -> int:
    run = 0
    while (row + run * down, col + run * right) in free:
        run += 1
    return run


@given(layouts(), st.booleans())
@settings(max_examples=150, deadline=None)
def test_any_layout_of_merges_comes_back(boxes: list[tuple[int, int, int, int]], old: bool) -> None:
    rows: dict[int, list[tuple[int, str]]] = {}
    for number, (row, col, height, width) in enumerate(boxes):
        for down in range(height):
            vertical = "" if height == 1 else ON if down else DOWN
            text = "" if down else f"t{number}"
            if old and width > 1:
                cells = tc(text, '<w:hMerge w:val="restart"/>' + vertical) + tc(
                    "", "<w:hMerge/>" + vertical
                ) * (width - 1)
            else:
                cells = tc(text, SPAN(width) + vertical)
            rows.setdefault(row + down, []).append((col, cells))
    if len(boxes) == 1:
        return  # a frame
    (table,) = read(docx(tbl(*(tr(*(xml for _, xml in sorted(rows[row]))) for row in sorted(rows))))).tables
    got = {(cell.text, cell.row, cell.col, cell.rowspan, cell.colspan) for cell in table.cells}
    assert got == {(f"t{number}", *box) for number, box in enumerate(boxes)}
    assert drawn(table).count("\n") == table.n_rows - 1  # and no two of them overlap


def squeezed(text: str) -> str:
    """Without white space, widths and the sign after a number: the builder has Word number by `1.` and `（一）` only."""
    return re.sub(r"^(\d+)[、,.](?!\d)", r"\1.", "".join(unicodedata.normalize("NFKC", text).split()))


@given(st.integers(0, 10**6), st.sampled_from(("2014", "2019", "2021")))
@settings(max_examples=40, deadline=None)
def test_made_reports_come_back_cell_by_cell(seed: int, form: str) -> None:
    mess = Mess.random(random.Random(seed), form)
    page = lay_out(make_report(random.Random(seed + 1), form), mess)
    found = [table for table in read(to_docx(page)).blocks if isinstance(table, Table)]
    grids = [block for block in page.blocks if isinstance(block, Grid) and len(block.boxes) > 1]
    for grid, table in zip(grids, found, strict=True):
        # rows that start late say nothing of the merge above them
        want = {
            (b.row, b.col, b.colspan, b.rowspan * (not mess.late_rows)): squeezed(b.text) for b in grid.boxes
        }
        got = {
            (c.row, c.col, c.colspan, c.rowspan * (not mess.late_rows)): squeezed(c.text) for c in table.cells
        }
        assert got == want
