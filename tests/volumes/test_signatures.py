"""Whose each report of a volume is, by every way to head a report, to end one, and to begin the volume."""

from __future__ import annotations

import io

import openpyxl
import pytest

from extract.model import Block, Document, Paragraph
from extract.pipeline import extract_document
from extract.volumes.doubtful_owners import Doubt, doubtful_owners
from schemas.forms import FORMS
from tests.volumes.blocks import NAMES, OPENING, OTHER_MATTERS, OVERVIEW, PROSE, ROWS, owners, table

GENERIC = "2023年政府信息公开工作年度报告"
HEADS = {
    "name above the title": ("{}", GENERIC),
    "name below the title": (GENERIC, "{}"),
    "name in brackets": (GENERIC, "（{}）"),
    "name behind a dash": (GENERIC + "——{}",),
    "annex": ("附件1：{}2023年年报",),
    "whole title": ("{}" + GENERIC,),
    "unit": (GENERIC, "填报单位：{}"),
}
ENDS = {
    "nothing": (),
    "date": ("2024年1月10日",),
    "name": ("{}",),
    "name, date": ("{}", "2024年1月10日"),
    "date, name": ("2024年1月10日", "{}"),
    "one line": ("{} 2024年1月10日",),
    "stamp": ("{}（盖章）",),
}
COVERS = {
    "none": (),
    "publisher": (GENERIC + "（汇编）", "清河县人民政府办公室", "2024年3月"),
    "title": (f"清河县各乡镇、县直各单位{GENERIC}",),
    "county": (f"清河县{GENERIC}汇编",),
}


def lines(texts: tuple[str, ...], name: str) -> list[Block]:
    return [Paragraph(text.format(name)) for text in texts]


@pytest.mark.parametrize("cover", COVERS)
@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("head", HEADS)
def test_each_report_is_of_its_own_office(head: str, end: str, cover: str) -> None:
    blocks = lines(COVERS[cover], "")
    for name in NAMES:
        blocks += lines(HEADS[head], name)
        blocks += [OPENING, OVERVIEW, PROSE, table(*ROWS), OTHER_MATTERS, PROSE]
        blocks += lines(ENDS[end], name)
    assert owners(*blocks) == [(name, 2023) for name in NAMES]


@pytest.mark.parametrize("cover", ["title", "county"])
def test_the_volumes_own_title_is_not_whose_its_first_nameless_report_is(cover: str) -> None:
    blocks = lines(COVERS[cover], "")
    for _ in NAMES:
        blocks += [Paragraph(GENERIC), OPENING, OVERVIEW, PROSE, table(*ROWS), OTHER_MATTERS, PROSE]
    blocks[-3] = table(*ROWS, "（一）予以公开")  # no copies of each other
    blocks[12] = table(*ROWS, "1.属于国家秘密")
    assert {agency for agency, _ in owners(*blocks)} == {None}


def test_a_governments_title_above_a_nameless_report_is_the_volumes() -> None:
    blocks = lines(("清河县人民政府" + GENERIC,), "")
    for head in ((GENERIC,), *((GENERIC, name) for name in NAMES[1:])):
        blocks += [*lines(head, ""), OPENING, OVERVIEW, PROSE, table(*ROWS), OTHER_MATTERS, PROSE]
    assert [agency for agency, _ in owners(*blocks)] == [None, *NAMES[1:]]


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("prose", [PROSE, Paragraph("认真贯彻落实条例。")])
def test_a_report_of_form_2014_has_its_text_and_its_table(head: str, end: str, prose: Paragraph) -> None:
    """The table stands below a title of its own: 政府信息公开情况统计表."""
    blocks: list[Block] = []
    for name in NAMES:
        blocks += lines(tuple(text.replace("2023", "2016") for text in HEADS[head]), name)
        blocks += [OPENING, Paragraph("一、概述"), prose, Paragraph("二、存在的主要问题和改进措施"), prose]
        blocks += lines(("政府信息公开情况统计表", "（2016年度）", "填报单位：{}"), name)
        blocks += [table(*ROWS)]
        blocks += lines(tuple(text.replace("2024", "2017") for text in ENDS[end]), name)
    assert owners(*blocks) == [(name, 2016) for name in NAMES]


@pytest.mark.parametrize(
    "year", ["{}年", "{}年度", "（{}年度）", "{}年年度报告", "{}年度报告", "{}年年报", "{}"]
)
@pytest.mark.parametrize("end", ["nothing", "name, date"])
def test_each_report_of_one_office_is_of_its_own_year(year: str, end: str) -> None:
    blocks = lines(("清河县水利局政府信息公开工作年度报告",), "")
    for number in (2023, 2022, 2021):
        blocks += [
            Paragraph(year.format(number)),
            OPENING,
            OVERVIEW,
            PROSE,
            table(*ROWS),
            OTHER_MATTERS,
            PROSE,
        ]
        blocks += lines(tuple(text.replace("2024", str(number + 1)) for text in ENDS[end]), "清河县水利局")
    assert owners(*blocks) == [("清河县水利局", number) for number in (2023, 2022, 2021)]


@pytest.mark.parametrize("end", ["nothing", "name", "name, date"])
@pytest.mark.parametrize("head", ["name above the title", "unit above the title", "whole title", "unit"])
@pytest.mark.parametrize("names", [("Sheet1", "Sheet2", "Sheet3"), ("1", "2", "3")])
def test_a_sheet_for_each_office(head: str, end: str, names: tuple[str, ...]) -> None:
    """Of another sheet is no name above a title; each has a title and all the tables."""
    heads = {**HEADS, "unit above the title": ("填报单位：{}", GENERIC)}
    book = openpyxl.Workbook()
    book.remove(book.active)
    for sheet, name in zip(names, NAMES, strict=True):
        page = book.create_sheet(sheet)
        texts = (*heads[head], "一、总体情况", PROSE.text, "三、收到和处理政府信息公开申请情况")
        for text in texts:
            page.append([text.format(name)])
        page.append(["", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"])
        for row in ROWS:
            page.append([row, 1, 0, 0, 0, 0, 0, 1])
        for text in ("六、其他需要报告的事项", "无其他需要报告的事项。", *ENDS[end]):
            page.append([text.format(name)])
    out = io.BytesIO()
    book.save(out)
    reports = extract_document(out.getvalue(), "book.xlsx").reports
    assert [(report.identity.agency, report.identity.year) for report in reports] == [
        (name, 2023) for name in NAMES
    ]
    assert [sum(cell.status == "reported" for cell in report.cells) for report in reports] == [21] * 3


@pytest.mark.parametrize("head", [(), (GENERIC,), ("单位：{}", GENERIC)])
def test_tables_alone_signed_below(head: tuple[str, ...]) -> None:
    """No text between them, the titles alike or none: a name below each table, the last one too, is its signature."""
    labels = [row.label for row in FORMS["2014"].by_section["statistics"].blocks[0].rows]
    blocks: list[Block] = []
    for name in NAMES:
        blocks += [*lines(head, name), table(*labels), Paragraph(name)]
    assert [agency for agency, _ in owners(*blocks)] == [*NAMES]


def test_an_office_that_signs_twice_is_parted_from_the_next() -> None:
    """Its report in two tables, each signed."""
    first = ("规章", "行政规范性文件", "行政许可")
    blocks: list[Block] = []
    for name, labels in ((NAMES[0], first), (NAMES[0], ROWS), (NAMES[1], (*first, *ROWS))):
        blocks += [table(*labels), Paragraph(name)]
    assert [agency for agency, _ in owners(*blocks)] == [*NAMES[:2]]


@pytest.mark.parametrize(("second", "said"), [("清河县水利局", True), ("清河县教育局", False)])
def test_two_reports_of_one_office_and_year_are_said(second: str, said: bool) -> None:
    table_of = "<table><tr><td>行政许可<td>{}<tr><td>行政处罚<td>0<tr><td>行政强制<td>0</table>"
    page = "".join(
        f"<h1>{name}{GENERIC}</h1><p>一、总体情况<p>主动公开{n}条。<p>二、主动公开政府信息情况{table_of.format(n)}"
        for n, name in enumerate(("清河县水利局", second))
    )
    reports = extract_document(page.encode(), "a.html").reports
    assert [each.identity.agency for each in reports] == ["清河县水利局", second]
    differ = [any(finding.check == "report.sources_differ" for finding in each.findings) for each in reports]
    assert differ == [said, said]


def test_sheets_under_one_title_are_each_the_offices_that_fills_it_in() -> None:
    """Their tables need not be whole: each has the rows of the one before it again."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, name in enumerate(NAMES):
        page = book.create_sheet(f"表{number}")
        page.append([GENERIC])
        page.append(["", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"])
        for row in ROWS:
            page.append([row, number, 0, 0, 0, 0, 0, number])
        page.append([f"填报单位：{name}"])
    out = io.BytesIO()
    book.save(out)
    reports = extract_document(out.getvalue(), "book.xlsx").reports
    assert [report.identity.agency for report in reports] == [*NAMES]
    assert [sum(cell.value or 0 for cell in report.cells) for report in reports] == [0, 6, 12]


def test_a_report_that_two_offices_head_and_sign_is_nobodys_for_sure() -> None:
    lines = ("清河县水利局2023年政府信息公开工作年度报告", "一、总体情况", "清河县教育局", "2024年1月5日")
    doubts = doubtful_owners([Document(tuple(map(Paragraph, lines)), "test")], ["清河县水利局"])
    assert doubts == {0: Doubt(None, ("清河县教育局",))}
