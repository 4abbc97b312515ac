"""Text that lost blank cells or kept only their bars: what can be told of its rows, and what stays in doubt."""

from __future__ import annotations

import random

import pytest

from extract.flags import ROW_REPEATED
from extract.pipeline import extract_document
from extract.result import CellRecord
from tests.builder import Mess, lay_out, make_report
from tests.builder.compare import compare
from tests.builder.grid import Grid, unmerge
from tests.readers.web_dumps import FILLED, HEAD, VALUES, disclosure, opened, opened_filled, read


@pytest.mark.parametrize("blank", [" ", "\xa0", "\u2003", "\u3000"])
@pytest.mark.parametrize("end", [" ", "\n"], ids=["rows", "a cell a line"])
def test_a_row_whose_blanks_are_lost_gives_no_number_to_any_column(blank: str, end: str) -> None:
    """Whatever blank stands before the bars: it is that of no blank cell."""
    dump = FILLED.replace("行政规范性文件 | 3 | 4 | 5 |", "行政规范性文件 | 3 | 5 | |")
    report = read(dump.replace(" | ", f" |{end}").replace(" ", blank))
    row = [cell for cell in disclosure(report) if cell.item == "normative_documents"]
    assert [cell.value for cell in row] == [None, None, None]
    assert all(cell.flags for cell in row)
    assert report.outcome == "partial"


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


def test_bars_of_blank_cells_keep_the_total_in_its_column() -> None:
    heads = [["申请人情况"], ["自然人", "法人或其他组织", "总计"]]
    heads += [["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]]
    lines = []
    for row in [*heads, *(row for row in ROWS if row[-1])]:
        lines += [f"{cell} |".strip() for cell in row]
    report = read("三、收到和处理政府信息公开申请情况\n" + "\n".join(lines))
    cells = {(c.item, c.category): c for c in report.cells}
    told = [(cells[item, "total"].value, cells[item, "total"].flags) for item in ("new", "carried_in")]
    assert [value for value, _ in told] == [3, 1]
    assert not any(flag == "column_inferred" for _, flags in told for flag in flags)
    assert cells["new", "natural_person"].status == "blank"
    assert cells["outcome.granted", "total"].value is None


@pytest.mark.parametrize("lost", [False, True], ids=["all cells", "one lost"])
def test_a_bar_on_its_own_line_beside_merged_cells_bars_leaves_its_row_in_doubt(lost: bool) -> None:
    """Merged cells have as many bars as they have columns, on the line behind them."""
    rows = [
        ["264", "", "", "16", "", "24", "304"],
        ["", "", "", "", "", "1", "1"],
        ["", "2", "", "", "", "", "2"],
    ]
    labels = [
        ("一、本年新收政府信息公开申请数量", 3),
        ("二、上年结转政府信息公开申请数量", 3),
        ("四、结转下年度继续办理", 3),
    ]
    cells: list[tuple[str, int]] = [("申请人情况", 7), ("自然人", 1), ("法人或其他组织", 5), ("总计", 1)]
    cells += [(cell, 1) for cell in APPLICANTS[1:6]]
    for label, row in zip(labels, rows, strict=True):
        cells += [label, *((text, 1) for text in row)]
    if lost:
        cells.remove(("", 1))
    dump = "".join(f"{text} |\n" + (f"{'|' * span}\n" if span > 1 else "") for text, span in cells)
    report = read("三、收到和处理政府信息公开申请情况\n" + dump)
    found = [cell for cell in report.cells if cell.item in ("new", "carried_in", "carried_out")]
    values = [None if not text else float(text) for row in rows for text in row]
    assert found
    assert all(cell.flags or cell.value == value for cell, value in zip(found, values, strict=True))


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


def test_blank_cells_of_rows_opened_by_a_bar_stay_blank() -> None:
    blank = FILLED.replace("| 0 |", "| ? |").replace("| 4 |", "| ? |")
    dump = "".join(map(opened, blank.splitlines())).replace("?  |", "|")
    found = disclosure(read(dump))
    assert [cell.value for cell in found] == [None if value in (0, 4) else value for value in VALUES]
    assert {cell.status for cell in found} == {"reported", "blank"}
    assert not any(cell.flags for cell in found)


def test_bars_behind_a_cell_are_blank_cells_where_the_row_goes_on() -> None:
    dump = "".join(map(opened_filled, FILLED.splitlines())).replace("\n1 |", " |").replace("\n4 |", " |")
    found = disclosure(read(dump))
    assert [cell.value for cell in found] == [None if value in (1, 4) else value for value in VALUES]
    assert not any(cell.flags for cell in found)


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


def test_blanks_among_bars_that_open_rows() -> None:
    """Cells no further in than the bars: a number behind a bar goes on with its row, words open the next."""
    results = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    first = [
        ["第二十条第（一）项"],
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["规章", "", "4", ""],
        ["行政规范性文件", "", "", "5"],
    ]
    last = [
        ["行政复议", "行政诉讼"],
        [*results, "未经复议直接起诉", "复议后起诉"],
        [*results, *results],
        ["", "7", *[""] * 12, "7"],
    ]

    def dump(rows: list[list[str]]) -> str:
        return "".join("|\n" + "".join(f"{cell} |".lstrip() + "\n" for cell in row) for row in rows)

    report = read(f"{dump(first)}四、政府信息公开行政复议、行政诉讼情况\n{dump(last)}")
    shown = {(cell.item, cell.category): cell.value for cell in report.cells if cell.status == "reported"}
    assert shown == {
        ("regulations", "repealed"): 4,
        ("normative_documents", "in_force"): 5,
        ("review", "corrected"): 7,
        ("litigation.after_review", "total"): 7,
    }


def test_a_group_that_rose_in_the_line_moves_no_column() -> None:
    """As text taken from a page has it, from top to foot: 自然人 stands in the middle of the header's two lower rows."""
    head = ("申请人情况", "法人或其他组织", "自然人", "总计", *("商业企业", "科研机构", "社会公益组织"))
    rows = {
        "一、本年新收政府信息公开申请数量": ("new", (18, 7, 10, 4, 9, 3, 51)),
        "二、上年结转政府信息公开申请数量": ("carried_in", (1, 2, 0, 1, 0, 1, 5)),
        "（一）予以公开": ("outcome.granted", (2, 0, 1, 3, 1, 0, 7)),
        "（七）总计": ("outcome.total", (19, 9, 10, 5, 9, 4, 56)),
        "四、结转下年度继续办理": ("carried_out", (0, 0, 0, 0, 0, 0, 0)),
    }
    lines = [
        "甲县乙局2022年政府信息公开工作年度报告",
        "三、收到和处理政府信息公开申请情况",
        *head,
        "法律服务机构",
        "其他",
    ]
    for label, (_, numbers) in rows.items():
        lines += [label, *map(str, numbers)]
    (report,) = extract_document("\n".join(lines).encode(), "a.txt").reports
    for item, numbers in rows.values():
        cells = [cell for cell in report.cells if cell.item == item]
        assert [cell.value for cell in cells] == [*numbers]
        assert {cell.flags[:1] for cell in cells} == {("column_inferred",)}


def test_a_header_in_pieces_leaves_its_columns_in_doubt() -> None:
    """商业企 and 业 stand in two lines, and the sums' explanation beside them: seven pieces, none over its own number."""
    rows = {
        "一、本年新收政府信息公开申请数量": ("new", (47, 10, 11, 5, 8, 22, 103)),
        "二、上年结转政府信息公开申请数量": ("carried_in", (1, 0, 2, 1, 3, 1, 8)),
        "（一）予以公开": ("outcome.granted", (7, 0, 3, 4, 0, 1, 15)),
        "1.属于国家秘密": ("outcome.refused.state_secret", (0, 2, 1, 0, 1, 0, 4)),
        "3.危及“三安全一稳定”": ("outcome.refused.security_and_stability", (12, 0, 0, 0, 0, 3, 15)),
        "四、结转下年度继续办理": ("carried_out", (2, 1, 1, 0, 1, 0, 5)),
    }
    lines = [
        "甲县乙局2022年政府信息公开工作年度报告\n三、收到和处理政府信息公开申请情况\n",
        " " * 39 + "申请人情况\n\n" + " " * 38 + "法人或其他组织",
        "（本列数据的勾稽关系为：第一项加第二项之和，等        商业企  科研机  社会公 法律服",
        "      于第三项加第四项之和）         自然人   业    构   益组织 务机构   其他  总计\n",
    ]
    lines += [f"   {label}        {'   '.join(map(str, numbers))}\n" for label, (_, numbers) in rows.items()]
    (report,) = extract_document("\n".join(lines).encode(), "a.txt").reports
    for item, numbers in rows.values():
        cells = [cell for cell in report.cells if cell.item == item]
        assert all(cell.flags or cell.value == true for cell, true in zip(cells, numbers, strict=True))


def test_a_closing_mark_that_stands_apart_is_no_cell() -> None:
    """危及“三安全一稳 定 ” with a blank lost: six numbers and a mark are not seven."""
    rows = ["申请人情况  " + "  ".join(APPLICANTS), "一、本年新收政府信息公开申请数量  1  2  3  4  5  6  21"]
    rows.append("二、上年结转政府信息公开申请数量  1  2  3  4  5  6  21")
    rows.append("3.危及“三安全一稳  ”  7  0  0  0  0  7")
    head = HEAD.replace("二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况")
    report = extract_document((head + "\n".join(rows)).encode(), "a.txt").reports[0]
    cells = [c for c in report.cells if c.item == "outcome.refused.security_and_stability"]
    assert all(cell.value is None and cell.flags for cell in cells)


@pytest.mark.parametrize("first", [True, False])
def test_a_number_of_a_second_table_behind_the_first_is_in_doubt(first: bool) -> None:
    """Last year's table right below the report's, whose 行政处罚 and 行政事业性收费 are blank: a cell a line, so it is one run."""
    blocks = [
        (
            "（一）",
            "本年制发件数\n本年废止件数\n现行有效件数",
            ["规章", "0", "0", "0", "行政规范性文件", "0", "1", "2"],
        ),
        ("（五）", "本年处理决定数量", ["行政许可", "{licences}"]),
        ("（六）", "本年处理决定数量", ["行政处罚", "{penalties}", "行政强制", "{measures}"]),
        ("（八）", "本年收费金额（单位：万元）", ["行政事业性收费", "{fees}"]),
    ]
    table = "".join(
        "\n".join([f"第二十条第{number}项", "信息内容", column, *cells, ""])
        for number, column, cells in blocks
    )
    own = table.format(licences="3", penalties="", measures="4", fees="")
    other = table.format(licences="5", penalties="8", measures="6", fees="1.5")
    text = HEAD + (own + other if first else other + own)
    cells = {cell.item: cell for cell in disclosure(read(text)) if cell.status == "reported"}
    assert all(ROW_REPEATED in cells[item].flags for item in ("licences", "penalties", "fees"))


def test_a_label_alone_at_the_end_is_its_row_and_a_second_printings_number_not_surely_its() -> None:
    """The tabs of its blank cells are lost."""
    table = ["信息内容\t本年制发件数\t本年废止件数\t现行有效件数", "规章\t1\t2\t3", "行政规范性文件\t4\t5\t6"]
    table += ["信息内容\t本年处理决定数量", "行政许可\t7", "行政处罚\t8"]
    text = "\n".join([*table, "行政强制", "", *table, "行政强制\t9"])
    cells = {cell.item: cell for cell in disclosure(read(text)) if cell.category == "decisions"}
    assert (cells["penalties"].value, cells["penalties"].flags) == (8, ())
    assert cells["coercive_measures"].value is None or ROW_REPEATED in cells["coercive_measures"].flags


def test_a_blank_among_cells_that_are_written_as_often_as_they_are_wide_is_of_no_label() -> None:
    head = "信息内容\t上一年项目数量\t本年增/减"
    rows = ["行政许可\t2\t0\t4", "其他对外管理服务事项\t1\t0", "第二十条第（八）项"]  # a blank lost: no grid
    report = read("\n".join([f"{head}\t处理决定数量", *rows, f"{head}\t本年增/减", "行政事业性收费\t\t1\t1"]))
    cells = [cell for cell in disclosure(report) if cell.item == "fees" and cell.value is not None]
    assert cells
    assert all("column_inferred" in cell.flags for cell in cells)


def test_a_row_of_blanks_below_an_unknown_label_with_numbers_may_be_that_ones() -> None:
    """（三）不予公开—3.危及“三安全一稳定” on three lines of a narrow cell, drawn with no lines between rows."""
    labels = ["（三）不予", "公开—1.属", "于国家秘密", "（三）不予", "公开—3.危", "及“三安全", "一稳定”"]
    labels += ["（三）不予", "公开—4.保", "护第三方合", "法权益"]
    rows = [[label, *("1" if label == "（三）不予" else " ") * len(APPLICANTS)] for label in labels]
    table = [[" ", *APPLICANTS], ["一、本年新收政府信息公开申请数量", *"3333333"], *rows]
    text = "".join(f"|{'|'.join(row)}|\n" for row in table)
    report = read(f"三、收到和处理政府信息公开申请情况\n{text}")
    cells = [cell for cell in report.cells if cell.item == "outcome.refused.security_and_stability"]
    assert cells
    assert all(cell.flags for cell in cells)


@pytest.mark.parametrize(
    ("seed", "form"),
    [*((seed, form) for seed in range(5) for form in ("2014", "2019", "2021")), (156, "2021")],
)
def test_merged_labels_in_each_of_their_cells_tell_no_width_where_blanks_are_lost(
    seed: int, form: str
) -> None:
    rng = random.Random(seed)
    page = lay_out(make_report(rng, form), Mess.random(rng, form, level=0.05))
    texts = (
        [block.text]
        if not isinstance(block, Grid)
        else [box.text for box in unmerge(block, "repeat", "repeat").boxes]
        for block in page.blocks
    )
    dump = "\n\n".join(text for each in texts for text in each if text.strip())
    cells = extract_document(dump.encode(), "a.txt").reports[0].cells
    assert compare(page.truth, cells).silent == []
