"""What heads each report of a volume: its own office and year, whatever title, cover or other report stands before it."""

from __future__ import annotations

import pytest

from extract.model import Block, Document, Paragraph, Table
from extract.pipeline import extract_document
from extract.texts.identity import identify
from extract.texts.sections import read_texts
from extract.texts.sources import read_sources
from extract.volumes.parts import split_reports
from tests.volumes.blocks import (
    COUNTY,
    NAMES,
    OPENING,
    OTHER_MATTERS,
    OVERVIEW,
    PROSE,
    ROWS,
    TITLE_A,
    owners,
    table,
    titles,
)


@pytest.mark.parametrize(
    "heading", ["{}", "一、{}", "第二章 {}", "{}2023年度", "{}（2023年）", "单位名称：{}"]
)
def test_the_volumes_own_title_is_not_whose_its_first_report_is(heading: str) -> None:
    cover = Paragraph(f"{COUNTY.text}汇编")
    each = [(Paragraph(heading.format(name)), OPENING, OVERVIEW, PROSE, table(*ROWS)) for name in NAMES]
    assert owners(cover, *(block for blocks in each for block in blocks)) == [(name, 2023) for name in NAMES]


@pytest.mark.parametrize(
    ("title", "names", "code"),
    [
        ("清河县2023年度乡镇政府信息公开工作年度报告汇编", ("葛仙庄镇", "连庄镇"), "130534"),
        ("清河县2023年政府信息公开工作年度报告汇编", ("水利局", "教育局"), "130534"),
        ("邢台市2023年政府信息公开工作年度报告汇编", ("市水利局", "市教育局"), "130500"),
        ("邢台市2023年政府信息公开工作年度报告汇编", ("水利局", "教育局"), None),  # the city's, or a county's
        ("2023年政府信息公开工作年度报告汇编", ("葛仙庄镇", "连庄镇"), None),
    ],
)
def test_a_volume_of_a_places_reports_tells_their_region(
    title: str, names: tuple[str, ...], code: str | None
) -> None:
    each = [(Paragraph(name), OPENING, OVERVIEW, PROSE, table(*ROWS)) for name in names]
    blocks = (Paragraph(title), *(block for one in each for block in one))
    parts = split_reports(Document(blocks, "test"))
    found = [
        identify(read_sources(read_texts(p.document), p.document, "a.docx", p.year, volume=p.volume))
        for p in parts
    ]
    assert [(one.agency, one.region_code) for one in found] == [(name, code) for name in names]


@pytest.mark.parametrize("cover", [(), (Paragraph(f"{COUNTY.text}汇编"),)])
def test_reports_that_begin_with_a_sentence_that_announces_them(cover: tuple[Block, ...]) -> None:
    opening = "根据《中华人民共和国政府信息公开条例》规定，现公布{}2023年政府信息公开工作年度报告。"
    each = [
        (Paragraph(opening.format(name)), OVERVIEW, PROSE, table(*ROWS), OTHER_MATTERS, Paragraph("无。"))
        for name in NAMES
    ]
    assert owners(*cover, *(block for blocks in each for block in blocks)) == [(name, 2023) for name in NAMES]


@pytest.mark.parametrize(
    ("heading", "own"),
    [
        ("{}", ()),
        ("附件1：{}", ()),
        ("{}", (table(*ROWS),)),
        ("附件1：{}", (table(*ROWS),)),
        ("附表1：{}2023年政府信息公开工作情况统计表", (table(*ROWS),)),
    ],
)
def test_offices_tables_behind_their_governments_report(heading: str, own: tuple[Table, ...]) -> None:
    report = (
        COUNTY,
        OVERVIEW,
        PROSE,
        *own,
        Paragraph("五、存在的主要问题及改进情况"),
        PROSE,
        OTHER_MATTERS,
        PROSE,
    )
    behind = [(Paragraph(heading.format(name)), table(*ROWS)) for name in NAMES]
    assert owners(*report, *(block for blocks in behind for block in blocks)) == [
        ("清河县", 2023),
        *((name, 2023) for name in NAMES),
    ]


def test_lines_that_head_a_table_together() -> None:
    each = [
        (
            Paragraph("政府信息公开情况统计表"),
            Paragraph("（2016年度）"),
            Paragraph(f"填报单位：{name}"),
            table(*ROWS),
        )
        for name in NAMES
    ]
    assert owners(*(block for blocks in each for block in blocks)) == [(name, 2016) for name in NAMES]


def test_titles_within_the_tables_of_several_offices() -> None:
    tables = "".join(
        f"<table><tr><td colspan=3>政府信息公开情况统计表（{name}）<tr><td colspan=3>（2016年度）"
        f"<tr><td>统计指标<td>单位<td>统计数{STATISTICS.format(n)}</table>"
        for n, name in enumerate(NAMES, 1)
    )
    reports = extract_document(f"<html><body>{tables}</body></html>".encode(), "a.html").reports
    assert [(each.identity.agency, each.identity.year) for each in reports] == [
        (name, 2016) for name in NAMES
    ]
    assert [{cell.value for cell in each.cells if cell.value is not None} for each in reports] == [
        {1},
        {2},
        {3},
    ]


STATISTICS = "".join(
    f"<tr><td>{label}<td>条<td>{{0}}"
    for label in (
        "（一）主动公开政府信息数",
        "1.政府公报公开政府信息数",
        "2.政府网站公开政府信息数",
        "3.政务微博公开政府信息数",
        "4.政务微信公开政府信息数",
        "5.其他方式公开政府信息数",
        "（一）收到申请数",
        "1.当面申请数",
        "2.传真申请数",
        "3.网络申请数",
        "4.信函申请数",
        "六、举报投诉数量",
    )
)


@pytest.mark.parametrize("line", ["填报单位：河东区财政局", "河东区人民政府"])
def test_an_office_named_above_a_table_within_a_report_parts_nothing(line: str) -> None:
    report = (
        TITLE_A,
        OVERVIEW,
        PROSE,
        table(*ROWS, "行政复议", "行政诉讼"),
        Paragraph("四、政府信息公开行政复议、行政诉讼情况"),
        Paragraph(line),
        table("行政复议", "行政诉讼", "结果维持"),
        Paragraph("五、存在的主要问题及改进情况"),
        PROSE,
    )
    assert len(titles(*report)) == 1


@pytest.mark.parametrize("unit", ["河东区财政局", "财政局", "河东区", "河东区财政局办公室"])
def test_the_table_behind_a_text_filled_in_by_its_own_office_is_its_annex(unit: str) -> None:
    text = (TITLE_A, OVERVIEW, PROSE, Paragraph("五、存在的主要问题及改进情况"), PROSE, OTHER_MATTERS, PROSE)
    annex = [
        Paragraph(line) for line in ("附表", "政府信息公开情况统计表", "（2023年度）", f"填报单位：{unit}")
    ]
    assert owners(*text, *annex, table(*ROWS)) == [("河东区财政局", 2023)]


@pytest.mark.parametrize("caption", ["填报单位：{}", "{}", "附件：{}2023年政府信息公开情况统计表"])
def test_each_text_of_a_volume_and_its_offices_table_below_are_one_report(caption: str) -> None:
    blocks: list[Block] = []
    for name in NAMES:
        title = Paragraph(f"{name}2023年政府信息公开工作年度报告")
        blocks += (
            title,
            OVERVIEW,
            PROSE,
            Paragraph("五、存在的主要问题及改进情况"),
            PROSE,
            OTHER_MATTERS,
            PROSE,
        )
        blocks += (Paragraph(caption.format(name)), table(*ROWS))
    assert owners(*blocks) == [(name, 2023) for name in NAMES]


def test_a_text_that_names_nobody_is_whose_the_table_behind_it_is() -> None:
    text = (Paragraph("2023年政府信息公开工作年度报告"), OVERVIEW, OTHER_MATTERS, Paragraph("无其他事项。"))
    assert owners(*text, Paragraph(f"填报单位：{NAMES[0]}"), table(*ROWS)) == [(NAMES[0], 2023)]


def test_the_table_of_a_department_behind_its_governments_text_is_not() -> None:
    text = (COUNTY, OVERVIEW, PROSE, Paragraph("五、存在的主要问题及改进情况"), PROSE, OTHER_MATTERS, PROSE)
    annex = (Paragraph(f"填报单位：{NAMES[0]}"), table(*ROWS))
    assert owners(*text, *annex) == [("清河县", 2023), (NAMES[0], 2023)]


@pytest.mark.parametrize(
    "cover",
    [
        (COUNTY,),
        (
            Paragraph("2023年政府信息公开工作年度报告（汇编）"),
            Paragraph("清河县人民政府办公室"),
            Paragraph("2024年3月"),
        ),
    ],
)
def test_the_first_report_is_headed_as_the_others_are(cover: tuple[Paragraph, ...]) -> None:
    each = [(Paragraph(name), OPENING, OVERVIEW, PROSE, table(*ROWS)) for name in NAMES]
    assert owners(*cover, *(block for blocks in each for block in blocks)) == [(name, 2023) for name in NAMES]


def test_years_by_turns_part_nothing() -> None:
    sections = [
        block
        for heading in ("二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况")
        for block in (
            Paragraph(heading),
            Paragraph("2022年"),
            table(*ROWS),
            Paragraph("2023年"),
            table(*ROWS),
        )
    ]
    assert len(titles(COUNTY, OVERVIEW, PROSE, *sections)) == 1


GENERIC = Paragraph("2023年政府信息公开工作年度报告")


@pytest.mark.parametrize(
    ("signature", "above"),
    [("{}", False), ("{}（盖章）", False), ("填报单位：{}", False), ("{}", True), ("填报单位：{}", True)],
)
def test_a_name_between_two_reports_is_of_the_one_or_the_other_as_the_first_has_it(
    signature: str, above: bool
) -> None:
    """All in the same words, with the same numbers: they are no copies of each other."""
    each = []
    for name in NAMES:
        line = Paragraph(signature.format(name))
        report = (GENERIC, OPENING, OVERVIEW, PROSE, table(*ROWS), OTHER_MATTERS, PROSE)
        each += [line, *report] if above else [*report, line]
    assert owners(*each) == [(name, 2023) for name in NAMES]


@pytest.mark.parametrize("signature", ["{}", "{}（盖章）", "填报单位：{}"])
def test_a_report_headed_by_its_office_is_signed_by_it_too(signature: str) -> None:
    each = []
    for name in NAMES:
        end = (OTHER_MATTERS, PROSE, Paragraph("2024年1月10日"), Paragraph(signature.format(name)))
        each += [Paragraph(name), GENERIC, OPENING, OVERVIEW, PROSE, table(*ROWS), *end]
    assert owners(*each) == [(name, 2023) for name in NAMES]


def test_a_title_broken_within_its_offices_name_is_whole() -> None:
    each = [
        (Paragraph(f"{name[:4]}\n{name[4:]}2023年政府信息公开工作年度报告"), OVERVIEW, PROSE, table(*ROWS))
        for name in NAMES
    ]
    assert owners(*(block for blocks in each for block in blocks)) == [(name, 2023) for name in NAMES]
