"""Text whose lines were stripped, so that rows lost the blanks at their ends: no number stands one column off unsaid."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extract.pipeline import extract_document
from extract.result import CellRecord

TITLE = "清河县水利局2023年政府信息公开工作年度报告"
HEAD = "\t\t\t自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t总计"
ROWS = {
    "new": "一、本年新收政府信息公开申请数量\t\t\t1\t0\t0\t0\t0\t2\t3",
    "carried_in": "二、上年结转政府信息公开申请数量\t\t\t0\t0\t0\t0\t0\t0\t0",
    "outcome.granted": "三、本年度办理结果\t（一）予以公开\t\t1\t0\t0\t0\t0\t0\t1",
    "outcome.partial": "\t（二）部分公开（区分处理的，只计这一情形，不计其他情形）\t\t0\t0\t0\t0\t0\t2\t2",
    "outcome.refused.state_secret": "\t（三）不予公开\t1.属于国家秘密\t0\t0\t0\t0\t0\t0\t0",
    "outcome.refused.prohibited_by_law": "\t\t2.其他法律行政法规禁止公开\t0\t0\t0\t0\t0\t0\t0",
    "outcome.refused.security_and_stability": "\t\t3.危及“三安全一稳定”\t0\t0\t0\t0\t0\t0\t0",
}


def read(*lines: str) -> dict[str, list[CellRecord]]:
    text = "\n".join((TITLE, "三、收到和处理政府信息公开申请情况", *lines))
    found: dict[str, list[CellRecord]] = {}
    for cell in extract_document(text.encode(), "a.txt").reports[0].cells:
        found.setdefault(cell.item, []).append(cell)
    return found


@pytest.mark.parametrize("strip", [str.rstrip, str.strip])
@pytest.mark.parametrize("item", ["carried_in", "outcome.granted", "outcome.partial"])
def test_a_row_without_its_total(strip: Callable[[str], str], item: str) -> None:
    """The total is blank and lost with the line's end, the blanks of the merged label are not."""
    lines = {name: row[: row.rindex("\t") + 1] if name == item else row for name, row in ROWS.items()}
    items = read(HEAD, *map(strip, lines.values()))
    assert all(cell.flags for cell in items[item])
    for other in ("outcome.refused.prohibited_by_law", "outcome.refused.security_and_stability"):
        assert [(cell.value, cell.flags) for cell in items[other]] == [(0, ())] * 7


@pytest.mark.parametrize("item", ["carried_in", "outcome.partial", "outcome.refused.prohibited_by_law"])
def test_a_row_whose_first_number_is_blank(item: str) -> None:
    lines = [row.replace("\t0\t0", "\t\t0", 1) if name == item else row for name, row in ROWS.items()]
    row = read(HEAD, *lines)[item]
    assert [cell.status for cell in row] == ["blank", *["reported"] * 6]
    assert not any(cell.flags for cell in row)


def test_a_column_of_units_that_the_header_does_not_name() -> None:
    """In a copy with a cell a line, a blank lost: 件, six numbers."""
    rows = [*ROWS.values()]
    lines = [row.replace("\t1", "\t件\t1", 1).replace("\t0", "\t件\t0", 1) for row in rows[:1]]
    lines += ["二、上年结转政府信息公开申请数量\t件\t5\t0\t0\t0\t0\t5"]
    row = read("\t自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t总计", *lines)["carried_in"]
    assert all(cell.flags for cell in row)


def test_a_tab_at_every_rows_end_ends_its_last_cell() -> None:
    rows = read(*(f"{row}\t" for row in (HEAD, *ROWS.values())))
    plain = read(HEAD, *ROWS.values())
    for item in ROWS:
        assert [(cell.value, cell.flags) for cell in rows[item]] == [(cell.value, ()) for cell in plain[item]]


@pytest.mark.parametrize("mark", ["\t", " | "])
@pytest.mark.parametrize("above", [[], ["索引号：\t1/2024\t发布机构：\t水利局"]])
def test_blank_lines_between_the_rows(mark: str, above: list[str]) -> None:
    lines = "\n\n".join((HEAD, *ROWS.values())).replace("\t", mark)
    for item, cells in read(*above, lines).items():
        if item in ROWS:
            assert [(cell.value, cell.flags) for cell in cells] == [
                (cell.value, ()) for cell in read(HEAD, *ROWS.values())[item]
            ]


LABELS = {"new": "一、本年新收政府信息公开申请数量", "carried_in": "二、上年结转政府信息公开申请数量"}
LABELS |= {"carried_out": "四、结转下年度继续办理"}
COLUMNS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
NUMBERS = {"new": ["6", "", "0", "0", "0", "0", "6"], "carried_in": ["", "2", "0", "0", "0", "0", "2"]}
NUMBERS |= {"carried_out": ["6", "2", "0", "0", "0", "0", "8"]}


def expected(item: str) -> list[tuple[float | None, tuple[str, ...]]]:
    return [(float(text) if text else None, ()) for text in NUMBERS[item]]


@pytest.mark.parametrize("remark", ["", "已核实", "含街道2件"])
def test_a_column_of_remarks_that_the_header_lacks(remark: str) -> None:
    """Its text as the last cell takes no number's place unsaid."""
    lines = [f"{label}\t" + "\t".join([*NUMBERS[item], remark]) for item, label in LABELS.items()]
    items = read("\t".join(["", *COLUMNS]), *lines)
    for item in LABELS:
        assert all(
            cell.flags or (cell.value, ()) == true
            for cell, true in zip(items[item], expected(item), strict=True)
        )


def test_bars_that_stand_behind_blank_first_cells_are_no_frame() -> None:
    """Merged labels left blank: most rows begin with a bar, none ends with one but a row whose total is blank."""
    rows = [row.replace("\t", "|") for row in (HEAD, *ROWS.values())]
    rows[2] = "二、上年结转政府信息公开申请数量||||0|0|0|0|0|"
    cells = read(*rows)["carried_in"]
    assert [cell.value for cell in cells] == [None, 0, 0, 0, 0, 0, None]
    assert not any(cell.flags for cell in cells)


def test_a_row_that_lost_its_total_where_all_rows_alike_begin_with_a_blank() -> None:
    lines = [HEAD.replace("\t", "|"), "一、本年新收政府信息公开申请数量||||1|0|0|0|0|1"]
    lines += [row.replace("\t", "|") for name, row in ROWS.items() if name.startswith("outcome")]
    lines += ["四、结转下年度继续办理||||0|0|||0"]
    assert all(cell.flags for cell in read(*lines)["carried_out"])


@pytest.mark.parametrize("index", ["", "Unnamed: 0", None])
@pytest.mark.parametrize("blank", ["", "NaN", "nan"])
def test_a_table_that_pandas_wrote(index: str | None, blank: str) -> None:
    """With its numbers of the columns above it, those of the rows before it or not."""
    rows = [["", *COLUMNS], *([label, *NUMBERS[item]] for item, label in LABELS.items())]
    printed = [[*map(str, range(8))], *([text or blank for text in row] for row in rows)]
    if index is not None:
        printed = [[index, *printed[0]], *([str(n), *row] for n, row in enumerate(printed[1:]))]
    items = read(*map(",".join, printed))
    for item in LABELS:
        assert [(cell.value, cell.flags) for cell in items[item]] == expected(item)


@pytest.mark.parametrize("n_lost", [1, 2])
def test_a_row_of_commas_that_lost_blanks_at_its_end_is_not_lost(n_lost: int) -> None:
    rows = [["", *COLUMNS], *([label, *NUMBERS[item]] for item, label in LABELS.items())]
    rows[2] = rows[2][:-n_lost]
    items = read(*map(",".join, rows))
    assert all(cell.flags for cell in items["carried_in"])
    assert [cell.value for cell in items["carried_out"]] == [value for value, _ in expected("carried_out")]


@pytest.mark.parametrize("name", ["序号", "编号", "行次"])
def test_numbers_of_the_rows_are_no_values(name: str) -> None:
    """A cell a line, a blank lost: the next row's 序号 would be the value of the one above."""
    labels = ("（一）主动公开政府信息数", "1.政府公报公开政府信息数", "2.政府网站公开政府信息数", "3.政务微博公开政府信息数",
              "4.政务微信公开政府信息数", "5.其他方式公开政府信息数", "（一）收到申请数", "1.当面申请数")  # fmt: skip
    values = ["30", "", "20", "7", "", "3", "7", "7"]
    cells = [name, "统计指标", "单位", "统计数"]
    for n, (label, value) in enumerate(zip(labels, values, strict=True), 1):
        cells += [str(n), label, "条", *([value] if value else [])]
    text = "\n".join(("清河县水利局2016年政府信息公开工作年度报告", *cells))
    found = extract_document(text.encode(), "a.txt").reports[0].cells
    read_values = [cell.value for cell in found if cell.status == "reported"]
    assert read_values == [30, 20, 7, 3, 7, 7]


@pytest.mark.parametrize(
    ("head", "first", "doubt"),
    [
        (["备注"], "", True),
        ([], "已核实", True),
        ([], "", False),  # 若干 in place of the total
    ],
)
def test_a_word_behind_a_row_that_may_have_lost_a_blank(head: list[str], first: str, doubt: bool) -> None:
    """It is a remark where the table has a column of them."""
    rows = [COLUMNS + head, [LABELS["new"], *"6000006", first], [LABELS["carried_in"], *"200000", "若干"]]
    rows += [[LABELS["carried_out"], *"8000008"]]
    cells = read(*("   ".join(cell for cell in row if cell) for row in rows))["carried_in"]
    assert all("column_inferred" in cell.flags for cell in cells) == doubt
    assert [cell.value for cell in cells[:6]] == [2, 0, 0, 0, 0, 0]


def test_a_label_over_two_rows_with_its_numbers_in_the_second() -> None:
    rows = [
        ["", *COLUMNS],
        [LABELS["new"], *"1000203"],
        ["（五）不予处理", "3.要求提供公开出版物", *"0100001"],
    ]
    rows += [["4.无正当理由大量", *[""] * 7], ["反复申请", *"1000203"], [LABELS["carried_out"], *"8000008"]]
    found = read(*map("\t".join, rows))["outcome.declined.excessive"]
    assert [(cell.value, "label_fuzzy" in cell.flags) for cell in found] == [
        (float(n), False) for n in "1000203"
    ]


@pytest.mark.parametrize("blank", ["", "nan"])
def test_markdown_that_pandas_wrote(blank: str) -> None:
    """`to_markdown`: numbers of its own above the columns and before the rows, aligned."""
    rows = [["", *COLUMNS], *([label, *NUMBERS[item]] for item, label in LABELS.items())]
    printed = [["", *map(str, range(8))], ["---:", *[":---"] * 8]]
    printed += [[str(n), *(text or blank for text in row)] for n, row in enumerate(rows)]
    items = read(*(f"| {' | '.join(row)} |" for row in printed))
    for item in LABELS:
        assert [(cell.value, cell.flags) for cell in items[item]] == expected(item)


def test_the_number_of_the_next_row_is_no_value_of_this_one() -> None:
    """A cell a line, 序号 first and nothing for a blank remark: the 2 of the second row stands behind the first."""
    lines = """二、主动公开政府信息情况
第二十条第（一）项
序号
信息内容
本年制发件数
本年废止件数
现行有效件数
备注
1
规章
—
0
7
2
行政规范性文件
3
1
5
第二十条第（五）项
序号
信息内容
本年处理决定数量
备注
1
行政许可
4056
"""
    report = extract_document(
        f"清河县水利局2023年政府信息公开工作年度报告\n{lines}".encode(), "a.txt"
    ).reports[0]
    regulations = [cell for cell in report.cells if cell.item == "regulations"]
    assert all(cell.flags for cell in regulations)


def test_the_rest_of_a_row_on_a_line_of_its_own_leaves_its_blanks_in_doubt() -> None:
    """A line broken between two numbers: the last three are below, and the row's last three cells are not blank."""

    def line(label: str, *values: str) -> str:
        wide = len(label.encode("gbk")) - len(label)  # a Chinese character is as wide as two digits
        return label.ljust(40 - wide) + "".join(value.ljust(12) for value in values)

    lines = [
        " " * 38 + "自然人  商业企业  科研机构  社会公益组织  法律服务机构  其他  总计",
        line("一、本年新收政府信息公开申请数量", *"1000023"),
        line("二、上年结转政府信息公开申请数量", *"0000000"),
        line("1.属于国家秘密", "4", "", "0", "5"),
        "0           0           9",
        line("（七）总计", *"5000009"),
    ]
    row = read(*lines)["outcome.refused.state_secret"]
    assert [cell.value for cell in row] == [4, None, 0, 5, None, None, None]
    assert all(cell.flags for cell in row)
