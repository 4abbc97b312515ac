"""A table of section 二 as text extractors leave it, and how it is read."""

from __future__ import annotations

from extract.pipeline import extract_document
from extract.result import CellRecord, Report

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
ROWS = [line.rstrip(" |").split(" | ") for line in FILLED.splitlines()]
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


def opened_filled(line: str) -> str:
    """As `opened`, the bars that fill the row up right behind its last cell."""
    cells = [cell.strip() for cell in line.split("|") if cell.strip()]
    fill = "|" * (line.count("|") - len(cells))
    return "|\n" + " |\n".join(cells) + f" | {fill}".rstrip() + "\n"


def read(text: str, name: str = "a.txt") -> Report:
    return extract_document((HEAD + text).encode(), name).reports[0]


def disclosure(report: Report) -> list[CellRecord]:
    return [cell for cell in report.cells if cell.section == "disclosure"]
