"""Tables that programs draw with characters: w3m's boxes, pandoc's ruled columns, antiword's folded cells."""

from __future__ import annotations

from unicodedata import east_asian_width

import pytest

from tests.web_dumps import FILLED, HEAD, VALUES, disclosure, read

GRID = [[cell.strip() for cell in line.split("|")][:4] for line in FILLED.splitlines()]
GRID = [[*row, *[""] * (4 - len(row))] for row in GRID]


def padded(text: str, width: int) -> str:
    return text + " " * (width - sum(1 + (east_asian_width(character) in "WF") for character in text))


def ruled(rows: list[list[str]], *, apart: bool) -> str:
    rule = f"  {'-' * 20} {'-' * 26} {'-' * 14} {'-' * 14}\n"
    widths = (20, 26, 14, 14)
    lines = ["  " + " ".join(map(padded, row, widths)).rstrip() + "\n" for row in rows]
    return rule + ("\n" if apart else "").join(lines) + rule


def framed(rows: list[list[str]], widths: tuple[int, ...]) -> str:
    """Each cell folded at its column's width, as antiword does."""
    lines = []
    for row in rows:
        folds = [
            [cell[n : n + width // 2] for n in range(0, max(len(cell), 1), width // 2)]
            for cell, width in zip(row, widths, strict=True)
        ]
        for place in range(max(map(len, folds))):
            texts = [fold[place] if place < len(fold) else "" for fold in folds]
            lines.append("|" + "|".join(map(padded, texts, widths)) + "|\n")
    return "".join(lines)


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


@pytest.mark.parametrize(
    "dump",
    [
        ruled(GRID, apart=False),
        ruled(GRID, apart=True),
        BOX,
        BOX.translate(str.maketrans("┌┬┐├┼┤└┴┘─│", "+++++++++-|")),
        framed(GRID, (12, 12, 12, 12)),
        framed(GRID, (8, 10, 10, 10)),
    ],
    ids=["ruled", "ruled, blank lines", "boxes", "plus and minus", "folded", "folded narrow"],
)
def test_what_programs_draw(dump: str) -> None:
    cells = disclosure(read(dump))
    assert [(cell.value, cell.flags) for cell in cells] == [(value, ()) for value in VALUES]


@pytest.mark.parametrize("draw", [ruled, framed], ids=["ruled", "folded"])
def test_a_blank_keeps_its_column(draw: object) -> None:
    rows = [[("" if cell == "4" else cell) for cell in row] for row in GRID]
    dump = ruled(rows, apart=True) if draw is ruled else framed(rows, (14, 12, 12, 12))
    row = [cell for cell in disclosure(read(dump)) if cell.item == "normative_documents"]
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
