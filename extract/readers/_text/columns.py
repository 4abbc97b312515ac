"""Lines whose cells stand apart by spaces, commas or semicolons → a table: text copied from a page, `pdftotext`, CSV.

    一、本年新收政府信息公开申请数量   1   0   0   0   0   0   1
    行政许可,38

Prose has spaces and commas too, so a table is told by its labels and numbers. Blank cells leave no trace between spaces:
a row with too few numbers cannot be dealt out to the columns.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache, partial
from itertools import pairwise

from extract.model import Table
from extract.readers._text.aligned import with_blanks
from extract.readers._text.cells import ENOUGH_NUMBERS, LONGEST_CELL
from extract.readers._text.frames import without_frame
from extract.readers._text.remarks import rows_with_remarks
from extract.readers._text.rows import ENOUGH_LABELS, UNIT, Rows, is_value, n_labels, n_words, rows_to_table
from extract.readers._text.short_rows import doubted, even_table
from extract.table.vocabulary import meanings, names_row, vocabulary
from normalize.label import label_key
from normalize.number import prints_number, prints_value
from normalize.year import year_alone

LONGEST_LINE = 400  # characters; 行政复议与行政诉讼 has fifteen columns, aligned in some 200
MANY_LABELS = 5  # prose has no such run of lines
MOST_WORDS = 6  # pieces of a label that has spaces in it
MOST_BLANK = 80  # rows without any number or mark: no table; the longest of a form has some fifty
MOST_PARTS = 3  # lines of a label above the one with its numbers
BARE_NUMBERS = 5  # numbers alone in their line: 行政复议与行政诉讼

_HEAD, _THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}"), re.compile(r"\d{3}\D*")
_RULE = re.compile("[ -]*-{4}[ -]*")  # below a table; a dash for "none" is shorter
_CLOSING = re.compile("[”’」』）)】〕》]+")
_GAP = re.compile(r"[ \u3000]{2,}")
# the search for a table starts at each line of a run of labels, so each line is asked about many times
_OF_A_LINE = lru_cache(4 * MOST_BLANK)


class ColumnRuns:
    """Finds the tables among the lines; asked for one line after the other, it looks at no line twice in vain."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._looked = dict.fromkeys(_SPLITS, 0)  # no table of this kind begins before this line

    def at(self, start: int, *, sure: bool) -> tuple[Table | None, int]:
        """The table that starts at this line, and the line behind it; none if none does.

        `sure`: an earlier table of the file was printed so; then a known label and a number are enough.
        """
        for split in _SPLITS:
            if start < self._looked[split]:
                continue
            rows, printed, end, cut = _run(self._lines, start, split)
            if _is_table(rows, grid=split in _BY_MARKS, sure=sure):
                # behind a first table, fewer labels and numbers are enough
                self._looked = dict.fromkeys(_SPLITS, 0)
                return _to_table(rows, printed, grid=split in _BY_MARKS), end
            if not cut:
                self._looked[split] = end  # what begins within these lines has fewer labels and numbers
        return None, start


def _is_table(rows: Rows, *, grid: bool, sure: bool) -> bool:
    """Whether the rows have labels and numbers enough for a table.

    `grid` says that each row has as many commas or semicolons. No running text has, so that fewer are enough.
    """
    cells = [cell for row in rows for cell in row]
    labels = n_labels(cells)
    numbers = sum(prints_number(cell) for cell in cells)
    if labels >= MANY_LABELS:  # an office without a single case prints nothing but marks
        numbers = sum(map(prints_value, cells))
    enough = labels >= ENOUGH_LABELS and numbers >= (1 if grid else ENOUGH_NUMBERS)
    return (enough or (sure and labels > 0 and numbers > 0)) and max(map(len, rows)) > 1


def _to_table(rows: Rows, printed: list[str], *, grid: bool) -> Table:
    unframed = without_frame(rows)
    if grid or unframed is not rows:
        return even_table(unframed)
    rows = with_blanks(rows, printed)
    return in_doubt(doubted(rows_to_table(rows), rows_with_remarks(rows)), printed)


def in_doubt(table: Table, lines: Sequence[str]) -> Table:
    """The table, read from these lines, with a doubt on each row that holds something like `12 146`.

    This may be one number, a space for its comma. Wider gaps part two.
    """
    near = {pair for line in lines for part in _GAP.split(line) for pair in pairwise(part.split())}
    texts: dict[int, list[str]] = {}
    for cell in table.cells:
        texts.setdefault(cell.row, []).append(cell.text)
    return doubted(
        table,
        {
            row
            for row, cells in texts.items()
            if any(pair in near and _may_be_one_number(*pair) for pair in pairwise(cells))
        },
    )


def _may_be_one_number(first: str, second: str) -> bool:
    return _HEAD.fullmatch(first) is not None and _THOUSANDS.fullmatch(second) is not None


def _run(
    lines: list[str], start: int, split: Callable[[str], Sequence[str]]
) -> tuple[Rows, list[str], int, bool]:
    """The rows from this line on, the line that each was printed on, the line behind them, and whether the search was given up.

    It is given up after many rows without a number, and a table may go on there.
    """
    rows: Rows = []
    printed: list[str] = []
    held: list[tuple[Sequence[str], str]] = []  # lines that may be the first ones of the next row's label
    end = start
    valued = False
    for index in range(start, len(lines)):
        line = lines[index]
        valued = valued or (len(rows) > 0 and any(map(prints_value, rows[-1])))
        if len(rows) >= MOST_BLANK and not valued:
            return rows, printed, end, True
        if not line.strip():
            continue
        cells = split(line) if len(line) <= LONGEST_LINE else ()
        if split in _BY_MARKS and rows:  # a table of CSV has a grid
            if len(cells) != len(rows[0]) and not _lost_edges(cells, len(rows[0])):
                break
            rows.append([*cells])
            end = index + 1
        elif _is_row(cells, bool(rows)):
            for row, text in (*held, (cells, line)):
                rows.append([*row])
                printed.append(text)
            held, end = [], index + 1
        elif rows and _is_one_text(line, cells) and _goes_on(line.strip(), len(held)):
            held.append(((line.strip(" \u3000"),), line))
        else:
            break
    return rows, printed, end, False


def _lost_edges(cells: Sequence[str], width: int) -> bool:
    """Whether a line with too few cells is a row that lost blank cells at its ends: it begins with 序号 or with a row's label."""
    return 1 < len(cells) < width and any(map(names_row, cells[:2]))


def _is_one_text(line: str, cells: Sequence[str]) -> bool:
    """Whether the line is one cell. A number may stand within its words: 公开相同信息计 1 条）."""
    return len(cells) == 1 or (
        len(cells) > 1 and not is_value(cells[-1]) and not _GAP.search(line.strip(" \u3000"))
    )


def _goes_on(text: str, n_held: int) -> bool:
    """Whether a line without numbers may be part of a label: its first line, or one that a label of a form holds."""
    if len(text) > LONGEST_CELL or "。" in text or year_alone(text) is not None:
        return False
    return n_held == 0 or (n_held < MOST_PARTS and _may_be_part(text))


def _may_be_part(text: str) -> bool:
    """Whether a form has a row whose label holds this."""
    key = label_key(text)
    return bool(key) and any(key in known for known in _row_keys())


@cache
def _row_keys() -> frozenset[str]:
    return frozenset(
        key for key, found in vocabulary().items() if any(meaning.role == "row" for meaning in found)
    )


@_OF_A_LINE
def _is_row(cells: tuple[str, ...], within: bool) -> bool:
    """Whether the cells are labels with their numbers, a header, or a row of numbers; `within`: the line above is a row."""
    printed = [cell for cell in cells if cell]
    values = [is_value(cell) for cell in printed]
    if printed and all(values):
        return len(printed) >= (2 if within else BARE_NUMBERS)
    known = n_labels(printed)
    if any(values):
        return values[-1] or (within and (known > 0 or sum(values) > 1))
    return known > 0 and (within or 2 * known >= len(printed))


@_OF_A_LINE
def _by_spaces(line: str) -> tuple[str, ...]:
    """The cells of a line, parted by wide gaps.

    Where numbers stand one space apart, a wide gap is a blank cell that left no trace, and each space parts two cells.
    """
    text = line.strip(" \u3000")
    if _RULE.fullmatch(text):
        return ()
    cells = _GAP.split(text)
    narrow = len(cells) == 1 or any(is_value(cell.rpartition(" ")[2]) for cell in cells if " " in cell)
    if narrow:
        return (*_with_ends(_with_whole_labels(text.split())),)
    return (*_with_ends([part for cell in cells for part in _labels_apart(cell)]),)


def _labels_apart(cell: str) -> list[str]:
    """The cells of a text without wide gaps.

    Labels one space apart, each known to a form (自然人 法人或其他组织), are cells of their own; so is the unit behind a label.
    """
    parts = _with_whole_labels(cell.split()) if " " in cell else []
    if len(parts) == 2 and UNIT.fullmatch(parts[1]) and not is_value(parts[0]):
        return parts
    return parts if len(parts) > 1 and all(map(meanings, parts)) else [cell]


def _with_whole_labels(words: list[str]) -> list[str]:
    """The words with those of one label put together: letter-spaced ones (小 计), or one broken by a space. The longest known holds."""
    end = n_words(words)
    labels: list[str] = []
    start = 0
    while start < end:
        stops = range(min(end, start + MOST_WORDS), start + 1, -1)
        stop = next((n for n in stops if label_key("".join(words[start:n])) in vocabulary()), start + 1)
        labels.append("".join(words[start:stop]))
        start = stop
    return [*labels, *words[end:]]


def _with_ends(cells: list[str]) -> list[str]:
    """The cells, with a unit joined to its number (`0 件`) and a closing mark to its label.

    A unit at the end without a number before it is the rest of a blank cell and is left out.
    """
    joined: list[str] = []
    for cell in cells:
        if joined and UNIT.fullmatch(cell) and prints_number(joined[-1]):
            joined[-1] += f" {cell}"
        elif joined and _CLOSING.fullmatch(cell):
            joined[-1] += cell
        else:
            joined.append(cell)
    return joined[:-1] if len(joined) > 1 and UNIT.fullmatch(joined[-1]) else joined


def _by_mark(mark: str, line: str) -> tuple[str, ...]:
    if mark not in line:
        return ()
    (cells,) = csv.reader([line.strip()], delimiter=mark)
    return tuple(cell.strip() for cell in cells)


_BY_MARKS = (partial(_by_mark, ","), partial(_by_mark, ";"))
_SPLITS = (*_BY_MARKS, _by_spaces)
