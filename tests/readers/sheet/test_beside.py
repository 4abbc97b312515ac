"""Sheets that hold more than one table beside or below another: whose each is, and what stands in it."""

from __future__ import annotations

import io

import openpyxl
import pytest

from extract.pipeline import extract_document
from tests.readers.sheet.books import book_of, saved, sheet_blocks

COLUMNS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
NEW, CARRIED = "一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量"
DECISIONS = ("信息内容", "本年处理决定数量")
TITLE = "清河县水利局{}年政府信息公开工作年度报告"


def disclosure(first: int) -> list[tuple[object, ...]]:
    return [DECISIONS, ("行政许可", first), ("行政处罚", first + 1), ("行政强制", first + 2)]


def requests(first: int) -> list[tuple[object, ...]]:
    return [("", *COLUMNS), (NEW, *[first] * 6, 6 * first), (CARRIED, *[0] * 7)]


def book_of_sheets(*sheets: list[tuple[object, ...]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets, 1):
        sheet = book.create_sheet(f"表{number}")
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def numbers(data: bytes, section: str, flag: str | None = None) -> dict[int | None, list[float]]:
    """By year the numbers of a section, those alone that have the flag."""
    return {
        report.identity.year: [
            cell.value
            for cell in report.cells
            if cell.value and cell.section == section and (not flag or flag in cell.flags)
        ]
        for report in extract_document(data, "清河县水利局.xlsx").reports
    }


def test_tables_of_two_sections_beside_one_another() -> None:
    book = book_of((TITLE.format(2023),))
    sheet = book.active
    for row, line in enumerate(disclosure(3), 3):
        for column, value in enumerate(line, 1):
            sheet.cell(row, column, value)
    for row, line in enumerate(requests(2), 3):
        for column, value in enumerate(line, 4):
            sheet.cell(row, column, value)
    (report,) = extract_document(saved(book), "book.xlsx").reports
    found = {(cell.item, cell.category): (cell.value, cell.flags) for cell in report.cells if cell.value}
    assert found["licences", "decisions"] == (3.0, ())
    assert found["new", "total"] == (12.0, ())
    assert len(found) == 3 + 7


@pytest.mark.parametrize("beside", ["", "<td style='text-decoration:line-through'>9"])
def test_a_web_page_with_a_sheet_for_each_year_as_a_table(beside: str) -> None:
    page = "".join(
        f"<table><tr><td colspan=8>{TITLE.format(year)}"
        + "".join(f"<tr>{''.join(f'<td>{value}' for value in row)}" for row in requests(year - 2000))
        + f"{beside}</table>"
        for year in (2022, 2023)
    )
    assert numbers(f"<html><body>{page}</body></html>".encode(), "requests") == {
        2022: [22.0] * 6 + [132.0],
        2023: [23.0] * 6 + [138.0],
    }


def test_a_blank_column_within_a_table_parts_it_not() -> None:
    rows = [(label, *values[:3], None, *values[3:]) for label, *values in requests(2)]
    assert len(sheet_blocks(book_of(*rows))) == 1


@pytest.mark.parametrize("titled", [True, False])
def test_a_sheet_behind_one_with_last_years_table_below_its_own(titled: bool) -> None:
    first = [(TITLE.format(2023),), *disclosure(3), (), (TITLE.format(2022),), *disclosure(30)]
    second = [
        *([(TITLE.format(2023),)] if titled else []),
        ("三、收到和处理政府信息公开申请情况",),
        *requests(2),
    ]
    data = book_of_sheets(first, second)
    if titled:
        assert numbers(data, "requests", "other_year") == {2023: [], 2022: []}
        assert numbers(data, "requests")[2022] == []
    else:
        assert sum(map(len, numbers(data, "requests", "other_year").values())) == 7


def test_years_of_a_government_that_fills_in_each_of_its_reports() -> None:
    title, unit = "清河县人民政府{}年政府信息公开工作年度报告", ("填报单位：清河县人民政府",)
    rows = [
        row
        for year in (2021, 2022)
        for row in (
            (title.format(year),),
            unit,
            ("三、收到和处理政府信息公开申请情况",),
            *requests(year - 2000),
            (),
        )
    ]
    found = numbers(saved(book_of(*rows)), "requests")
    assert found == {2021: [21.0] * 6 + [126.0], 2022: [22.0] * 6 + [132.0]}


@pytest.mark.parametrize(("place", "doubtful"), [(11, False), (9, True)])
def test_a_stray_number_behind_a_blank_column_leaves_the_table_sure(place: int, doubtful: bool) -> None:
    book = book_of((TITLE.format(2023),), *requests(2))
    book.active.cell(4, place, 35)
    (report,) = extract_document(saved(book), "清河县水利局.xlsx").reports
    flags = {flag for cell in report.cells if cell.item == "new" for flag in cell.flags}
    assert ("column_inferred" in flags) == doubtful


def test_an_empty_row_within_a_table_parts_it_not() -> None:
    head, first, second = requests(2)
    stray = (*second, None, None, 35)  # a sum typed beside the table
    book = book_of((TITLE.format(2023),), head, first, (), stray)
    (report,) = extract_document(saved(book), "清河县水利局.xlsx").reports
    found = {cell.category: (cell.value, cell.flags) for cell in report.cells if cell.item == "carried_in"}
    assert {value for value, _ in found.values()} == {0.0}
    assert "column_inferred" not in {flag for _, flags in found.values() for flag in flags}
    assert len(sheet_blocks(book_of(*disclosure(3), (), *requests(2)))) == 2


@pytest.mark.parametrize("above", ["", f"<h1>{TITLE.format(2023)}</h1>"])
@pytest.mark.parametrize("titled", [True, False])
def test_a_web_pages_table_behind_one_with_last_years_below_its_own(titled: bool, above: str) -> None:
    first = [(TITLE.format(2023),), *disclosure(3), (), (TITLE.format(2022),), *disclosure(30)]
    second = [*([(TITLE.format(2023),)] if titled else []), *requests(2)]
    page = "".join(
        "<table>" + "".join(f"<tr>{''.join(f'<td>{value}' for value in row)}" for row in rows) + "</table>"
        for rows in (first, second)
    )
    data = f"<html><body>{above}{page}</body></html>".encode()
    if titled:
        assert numbers(data, "requests", "other_year") == {2023: [], 2022: []}
        assert numbers(data, "requests")[2022] == []
    else:
        assert sum(map(len, numbers(data, "requests", "other_year").values())) == 7


@pytest.mark.parametrize(
    "heads", [("清河县水利局2023{}", "清河县教育局2023{}"), ("清河县水利局2022{}", "清河县水利局2023{}")]
)
def test_whole_reports_beside_one_another(heads: tuple[str, str]) -> None:
    titles = [head.format("年政府信息公开工作年度报告") for head in heads]
    book = book_of()
    sheet = book.active
    for left, title, first in ((1, titles[0], 3), (10, titles[1], 30)):
        lines = [(title,), ("二、主动公开政府信息情况",), *disclosure(first), (), *requests(first)]
        for row, line in enumerate(lines, 1):
            for column, value in enumerate(line, left):
                sheet.cell(row, column, value)
    found = extract_document(saved(book), "book.xlsx").reports
    assert [f"{report.identity.agency}{report.identity.year}" for report in found] == [
        title.partition("年")[0] for title in titles
    ]
    for report, first in zip(found, (3, 30), strict=True):
        read = [cell.value for cell in report.cells if cell.value]
        assert read == [first, first + 1, first + 2, *[first] * 6, 6 * first]
        assert all(cell.flags == () for cell in report.cells if cell.section == "disclosure" and cell.value)
