"""What text extractors leave of a web page's tables, and how local tables differ from the form, as seen in real reports."""

import re

import pytest

from extract.pipeline import extract_document
from extract.result import CellRecord, Report
from normalize.label import label_key

HEAD = "洪泽区水务局2023年政府信息公开工作年度报告\n一、总体情况\n无。\n二、主动公开政府信息情况\n"
FILLED = """第二十条第（一）项 | |||
信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |
规章 | 0 | 1 | 2 |
行政规范性文件 | 3 | 4 | 5 |
第二十条第（五）项 | |||
信息内容 | 本年处理决定数量 | ||
行政许可 | 6 | ||
第二十条第（六）项 | |||
信息内容 | 本年处理决定数量 | ||
行政处罚 | 7 | ||
行政强制 | 8 | ||
第二十条第（八）项 | |||
信息内容 | 本年收费金额（单位：万元） | ||
行政事业性收费 | 9.5 | ||
"""
WORDS = [word.strip() for line in FILLED.splitlines() for word in line.split("|") if word.strip()]
VALUES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9.5]


def bars_behind(line: str) -> str:
    """Each cell on a line of its own, the bar behind it on the next, and what fills the row up on one more."""
    cells = [cell.strip() for cell in line.split("|") if cell.strip()]
    fill = "|" * (line.count("|") - len(cells))
    return "".join(f"{cell}\n|\n" for cell in cells) + (f"{fill}\n" if fill else "")


def opened(line: str) -> str:
    """A bar opens the row, each cell stands further in behind blank lines, what fills the row up not as far."""
    cells = [cell.strip() for cell in line.split("|") if cell.strip()]
    fill = "|" * (line.count("|") - len(cells))
    return "|\n" + "      \n".join(f"       {cell}  | \n" for cell in cells) + f"    {fill}\n\n"


def read(text: str, name: str = "a.txt") -> Report:
    return extract_document((HEAD + text).encode(), name).reports[0]


def disclosure(report: Report) -> list[CellRecord]:
    return [cell for cell in report.cells if cell.section == "disclosure"]


@pytest.mark.parametrize(
    "dump",
    [
        FILLED,
        FILLED.replace(" | ", " |\n"),
        FILLED.replace(" | ", " |\n").replace("|||", "\n|||"),
        "".join(f"| {line}\n" for line in FILLED.splitlines()),
        "\n\n".join(WORDS),
        "\n".join(WORDS),
        "".join(f"{word}\n|\n" for word in WORDS),
        FILLED.replace("||\n", "\n").replace("|||", "|"),
        "".join(map(bars_behind, FILLED.splitlines())),
        "".join(map(opened, FILLED.splitlines())),
        re.sub(r"[ |]*\n", "\n", FILLED).replace(" | ", "\t\t"),
        re.sub(r"[ |]*\n", "\n\n", FILLED).replace(" | ", "\t\t"),
    ],
    ids=[
        "rows",
        "cell a line",
        "own line",
        "framed",
        "apart",
        "lines",
        "bar behind",
        "unfilled",
        "bar behind each, fill",
        "rows opened by a bar",
        "two tabs",
        "two tabs, blank lines",
    ],
)
def test_dumps_of_web_pages(dump: str) -> None:
    cells = disclosure(read(dump))
    assert [(cell.value, cell.flags) for cell in cells] == [(value, ()) for value in VALUES]


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


def test_a_row_whose_blanks_are_lost_gives_no_number_to_any_column() -> None:
    report = read(FILLED.replace("行政规范性文件 | 3 | 4 | 5 |", "行政规范性文件 | 3 | 5 | |"))
    row = [cell for cell in disclosure(report) if cell.item == "normative_documents"]
    assert [cell.value for cell in row] == [None, None, None]
    assert all(cell.flags for cell in row)
    assert report.outcome == "partial"


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
        (
            "本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和",
            "本列数据的勾稽关系为第一项加第二项之和等于第三项加第四项之和",
        ),
    ],
)
def test_an_explanation_is_no_part_of_a_label(printed: str, key: str) -> None:
    assert label_key(printed) == key


@pytest.mark.parametrize(
    ("overview", "agency", "year"),
    [
        ("本报告中所列数据的统计期限为2020年1月1日至2020年12月31日。", None, 2020),
        ("现公布我局2022年政府信息公开工作年度报告。2021年结转0件。", None, 2022),
        ("2022年以来，丰收乡扎实推进政务公开工作。", "丰收乡", 2022),
        ("2022年，在区政府的领导下，丰收乡认真贯彻《条例》。", "丰收乡", 2022),
        ("2022年，我乡认真贯彻《条例》。", None, 2022),
        ("如有疑问，请联系丰收乡党政办公室。", "丰收乡", None),
        ("2021年全国评估中名列前茅。2022年，本局继续努力。", None, None),
        ("本报告是根据《条例》要求，由两城镇人民政府党政办公室编制。", "两城镇人民政府", None),
    ],
)
def test_an_introduction_inside_section_one(overview: str, agency: str | None, year: int | None) -> None:
    text = f"一、总体情况\n{overview}\n二、主动公开政府信息情况\n{FILLED}"
    identity = extract_document(text.encode(), "a.txt").reports[0].identity
    assert (identity.agency, identity.year) == (agency, year)


def test_a_blank_column_of_unknown_side_leaves_the_numbers_doubtful() -> None:
    table = [
        ["第二十条第（九）项"],
        ["信息内容", "采购项目数量", "采购总金额", ""],
        ["政府集中采购", "", "2.46", ""],
    ]
    dump = "\n\n".join("\n".join(f"\t{cell}" for cell in row) for row in table)
    cells = [cell for cell in disclosure(read(dump)) if cell.item == "procurement"]
    assert [cell.category for cell in cells if cell.value == 2.46 and not cell.flags] in ([], ["amount"])
    assert all(cell.flags for cell in cells if cell.status in ("blank", "reported"))


APPLICANTS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]


def requests(rows: list[list[str]], *, barred: bool = False) -> dict[str, list[CellRecord]]:
    """The requests table of these rows, a cell a line, by item."""
    cells = ["申请人情况", *APPLICANTS, *(cell for row in rows for cell in row)]
    head = HEAD.replace("二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况")
    dump = "".join(f"{cell}\n|\n" if barred else f"{cell} |\n" for cell in cells)
    report = extract_document((head + dump).encode(), "a.txt").reports[0]
    items = dict.fromkeys(cell.item for cell in report.cells)
    return {item: [cell for cell in report.cells if cell.item == item] for item in items}


def test_rows_of_seven_numbers_are_not_cut_into_pairs() -> None:
    """Two cells a row would come out even, but then rows would hold nothing but numbers."""
    numbers = ["6", "0", "0", "6", "0", "0", "12"]
    cells = requests(
        [
            ["一、本年新收政府信息公开申请数量"] * 3 + numbers,
            ["二、上年结转政府信息公开申请数量"] * 3 + ["0"] * 7,
            ["三、本年度办理结果", "（一）予以公开", "（一）予以公开", *numbers],
            ["三、本年度办理结果", "（七）总计", "（七）总计", *numbers],
            ["四、结转下年度继续办理"] * 3 + ["0"] * 7,
        ]
    )
    assert [(cell.value, cell.flags) for cell in cells["new"]] == [(float(n), ()) for n in numbers]


def test_a_word_behind_a_row_does_not_make_up_for_its_lost_blank() -> None:
    rows = [
        ["一、本年新收政府信息公开申请数量", "6", "0", "0", "6", "0", "0", "12"],
        ["二、上年结转政府信息公开申请数量", "0", "0", "0", "0", "0", "0", "0"],
        ["三、本年度办理结果", "（一）予以公开", "6", "0", "0", "6", "0", "0", "12"],
        ["（七）总计", "", "6", "", "若干", "6", "0", "0", "12", "注", "", ""],
    ]
    row = requests(rows, barred=True)["outcome.total"]
    assert all(cell.flags for cell in row)


def test_an_enumerated_label_is_no_value_of_a_row_that_lost_a_blank() -> None:
    rows = [
        ["一、本年新收政府信息公开申请数量", "6", "0", "0", "6", "0", "0", "12"],
        ["三、本年度办理结果", "（四）无法提供", "3，补正后申请", "1", "0", "0", "0", "0", "0"],
        ["内容仍不明确"],
    ]
    found = requests(rows)
    assert all(cell.flags for cell in found.get("outcome.unavailable", []))
    assert all(cell.flags for cell in found["outcome.unavailable.still_unclear"])


def test_numbers_on_a_row_of_their_own_leave_the_whole_table_in_doubt() -> None:
    """Rows cut by a program that did not know their width: a number may stand under a neighbour's column."""
    torn = FILLED.replace("行政规范性文件 | 3 | 4 | 5 |", "行政规范性文件 | 3 | 4 |\n5 | 0 | ||")
    report = read(torn)
    assert report.outcome == "partial"
    assert all(cell.flags for cell in disclosure(report))


def test_two_columns_that_print_one_label_keep_their_places_with_a_doubt() -> None:
    rows = ["信息内容 本年新制作数量 本年新制作数量 对外公开总数量", "规章 1 2 3", "规范性文件 4 5 6"]
    table = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row.split()) + "</tr>" for row in rows)
    page = f"<p>洪泽区民政局2020年政府信息公开工作年度报告</p><p>一、总体情况</p><table>{table}</table>"
    cells = disclosure(extract_document(page.encode(), "a.html").reports[0])
    assert [cell.value for cell in cells[:6]] == [1, 2, 3, 4, 5, 6]
    assert all("column_inferred" in cell.flags for cell in cells[:6])


ROWS = [
    ["一、本年新收政府信息公开申请数量", *[""] * 6, "3"],
    ["二、上年结转政府信息公开申请数量", *[""] * 6, "1"],
    ["三、本年度办理结果", "（一）予以公开", *[""] * 7],
    ["（二）部分公开", *[""] * 6, "4"],
    ["（三）不予公开", "1.属于国家秘密", *[""] * 7],
    ["2.其他法律行政法规禁止公开", *[""] * 7],
    ["（七）总计", *[""] * 6, "4"],
]


@pytest.mark.parametrize("filled", [True, False], ids=["filled up to the width", "not filled"])
def test_bars_of_blank_cells_keep_the_total_in_its_column(filled: bool) -> None:
    heads = [["申请人情况"], ["自然人", "法人或其他组织", "总计"]]
    heads += [["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]]
    lines = []
    for row in [*heads, *(ROWS if filled else [row for row in ROWS if row[-1]])]:
        lines += [f"{cell} |".strip() for cell in row] + ["|" * (10 - len(row))] * filled
    report = read("三、收到和处理政府信息公开申请情况\n" + "\n".join(lines))
    cells = {(c.item, c.category): c for c in report.cells}
    told = [(cells[item, "total"].value, cells[item, "total"].flags) for item in ("new", "carried_in")]
    assert [value for value, _ in told] == [3, 1]
    assert not any(flag == "column_inferred" for _, flags in told for flag in flags)
    assert cells["new", "natural_person"].status == "blank"
    assert cells["outcome.granted", "total"].value is None


def test_a_width_that_fits_by_chance_is_none() -> None:
    outcomes = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    words = ["行政复议", "行政诉讼", *outcomes, "未经复议直接起诉", "复议后起诉", *outcomes, *outcomes]
    numbers = [str(n) for n in range(15)]
    report = read(
        "四、政府信息公开行政复议、行政诉讼情况\n" + "\n".join(f"{c} |" for c in (*words, *numbers))
    )
    assert [cell.value for cell in report.cells if cell.section == "disputes"] == list(range(15))


def test_a_table_that_is_but_paragraphs_is_not_silently_missing() -> None:
    """A page that lays its table out by blocks of a style sheet."""
    labels = [
        "一、本年新收政府信息公开申请数量",
        "（一）予以公开",
        "1.属于国家秘密",
        "2.重复申请",
        "（七）总计",
    ]
    boxes = "".join(f"<div>{label}</div><div>/</div>" for label in [*APPLICANTS, *labels])
    rows = "".join(f"<tr><td>{label}<td>3" for label in ("行政许可", "行政处罚", "行政强制"))
    page = (
        f"<html><body><p>甲县乙局2023年政府信息公开工作年度报告</p><table>{rows}</table>{boxes}</body></html>"
    )
    cells = extract_document(page.encode(), "a.html").reports[0].cells
    lost = [cell for cell in cells if cell.section == "requests"]
    assert len(lost) == 175
    assert all(cell.flags == ("table_incomplete",) for cell in lost)


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


def test_blank_cells_of_rows_opened_by_a_bar_stay_blank() -> None:
    blank = FILLED.replace("| 0 |", "| ? |").replace("| 4 |", "| ? |")
    dump = "".join(map(opened, blank.splitlines())).replace("?  |", "|")
    found = disclosure(read(dump))
    assert [cell.value for cell in found] == [None if value in (0, 4) else value for value in VALUES]
    assert {cell.status for cell in found} == {"reported", "blank"}
    assert not any(cell.flags for cell in found)


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


def test_numbers_between_bars_that_no_table_took_may_be_the_missing_ones() -> None:
    report = read(f"{FILLED}三、收到和处理政府信息公开申请情况\n新收 | 3 | 4 | 5 |\n")
    assert {cell.flags for cell in report.cells if cell.status == "missing"} == {("table_incomplete",)}


def test_a_row_with_fewer_numbers_than_its_header_has_columns_stays_in_doubt() -> None:
    """A dump of the 2019 form that lost its blanks; a table behind it makes the form of 2021 as likely."""
    dump = """第二十条第（一）项 ||||
信息内容 |
本年新制作数量 |
本年新公开数量 |
对外公开总数量 |
规章 |
3 |
规范性文件 |
1 |
第二十条第（五）项 ||||
信息内容 |
上一年项目数量 |
本年增/减 |
处理决定数量 |
行政许可 |
3 |
其他对外管理服务事项 |
5 |
2 |
3 |
第二十条第（六）项 ||||
信息内容 |
上一年项目数量 |
本年增/减 |
处理决定数量 |
行政处罚 |
5 |
1 |
行政强制 |
1 |
第二十条第（八）项 ||||
信息内容 |
上一年项目数量 |
本年增/减 ||
行政事业性收费 |
2 |
第二十条第（九）项 ||||
信息内容 |
采购项目数量 |
采购总金额 ||
政府集中采购 |
5 |
事项 |
数量 |
行政许可 |
12 |
行政处罚 |
3 |
行政强制 |
0 |
"""
    cells = extract_document((HEAD.replace("2023", "2020") + dump).encode(), "a.txt").reports[0].cells
    in_doubt = [cell for cell in cells if cell.item in ("licences", "penalties", "coercive_measures")]
    assert all(cell.flags for cell in in_doubt if cell.value is not None)
