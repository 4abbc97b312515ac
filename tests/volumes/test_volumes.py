"""Documents of several reports: each report by itself, numbered, and no single report cut in two."""

import io
import random
from dataclasses import replace

import openpyxl
import pytest

from extract.model import Cell, Document, Paragraph, Table
from extract.pipeline import extract_document
from extract.texts.identity import identify
from extract.texts.sections import read_texts
from extract.texts.sources import read_sources
from extract.volumes.parts import split_reports
from tests.builder import Mess, lay_out, make_report
from tests.builder.__main__ import WRITERS
from tests.builder.compare import compare
from tests.builder.forms import items_of
from tests.builder.grid import Grid
from tests.builder.html import to_html
from tests.builder.volume import make_volume
from tests.volumes.blocks import (
    NAMES,
    OPENING,
    OTHER_MATTERS,
    OVERVIEW,
    PROSE,
    ROWS,
    TITLE_A,
    TITLE_B,
    table,
    titles,
)


@pytest.mark.parametrize("form", ["2014", "2019", "2021"])
@pytest.mark.parametrize("kind", ["docx", "html", "text"])
def test_made_volumes_give_each_report_its_own(kind: str, form: str) -> None:
    for seed in range(8):
        bound, pages = make_volume(seed, form, 2 + seed % 4)
        result = extract_document(WRITERS[kind][0](bound), "volume")
        first = result.reports[0].report_id
        assert [r.report_id for r in result.reports] == [
            first if n == 1 else f"{first}-{n}" for n in range(1, len(pages) + 1)
        ]
        for report, page in zip(result.reports, pages, strict=True):
            assert (report.identity.agency, report.identity.year) == (page.made.agency, page.made.year)
            assert compare(page.truth, report.cells).silent == []
            assert report.sections.other_matters == page.made.other_matters


def test_title_at_the_head_of_every_page_starts_no_report() -> None:
    assert len(titles(TITLE_A, OVERVIEW, table(*ROWS[:2]), TITLE_A, table(*ROWS[1:]))) == 1


def test_a_whole_table_below_the_title_at_the_head_of_its_page_starts_no_report() -> None:
    requests = [cells[0].item_label.rpartition(" > ")[2] for cells in items_of("2021", "requests").values()]
    assert len(titles(TITLE_A, OVERVIEW, table(*OTHER_ROWS), TITLE_A, table(*requests))) == 1


def test_text_below_its_title_behind_the_tables_is_no_report_of_its_own() -> None:
    sections = [
        Paragraph(f"{n}、{name}") for n, name in zip("五六", ("存在的主要问题", "其他事项"), strict=True)
    ]
    text = (TITLE_A, OVERVIEW, PROSE, sections[0], PROSE, sections[1], PROSE)
    assert len(titles(TITLE_A, table(*ROWS), *text)) == 1


def test_page_that_holds_its_report_twice_holds_one_report() -> None:
    report = (TITLE_A, OVERVIEW, table(*ROWS))
    assert titles(*report, *report) == [TITLE_A.text]
    of_the_page = Table((Cell("索引号", 0, 0), Cell("11/2024", 0, 1)), 1, 2)
    assert titles(of_the_page, *report, *report) == [TITLE_A.text]


def test_reports_of_one_title_and_the_same_zeros_are_told_by_their_sentences() -> None:
    title = Paragraph("2023年政府信息公开工作年度报告")
    parts = [
        (title, OVERVIEW, Paragraph(f"2023年，{name}认真贯彻落实各级政务公开工作要求。"), table(*ROWS))
        for name in NAMES
    ]
    assert len(titles(*(block for part in parts for block in part))) == 3


def test_texts_under_one_title_that_begin_again_at_one_are_reports_without_tables() -> None:
    title = Paragraph("2023年政府信息公开工作年度报告")
    sections = [
        Paragraph(f"{n}、{name}\n无。")
        for n, name in zip(
            "三四五",
            ("收到和处理政府信息公开申请情况", "行政复议、行政诉讼情况", "存在的主要问题"),
            strict=True,
        )
    ]
    parts = [
        (title, OVERVIEW, Paragraph(f"2023年，{name}认真贯彻落实各级政务公开工作要求。" * 3), *sections)
        for name in NAMES
    ]
    assert len(titles(*(block for part in parts for block in part))) == 3


def test_list_of_links_below_a_report_starts_no_report() -> None:
    assert len(titles(TITLE_A, OVERVIEW, table(*ROWS), TITLE_B, TITLE_A)) == 1


def test_tables_alone_behind_another_title_are_another_report() -> None:
    assert titles(TITLE_A, table(*ROWS), TITLE_B, table(*ROWS)) == [TITLE_A.text, TITLE_B.text]


def test_contents_below_each_title_start_no_report() -> None:
    contents = [Paragraph(f"{n}、{title}") for n, title in (("一", "总体情况"), ("二", "主动公开政府信息情况"),
                ("三", "收到和处理政府信息公开申请情况"))]  # fmt: skip
    blocks = [[title, *contents, OVERVIEW, table(*ROWS)] for title in (TITLE_A, TITLE_B)]
    assert titles(*blocks[0], *blocks[1]) == [TITLE_A.text, TITLE_B.text]


def test_title_of_another_office_or_year_ends_a_report_that_lacks_tables() -> None:
    year_before = Paragraph(TITLE_A.text.replace("2023", "2022"))
    assert titles(TITLE_A, table(*OTHER_ROWS), TITLE_B, table(*ROWS)) == [TITLE_A.text, TITLE_B.text]
    assert titles(TITLE_A, table(*OTHER_ROWS), year_before, table(*ROWS)) == [TITLE_A.text, year_before.text]
    assert len(titles(TITLE_A, table(*OTHER_ROWS), TITLE_A, table(*ROWS))) == 1


OTHER_ROWS = ("信息内容", "规章", "行政规范性文件", "行政许可", "行政处罚", "行政强制")


def test_sections_that_begin_again_at_one_are_another_report() -> None:
    first = (TITLE_A, OVERVIEW, table(*OTHER_ROWS), OTHER_MATTERS, Paragraph("无。"))
    assert titles(*first, OVERVIEW, table(*ROWS)) == [TITLE_A.text, OVERVIEW.text]
    sentences = [
        Paragraph(f"{n}、{name}")
        for n, name in zip(
            "三四五",
            ("收到和处理政府信息公开申请情况", "行政复议、行政诉讼情况", "存在的主要问题"),
            strict=True,
        )
    ]
    second = (
        Paragraph(NAMES[1]),
        OPENING,
        OVERVIEW,
        Paragraph("本年度没有收到申请，也没有行政复议和行政诉讼。" * 3),
        *sentences,
    )
    third = (Paragraph(NAMES[2]), OPENING, OVERVIEW, table(*ROWS))
    assert titles(*first, *second, *third) == [TITLE_A.text, NAMES[1], NAMES[2]]


def test_sets_of_tables_under_who_filled_them_in_need_not_be_whole() -> None:
    captions = [Paragraph(f"填报单位：{name}") for name in NAMES]
    blocks = (captions[0], table(*OTHER_ROWS), captions[1], table(*ROWS))
    assert titles(*blocks) == [captions[0].text, captions[1].text]


def test_title_of_another_report_within_the_text_does_not_take_the_sections_behind_it() -> None:
    requests, disputes = (
        Paragraph("三、收到和处理政府信息公开申请情况"),
        Paragraph("四、行政复议、行政诉讼情况"),
    )
    assert len(titles(TITLE_A, OVERVIEW, table(*OTHER_ROWS), requests, TITLE_B, table(*ROWS), disputes)) == 1


def test_report_that_annexes_the_table_of_another_form_gives_both() -> None:
    pages = [
        lay_out(make_report(random.Random(7), form, number_mess=0.0), Mess()) for form in ("2019", "2014")
    ]
    annex = [block for block in pages[1].blocks if isinstance(block, Grid)]
    report = extract_document(
        to_html(replace(pages[0], blocks=(*pages[0].blocks, *annex))), "a.html"
    ).reports[0]
    assert (report.form, report.outcome) == ("2019", "ok")
    score = compare((*pages[0].truth, *pages[1].truth), report.cells)
    assert score.right == score.total
    assert {cell.form for cell in report.cells if cell.section == "statistics"} == {"2014"}


def test_report_whose_tables_are_pictures_is_not_given_the_next_ones() -> None:
    prose = [
        Paragraph(f"{n}、{name}")
        for n, name in zip("三四五", ("依申请公开情况", "行政复议、行政诉讼情况", "存在的问题"), strict=True)
    ]
    text = Paragraph("认真贯彻落实条例，持续推进政务公开，" * 10)
    blocks = (TITLE_A, OVERVIEW, text, *prose, TITLE_B, OVERVIEW, text, table(*ROWS))
    assert titles(*blocks) == [TITLE_A.text, TITLE_B.text]


@pytest.mark.parametrize("heading", ["{}", "二、{}"])
@pytest.mark.parametrize("opening", [[], [OPENING]])
def test_office_name_heads_a_report_and_is_not_the_signature_of_the_one_before(
    heading: str, opening: list[Paragraph]
) -> None:
    named = [Paragraph(heading.format(name)) for name in NAMES]
    blocks = [[name, *opening, OVERVIEW, table(*ROWS), OTHER_MATTERS, Paragraph("无。")] for name in named]
    cover = Paragraph("清河县2023年政府信息公开工作年度报告汇编")
    assert titles(cover, *(block for each in blocks for block in each)) == [name.text for name in named]


def test_dated_signature_ends_its_report() -> None:
    signed = (TITLE_A, OVERVIEW, table(*ROWS), OTHER_MATTERS, Paragraph(NAMES[0]), Paragraph("2024年1月20日"))
    assert titles(*signed, OVERVIEW, table(*ROWS)) == [TITLE_A.text, OVERVIEW.text]


@pytest.mark.parametrize("caption", ["{}", "填报单位（盖章）：{}", "填 报 单 位：{}"])
def test_tables_below_the_name_of_who_filled_them_in_are_reports_of_their_own(caption: str) -> None:
    captions = [Paragraph(caption.format(name)) for name in NAMES]
    title = Paragraph("政府信息公开情况统计表（2016年度）")
    heading = Paragraph("三、收到和处理政府信息公开申请情况")
    document = Document(
        (title, *(block for each in captions for block in (each, heading, table(*ROWS)))), "test"
    )
    parts = split_reports(document)
    assert [part.document.paragraphs[0].text for part in parts] == [
        title.text,
        *(c.text for c in captions[1:]),
    ]
    found = [identify(read_sources(read_texts(p.document), p.document, "a.docx", p.year)) for p in parts]
    assert [(each.agency, each.year) for each in found] == [(name, 2016) for name in NAMES]


def test_tables_annexed_below_the_signature_belong_to_the_report() -> None:
    annex = (Paragraph(NAMES[0]), table(*ROWS))
    prose = [
        Paragraph("认真贯彻落实条例，持续推进政务公开，" * 10),
        Paragraph("五、存在的主要问题及改进情况"),
    ]
    assert len(titles(TITLE_A, OVERVIEW, *prose, OTHER_MATTERS, *annex)) == 1


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("清河县水利局", "清河县教育局"), [("清河县水利局", None), ("清河县教育局", None)]),
        (
            ("清河县水利局", "清河县教育局", "汇总"),
            [("清河县水利局", None), ("清河县教育局", None), (None, None)],
        ),
        (("2022年", "2023年度"), [(None, 2022), (None, 2023)]),
        (("表一", "Sheet2"), [(None, None)]),
    ],
)
def test_sheets_named_by_office_or_year_are_reports_of_their_own(
    names: tuple[str, ...], expected: list[tuple[str | None, int | None]]
) -> None:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, name in enumerate(names):
        sheet = book.create_sheet(name)
        sheet.append(["", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"])
        for row in ROWS:
            label = (row, row[2:], row.replace("、", "."))[
                number
            ]  # each office numbers its rows in its own way
            sheet.append([label, 1, 0, 0, 0, 0, 0, 1])
    out = io.BytesIO()
    book.save(out)
    reports = extract_document(out.getvalue(), "book.xlsx").reports
    assert [(r.identity.agency, r.identity.year) for r in reports] == expected


def test_the_year_of_the_first_report_is_not_that_of_the_next() -> None:
    first = (TITLE_A, OVERVIEW, table(*ROWS), OTHER_MATTERS, Paragraph("无。"))
    second = (Paragraph(NAMES[1]), OPENING, OVERVIEW, table(*ROWS))
    assert [part.year for part in split_reports(Document((*first, *second), "test"))] == [2023, None]
    cover = Paragraph("清河县2023年政府信息公开工作年度报告汇编")
    assert [part.year for part in split_reports(Document((cover, *second, *second), "test"))] == [2023, 2023]


@pytest.mark.parametrize("names", [("2021年", "2022年"), ("清河县水利局2021年", "清河县水利局2022年")])
@pytest.mark.parametrize(
    "lines", [(), ("清河县水利局{}年政府信息公开工作年度报告数据表", "填报单位：清河县水利局")]
)
def test_a_workbook_with_a_sheet_for_each_year(names: tuple[str, str], lines: tuple[str, ...]) -> None:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for year, name in enumerate(names, 2021):
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append([line.format(year)])
        for row, label in enumerate(ROWS):
            sheet.append([label, *[year + row] * 7])
    out = io.BytesIO()
    book.save(out)
    reports = extract_document(out.getvalue(), "清河县水利局政府信息公开年报.xlsx").reports
    assert [(report.identity.agency, report.identity.year) for report in reports] == [
        ("清河县水利局", 2021),
        ("清河县水利局", 2022),
    ]
    assert [[cell.value for cell in report.cells if cell.value is not None] for report in reports] == [
        [float(year + row) for row in range(3) for _ in range(7)] for year in (2021, 2022)
    ]


def test_a_table_below_a_reports_signature_is_no_report() -> None:
    report = (TITLE_A, OVERVIEW, OPENING, table(*ROWS), OTHER_MATTERS, Paragraph("无。"))
    signature, small = Paragraph("河东区财政局"), table(*ROWS[:2])
    assert (
        len(split_reports(Document((*report, signature, Paragraph("具体情况如下表："), small), "test"))) == 1
    )
    other = Paragraph("河东区教育局")
    assert len(split_reports(Document((*report, other, table(*ROWS)), "test"))) == 2
