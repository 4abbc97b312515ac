"""Lines of text that stand like a table, without any ruling line -> cells, by alignment. A guess, and flagged so.

Columns are where the numbers of several lines stand below each other; a line with numbers is a row; the words left
of them are labels, whose lines are put to rows by their numbering (`1.`, （一）) and by height. A label that stands
over several rows (三、本年度办理结果) is given where the run of its rows begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from extract.readers.grid import Chars, Ints, Span
from extract.readers.pdf_text import Line

WORD_GAP = 0.4  # of a line's height: a wider gap parts two cells' words
FAR_GAP = 3.0  # of a line's height: a lone number this far from its label is a cell
ROW_REACH = (
    3.2  # of a line's height: lines of one table follow each other within (LibreOffice sets 2.5 apart)
)
WRAP_REACH = 2.7  # of a line's height: so do the lines of one label
LINE_REACH = 1.5  # of a line's height: so do the lines within one cell
HEAD_REACH = 3.2  # of a line's height: so do the lines of its heading

_TAIL = re.compile(r"(?:^|\s)[\d０-９,，.．/／—–－〇-]+[件条项次人个篇元]?$")
_NUMERAL = re.compile(
    r"^(?:[-−–+]?[\d０-９][\d０-９,，.．]*(?:件|条|项|次|人|个|篇|元|万元)?|[/／—–－-]+|[一二三四五六七八九十〇零Oo]|不适用|无)$"
)
_ITEM = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.．、,，])"
)
_FIRST_ITEM = re.compile(r"^(?:[（(]一[）)]|1[.．、,，])")
_SENTENCE = re.compile(r"[。；！？]")


@dataclass(frozen=True, slots=True)
class Guess:
    """Cells with their places, and for each of the page's characters the number of its cell or -1."""

    spans: tuple[Span, ...]
    numbers: Ints


@dataclass(slots=True)
class _Word:
    text: str
    x0: float
    x1: float
    y: float
    height: float
    members: list[int]

    @property
    def x(self) -> float:
        return (self.x0 + self.x1) / 2


@dataclass(slots=True)
class _Region:
    """Consecutive lines, as positions in the list of lines; rows are those with numbers."""

    columns: list[float]
    first: int
    last: int
    rows: list[int] = field(default_factory=list)


def looks_like_table(lines: Sequence[Line], chars: Chars) -> bool:
    """At least two lines end in a number that stands by itself, or one in several."""
    tails = [line for line in lines if _TAIL.search(line.text) and not _SENTENCE.search(line.text)]
    return len(chars) > 0 and (len(tails) >= 2 or any(len(line.text.split()) > 2 for line in tails))


def lines_to_tables(lines: Sequence[Line], chars: Chars) -> list[Guess]:
    """Tables among the lines from top to bottom."""
    words = [_words(line, chars) for line in lines]
    tails = [_tail(line) for line in words]
    guesses = []
    free = 0
    for region in _regions(words, tails):
        head = _head_start(region, words, free)
        guess = _region_to_guess(region, words[head : region.last + 1], head, len(chars), chars)
        if guess is not None:
            guesses.append(guess)
        free = region.last + 1
    return guesses


def _words(line: Line, chars: Chars) -> list[_Word]:
    """The line's words from left to right; spaces are none."""
    places = [k for k in line.members if chars.codes[k] != 0x20]
    boxes = chars.boxes[places]
    words: list[_Word] = []
    for k, (x0, y0, x1, y1) in zip(places, boxes.tolist(), strict=True):
        letter = chr(int(chars.codes[k]))
        if words and x0 - words[-1].x1 < WORD_GAP * words[-1].height:
            words[-1].text += letter
            words[-1].x1 = max(x1, words[-1].x1)
            words[-1].members.append(k)
        else:
            words.append(_Word(letter, x0, x1, (y0 + y1) / 2, y1 - y0, [k]))
    return words


def _tail(words: list[_Word]) -> list[_Word]:
    """The numbers a line ends in."""
    start = len(words)
    while start and _NUMERAL.match(words[start - 1].text):
        start -= 1
    return words[start:]


def _regions(words: list[list[_Word]], tails: list[list[_Word]]) -> Iterator[_Region]:
    """Runs of lines whose numbers stand below each other."""
    region: _Region | None = None
    for k, (line, tail) in enumerate(zip(words, tails, strict=True)):
        if not line:
            continue
        if region is not None and not _belongs(region, words, line, tail):
            yield from _worthy(region, words)
            region = None
        if tail and region is None:
            region = _Region([word.x for word in tail], k, k, [k])
        elif tail and region is not None:
            region.rows.append(k)
            region.last = k
            if len(tail) > len(region.columns):
                region.columns = [word.x for word in tail]
        elif region is not None and _wraps(region, words, line):
            region.last = k
    if region is not None:
        yield from _worthy(region, words)


def _belongs(region: _Region, words: list[list[_Word]], line: list[_Word], tail: list[_Word]) -> bool:
    height = line[0].height
    if line[0].y - words[region.last][0].y > ROW_REACH * height:
        return False
    if not tail:
        return line[-1].x1 < region.columns[0] and not _is_caption(region, words, line)
    if len(tail) == len(region.columns):
        return all(abs(word.x - x) < 2 * height for word, x in zip(tail, region.columns, strict=True))
    fewer, more = sorted(([word.x for word in tail], region.columns), key=len)
    return all(min(abs(x - other) for other in more) < height for x in fewer)


def _is_caption(region: _Region, words: list[list[_Word]], line: list[_Word]) -> bool:
    """A lone word well inside of the only column of labels stands over the next part (第二十条第（五）项)."""
    lefts = [words[row][0].x0 for row in region.rows]
    height = line[0].height
    one_column = max(lefts) - min(lefts) < height
    return len(line) == 1 and one_column and line[0].x0 > min(lefts) + 4 * height


def _wraps(region: _Region, words: list[list[_Word]], line: list[_Word]) -> bool:
    """A line without numbers just below is the rest of a label; a numbered one is the next heading."""
    near = line[0].y - words[region.last][0].y < WRAP_REACH * line[0].height
    return near and not re.match(r"^[一二三四五六七八九十]{1,3}、", line[0].text)


def _worthy(region: _Region, words: list[list[_Word]]) -> Iterator[_Region]:
    """A lone number in running text is no table, nor are numerals that are words (一、二)."""
    if not any(char.isdigit() for row in region.rows for word in _tail(words[row]) for char in word.text):
        return
    if len(region.columns) == 1:
        labels = [words[row][:-1] for row in region.rows]
        far = all(
            label and words[row][-1].x0 - label[-1].x1 > FAR_GAP * label[-1].height
            for row, label in zip(region.rows, labels, strict=True)
        )
        prose = any(_SENTENCE.search(word.text) for label in labels for word in label)
        if prose or not all(labels) or not (far or _has_head(region, words)):
            return
    yield region


def _has_head(region: _Region, words: list[list[_Word]]) -> bool:
    """The line above has a word over the label and one over the number."""
    first = region.first
    above = words[first - 1] if first else []
    if len(above) < 2 or words[first][0].y - above[0].y > HEAD_REACH * above[0].height:
        return False
    value = words[first][-1]
    return above[-1].x0 < value.x1 + value.height and value.x0 - value.height < above[-1].x1


def _head_start(region: _Region, words: list[list[_Word]], free: int) -> int:
    """Lines above the first row that belong to the table: close by, and no heading and no prose."""
    start = region.first
    while start > free:
        above, below = words[start - 1], words[start]
        if not above or below[0].y - above[0].y > HEAD_REACH * below[0].height:
            break
        text = "".join(word.text for word in above)
        if _SENTENCE.search(text) or (len(above) == 1 and _ITEM.match(text)):
            break
        start -= 1
    return start


def _region_to_guess(
    region: _Region, words: list[list[_Word]], offset: int, count: int, chars: Chars
) -> Guess | None:
    columns = sorted(region.columns)
    rows = [row - offset for row in region.rows]
    head, body = words[: rows[0]], words[rows[0] :]
    rows = [row - rows[0] for row in rows]
    rows = [row for k, row in enumerate(rows) if not k or not _is_wrapped(body[row], body[rows[k - 1]])]
    labels: list[_Word] = []
    values: dict[tuple[int, int], list[int]] = {}
    row = 0
    for k, line in enumerate(body):
        row = rows.index(k) if k in rows else row
        tail = _tail(line)
        labels.extend(line[: len(line) - len(tail)])
        for word in tail:
            column = int(np.abs(np.array(columns) - word.x).argmin())
            values.setdefault((row, column), []).extend(word.members)
    starts = _label_starts(labels)
    labels = [piece for word in labels for piece in _cut_at(word, starts, chars)]
    heights = [body[row][-1].y for row in rows]
    placed = _labels_to_rows(_items(labels, starts, heights), heights, len(starts))
    if placed is None:
        return None
    width = len(starts)
    cells = _head_cells(head, columns, width, chars)
    top = 1 + max((row for row, _, _ in cells), default=-1)
    for (row, start), members in placed.items():
        deeper = any(r == row and s > start for r, s in placed)
        cells[row + top, start, 1 if deeper else width - start] = members
    for (row, column), members in values.items():
        cells[row + top, width + column, 1] = members
    for row in range(len(rows)):
        for column in range(len(columns)):
            cells.setdefault((row + top, width + column, 1), [])
    return _to_guess(cells, count)


def _is_wrapped(line: list[_Word], above: list[_Word]) -> bool:
    """Digits that a narrow column sent to the next line: nothing but numbers, close below longer ones."""
    if line[0].y - above[0].y > LINE_REACH * line[0].height or _tail(line) != line:
        return False
    return all(any(abs(word.x - up.x) < 1.5 * word.height for up in _tail(above)) for word in line)


def _head_cells(
    head: list[list[_Word]], columns: list[float], width: int, chars: Chars
) -> dict[tuple[int, int, int], list[int]]:
    """The heading's words by column in one row; above it a row for each line of words over several columns."""
    left = columns[0] - 2 * head[0][0].height if head else 0.0
    over = [[word for word in line if not width or word.x1 > left] for line in head]
    cells: dict[tuple[int, int, int], list[int]] = {}
    above = 0
    below: list[int] = []
    for words in over:
        if words and _is_spanning(words, columns):
            nearest = [int(np.abs(np.array([word.x for word in words]) - x).argmin()) for x in columns]
            for k, word in enumerate(words):
                if k in nearest:
                    key = (above, width + nearest.index(k), nearest.count(k))
                    cells.setdefault(key, []).extend(word.members)
                else:
                    below.extend(word.members)
            above += 1
        else:
            below.extend(k for word in words for k in word.members)
    for word in (word for line, words in zip(head, over, strict=True) for word in line if word not in words):
        cells.setdefault((above, 0, width), []).extend(word.members)
    for k in below:
        column = int(np.abs(np.array(columns) - float(chars.boxes[k, 0] + chars.boxes[k, 2]) / 2).argmin())
        cells.setdefault((above, width + column, 1), []).append(k)
    return cells


def _is_spanning(words: list[_Word], columns: list[float]) -> bool:
    """Few and short words over many columns."""
    covered = sum(word.x1 - word.x0 for word in words)
    return len(columns) > 2 and len(words) * 2 < len(columns) and covered < 0.6 * (columns[-1] - columns[0])


def _label_starts(labels: list[_Word]) -> list[float]:
    """Left edges that several label lines share, a character's width apart."""
    starts: list[list[float]] = []
    for word in sorted(labels, key=lambda word: word.x0):
        if starts and word.x0 - starts[-1][0] < word.height:
            starts[-1].append(word.x0)
        else:
            starts.append([word.x0])
    shared = [run[0] for run in starts if len(run) > 1] or [run[0] for run in starts[:1]]
    return shared[:4]


def _cut_at(word: _Word, starts: list[float], chars: Chars) -> list[_Word]:
    """A word that runs over a label column's left edge is two cells' words that touch, if one begins there."""
    pieces: list[list[int]] = [[]]
    for k in word.members:
        x0 = float(chars.boxes[k, 0])
        begins = any(abs(x0 - start) < 1.5 for start in starts)
        if pieces[-1] and begins and _ITEM.match(_text(word.members[word.members.index(k) :], chars)):
            pieces.append([])
        pieces[-1].append(k)
    cut = []
    for members in pieces:
        boxes = chars.boxes[members]
        cut.append(
            _Word(
                _text(members, chars),
                float(boxes[:, 0].min()),
                float(boxes[:, 2].max()),
                word.y,
                word.height,
                members,
            )
        )
    return cut


def _text(members: Sequence[int], chars: Chars) -> str:
    return "".join(chr(int(code)) for code in chars.codes[list(members)])


@dataclass(slots=True)
class _Item:
    start: int
    text: str
    top: float
    bottom: float
    members: list[int]
    beside: bool  # numbers stand on one of its lines

    @property
    def y(self) -> float:
        return (self.top + self.bottom) / 2


def _items(labels: list[_Word], starts: list[float], heights: list[float]) -> list[_Item]:
    """Lines of labels put together; a numbered one starts anew, so does the second that has numbers beside it."""
    items: list[_Item] = []
    latest: dict[int, _Item] = {}
    for word in sorted(labels, key=lambda word: (word.y, word.x0)):
        start = max((k for k, x in enumerate(starts) if word.x0 > x - word.height / 2), default=0)
        before = latest.get(start)
        beside = any(abs(word.y - y) < 0.35 * word.height for y in heights)
        again = before is not None and before.beside and beside
        goes_on = before is not None and not _ITEM.match(word.text) and not again
        if goes_on and before is not None and word.y - before.bottom < WRAP_REACH * word.height:
            before.text += word.text
            before.bottom = word.y
            before.members.extend(word.members)
            before.beside = before.beside or beside
        else:
            latest[start] = _Item(start, word.text, word.y, word.y, list(word.members), beside)
            items.append(latest[start])
    return items


def _labels_to_rows(
    items: list[_Item], heights: list[float], depth: int
) -> dict[tuple[int, int], list[int]] | None:
    """Each row gets the nearest item as its own label; the others are groups and go where their rows begin."""
    own: dict[int, _Item] = {}
    last = -1
    order = sorted(range(len(items)), key=lambda k: items[k].y)
    reach = min((b - a for a, b in pairwise(heights)), default=20.0)
    for row, y in enumerate(heights):
        near = [k for k in order if items[k].top - reach * 0.6 <= y <= items[k].bottom + reach * 0.6]
        near = [k for k in near if items[k] not in own.values()]
        if not near:
            continue
        best = min(near, key=lambda k: (-items[k].start, abs(items[k].y - y)))
        own[row] = items[best]
        last = row
    if last < 0 and items:
        return None
    placed = {(row, item.start): list(item.members) for row, item in own.items()}
    groups = [item for item in items if item not in own.values()]
    for start in range(depth):
        mine = [group for group in groups if group.start == start]
        runs = _run_starts(own, start, len(heights))
        for k, group in enumerate(mine):
            nearest = int(np.abs(np.array(heights) - group.top).argmin())
            row = runs[k] if len(runs) == len(mine) else nearest
            placed.setdefault((row, start), []).extend(group.members)
    return placed


def _run_starts(own: dict[int, _Item], start: int, count: int) -> list[int]:
    """Rows at which a run of deeper labels begins: after a label of this depth, or where numbers start over."""
    runs = []
    inside = False
    for row in range(count):
        item = own.get(row)
        deeper = item is not None and item.start > start
        first = item is not None and item.start == start + 1 and bool(_FIRST_ITEM.match(item.text))
        if deeper and (not inside or first):
            runs.append(row)
        inside = deeper
    return runs


def _to_guess(cells: dict[tuple[int, int, int], list[int]], count: int) -> Guess:
    numbers = np.full(count, -1, dtype=np.int64)
    spans: list[Span] = []
    for (row, col, cols), members in sorted(cells.items()):
        numbers[members] = len(spans)
        spans.append(Span(row, col, 1, cols))
    return Guess(tuple(spans), numbers)
