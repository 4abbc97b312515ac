"""What text extractors leave of a web page's tables, and how local tables differ from the form, as seen in real reports."""

from __future__ import annotations

import re

import pytest

from extract.pipeline import extract_document
from normalize.label import label_key
from tests.readers.web_dumps import (
    FILLED,
    HEAD,
    ROWS,
    VALUES,
    WORDS,
    bars_behind,
    disclosure,
    opened,
    opened_filled,
    read,
)

HALF_WIDTH = str.maketrans("（）", "()")


@pytest.mark.parametrize(
    "dump",
    [
        FILLED,
        FILLED.replace(" | ", " |\n"),
        FILLED.replace(" | ", " |\n").replace(" ", "\xa0"),
        FILLED.replace("现行有效件数", "现行有效件"),
        FILLED.replace(" | ", " |\n").replace("|||", "\n|||"),
        "".join(f"| {line}\n" for line in FILLED.splitlines()),
        "\n\n".join(WORDS),
        "\n".join(WORDS),
        "".join(f"{word}\n|\n" for word in WORDS),
        FILLED.replace("||\n", "\n").replace("|||", "|"),
        "".join(map(bars_behind, FILLED.splitlines())),
        "".join(map(opened, FILLED.splitlines())),
        "".join(map(opened_filled, FILLED.splitlines())),
        re.sub(r"[ |]*\n", "\n", FILLED).replace(" | ", "\t\t"),
        re.sub(r"[ |]*\n", "\n\n", FILLED).replace(" | ", "\t\t"),
        "\n".join(cell for row in ROWS for cell in (*row, *[row[-1]] * (4 - len(row)))),
        "\n\n".join(cell for row in ROWS for cell in (*row, *[row[-1]] * (4 - len(row)))),
        "\n\n".join(re.sub("[().]", r"\\\g<0>", word.translate(HALF_WIDTH)) for word in WORDS),
        re.sub(r"[ |]*\n", "  \n", FILLED).replace(" 5", "   \n5").replace(" 8", " 8  \n"),
    ],
    ids=[
        "rows",
        "cell a line",
        "cell a line, no space",
        "a label cut short",
        "own line",
        "framed",
        "apart",
        "lines",
        "bar behind",
        "unfilled",
        "bar behind each, fill",
        "rows opened by a bar",
        "rows opened by a bar, fill behind",
        "two tabs",
        "two tabs, blank lines",
        "a merged cell on each of its lines",
        "a merged cell on each of its lines, blank lines",
        "escaped",
        "lines broken within cells",
    ],
)
def test_dumps_of_web_pages(dump: str) -> None:
    cells = disclosure(read(dump))
    assert [(cell.value, cell.flags) for cell in cells] == [(value, ()) for value in VALUES]


def test_a_label_of_two_lines_moves_no_number_silently() -> None:
    """Where a blank line parts the cells, it ends the run of lines that are cells."""
    dump = "\n\n".join(cell for row in ROWS for cell in (*row, *[row[-1]] * (4 - len(row))))
    cells = disclosure(read(dump.replace("行政规范性文件", "行政规范性\n文件")))
    assert all(cell.flags or cell.value == value for cell, value in zip(cells, VALUES, strict=True))


@pytest.mark.parametrize("apart", ["\n", "\n\n"])
def test_cells_merged_downwards_are_blank_in_their_lower_rows(apart: str) -> None:
    """As docx2python prints 三: two rows of eight cells would be cut out of its header by chance."""
    note = ["（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"] * 3
    blank = [""] * 3
    grid = [
        [*note, *["申请人情况"] * 7],
        [*blank, "自然人", *["法人或其他组织"] * 5, "总计"],
        [*blank, "", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", ""],
        [*["一、本年新收政府信息公开申请数量"] * 3, *"3210006"],
        [*["二、上年结转政府信息公开申请数量"] * 3, *"1000001"],
        ["三、本年度办理结果", *["（一）予以公开"] * 2, *"2200004"],
        ["", "（三）不予公开", "1.属于国家秘密", "2", "", *"10003"],
        ["", "", "2.其他法律行政法规禁止公开", "", *"000000"],
    ]
    text = HEAD.replace("二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况")
    lines = apart.join(cell for row in grid for cell in row)
    cells = extract_document(f"{text}{lines}\n".encode(), "a.txt").reports[0].cells
    printed = [cell for cell in cells if cell.section == "requests" and cell.status != "missing"]
    assert [cell.raw for cell in printed] == [text for row in grid[3:] for text in row[3:]]
    assert not any(cell.flags for cell in printed if cell.item in ("new", "carried_in"))


@pytest.mark.parametrize("cell", ["3（其中修订1件）", "3（同比增加2件）", "3①"])
def test_a_remark_at_a_number_keeps_its_row_together(cell: str) -> None:
    cells = disclosure(read("\n".join(cell if word == "3" else word for word in WORDS)))
    assert [c.value for c in cells if c.raw != cell] == [value for value in VALUES if value != 3]


def test_ruled_lines_of_any_length_are_told_at_once() -> None:
    """Pandoc's rule ends in short runs for columns without text; forty dashes took a minute, more for ever."""
    rule = f"  {'-' * 60} {'-' * 40} -- -- --"
    cells = disclosure(read(f"{rule}\n{FILLED}{rule}\n"))
    assert [(cell.value, cell.flags) for cell in cells] == [(value, ()) for value in VALUES]


def test_labels_one_space_apart_beside_wider_gaps() -> None:
    """As text browsers print them: 法人或其他组织 is as wide as its five columns."""
    numbers = ["3", "1", "0", "0", "0", "4"]  # a blank is lost: whose numbers they are cannot be told
    dump = (
        "申请人情况\n（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）      自然人 法人或其他组织        总计\n"
        "      商业企业 科研机构 社会公益组织 法律服务机构 其他\n"
        f"一、本年新收政府信息公开申请数量    {'    '.join(['2', *numbers])}\n"
        f"二、上年结转政府信息公开申请数量    {'    '.join(numbers)}\n"
    )
    text = HEAD.replace("二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况") + dump
    cells = extract_document(text.encode(), "a.txt").reports[0].cells
    assert [cell.value for cell in cells if cell.item == "new"] == [2, 3, 1, 0, 0, 0, 4]
    assert all(cell.flags for cell in cells if cell.item == "carried_in" and cell.status != "missing")


def test_a_label_in_two_paragraphs_is_one_column() -> None:
    header = [
        "自然人",
        "法人或其他组织",
        "总计",
        "商业",
        "企业",
        "科研",
        "机构",
        "社会公益组织",
        "法律服务机构",
        "其他",
    ]
    rows = ["一、本年新收政府信息公开申请数量", *"1234507", "二、上年结转政府信息公开申请数量", *"0000003"]
    report = read("三、收到和处理政府信息公开申请情况\n\n" + "\n\n".join((*header, *rows)))
    new = [(cell.value, cell.flags) for cell in report.cells if cell.item == "new"]
    assert [value for value, _ in new] == [1, 2, 3, 4, 5, 0, 7]
    assert not any("column_inferred" in flags for _, flags in new)


def test_a_sections_heading_is_no_part_of_the_cell_above_it() -> None:
    """Three empty lines stand behind one table of the dump, two behind another."""
    rows = [["一、本年新收政府信息公开申请数量", *"1234507"], ["四、结转下年度继续办理", *"0000003"]]
    header = [["行政复议"], ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"], [*"12306"]]
    first, second = (
        "\n\n".join("\n".join(f"\t{cell}" for cell in row) for row in table) for table in (rows, header)
    )
    dump = f"三、收到和处理政府信息公开申请情况\n{first}\n\n\n四、政府信息公开行政复议、行政诉讼情况\n{second}\n\n\n\n五、问题"
    cells = extract_document(dump.encode(), "a.txt").reports[0].cells
    values = {item: [c.value for c in cells if c.item == item] for item in ("carried_out", "review")}
    assert values == {"carried_out": [0, 0, 0, 0, 0, 0, 3], "review": [1, 2, 3, 0, 6]}


HALVES = [
    ["自然人", "法人或其他组织", "总计"],
    ["商业", "科研", "社会公益组织", "法律服务机构", "其他"],
    ["企业", "机构"],
]
SPANNED = (
    "<tr><td rowspan=4>（勾稽关系）<td colspan=7>申请人情况<tr><td rowspan=3>自然人<td colspan=5>法人或其他组织<td rowspan=3>总计"
    "<tr><td>商业<td>科研<td rowspan=2>社会公益组织<td rowspan=2>法律服务机构<td rowspan=2>其他<tr><td>企业<td>机构"
)
NEW = ["一、本年新收政府信息公开申请数量", *"1234507"]


@pytest.mark.parametrize(
    ("report", "name"),
    [
        ("\n".join(" | ".join(row) + " |" for row in (["申请人情况"], *HALVES, NEW, NEW)), "a.txt"),
        (f"<table>{SPANNED}<tr><td>{'<td>'.join(NEW)}</table>", "a.html"),
    ],
)
def test_a_label_whose_halves_stand_in_two_rows_is_one_column(report: str, name: str) -> None:
    head = "三、收到和处理政府信息公开申请情况"
    html = f"<p>{head}</p>{report}" if name.endswith("html") else f"{head}\n{report}"
    cells = extract_document(html.encode(), name).reports[0].cells
    new = [(cell.value, "column_inferred" in cell.flags) for cell in cells if cell.item == "new"]
    assert new == [(value, False) for value in (1, 2, 3, 4, 5, 0, 7)]


@pytest.mark.parametrize("subtotal", ["小计", "合计"])
@pytest.mark.parametrize("first", [True, False])
def test_a_subtotal_among_the_columns_of_a_header_in_lines_moves_no_number(
    subtotal: str, first: bool
) -> None:
    parts = ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
    parts.insert(0 if first else len(parts), subtotal)
    numbers = ["0", *("0" * len(parts)), "2"]
    numbers[1 + parts.index(subtotal)] = numbers[1 + parts.index("其他")] = "2"
    rows = ("一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量", "四、结转下年度继续办理")
    lines = ["申请人情况", "自然人", "法人或其他组织", "总计", *parts]
    lines += [line for row in rows for line in (row, *numbers)]
    report = read("三、收到和处理政府信息公开申请情况\n" + "\n".join(lines))
    moved = [
        cell for cell in report.cells if cell.value and cell.category not in ("legal_person.other", "total")
    ]
    assert moved == []


def test_labels_printed_alike_take_the_form_s_columns_with_a_doubt() -> None:
    """本年新<br>制作数量 and 本年新<br>公开数量, of which a dump kept the first lines."""
    columns = "本年新 | 本年新 | 对外公开总数量 |"
    report = read(FILLED.replace("本年制发件数 | 本年废止件数 | 现行有效件数 |", columns))
    row = [cell for cell in disclosure(report) if cell.item == "normative_documents" and cell.value]
    assert [cell.value for cell in row] == [3, 4, 5]
    assert all("column_inferred" in cell.flags for cell in row)


def test_columns_of_the_2019_form_in_a_table_of_2021() -> None:
    columns = "本年新制作数量 | 本年新公开数量 | 对外公开总数量 |"
    report = read(FILLED.replace("本年制发件数 | 本年废止件数 | 现行有效件数 |", columns))
    printed = {(c.item, c.category): (c.value, c.flags) for c in disclosure(report) if c.value is not None}
    assert printed["normative_documents", "published_total"] == (5, ())
    assert printed["fees", "amount"] == (9.5, ())
    assert sorted(value for value, _ in printed.values()) == VALUES


TABBED = "\n".join(re.sub(r" \|+ ?", "\t", line).rstrip() for line in FILLED.splitlines())
PROSE = "".join(f"<p>{line}</p>" for line in HEAD.splitlines())


@pytest.mark.parametrize(
    "body",
    [
        f'<pre style="white-space: pre-wrap;">{HEAD}{TABBED}</pre>',
        f"{PROSE}<pre>{TABBED}</pre><p>三、其他</p>",
        f"<pre>{HEAD}</pre><pre>{TABBED}</pre><p>三、其他</p>",
        PROSE + "".join(f"<pre><span>{line}</span></pre>" for line in TABBED.splitlines()),
        f"{PROSE}<pre>{TABBED.replace(chr(10), '<br>').replace('规章', '<a href=#>规章</a>')}</pre>",
        f"{PROSE}<pre>{TABBED}</pre><div hidden><pre>{TABBED.replace('3', '7')}</pre></div>",
        f"{PROSE}<pre>{TABBED}<span style='display:none'>\n规章\t7\t8\t9</span></pre>",
    ],
    ids=["one", "among paragraphs", "several", "a line each", "marked up", "hidden copy", "hidden row"],
)
def test_a_text_file_that_a_browser_saved_or_a_page_holds(body: str) -> None:
    (report,) = extract_document(f"<html><body>{body}</body></html>".encode(), "a.html").reports
    printed = [(cell.value, cell.flags) for cell in disclosure(report)]
    if "display:none" in body:  # read as the page's lines, which are no rows
        assert not any(value is not None for value, _ in printed)
    else:
        assert printed == [(value, ()) for value in VALUES]


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("规章（设区的市、自治州人民政府应提供相关数据）", "规章"),
        ("规章：地方行政规章指各省、自治区、直辖市的人民政府制定和发布的规范性文件。", "规章"),
        ("其他对外管理服务事项（指行政许可以外的事项，含行政确认（奖励））", "其他对外管理服务事项"),
        ("上一年项目数量（指2019年事项数）", "上一年项目数量"),
        ("第二十条第（一）项", "第二十条第一项"),
        ("其中：主动公开规范性文件数", "主动公开规范性文件数"),
        ("（三）不予公开", "不予公开"),
        ("b.其他法律行政法规禁止公开", "其他法律行政法规禁止公开"),
        (
            "本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和",
            "本列数据的勾稽关系为第一项加第二项之和等于第三项加第四项之和",
        ),
    ],
)
def test_an_explanation_is_no_part_of_a_label(printed: str, key: str) -> None:
    assert label_key(printed) == key


@pytest.mark.parametrize("mark", ["[¹]", "¹", "⁽¹²⁾", "①", "[1]", "［注2］", "（注1）"])
@pytest.mark.parametrize(
    "label", ["（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "3.危及“三安全一稳定”", "总计"]
)
def test_a_footnote_mark_is_no_part_of_a_label(label: str, mark: str) -> None:
    assert label_key(label + mark) == label_key(label)


@pytest.mark.parametrize(
    ("overview", "agency", "year"),
    [
        ("本报告中所列数据的统计期限为2020年1月1日至2020年12月31日。", None, 2020),
        ("现公布我局2022年政府信息公开工作年度报告。2021年结转0件。", None, 2022),
        ("2022年以来，丰收乡扎实推进政务公开工作。", "丰收乡", 2022),
        ("2022年，在区政府的领导下，丰收乡认真贯彻《条例》。", "丰收乡", 2022),
        ("2022年，我乡认真贯彻《条例》。", None, 2022),
        ("2022年，丰收乡政府信息公开工作在乡党委领导下有序开展。", "丰收乡", 2022),
        ("2022年，我办紧紧围绕丰收乡党工委、管委会关于政府信息公开工作的部署，扎实推进。", None, 2022),
        ("特向社會公佈豐收鄉2022年政府資訊公開工作年度報告。", "豐收鄉", 2022),
        ("如有疑问，请联系丰收乡党政办公室。", "丰收乡", None),
        ("2022年，丰收乡在县委、县政府的领导下，认真贯彻《条例》。", "丰收乡", 2022),
        ("我乡对2022年度政府信息公开情况总结如下：", None, 2022),
        ("从六个方面汇报我乡2022年政府信息公开工作。", None, 2022),
        ("截至2022年12月31日，我乡公开120条。", None, 2022),
        ("全年发布2022年政府信息公开工作年度报告1篇。", None, None),
        ("2023年，我乡公开120条。公布2022年政府信息公开工作年度报告。", None, 2023),
        ("2021年全国评估中名列前茅。2022年，本局继续努力。", None, None),
        ("本报告是根据《条例》要求，由两城镇人民政府党政办公室编制。", "两城镇人民政府", None),
    ],
)
def test_an_introduction_inside_section_one(overview: str, agency: str | None, year: int | None) -> None:
    text = f"一、总体情况\n{overview}\n二、主动公开政府信息情况\n{FILLED}"
    identity = extract_document(text.encode(), "a.txt").reports[0].identity
    assert (identity.agency, identity.year) == (agency, year)


CHANNELS = ["申请渠道", "网络", "信函", "当面", "传真", "总计", "数量（件）", "5", "3", "1", "0", "9"]


@pytest.mark.parametrize("unit", ["", "件"], ids=["plain", "units"])
def test_another_table_whose_numbers_have_a_row_of_their_own(unit: str) -> None:
    """Numbers behind no label are a sign of cells out of order, not so below columns that no form has."""
    words = [f"{word}{unit}" if re.fullmatch(r"\d", word) else word for word in WORDS]
    report = read("\n\n".join(words) + "\n六、其他需要报告的事项\n" + "\n\n".join(CHANNELS))
    assert [(cell.value, cell.flags) for cell in disclosure(report)] == [(value, ()) for value in VALUES]


def test_a_table_whose_numbers_stand_apart_from_their_rows_costs_no_other() -> None:
    """一、… to 四、 above their columns, as in a table turned on its side, or one copied column by column."""
    rows = ["一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量", "四、结转下年度继续办理"]
    columns = [cell for name in ("自然人", "商业企业", "总计") for cell in (name, "3", "0", "2")]
    turned = "\n".join(["三、收到和处理政府信息公开申请情况", *rows, *columns])
    for text in ("\n".join([*WORDS, turned]), "\n".join([turned, "二、主动公开政府信息情况", *WORDS])):
        report = read(text)
        assert [(cell.value, cell.flags) for cell in disclosure(report)] == [(value, ()) for value in VALUES]
        assert {cell.status for cell in report.cells if cell.section == "requests"} == {"missing"}


SPACED = [
    FILLED.replace(" |", "").replace("|", ""),
    FILLED.replace(" | ", "    ").replace(" |", "").replace("|", ""),
    FILLED.replace(" | ", ",").replace(" |", "").replace("|", ","),
]


@pytest.mark.parametrize("text", SPACED, ids=["one space", "aligned", "commas"])
def test_cells_apart_by_spaces_or_commas(text: str) -> None:
    cells = disclosure(read(text))
    assert [(cell.value, cell.flags) for cell in cells] == [(value, ()) for value in VALUES]


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("行政规范性文件 3 4", None),
        ("行政规范性文件 3 4 件 5", [3, 4, 5]),
        ("行政 规范性 文件 3 4 5", [3, 4, 5]),
        ("行政规范性文件 12 146 5", None),
        ("行政规范性文件   12  146   5", [12, 146, 5]),
        ("行政规范性文件   12 146   5", None),
        ("行政规范性文件 12,146 4 5", [12146, 4, 5]),
    ],
)
def test_what_spaces_part_and_what_they_leave_in_doubt(line: str, values: list[float] | None) -> None:
    report = read(SPACED[0].replace("行政规范性文件 3 4 5", line))
    row = [cell for cell in disclosure(report) if cell.item == "normative_documents"]
    if values is None:
        assert all(cell.flags for cell in row)
    else:
        assert [(cell.value, cell.flags) for cell in row] == [(value, ()) for value in values]


def test_headings_of_markdown() -> None:
    page = "# 洪泽区水务局2023年政府信息公开工作年度报告\n\n## **一、总体情况**\n\n无。\n\n**二、主动公开政府信息情况**\n\n"
    table = "".join(f"| {line.strip('|')} |\n" for line in FILLED.splitlines())
    report = extract_document((page + table).encode(), "a.md").reports[0]
    assert (report.identity.agency, report.identity.year) == ("洪泽区水务局", 2023)
    assert report.sections is not None
    assert report.sections.overview == "无。"


@pytest.mark.parametrize("number", ["- 4 -", "— 3 —", "-12-", "第 4 页", "第4页 共9页"])
def test_page_numbers_between_cells_are_no_cells(number: str) -> None:
    words = [*WORDS[:9], number, *WORDS[9:12], number, *WORDS[12:]]
    cells = disclosure(read("\n".join(words)))
    assert [(cell.value, cell.flags) for cell in cells] == [(value, ()) for value in VALUES]


PIPES = "".join(f"| {line.rstrip('| ')} |\n" for line in FILLED.splitlines())


RULED = re.sub(r"(?m)^(\| 第二十条.*)$", r"\1\n|---|---|---|---|", PIPES)


@pytest.mark.parametrize(
    "dump",
    [
        RULED,
        re.sub(r"\| (\S+) \|", r"| **\1** |", PIPES),
        PIPES.replace("（", "\\(").replace("）", "\\)"),
        PIPES.replace(" | ", "&nbsp; | "),
    ],
    ids=["a rule below the head of each", "bold", "escaped", "blanks by name"],
)
def test_marks_of_markdown_in_cells(dump: str) -> None:
    cells = disclosure(read(dump))
    assert [(cell.value, cell.flags) for cell in cells] == [(value, ()) for value in VALUES]
