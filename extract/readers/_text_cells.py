"""A web page's text with a line for each cell → rows: nothing says where a row begins but the words themselves.

What browsers copy and simple extractors leave of a page: 规章, 0, 0, 0, 行政规范性文件, 2 …, each on its own line, often
with an empty one between (then lines that follow each other at once are one cell). Blank cells are lost. So a row is
the words before some numbers and these numbers; a row with too few of them cannot be dealt out to the columns.
Some put a bar on a line of its own behind each cell, or before it; there a blank cell is seen.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from extract.vocabulary import meanings, vocabulary
from normalize.label import label_key, squeeze
from normalize.number import number

LONGEST_CELL = (
    48  # characters; 2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请 has 37
)
ENOUGH_NUMBERS = 6  # the table of section 二 has ten
ENOUGH_LABELS = 4
LONGEST_ODD = 5  # characters
SUBTOTALS = ("小计", "分计", "小结")
LEAST_SHARE = 0.2  # of the lines are numbers; section 二 of 2021 has ten of 27

_HEADING = re.compile(r"第?[一二三四五六七八九十]{1,3}(?:、|部分).*(?:情况|事项|问题|措施|说明)[：:]?$")
_PROSE = re.compile("。|[；;！!]$")
_UNIT = re.compile(r"[件条项次人个篇份]|人次|万?元")
_LEVELS = (
    re.compile(r"[一二三四五六七八九十]{1,3}、"),
    re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]"),
    re.compile(r"\d{1,2}[.．、,，]|[①-⑨]|[（(]\d{1,2}[）)]"),
)


def cell_run(lines: list[str], start: int, *, sure: bool) -> tuple[list[list[str]], int]:
    """The rows of the table that starts at this line, and the line behind it; no rows if none does.

    `sure`: an earlier table of the file was printed so; then a known label and a number are enough.
    """
    end = start
    while end < len(lines) and (_may_be_cell(lines[end].strip()) or _is_label(lines, end)):
        end += 1
    cells = _cells(lines[start:end])
    numbers = sum(bool(cell) and _is_value(cell) for cell in cells)
    labels = sum(bool(meanings(cell)) for cell in cells)
    few = numbers < max(ENOUGH_NUMBERS, LEAST_SHARE * len(cells)) or labels < ENOUGH_LABELS
    if not labels or not numbers or (few and not sure):
        return [], max(end, start + 1)
    return rows_of_cells(cells), end


def _may_be_cell(line: str) -> bool:
    if len(line) > LONGEST_CELL:
        return bool(meanings(line))
    if "|" in line.removeprefix("|") or "\t" in line:
        return False
    return not (_PROSE.search(line) or (_HEADING.match(line) and label_key(line) not in vocabulary()))


def _is_label(lines: list[str], index: int) -> bool:
    """A long line right before a number: a label with its explanation."""
    below = next((line for line in lines[index + 1 : index + 4] if line.strip()), "")
    return bool(below) and _is_value(below.strip()) and not re.search("[。|\t]", lines[index])


def _cells(lines: list[str]) -> list[str]:
    """The cells of these lines: one a line, or where most lines stand apart what stands together."""
    texts = [line.strip() for line in lines]
    if sum(text.startswith("|") for text in texts) * 4 > len(texts):
        barred = [cell.strip() for cell in "\n".join(texts).split("|")]
        return barred if barred[-1] else barred[:-1]
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


def _is_value(text: str) -> bool:
    return number(text).status != "unreadable"


def rows_of_cells(cells: Sequence[str]) -> list[list[str]]:
    """The rows that a run of cells makes up: words, then their values."""
    rows: list[list[str]] = []
    words: list[str] = []
    values: list[str] = []
    for cell in (*cells, None):
        if cell == "" and not values and words and _is_header_only(words[-1]):
            continue  # a place that a merged header cell covers
        labelled = values or (words and "row" in _roles(words[-1]))
        if cell is not None and (_is_value(cell) or (labelled and _is_odd_value(cell))):
            values.append(cell)
            continue
        if values or cell is None:
            head, *labels = _label_rows(words)
            rows += [row for row in (head, *labels[:-1]) if row]
            rows.append([*(labels[-1] if labels else ()), *values])
            words, values = [], []
        if cell is not None:
            words.append(cell)
    return rows


def _is_odd_value(text: str) -> bool:
    """Between numbers a few characters that are no label: O for 0, 见附件."""
    return len(text) <= LONGEST_ODD and not meanings(text) and label_key(text) not in SUBTOTALS


def _label_rows(words: list[str]) -> list[list[str]]:
    """The header among the words before a row's numbers, then the labels of each row; a group's stands before its part's."""
    start = max((n + 1 for n, word in enumerate(words) if _is_header_only(word)), default=0)
    # 其他 and 总计 may be rows, but behind columns they are the last ones; a table whose rows have no labels ends so
    while 0 < start < len(words) and "column" in _roles(words[start]):
        start += 1
    first = next(
        (n for n, word in enumerate(words[:start]) if meanings(word)), 0
    )  # behind the table's caption
    rows = [words[first:start]]
    for above, word in pairwise(("", *words[start:])):
        inner = _level(above) < _level(word) and not word.startswith("其中")
        if above and (inner or _UNIT.fullmatch(word)):
            rows[-1].append(word)
        else:
            rows.append([word])
    return rows


def _roles(text: str) -> set[str]:
    return {meaning.role for meaning in meanings(text)}


def _is_header_only(text: str) -> bool:
    roles = _roles(text)
    return bool(roles) and "row" not in roles


def _level(text: str) -> int:
    """How deep an enumerator stands: 一、 0, （一） 1, 1. 2, none 3."""
    compact = squeeze(text)
    return next((level for level, mark in enumerate(_LEVELS) if mark.match(compact)), len(_LEVELS))
