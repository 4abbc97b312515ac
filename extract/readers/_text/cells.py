"""A web page's text with a line for each cell → rows: nothing says where a row begins but the words themselves.

What browsers copy and simple extractors leave of a page: 规章, 0, 0, 0, 行政规范性文件, 2 …, each on its own line, often
with an empty one between (then lines that follow each other at once are one cell). Blank cells are lost. So a row is
the words before some numbers and these numbers; a row with too few of them cannot be dealt out to the columns.
Some put a bar on a line of its own behind each cell, or before it; there a blank cell is seen.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, pairwise, takewhile

from extract.model import Cell, Table
from extract.table.label_halves import completed
from extract.table.vocabulary import SUBTOTALS, meanings, names_row, section_told, vocabulary
from normalize.label import label_key, squeeze
from normalize.number import is_words

Rows = list[list[str]]

LONGEST_CELL = (
    48  # characters; 2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请 has 37
)
ENOUGH_NUMBERS = 6  # the table of section 二 has ten
ENOUGH_LABELS = 4
MOST_VALUES = 16  # 行政复议与行政诉讼 have fifteen
LONGEST_ODD = 5  # characters
SEQUENCE = "序号"
WIDEST_HEADER = 16  # cells of its last two rows
LEAST_SHARE = 0.2  # of the lines are numbers; section 二 of 2021 has ten of 27

_HEADING = re.compile(r"第?[一二三四五六七八九十]{1,3}(?:、|部分).*(?:情况|事项|问题|措施|说明)[：:]?$")
_PROSE = re.compile("。|[；;！!]$")
_LEVELS = (
    re.compile(r"[一二三四五六七八九十]{1,3}、"),
    re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]"),
    re.compile(r"\d{1,2}[.．、,，]|[①-⑨]|[（(]\d{1,2}[）)]"),
)
_FILL = re.compile(r"\|{2,}")  # bars that fill a row up to the table's width, on a line of their own
_UNIT = re.compile(r"[件条项次人个篇份]|人次|万?元")


def rows_to_table(rows: Rows) -> Table:
    """A ragged table: `col` is the order in the row."""
    cells = tuple(Cell(text, row, col) for row, texts in enumerate(rows) for col, text in enumerate(texts))
    return Table(cells, n_rows=len(rows), n_cols=max(map(len, rows)), ragged=True)


def grid_to_table(rows: Rows) -> Table:
    """Rows of one length, in which merged cells left blanks; last columns that are blank throughout are none."""
    width = max((number for row in rows for number, text in enumerate(row, 1) if text), default=1)
    return replace(rows_to_table([row[:width] for row in rows]), ragged=False)


def has_cell_runs(lines: list[str]) -> bool:
    """Whether the file prints tables so, each of them row by row."""
    found = False
    index = 0
    while index < len(lines):
        rows, index = cell_run(lines, index, sure=found)
        if rows and not _are_in_order(rows):
            return False
        found = found or bool(rows)
    return found


def cell_run(lines: list[str], start: int, *, sure: bool) -> tuple[list[list[str]], int]:
    """The rows of the table that starts at this line, and the line behind it; no rows if none does.

    `sure`: an earlier table of the file was printed so; then a known label and a number are enough.
    """
    end = start
    while end < len(lines) and (_may_be_cell(lines[end].strip()) or _is_label(lines, end)):
        end += 1
    cells = _without_sequence(_cells(lines[start:end]))
    numbers = sum(bool(cell) and is_value(cell) for cell in cells)
    labels = sum(bool(meanings(cell)) for cell in cells)
    few = numbers < max(ENOUGH_NUMBERS, LEAST_SHARE * len(cells)) or labels < ENOUGH_LABELS
    # rows whose cells are all blank are labels alone
    some = labels > 1 or (labels and numbers)
    rows = rows_of_cells(cells) if some and (sure or not few) else []
    return (rows, end) if rows else ([], max(end, start + 1))


def _are_in_order(rows: list[list[str]]) -> bool:
    """Whether cells follow each other row by row, and not as they stand on a page: numbers stand behind their label.

    Only 行政复议、行政诉讼 has numbers without one, right behind its header; of other tables than the form's nothing is asked.
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
            known = sum(bool(meanings(word)) for word in words)
            if 2 * known >= len(words) and not any(section_told(cell) == "disputes" for cell in header):
                return False
            words = []
        else:
            words = []
        header = row
    return True


def _may_be_cell(line: str) -> bool:
    if len(line) > LONGEST_CELL:
        return bool(meanings(line))
    if (line.strip("|") and "|" in line.removeprefix("|")) or "\t" in line:
        return False
    return not (_PROSE.search(line) or (_HEADING.match(line) and label_key(line) not in vocabulary()))


def _is_label(lines: list[str], index: int) -> bool:
    """A long line right before a number: a label with its explanation."""
    below = next((line for line in lines[index + 1 : index + 4] if line.strip()), "")
    return bool(below) and is_value(below.strip()) and not re.search("[。|\t]", lines[index])


def _cells(lines: list[str]) -> list[str]:
    """The cells of these lines: one a line, or where most lines stand apart what stands together."""
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
    """The cells without those of a column 序号: 1, 2, 3 … each right before a label, which a blank above makes a number.

    As they are where the count breaks off.
    """
    if SEQUENCE not in cells:
        return cells
    kept: list[str] = []
    count = 1
    for cell, after in pairwise((*cells, "")):
        if cell == str(count) and after and not is_value(after):
            count += 1
        elif cell != SEQUENCE:
            kept.append(cell)
    labels = sum(map(names_row, kept))
    return kept if count > ENOUGH_LABELS and 2 * count > labels else cells


def is_value(text: str) -> bool:
    """A number, a mark, or a blank: what a column of numbers holds."""
    return not is_words(text)


def rows_of_cells(cells: Sequence[str]) -> Rows:
    """The rows that a run of cells makes up: words, then their values."""
    rows = _cut_at_words(cells, merged=True)
    return (
        [row for part in by_header(rows) for row in _without_doubtful_blanks(part)] if "" in cells else rows
    )


def rows_with_blanks(cells: Sequence[str]) -> Rows:
    """As `rows_of_cells` where every blank is a cell of its own; none unless rows under one header are of one length."""
    rows = _cut_at_words(cells, merged=False)
    lengths = ({sum(map(is_value, row)) for row in part} - {0} for part in by_header(rows))
    return rows if all(len(each) < 2 for each in lengths) else []


def _cut_at_words(cells: Sequence[str], *, merged: bool) -> Rows:
    """`merged`: a header's merged cells may leave blanks behind it."""
    rows: Rows = []
    words: list[str] = []
    values: list[str] = []
    cells = _with_lower_halves(_rejoined(cells))
    for cell, after in pairwise((*cells, None, None)):
        if merged and cell == "" and not values and words and _ends_header(words):
            continue  # a place that a merged header cell covers
        within = values or (words and "row" in _roles(words[-1]))
        sure = "" in cells or (after is not None and is_value(after))
        if cell is not None and (is_value(cell) or (within and sure and _is_odd_value(cell))):
            values.append(cell)
            continue
        if values or cell is None:
            before, label = _label_rows(words)
            rows += before
            rows.append([*label, *values])
            words, values = [], []
        if cell is not None:
            words.append(cell)
    return rows


def by_header(rows: Rows) -> list[Rows]:
    """The rows parted where a header begins."""
    parts: list[Rows] = [[]]
    for row in rows:
        if parts[-1] and not any(map(is_value, row)) and any(map(_is_header_only, row)):
            parts.append([])
        parts[-1].append(row)
    return parts


def _rejoined(cells: Sequence[str]) -> list[str]:
    """A label that a page prints in two paragraphs (商业 / 企业, 本年新 / 制作数量) is one cell again."""
    joined: list[str] = []
    for cell in cells:
        above = joined[-1] if joined else ""
        part = above and cell and not is_value(above) and label_key(above) not in vocabulary()
        if part and label_key(above + cell) in vocabulary():
            joined[-1] = f"{above}\n{cell}"
        else:
            joined.append(cell)
    return joined


def _with_lower_halves(cells: Sequence[str]) -> Sequence[str]:
    """A label whose halves stand in two rows of the header (商业, 科研 … / 企业, 机构) is one cell again."""
    if not any(map(_may_be_half, cells)):
        return cells
    whole: list[str] = []
    for halves, run in groupby(cells, _may_be_half):
        words = list(run)
        above = list(takewhile(lambda cell: not is_value(cell), reversed(whole[-WIDEST_HEADER:])))[::-1]
        labels = completed(above, words) if halves else []
        if labels:
            whole[-len(labels) :] = labels
        else:
            whole += words
    return whole


def _may_be_half(cell: str) -> bool:
    return bool(cell) and not is_value(cell) and not meanings(cell)


def _without_doubtful_blanks(rows: Rows) -> Rows:
    """A blank behind a row may be the next row's: blanks count only in rows as long as those without any.

    Where every row has blanks: in rows that are all of one length.
    """
    counted = [(row, sum(map(is_value, row))) for row in rows]
    whole = Counter(n for row, n in counted if n and "" not in row)
    lengths = {n for row, n in counted if n}
    alike = lengths.pop() if len(lengths) == 1 and len(rows) >= ENOUGH_LABELS else 0
    usual = whole.most_common(1)[0][0] if whole else alike
    return [row if n == usual else _printed(row) for row, n in counted]


def _printed(row: list[str]) -> list[str]:
    """The row without its blanks, nor words behind its numbers: they could make up for a blank in their number."""
    if "" not in row:
        return row
    last = max((n for n, cell in enumerate(row) if cell and is_value(cell)), default=len(row))
    return [cell for cell in row[: last + 1] if cell]


def _ends_header(words: list[str]) -> bool:
    return "column" in _roles(words[-1]) and any(map(_is_header_only, words))


def _is_odd_value(text: str) -> bool:
    """Between numbers a few characters that are no label: O for 0, 见附件."""
    return len(text) <= LONGEST_ODD and not meanings(text) and label_key(text) not in SUBTOTALS


def _label_rows(words: list[str]) -> tuple[list[list[str]], list[str]]:
    """The words before a row's numbers → rows without numbers and headers, and the labels of this row.

    A group's label stands before its part's; a row whose cells are blank is its label alone. In the form of 2014
    groups have numbers of their own, so there every label is a row.
    """
    start = max((n + 1 for n, word in enumerate(words) if _is_header_only(word)), default=0)
    # 其他 and 总计 may be rows, but behind columns they are the last ones; a table whose rows have no labels ends so
    while 0 < start < len(words) and "column" in _roles(words[start]):
        start += 1
    rows: list[list[str]] = [[]]
    for place, (above, word) in enumerate(pairwise(("", *words))):
        if place < start:
            caption = place > 0 and not any(meanings(other) for other in words[:place])
            alone = caption or {"row"} in (_roles(word), _roles(above))
        else:
            inner = _level(above) < _level(word) and section_told(above) != "statistics"
            alone = place == start or not (inner or _UNIT.fullmatch(word))
        if alone:
            rows.append([])
        rows[-1].append(word)
    label = rows.pop() if start < len(words) else []
    return [row for row in rows if row], label


def _roles(text: str) -> set[str]:
    return {meaning.role for meaning in meanings(text)}


def _is_header_only(text: str) -> bool:
    roles = _roles(text)
    return bool(roles) and "row" not in roles


def _level(text: str) -> int:
    """How deep an enumerator stands: 一、 0, （一） 1, 1. 2, none 3."""
    compact = squeeze(text)
    return next((level for level, mark in enumerate(_LEVELS) if mark.match(compact)), len(_LEVELS))
