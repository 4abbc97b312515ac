"""A workbook with a sheet for each office, or year, under a title that is another sheet's, or the place's; truth: the sheets' names."""

from __future__ import annotations

import io

import openpyxl
import pytest

from extract.pipeline import extract_document
from extract.result import Report

REPORT = "年政府信息公开工作年度报告"
WATER, EDUCATION = "清河县水利局", "清河县教育局"


def read(*sheets: tuple[str, str], prose: bool = False) -> list[Report]:
    """A sheet for each name and title, with numbers of its own, and with a sentence (`prose`)."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for number, (name, title) in enumerate(sheets):
        sheet = workbook.create_sheet(name)
        for row in (
            (title,),
            *([("一、总体情况",), (f"2023年，{name}认真贯彻落实条例，持续推进政务公开。",)] if prose else []),
            ("二、主动公开政府信息情况",),
            ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
            ("规章", number, 2, 3),
            ("行政规范性文件", 4, number, 6),
            ("信息内容", "本年处理决定数量"),
            ("行政许可", 7),
            ("其他对外管理服务事项", number),
        ):
            sheet.append(row)
    out = io.BytesIO()
    workbook.save(out)
    return [*extract_document(out.getvalue(), "a.xlsx").reports]


def doubted(report: Report) -> list[str | None]:
    return [f.category for f in report.findings if f.check == "report.sources_differ"]


@pytest.mark.parametrize("names", [(WATER, EDUCATION), (WATER + "2023年", EDUCATION + "2023年")])
def test_a_title_copied_with_its_sheet_is_not_believed(names: tuple[str, str]) -> None:
    found = read(*((name, WATER + "2023" + REPORT) for name in names))
    assert [report.identity.agency for report in found] == [WATER, EDUCATION]
    assert [report.identity.year for report in found] == [2023, 2023]
    assert [doubted(report) for report in found] == [[], ["agency"]]


def test_a_year_copied_with_its_sheet_is_not_believed() -> None:
    found = read(*((f"{year}年", WATER + "2021" + REPORT) for year in (2021, 2022, 2023)))
    assert [(report.identity.agency, report.identity.year) for report in found] == [
        (WATER, 2021),
        (WATER, 2022),
        (WATER, 2023),
    ]
    assert [doubted(report) for report in found] == [[], ["year"], ["year"]]


@pytest.mark.parametrize("titled", ["清河县", "清河县人民政府"])
@pytest.mark.parametrize("names", [(WATER, EDUCATION), ("水利局", "教育局")])
@pytest.mark.parametrize("again", [True, False])
@pytest.mark.parametrize("prose", [True, False])
def test_the_places_title_is_no_offices(
    titled: str, names: tuple[str, str], again: bool, prose: bool
) -> None:
    title = f"{titled}2023{REPORT}"
    found = read((names[0], title), (names[1], title if again else EDUCATION + "2023" + REPORT), prose=prose)
    assert [report.identity.agency for report in found] == [WATER, EDUCATION]
    assert {report.identity.region_code for report in found} == {"130534"}
    assert [doubted(report) for report in found] == [[], []]


def test_a_title_that_no_other_sheet_has_is_believed_in_doubt() -> None:
    found = read((WATER, WATER + "2023" + REPORT), ("清河县民政局", EDUCATION + "2023" + REPORT))
    assert [report.identity.agency for report in found] == [WATER, EDUCATION]
    assert [doubted(report) for report in found] == [[], ["agency"]]


def test_sheets_of_one_offices_tables_keep_its_title() -> None:
    found = read(("办公室", WATER + "2023" + REPORT), ("市监局", "清河县市场监督管理局2023" + REPORT))
    assert [report.identity.agency for report in found] == [WATER, "清河县市场监督管理局"]
    assert [doubted(report) for report in found] == [[], []]
