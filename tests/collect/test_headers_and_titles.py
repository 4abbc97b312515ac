"""Whose numbers are in a collection with several headers, sheets and titles, and what is none; truth: the rows below."""

from __future__ import annotations

import io
import json

import openpyxl
import pytest

from extract.pipeline import extract_document
from tests.collect.books import Rows, book, books, read, reports

WATER, TAX, SCHOOL = "清河县水利局", "清河县财政局", "清河县教育局"
COUNTS = ("规章/本年制发件数", "规章/现行有效件数", "行政许可/本年处理决定数量", "行政处罚/本年处理决定数量")
COUNTED = (
    ("regulations", "issued"),
    ("regulations", "in_force"),
    ("licences", "decisions"),
    ("penalties", "decisions"),
)
DISPUTES = ("行政复议/结果维持", "行政复议/结果纠正", "行政复议/其他结果", "行政复议/尚未审结")
DISPUTED = (("review", "upheld"), ("review", "corrected"), ("review", "other"), ("review", "pending"))
TITLE = "2023年政府信息公开工作年度报告汇总表"


def rows(offset: int, *agencies: str, labels: tuple[str, ...] = COUNTS) -> Rows:
    return [
        ("单位", *labels),
        *((agency, *range(offset + 10 * n, offset + 10 * n + 4)) for n, agency in enumerate(agencies)),
    ]


def truth(
    offset: int, *agencies: str, year: int | None = 2023, codes: tuple[tuple[str, str], ...] = COUNTED
) -> dict[tuple[object, ...], float | None]:
    return {
        (agency, year, *code): offset + 10 * n + m
        for n, agency in enumerate(agencies)
        for m, code in enumerate(codes)
    }


def test_numbers_that_look_like_years_are_numbers() -> None:
    found = reports(book([(TITLE,), ("单位", *COUNTS), (WATER, 3, 5, 2021, 7), (TAX, 3, 5, 2022, 7)]))
    assert {report.identity.year for report in found} == {2023}
    assert read(found)[WATER, 2023, "licences", "decisions"] == 2021


@pytest.mark.parametrize("mark", [None, "—", "/"])
def test_a_first_agency_without_numbers_is_none_of_the_header(mark: str | None) -> None:
    head, *lines = rows(10, WATER, TAX)
    found = reports(book([(TITLE,), head, (SCHOOL, *[mark] * 4), *lines]))
    assert read(found) == truth(10, WATER, TAX)
    assert {cell.status for cell in found[0].cells} == {"missing", "not_applicable" if mark else "blank"}


def test_a_table_without_numbers_is_no_collection() -> None:
    (report,) = reports(book([(TITLE,), *([*rows(10)] * 3), (WATER, "—")]))
    assert report.outcome == "not_a_report"


def test_another_header_below_the_first_has_columns_of_its_own() -> None:
    sheet = [(TITLE,), *rows(10, WATER, TAX), *rows(50, WATER, SCHOOL, labels=DISPUTES)]
    assert read(reports(book(sheet))) == truth(10, WATER, TAX) | truth(50, WATER, SCHOOL, codes=DISPUTED)


def test_agencies_side_by_side_may_go_on_below_another_header() -> None:
    sheet: Rows = [(TITLE,)]
    for offset, pair in ((10, (WATER, TAX)), (30, (SCHOOL, "清河县民政局"))):
        sheet += [("项目", *pair), *((label, offset + n, offset + 10 + n) for n, label in enumerate(COUNTS))]
    assert read(reports(book(sheet))) == truth(10, WATER, TAX) | truth(30, SCHOOL, "清河县民政局")


def test_a_header_that_is_printed_again_is_no_row() -> None:
    found = reports(book([(TITLE,), *rows(10, WATER, TAX), *rows(50, SCHOOL)]))
    assert read(found) == truth(10, WATER, TAX) | truth(50, SCHOOL)
    assert not any("单位" in (report.error or "") for report in found)


def test_another_title_within_a_table_gives_the_year_below_it() -> None:
    sheet = [("2022年政府信息公开汇总表",), *rows(10, WATER), (TITLE,), *rows(50, WATER, TAX)]
    assert read(reports(book(sheet))) == truth(10, WATER, year=2022) | truth(50, WATER, TAX)


@pytest.mark.parametrize(
    "note",
    ["说明：上年结转数应与2022年度年报一致。", "填报时间：2024年", "2024年度 政府信息公开专栏"],
)
def test_notes_give_no_year(note: str) -> None:
    assert read(reports(book([(TITLE,), (note,), *rows(10, WATER, TAX)]))) == truth(10, WATER, TAX)


def test_of_several_years_none_holds_for_a_sheet_without_a_title() -> None:
    sheets = (
        [("2022年政府信息公开汇总表",), *rows(10, WATER, SCHOOL)],
        [(TITLE,), *rows(30, WATER, SCHOOL)],
        rows(50, TAX, "清河县民政局"),
    )
    found = reports(books(*sheets))
    assert read(found) == truth(10, WATER, SCHOOL, year=2022) | truth(30, WATER, SCHOOL)
    assert {flag for cell in found[-1].cells for flag in cell.flags if cell.value} == {"other_year"}


def test_of_two_years_above_a_table_none_is_sure() -> None:
    for titles in (("2022年政府信息公开情况一览", "2023年各单位政府信息公开数据"), (TITLE, "2022年")):
        assert not read(reports(book([*((title,) for title in titles), *rows(10, WATER, TAX)])))


def test_years_that_name_lists_of_records_are_theirs() -> None:
    def records(offset: int, *agencies: str) -> list[dict[str, object]]:
        head, *lines = rows(offset, *agencies)
        more = "行政强制/本年处理决定数量"
        return [{**dict(zip(map(str, head), line, strict=True)), more: None} for line in lines]

    answer = {
        "title": "政府信息公开汇总表",
        "2022": records(10, WATER, TAX),
        "2023": records(30, TAX, SCHOOL),
    }
    found = reports(json.dumps(answer, ensure_ascii=False).encode(), "a.json")
    assert read(found) == truth(10, WATER, TAX, year=2022) | truth(30, TAX, SCHOOL)


def test_a_title_holds_for_the_sheets_of_its_agencies() -> None:
    sheets = (
        [("2022年政府信息公开汇总表",), *rows(10, WATER, SCHOOL)],
        rows(20, WATER, SCHOOL, labels=DISPUTES),
        [(TITLE,), *rows(30, WATER, SCHOOL)],
    )
    both = truth(10, WATER, SCHOOL, year=2022) | truth(20, WATER, SCHOOL, year=2022, codes=DISPUTED)
    assert read(reports(books(*sheets))) == both | truth(30, WATER, SCHOOL)


def test_other_numbers_for_the_same_cells_without_a_title_may_be_of_another_year() -> None:
    again = rows(60, WATER, SCHOOL, labels=(*COUNTS[:1], *DISPUTES[:3]))
    found = reports(books([(TITLE,), *rows(10, WATER, SCHOOL, TAX)], again))
    shared = truth(10, WATER, SCHOOL, codes=COUNTED[:1])
    sure = truth(10, WATER, SCHOOL, TAX)
    assert read(found) == {key: sure[key] for key in sure.keys() - shared.keys()}
    its = {cell.flags for each in found for cell in each.cells if cell.section == "disputes" and cell.value}
    assert its == {("other_year",)}


def test_half_a_year_beside_the_whole_is_nobodys() -> None:
    half: Rows = [("2023年上半年政府信息公开汇总表",), *rows(10, WATER, SCHOOL, labels=DISPUTES)]
    found = reports(books([(TITLE,), *rows(50, WATER, SCHOOL)], half, rows(20, WATER, SCHOOL, TAX)))
    assert read(found) == truth(50, WATER, SCHOOL)
    assert found[0].outcome == "partial"


def test_numbers_below_a_header_that_tells_no_columns_are_told() -> None:
    side_by_side: Rows = [
        ("单位", COUNTS[0], "单位", COUNTS[0]),
        ("清河县司法局", 1, "清河县审计局", 2),
    ]
    sheet = [(TITLE,), *rows(10, WATER, TAX), *side_by_side]
    found = reports(book(sheet))
    assert read(found) == truth(10, WATER, TAX)
    assert found[0].outcome == "partial"


def test_a_sheet_for_each_agency() -> None:
    sheets: list[Rows] = [
        [(f"{agency}2023年政府信息公开情况",), ("项目", "数值"), *zip(labels, range(4), strict=True)]
        for agency, labels in ((WATER, (*COUNTS,)), (TAX, (*COUNTS,)))
    ]
    lists: list[Rows] = [[*sheet, ("行政强制/本年处理决定数量", 4)] for sheet in sheets]
    found = read(reports(books(*lists)))
    assert {key: value for key, value in found.items() if key[2] != "coercive_measures"} == truth(
        0, WATER
    ) | truth(0, TAX)


def test_of_a_year_of_reporting_and_one_of_the_report_the_latter_counts() -> None:
    head, *lines = rows(10, WATER, TAX)
    sheet = [
        ("政府信息公开汇总表",),
        (head[0], "年度", "填报年度", *head[1:]),
        *((line[0], 2023, 2024, *line[1:]) for line in lines),
    ]
    assert read(reports(book(sheet))) == truth(10, WATER, TAX)
    (report,) = reports(book([tuple(str(cell).replace("填报年度", "年份") for cell in row) for row in sheet]))
    assert not any(cell.value for cell in report.cells)


def test_a_year_left_of_the_agencies_holds_for_those_below() -> None:
    head, *lines = rows(10, WATER, TAX)
    years = ("年度", 2023, None)
    sheet = [
        ("政府信息公开汇总表",),
        *((year, *line) for year, line in zip(years, (head, *lines), strict=True)),
    ]
    assert read(reports(book(sheet))) == truth(10, WATER, TAX)


def test_an_office_of_two_counties_has_that_of_its_title() -> None:
    sheets = (
        [("清河县2023年政府信息公开汇总表",), *rows(10, "水利局", "财政局")],
        [("威县2023年政府信息公开汇总表",), *rows(50, "水利局", "财政局", labels=DISPUTES)],
    )
    assert read(reports(books(*sheets))) == truth(10, WATER, TAX) | truth(
        50, "威县水利局", "威县财政局", codes=DISPUTED
    )


def test_a_row_of_two_years_or_of_none_is_told() -> None:
    lines = [
        (agency, year, label, 5)
        for agency, year in ((WATER, "2023"), (TAX, "2023年1-6月"))
        for label in COUNTS
    ]
    found = reports(
        book(
            [
                ("政府信息公开汇总表",),
                ("单位", "年度", "项目", "数值"),
                *lines,
                (WATER, "2023", "行政强制", 5),
            ]
        )
    )
    assert {report.identity.agency for report in found} == {WATER}
    assert TAX in (found[0].error or "")


@pytest.mark.parametrize(("row", "col"), [(3, None), (None, "C")])
def test_what_is_hidden_is_told(row: int | None, col: str | None) -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(book([(TITLE,), *rows(10, WATER, TAX, SCHOOL)])))
    if row:
        workbook.active.row_dimensions[row].hidden = True
    if col:
        workbook.active.column_dimensions[col].hidden = True
    out = io.BytesIO()
    workbook.save(out)
    found = reports(out.getvalue())
    assert len(found) == (2 if row else 3)
    assert "隐藏" in (found[0].error or "")


def test_the_unit_of_money_may_stand_above_the_table_or_below_a_label() -> None:
    sheet: Rows = [
        (*row, label) for row, label in zip(rows(10, WATER), ("行政事业性收费/本年收费金额", 5), strict=True)
    ]
    (report,) = reports(book([(TITLE,), ("金额单位：元",), *sheet]))
    fee = next(cell for cell in report.cells if cell.item == "fees")
    assert (fee.value, fee.unit, fee.flags) == (5, "元", ("unit_elsewhere",))
    units = (None, "件", "件", "件", "件", "元")
    (report,) = reports(book([(TITLE,), sheet[0], units, sheet[1]]))
    fee = next(cell for cell in report.cells if cell.item == "fees")
    assert (fee.value, fee.unit, fee.flags) == (5, "元", ())


def test_a_row_without_its_column_is_in_doubt() -> None:
    labels = ("行政许可", "行政处罚", "行政强制", "行政事业性收费")
    found = reports(book([("2023年各部门信息公开数量统计",), *rows(10, WATER, TAX, labels=labels)]))
    assert {flag for cell in found[0].cells if cell.value for flag in cell.flags} == {"column_inferred"}


@pytest.mark.parametrize("title", ["2023年度行政执法统计年报", "2023年行政事业性收费收入预算表"])
def test_statistics_of_other_matters_are_no_collection(title: str) -> None:
    labels = ("行政许可", "行政处罚", "行政强制", "行政事业性收费")
    (report,) = reports(book([(title,), *rows(10, WATER, TAX, SCHOOL, labels=labels)]))
    assert report.outcome == "not_a_report"


def test_a_table_of_departments_within_a_report_is_no_collection() -> None:
    def table(lines: Rows) -> str:
        cells = ("".join(f"<td>{cell}</td>" for cell in line) for line in lines)
        return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"

    own: Rows = [
        ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
        ("规章", 1, 2, 3),
        ("行政规范性文件", 4, 5, 6),
    ]
    page = (
        f"<h1>2023年政府信息公开工作年度报告</h1><p>一、总体情况</p>{table(rows(10, WATER, TAX))}"
        f"<p>二、主动公开政府信息情况</p>{table(own)}<p>五、存在的主要问题及改进情况</p><p>六、其他需要报告的事项</p>"
    )
    (report,) = extract_document(page.encode(), "清河县人民政府2023年政府信息公开工作年度报告.html").reports
    assert report.identity.agency == "清河县人民政府"
    assert {cell.value for cell in report.cells if cell.value is not None} == {1, 2, 3, 4, 5, 6}


@pytest.mark.parametrize(
    ("whose", "code", "level"),
    [("邢台市市直部门", "130500", "city"), ("清河县县直各单位", "130534", "county"), ("邢台市", None, None)],
)
def test_a_title_that_tells_of_a_places_own_offices_gives_them_their_region(
    whose: str, code: str | None, level: str | None
) -> None:
    found = reports(book([(whose + TITLE,), *rows(10, "水利局", "财政局")]), "a.xlsx")
    assert {(report.identity.region_code, report.identity.level) for report in found} == {(code, level)}
    assert [report.identity.agency for report in found] == ["水利局", "财政局"]
