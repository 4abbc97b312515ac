"""The second reading confirms what is right, points at what was changed, and keeps silent on what it cannot see."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.model import Table
from extract.readers.docx import read
from extract.readers.second.docx import disagreements
from tests.builder import Mess, lay_out, make_report
from tests.builder.docx import to_docx
from tests.docx_files import DOWN, ON, SPAN, docx, p, r, sdt, tbl, tc, tr

PLAIN = tbl(
    tr(tc("项目", '<w:gridSpan w:val="2"/>'), tc("件数")),
    tr(tc("许可", DOWN), tc("甲"), tc("3")),
    tr(tc("", ON), tc("乙"), tc("4")),
)


def with_text(table: Table, row: int, col: int, text: str) -> Table:
    """The table as if it had been misread at one place."""
    cells = (cell._replace(text=text) if (cell.row, cell.col) == (row, col) else cell for cell in table.cells)
    return replace(table, cells=tuple(cells))


def test_a_misreading_is_found_where_it_is() -> None:
    data = docx(p("前") + tbl(tr(tc("框"))) + PLAIN + PLAIN)
    first, second = read(data).tables
    assert disagreements((first, second), data) == set()
    assert disagreements((first, with_text(second, 2, 2, "5")), data) == {(1, 2, 2)}
    assert disagreements((with_text(first, 1, 0, "处罚"), second), data) == {(0, 1, 0)}


def test_a_table_whose_lines_jog_is_not_judged() -> None:
    """Its narrow columns, which are none, are columns to python-docx."""
    wide = SPAN(2)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in (2000, 80, 1920, 2000))
    rows = (
        tr(tc("a"), tc("b", wide), tc("c")),
        tr(tc("1", wide), tc("2"), tc("3")),
        tr(tc("a"), tc("b", wide), tc("c")),
    )
    data = docx(tbl(*rows).replace("<w:tblGrid/>", f"<w:tblGrid>{grid}</w:tblGrid>"))
    assert disagreements(read(data).tables, data) == set()


@pytest.mark.parametrize(
    "cell",
    [
        tc(f"<w:p>{sdt(r('3'))}</w:p>"),
        tc(f"<w:p><w:ins>{r('3')}</w:ins></w:p>"),
        tc(f"<w:p>{r('3')}{r('9', '<w:vanish/>')}</w:p>"),
        tc(f'<w:p><w:bdo w:val="ltr">{r("3")}</w:bdo></w:p>'),
        sdt(tc("3")),
    ],
    ids=["content control", "insertion", "hidden", "direction", "cell in a content control"],
)
def test_what_python_docx_does_not_read_is_no_disagreement(cell: str) -> None:
    data = docx(tbl(tr(tc("项目"), tc("件数")), tr(tc("许可"), cell), tr(tc("处罚"), tc("4"))))
    found = read(data).tables
    assert found[0].cells[3].text == "3"
    assert disagreements(found, data) == set()
    assert disagreements((with_text(found[0], 2, 1, "5"),), data) == {(0, 2, 1)}


@pytest.mark.parametrize("span", ['w:val=""', 'w:val="x"', 'w:val="0"', ""])
@pytest.mark.parametrize("name", ["gridSpan", "gridBefore"])
def test_a_span_that_is_no_number_is_no_disagreement(name: str, span: str) -> None:
    properties = f"<w:{name} {span}/>"
    row = (
        tr(tc("许可", properties), tc("3"))
        if name == "gridSpan"
        else tr(tc("许可"), tc("3"), properties=properties)
    )
    data = docx(tbl(tr(tc("项目"), tc("件数")), row))
    assert disagreements(read(data).tables, data) == set()


def test_rows_are_counted_past_what_python_docx_skips() -> None:
    gone = tr(tc("x"), tc("8"), properties="<w:del/>")
    data = docx(tbl(tr(tc("项目"), tc("件数")), gone, sdt(tr(tc("许可"), tc("3"))), tr(tc("处罚"), tc("4"))))
    found = read(data).tables
    assert disagreements(found, data) == set()
    assert disagreements((with_text(found[0], 2, 1, "5"),), data) == {(0, 2, 1)}


@given(st.integers(0, 10**6), st.sampled_from(("2014", "2019", "2021")))
@settings(max_examples=12, deadline=None)
def test_both_readings_agree_on_made_reports(seed: int, form: str) -> None:
    mess = Mess.random(random.Random(seed), form)
    data = to_docx(lay_out(make_report(random.Random(seed + 1), form), mess))
    found = read(data).tables
    assert disagreements(found, data) == set()
    index, table = max(enumerate(found), key=lambda each: len(each[1].cells))
    spoilt = replace(table, cells=tuple(cell._replace(text=cell.text + "7") for cell in table.cells[::3]))
    untouched = tuple(cell for place, cell in enumerate(table.cells) if place % 3)
    spoilt = replace(spoilt, cells=spoilt.cells + untouched)
    hit = disagreements((*found[:index], spoilt, *found[index + 1 :]), data)
    assert hit <= {(index, cell.row, cell.col) for cell in table.cells[::3]}
    if not (mess.content_controls or mess.tracked_changes or mess.hidden_text or mess.nested):
        assert hit == {(index, cell.row, cell.col) for cell in table.cells[::3]}
