"""Tables that programs draw with characters: w3m's boxes, pandoc's ruled columns, antiword's folded cells."""

from __future__ import annotations

from collections.abc import Callable
from itertools import zip_longest
from unicodedata import east_asian_width

import pytest

from tests.readers.web_dumps import FILLED, HEAD, VALUES, disclosure, read

GRID = [[cell.strip() for cell in line.split("|")][:4] for line in FILLED.splitlines()]
GRID = [[*row, *[""] * (4 - len(row))] for row in GRID]


def width_of(text: str) -> int:
    return sum(1 + (east_asian_width(character) in "WF") for character in text)


def padded(text: str, width: int) -> str:
    return text + " " * (width - width_of(text))


def folded(text: str, width: int) -> list[str]:
    lines = [""]
    for character in text:
        if width_of(lines[-1] + character) > width:
            lines.append("")
        lines[-1] += character
    return lines


def ruled(rows: list[list[str]], *, apart: bool) -> str:
    rule = f"  {'-' * 20} {'-' * 26} {'-' * 14} {'-' * 14}\n"
    widths = (20, 26, 14, 14)
    lines = ["  " + " ".join(map(padded, row, widths)).rstrip() + "\n" for row in rows]
    return rule + ("\n" if apart else "").join(lines) + rule


def gridded(rows: list[list[str]]) -> str:
    """A rule behind every row, cells padded to as many characters: the bars are not one below another."""
    rule = "+" + "+".join(["-" * 24] * len(rows[0])) + "+\n"
    lines = [rule]
    for row in rows:
        folded = [cell.replace("范性文件", "范性\n文件").split("\n") for cell in row]
        for texts in zip_longest(*folded, fillvalue=""):
            lines.append("|" + "|".join(f" {text:22} " for text in texts) + "|\n")
        lines.append(rule)
    return "".join(lines)


def dressed(rows: list[list[str]]) -> str:
    """Pandoc's grid of a web page whose texts have styles of their own."""
    rule = "+" + "+".join(["-" * 62] * 4) + "+\n"
    style = '{style="font-size:16px;color:#333"}'
    lines = [[padded(f" [{cell}]{style}" if cell else "", 62) for cell in row] for row in rows]
    return rule + "".join(f"|{'|'.join(line)}|\n{rule}" for line in lines)


def framed(rows: list[list[str]], widths: tuple[int, ...]) -> str:
    """Each cell folded at its column's width, as antiword does."""
    lines = []
    for row in rows:
        folds = [folded(cell, width) for cell, width in zip(row, widths, strict=True)]
        for place in range(max(map(len, folds))):
            texts = [fold[place] if place < len(fold) else "" for fold in folds]
            lines.append("|" + "|".join(map(padded, texts, widths)) + "|\n")
    return "".join(lines)


def org(rows: list[list[str]]) -> str:
    """Pandoc's org of a web page: properties of each heading, a line break in a blank cell."""
    lines = ("| " + " | ".join(cell or "\\\\" for cell in row) + " |\n" for row in rows)
    return ":PROPERTIES:\n:CUSTOM_ID: a\n:END:\n" + "".join(lines)


def org_of_plain_paragraphs(rows: list[list[str]]) -> str:
    """The same of a file without headings, which has no properties."""
    return org(rows).partition(":END:\n")[2]


def latex(rows: list[list[str]]) -> str:
    lines = "".join(f" {' & '.join(row)} \\\\\n" for row in rows)
    return f"\\begin{{tabular}}{{llll}}\n\\hline\n{lines}\\hline\n\\end{{tabular}}\n"


BOX = """
┌──────────────────────┬────────────┬────────────┬────────────┐
│第二十条第（一）项    │            │            │            │
├──────────────────────┼────────────┼────────────┼────────────┤
│信息内容              │本年制发件数│本年废止件数│现行有效件数│
├──────────────────────┼────────────┼────────────┼────────────┤
│规章                  │0           │1           │2           │
├──────────────────────┼────────────┼────────────┼────────────┤
│行政规范性            │            │            │            │
│文件                  │3           │4           │5           │
├──────────────────────┼────────────┴────────────┴────────────┤
│信息内容              │本年处理决定数量                      │
├──────────────────────┼──────────────────────────────────────┤
│行政许可              │6                                     │
├──────────────────────┼──────────────────────────────────────┤
│行政处罚              │7                                     │
├──────────────────────┼──────────────────────────────────────┤
│行政强制              │8                                     │
├──────────────────────┼──────────────────────────────────────┤
│信息内容              │本年收费金额（单位：万元）            │
├──────────────────────┼──────────────────────────────────────┤
│行政事业性收费        │9.5                                   │
└──────────────────────┴──────────────────────────────────────┘
"""


# pandoc's grid, a label's second line behind a break of its own
BROKEN = (
    BOX.translate(str.maketrans("┌┬┐├┼┤└┴┘─│", "+++++++++-|"))
    .replace("行政规范性            ", "行政规范性文件\\       ")
    .replace("|文件                  |", "|Normative documents   |")
)


@pytest.mark.parametrize(
    "dump",
    [
        ruled(GRID, apart=False),
        ruled(GRID, apart=True),
        gridded(GRID),
        dressed(GRID),
        BOX,
        BOX.translate(str.maketrans("┌┬┐├┼┤└┴┘─│", "+++++++++-|")),
        BROKEN,
        framed(GRID, (12, 12, 12, 12)),
        framed(GRID, (8, 10, 10, 10)),
    ],
    ids=[
        "ruled",
        "ruled, blank lines",
        "padded by count",
        "styled",
        "boxes",
        "plus and minus",
        "broken labels",
        "folded",
        "folded narrow",
    ],
)
def test_what_programs_draw(dump: str) -> None:
    cells = disclosure(read(dump))
    assert [(cell.value, cell.flags) for cell in cells] == [(value, ()) for value in VALUES]


@pytest.mark.parametrize("write", [org, org_of_plain_paragraphs, latex])
def test_a_blank_cell_between_marks_of_its_own_is_blank(write: Callable[[list[list[str]]], str]) -> None:
    """Three blank cells, two of them beside a number in their row."""
    blank = [["" if cell in ("1", "3", "8") else cell for cell in row] for row in GRID]
    cells = disclosure(read(write(blank)))
    expected = [None if value in (1, 3, 8) else value for value in VALUES]
    assert [(cell.value, cell.flags) for cell in cells] == [(value, ()) for value in expected]
    assert {cell.status for cell in cells if cell.value is None} == {"blank"}


@pytest.mark.parametrize(
    "style", ["display:none", "font-size:0", "color:white", "text-decoration:line-through"]
)
def test_a_number_that_its_style_may_hide_is_none(style: str) -> None:
    dump = dressed([[cell.replace("9.5", f'9.5]{{style="{style}"}}[') for cell in row] for row in GRID])
    (fee,) = (cell for cell in disclosure(read(dump)) if cell.item == "fees")
    assert (fee.value, fee.status) == (None, "unreadable")


def test_a_head_folded_in_each_of_its_cells_keeps_its_unit() -> None:
    fees = [["信息内容", "本年收费金额（单位：元）"], ["行政事业性收费", "9500"]]
    cells = disclosure(read(HEAD + "\n" + framed(fees, (6, 16))))
    assert [(cell.value, cell.unit) for cell in cells if cell.item == "fees"] == [(9500, "元")]


def test_a_number_folded_below_its_label_is_no_row_of_its_own() -> None:
    grid = [
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["规章", "1234567", "2", "3"],
        ["行政规范性文件", "4", "5", "1234567"],
    ]
    cells = disclosure(read(HEAD + "\n" + framed(grid, (10, 6, 6, 6))))
    assert [(cell.value, cell.status) for cell in cells[:6]] == [
        (None, "unreadable"),
        *((value, "reported") for value in (2, 3, 4, 5)),
        (None, "unreadable"),
    ]


def test_a_label_on_the_line_below_its_groups_takes_the_numbers_between_two_rules() -> None:
    """A page writes each row's group before its label, and a long label on a line of its own."""
    kinds = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    group = "三、本年度办理结果"
    grid = [
        ["项目", *kinds],
        ["一、本年新收政府信息公开申请数量", "9", "0", "0", "0", "0", "0", "9"],
        [f"{group} （一）予以公开", "3", "0", "0", "0", "0", "0", "3"],
        [f"{group}\n（二）部分公开（区分处理的，只计这一情形）", "6", "0", "0", "0", "0", "0", "6"],
        [f"{group} （七）总计", "9", "0", "0", "0", "0", "0", "9"],
    ]
    head = HEAD[: HEAD.index("二、")] + "三、收到和处理政府信息公开申请情况\n\n"
    cells = [cell for cell in read(head + gridded(grid)).cells if cell.category == "natural_person"]
    assert {cell.item: cell.value for cell in cells if cell.status == "reported"} == {
        "new": 9,
        "outcome.granted": 3,
        "outcome.partial": 6,
        "outcome.total": 9,
    }


def test_a_blank_between_bars_keeps_its_column_and_one_below_a_rule_is_in_doubt() -> None:
    rows = [[("" if cell == "4" else cell) for cell in row] for row in GRID]
    below = disclosure(read(ruled(rows, apart=True)))
    assert all(cell.flags for cell in below if cell.item == "normative_documents")
    folds = disclosure(read(framed(rows, (14, 12, 12, 12))))
    row = [cell for cell in folds if cell.item == "normative_documents"]
    assert [(cell.value, cell.status, cell.flags) for cell in row] == [
        (3, "reported", ()),
        (None, "blank", ()),
        (5, "reported", ()),
    ]


def test_the_rows_of_a_merged_head_stand_over_their_columns() -> None:
    table = """
┌────────────────┬─────────────────────────────────────────────────┐
│行政复议        │行政诉讼                                         │
├──┬──┬──┬──┬────┼────────────────────────┬────────────────────────┤
│  │  │  │  │    │未经复议直接起诉        │复议后起诉              │
│结│结│其│尚│总计├────┬────┬────┬────┬────┼────┬────┬────┬────┬────┤
│果│果│他│未│    │结果│结果│其他│尚未│总计│结果│结果│其他│尚未│总计│
│维│纠│结│审│    │维持│纠正│结果│审结│    │维持│纠正│结果│审结│    │
│持│正│果│结│    │    │    │    │    │    │    │    │    │    │    │
├──┼──┼──┼──┼────┼────┼────┼────┼────┼────┼────┼────┼────┼────┼────┤
│1 │  │2 │0 │3   │4   │0   │    │0   │4   │5   │0   │0   │1   │6   │
└──┴──┴──┴──┴────┴────┴────┴────┴────┴────┴────┴────┴────┴────┴────┘
"""
    head = HEAD.replace("二、主动公开政府信息情况", "四、政府信息公开行政复议、行政诉讼情况")
    report = read(head[head.index("四、") :] + table)
    cells = [cell for cell in report.cells if cell.section == "disputes"]
    assert [cell.value for cell in cells] == [1, None, 2, 0, 3, 4, 0, None, 0, 4, 5, 0, 0, 1, 6]
    assert not any(cell.flags for cell in cells)


def test_texts_beside_their_columns_are_not_silently_read() -> None:
    """Characters taken for narrower than they were drawn: what stands below 本年废止件数 may be 现行有效件数's."""
    dump = ruled(GRID, apart=False)
    line = next(line for line in dump.splitlines() if "行政规范性文件" in line)
    moved = line.replace("行政规范性文件      ", "行政规范性文件").replace("3   ", "").replace("4  ", "4 ", 1)
    row = [cell for cell in disclosure(read(dump.replace(line, moved))) if cell.item == "normative_documents"]
    assert all(cell.flags for cell in row)


def test_thousands_of_rules_are_gone_through_once() -> None:
    report = read("+---+---+\n" * 10_000 + FILLED)
    assert [cell.value for cell in disclosure(report)] == VALUES


CENTRES = (60, 68, 77, 86, 95, 104, 112)
LABELLED = [  # lines above the row's label, it, the numbers, lines below
    ([], "一、本年新收政府信息公开申请数量", "9 44 0 0 0 4 57", []),
    ([], "二、上年结转政府信息公开申请数量", "1 _ 0 0 0 0 1", []),
    ([], "三、本年度办理结果     （一）予以公开", "8 _ 11 0 0 0 19", []),
    ([], "         （二）部分公开（区分处理的，只计这一情形，不计其", "0 5 0 0 0 0 5", ["         他情形）"]),
    ([], "         （三）不予公开       1.属于国家秘密", "0 0 0 0 0 0 0", []),
    ([], "                      2.其他法律行政法规禁止公开", "0 0 0 0 0 0 0", []),
    (
        [],
        "         （五）不予处理       5.要求行政机关确认或重",
        "1 0 0 0 0 0 1",
        ["                      新出具已获取信息"],
    ),
    (
        ["         （六）其他处理       1.申请人无正当理由"],
        "                      逾期不补正、行政机关不",
        "2 0 0 0 0 0 2",
        ["                      再处理其政府信息公开申", "                      请"],
    ),
    ([], "         （七）总计", "11 5 11 0 0 0 27", []),
]


@pytest.mark.parametrize("gap", [2, 4, 12])
def test_cells_one_gap_apart_stand_in_no_columns(gap: int) -> None:
    """Where each line has its own places, a lost blank leaves its row in doubt."""
    lines = [
        ["一、本年新收政府信息公开申请数量", *"1234564"],
        ["二、上年结转政府信息公开申请数量", *"2000002"],
        ["三、本年度办理结果", "（一）予以公开", *"7000007"],
        ["（二）部分公开", *"100001"],
        ["2.其他法律行政法规禁止公开", *"30000"],
        ["（七）总计", *"8000008"],
        ["四、结转下年度继续办理", *"0000000"],
    ]
    head = "三、收到和处理政府信息公开申请情况\n申请人情况\n自然人  商业企业  科研机构  社会公益组织  法律服务机构  其他  总计\n"
    report = read(head + "".join((" " * gap).join(line) + "\n" for line in lines))
    short = [c for c in report.cells if c.item in ("outcome.partial", "outcome.refused.prohibited_by_law")]
    assert len(short) == 14
    assert all(cell.flags for cell in short)
