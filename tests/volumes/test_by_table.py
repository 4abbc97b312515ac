"""Volumes whose tables say themselves whose they are: office after office within each section, names below or within tables."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from extract.pipeline import extract_document
from extract.result import Report
from extract.volumes.regroup import COMMON_TEXT, UNSURE
from tests.builder import Mess, lay_out, make_report
from tests.builder.compare import compare
from tests.builder.docx import to_docx
from tests.builder.grid import Box, Grid, Paragraph
from tests.builder.html import to_html
from tests.builder.layout import Page

OFFICES = ("清河县水利局", "清河县教育局", "清河县财政局")
TITLE = Paragraph("清河县2021年政府信息公开工作年度报告汇编", "title")
SECTIONS = ("主动公开政府信息情况", "收到和处理政府信息公开申请情况", "政府信息公开行政复议、行政诉讼情况")
NUMERALS = "二三四"
Blocks = list[Paragraph | Grid]
WRITERS: dict[str, Callable[[Page], bytes]] = {"html": to_html, "docx": to_docx}


def pages(form: str = "2021", count: int = 3) -> list[Page]:
    return [
        lay_out(make_report(random.Random(n), form, agency=office, year=2021, number_mess=0.0), Mess())
        for n, office in enumerate(OFFICES[:count], 70)
    ]


def grids(page: Page) -> list[Grid]:
    return [block for block in page.blocks if isinstance(block, Grid)]


def with_row(grid: Grid, text: str, *, last: bool) -> Grid:
    row = Box(text, grid.n_rows if last else 0, 0, 1, grid.n_cols, "title")
    moved = [replace(box, row=box.row + (not last)) for box in grid.boxes]
    return Grid((*moved, row) if last else (row, *moved), grid.n_rows + 1, grid.n_cols)


def named(grid: Grid, text: str, where: str) -> Blocks:
    """The table with a line or a row that names somebody."""
    if where in ("above", "below"):
        line = Paragraph(text)
        return [line, grid] if where == "above" else [grid, line]
    return [with_row(grid, text, last=where == "last row")]


def by_section(volume: Sequence[Page], caption: str, where: str = "above") -> Blocks:
    blocks: Blocks = [TITLE]
    for number, section in enumerate(SECTIONS):
        blocks.append(Paragraph(f"{NUMERALS[number]}、{section}", "heading"))
        for count, page in enumerate(volume, 1):
            text = caption.format(page.made.agency, n=count, section=section)
            blocks += named(grids(page)[number], text, where)
    return blocks


def by_office(volume: Sequence[Page], caption: str, where: str) -> Blocks:
    """The tables of one after those of the other, the name with the last or the first of them."""
    blocks: Blocks = [TITLE]
    for page in volume:
        own = grids(page)
        place = 0 if where == "first row" else len(own) - 1
        for number, grid in enumerate(own):
            blocks += named(grid, caption.format(page.made.agency), where) if number == place else [grid]
    return blocks


def read(blocks: Blocks, volume: Sequence[Page], kind: str = "html") -> tuple[Report, ...]:
    return extract_document(WRITERS[kind](replace(volume[0], blocks=tuple(blocks))), f"汇编.{kind}").reports


def assert_each_has_its_own(reports: Sequence[Report], volume: Sequence[Page]) -> None:
    found = [(report.identity.agency, report.identity.year) for report in reports]
    assert found == [(page.made.agency, page.made.year) for page in volume]
    for report, page in zip(reports, volume, strict=True):
        score = compare(page.truth, report.cells)
        assert score.right == score.total
        assert not any(cell.flags for cell in report.cells)


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize(
    ("caption", "where"),
    [
        ("{}", "above"),
        ("（一）{}", "above"),
        ("填报单位：{}", "above"),
        ("{}{section}", "above"),
        ("表{n}-1 {}2021年{section}统计表", "above"),
        ("填报单位：{}", "below"),
        ("填报单位：{}　填表人：", "last row"),
        ("填报单位：{}", "first row"),
        ("{}", "first row"),
    ],
)
def test_office_after_office_within_each_section(caption: str, where: str, kind: str) -> None:
    volume = pages()
    assert_each_has_its_own(read(by_section(volume, caption, where), volume, kind), volume)


def test_tables_of_sums_among_those_of_offices_are_nobodys() -> None:
    *volume, last = pages(count=3)
    blocks = [
        replace(block, text="汇总")
        if isinstance(block, Paragraph) and block.text == last.made.agency
        else block
        for block in by_section([*volume, last], "{}", "above")
    ]
    *reports, sums = read(blocks, volume)
    assert sums.identity.agency is None
    assert_each_has_its_own(reports, volume)


@pytest.mark.parametrize("form", ["2014", "2019", "2021"])
@pytest.mark.parametrize(
    ("caption", "where"),
    [
        ("填报单位：{}", "below"),
        ("填报单位（盖章）：{}填表人：填报日期：2022年1月10日", "below"),
        ("{}", "below"),
        ("{} 2022年1月10日", "below"),
        ("填报单位：{}", "last row"),
        ("填报单位：{}", "first row"),
    ],
)
def test_sets_of_tables_with_the_name_below_or_within_them(caption: str, where: str, form: str) -> None:
    volume = pages(form)
    assert_each_has_its_own(read(by_office(volume, caption, where), volume), volume)


@pytest.mark.parametrize("caption", ["附件{n}：{}统计表", "附件{n}：{}", "{}2021年政府信息公开情况统计表"])
def test_texts_first_and_the_tables_of_each_annexed(caption: str) -> None:
    volume = pages(count=2)
    blocks: Blocks = [block for page in volume for block in page.blocks if isinstance(block, Paragraph)]
    for n, page in enumerate(volume, 1):
        blocks += [Paragraph(caption.format(page.made.agency, n=n)), *grids(page)]
    reports = read(blocks, volume)
    assert_each_has_its_own(reports, volume)
    assert [report.sections.other_matters for report in reports] == [p.made.other_matters for p in volume]


def test_places_are_those_of_the_source() -> None:
    volume = pages()
    reports = read(by_section(volume, "{}"), volume)
    tables = [
        sorted({c.table_index for c in report.cells if c.table_index is not None}) for report in reports
    ]
    assert tables == [[0, 3, 6], [1, 4, 7], [2, 5, 8]]


def test_text_common_to_all_is_nobodys_and_said() -> None:
    volume = pages()
    own = by_section(volume, "{}")
    prose = [Paragraph("一、总体情况", "heading"), Paragraph("全县共收到政府信息公开申请300件，均已办结。")]
    reports = read([TITLE, *prose, *own[1:]], volume)
    assert_each_has_its_own(reports, volume)
    assert all(report.error and report.error.endswith(COMMON_TEXT) for report in reports)
    assert not any(report.sections.overview for report in reports)


def test_who_counted_each_table_of_one_report_makes_no_volume() -> None:
    page = pages(count=1)[0]
    blocks: Blocks = [Paragraph(page.title, "title")]
    for office, grid in zip(OFFICES, grids(page), strict=True):
        blocks += named(grid, f"填报单位：{office}", "first row")
    reports = read(blocks, [page])
    assert_each_has_its_own(reports, [page])


@pytest.mark.parametrize("place", [9, 11])  # the names above 三 of the first and of the second office
def test_tables_whose_owner_is_not_sure_are_not_given_to_the_one_beside_them(place: int) -> None:
    volume = pages()
    blocks = by_section(volume, "{}")
    nameless = [block for n, block in enumerate(blocks) if n != place]
    assert isinstance(blocks[place], Paragraph)
    (report,) = read(nameless, volume)
    assert report.outcome == "partial"
    assert report.error is not None
    assert UNSURE in report.error
    assert "another table left out" in report.error


def test_second_set_of_tables_of_nobody_is_said() -> None:
    volume = pages(count=2)
    (report,) = read([*volume[0].blocks, Paragraph("附件"), *grids(volume[1])], volume)
    assert report.outcome == "partial"
    assert report.error is not None
    assert "another table left out): requests" in report.error
    assert compare(volume[0].truth, report.cells).silent == []


FEE_UNIT = "（单位：万元）"
DOUBTED = ("unit_elsewhere",)


def without_fee_unit(block: Paragraph | Grid) -> Paragraph | Grid:
    if isinstance(block, Paragraph):
        return block
    return replace(block, boxes=tuple(replace(b, text=b.text.replace(FEE_UNIT, "")) for b in block.boxes))


def fee_units(blocks: Blocks, volume: Sequence[Page]) -> list[tuple[str | None, tuple[str, ...]]]:
    reports = read([without_fee_unit(block) for block in blocks], volume)
    return [(cell.unit, cell.flags) for report in reports for cell in report.cells if cell.item == "fees"]


@pytest.mark.parametrize(
    ("caption", "where", "place"),
    [("{}", "above", 2), ("{}", "above", 3), ("填报单位：{}", "below", 2), ("{}", "first row", 2)],
)
def test_a_unit_above_the_first_offices_table_may_be_that_of_all(
    caption: str, where: str, place: int
) -> None:
    volume = pages()
    blocks = by_section(volume, caption, where)
    found = fee_units([*blocks[:place], Paragraph("（单位：元）"), *blocks[place:]], volume)
    assert found == [("元", DOUBTED), (None, DOUBTED), (None, DOUBTED)]
    found = fee_units([*blocks[:place], Paragraph("（单位：万元）"), *blocks[place:]], volume)
    assert found == [("万元", ())] * 3


def test_a_unit_beside_the_name_is_that_of_the_offices_table() -> None:
    volume = pages()
    assert fee_units(by_section(volume, "填报单位：{}　单位：元"), volume) == [("元", DOUBTED)] * 3


def stacked(grids_: Sequence[Grid]) -> Grid:
    """One table below the other in one."""
    boxes: list[Box] = []
    n_rows = 0
    for grid in grids_:
        boxes += [replace(box, row=box.row + n_rows) for box in grid.boxes]
        n_rows += grid.n_rows
    return Grid(tuple(boxes), n_rows, max(grid.n_cols for grid in grids_))


def test_a_unit_beside_the_name_in_a_row_is_that_of_the_offices_rows() -> None:
    volume = pages()
    caption = "填报单位：{}　单位：元"
    blocks: Blocks = [TITLE]
    for number, section in enumerate(SECTIONS):
        own = [with_row(grids(page)[number], caption.format(page.made.agency), last=False) for page in volume]
        blocks += [Paragraph(f"{NUMERALS[number]}、{section}", "heading"), stacked(own)]
    assert fee_units(blocks, volume) == [("元", DOUBTED)] * 3


def test_a_year_beside_the_name_is_that_of_the_offices_table() -> None:
    """Last year's table left in place in one section."""
    volume = pages()
    blocks = by_section(volume, "{}2021年{section}统计表")
    place = [n for n, b in enumerate(blocks) if isinstance(b, Paragraph) and OFFICES[1] in b.text][2]
    blocks[place] = Paragraph(f"{OFFICES[1]}2020年{SECTIONS[2]}统计表")
    flags = [{cell.flags for cell in report.cells} for report in read(blocks, volume)]
    assert flags[0] == flags[2] == {()}
    assert ("other_year",) in flags[1]
