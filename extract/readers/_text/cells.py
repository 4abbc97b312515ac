"""A web page's text with a line for each cell → the runs of lines that are a table, and their rows.

What browsers copy and simple extractors leave of a page: 规章, 0, 0, 0, 行政规范性文件, 2 …, each on its own line, often
with an empty one between (then lines that follow each other at once are one cell). Blank cells are lost. Some put a bar on
a line of its own behind each cell, or before it; there a blank cell is seen.
"""

from __future__ import annotations

import re
from itertools import pairwise

from extract.readers._text.rows import ENOUGH_LABELS, Rows, is_value, n_labels, rows_of_cells
from extract.table.vocabulary import meanings, names_row, section_told, vocabulary
from extract.texts.titles import is_table_title
from normalize.label import label_key
from normalize.text import NUMERALS

# characters; 2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请 has 37
LONGEST_CELL = 48
ENOUGH_NUMBERS = 6  # the table of section 二 has ten
MOST_VALUES = 16  # 行政复议与行政诉讼 have fifteen
SEQUENCE = frozenset(("序号", "编号", "行号", "行次"))
LEAST_SHARE = 0.2  # of the lines are numbers; section 二 of 2021 has ten of 27

_HEADING = re.compile(rf"第?[{NUMERALS}]{{1,3}}(?:、|部分).*(?:情况|事项|问题|措施|说明)[：:]?$")
_PROSE = re.compile("。|[；;！!]$")
_FILL = re.compile(r"\|{2,}")  # bars that fill a row up to the table's width, on a line of their own


def has_cell_runs(lines: list[str]) -> bool:
    """Whether the file prints some table with a line for each cell."""
    index = 0
    while index < len(lines):
        rows, index = cell_run(lines, index, sure=False)
        if rows:
            return True
    return False


def cell_run(lines: list[str], start: int, *, sure: bool) -> tuple[Rows, int]:
    """The rows of the table that starts at this line, and the line behind it; no rows where none starts here.

    `sure` says that an earlier table of the file was printed so. Then a known label and a number are enough for a table.
    """
    end = start
    while end < len(lines) and (may_be_cell(lines[end].strip()) or _is_label(lines, end)):
        end += 1
    cells = _without_sequence(_cells(lines[start:end]))
    numbers = sum(bool(cell) and is_value(cell) for cell in cells)
    labels = n_labels(cells)
    few = numbers < max(ENOUGH_NUMBERS, LEAST_SHARE * len(cells)) or labels < ENOUGH_LABELS
    # rows whose cells are all blank are labels alone
    some = labels > 1 or (labels and numbers)
    rows = rows_of_cells(cells) if some and (sure or not few) else []
    return (rows, end) if rows and _are_in_order(rows) else ([], max(end, start + 1))


def _are_in_order(rows: Rows) -> bool:
    """Whether the cells follow each other row by row, so that numbers stand behind their label.

    Text taken from a page may give all labels first and then all numbers. The table of disputes is the only one of the forms
    with a row of numbers without a label, right behind its header; tables that no form has are not asked.
    """
    header: list[str] = []
    words: list[str] = []  # since the last numbers
    for row in rows:
        values = [cell for cell in row if is_value(cell)]
        if len(values) > MOST_VALUES:
            return False
        if not any(values):
            words += row
        elif len(values) == len(row):
            if 2 * n_labels(words) >= len(words) and not any(
                section_told(cell) == "disputes" for cell in header
            ):
                return False
            words = []
        else:
            words = []
        header = row
    return True


def may_be_cell(line: str) -> bool:
    """Whether a line may be a cell's, by its length and what it holds."""
    if len(line) > LONGEST_CELL:
        return bool(meanings(line))
    if (line.strip("|") and "|" in line.removeprefix("|")) or "\t" in line:
        return False
    if "表" in line and is_table_title(line):
        return False  # the title of the next table ends this one
    return not (_PROSE.search(line) or (_HEADING.match(line) and label_key(line) not in vocabulary()))


def _is_label(lines: list[str], index: int) -> bool:
    """Whether a line is a label although it is long, as one with its explanation: a number follows it."""
    below = next((line for line in lines[index + 1 : index + 4] if line.strip()), "")
    return bool(below) and is_value(below.strip()) and not re.search("[。|\t]", lines[index])


def _cells(lines: list[str]) -> list[str]:
    """The cells of these lines: one on each line. Where most lines have a blank one below them, a cell is a run of lines."""
    texts = [line.strip() for line in lines]
    if sum(text.startswith("|") for text in texts) * 4 > len(texts):
        barred = [cell.strip() for cell in "\n".join(texts).split("|")]
        if any(map(_FILL.fullmatch, texts)):
            return [cell for cell in barred if cell]
        return barred[not barred[0] : len(barred) - (not barred[-1])]
    filled = sum(map(bool, texts))
    alone = sum(bool(text) and not below for text, below in pairwise((*texts, "")))
    if alone * 4 < filled * 3:
        return [text for text in texts if text]
    cells: list[list[str]] = [[]]
    for text in texts:
        if text:
            cells[-1].append(text)
        elif cells[-1]:
            cells.append([])
    return ["\n".join(cell) for cell in cells if cell]


def _without_sequence(cells: list[str]) -> list[str]:
    """The cells without those of a column 序号 (1, 2, 3 …), which stand before labels; all cells where the count breaks off.

    A blank cell above such a number would make it that row's value.
    """
    if SEQUENCE.isdisjoint(cells):
        return cells
    kept: list[str] = []
    count = 1
    for cell, after in pairwise((*cells, "")):
        if cell == str(count) and after and not is_value(after):
            count += 1
        elif cell not in SEQUENCE:
            kept.append(cell)
    labels = sum(map(names_row, kept))
    return kept if count > ENOUGH_LABELS and 2 * count > labels else cells
