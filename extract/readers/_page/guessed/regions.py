"""Lines of words -> the tables among them, each cut before its heading rows (表头).

What makes it hard: a wrapped label gives lines without a number, tables may follow each other with only a caption between
them, and running text has numbers, too. What parts a table from text: the height of its letters, sentences, gaps, and
the labels that forms know.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, pairwise, zip_longest

from extract.readers._page.word_lines import Line, is_solid, pieces
from extract.readers._page.wording import ITEM, begins_label, has_role, is_label, is_within_label
from extract.readers._page.words import EDGE_PT, Word, text_of
from normalize.text import NUMERALS

ROW_REACH = 4.5  # of a line's height: the lines of one table are no farther apart
HEAD_REACH = 4.0  # of a line's height: nor are the lines of its heading
# of a line's height: nor are the lines of a label with blank lines within, if a form spells the whole so
BROKEN_REACH = 6.5
KNOWN_REACH = 8.0  # of a line's height: nor are two lines if a form knows both
WRAP_REACH = 3.0  # of a line's height: nor is the rest of the last row's label
TALLER = 1.25  # letters this many times as high as the numbers are a heading's or the text's
FAR_GAP = 3.0  # of a line's height: a lone number this far from its label is a cell
WIDE_ROW = 4  # values: rows of fewer tell little about where columns stand
SHARED = 0.6  # share of a row's values that stand below earlier ones of its table, at least
LONG = 20  # characters: a line of more that has a comma is running text

ROLES = ("row", "column", "corner")

_REPEATED = re.compile(r"(.{4,})\1+$")  # what a wide cell's label prints in each of its columns
_SECTION = re.compile(rf"^[{NUMERALS}]{{1,3}}、")


@dataclass(frozen=True, slots=True)
class Part:
    """A heading (may be empty) and the lines below it, up to the next heading."""

    head: tuple[Line, ...]
    body: tuple[Line, ...]


def lines_to_parts(lines: Sequence[Line], *, goes_on: bool) -> list[list[Part]]:
    """The parts of each table. `goes_on` says that the page before ended in a table, which may go on at the first line."""
    free = 0
    found: list[list[Part]] = []
    for first, last in list(_runs(lines)):
        start, end = _upwards(lines, first, free), _downwards(lines, last)
        if _is_table(lines[start : end + 1], goes_on and not found and not start):
            found.append(list(_parts(lines[start : end + 1])))
            free = end + 1
    start = _upwards(lines, len(lines), free)
    if sum(_known(line, "column", "corner") for line in lines[start:]) > 1:
        found.append([Part(tuple(lines[start:]), ())])  # the page ends in a heading
    return found


def _is_prose(line: Line) -> bool:
    if not is_solid(line):
        return False
    text = line.text
    if has_role(text, "column", "corner") or _REPEATED.match(text):
        return False
    if _SECTION.match(text) and not begins_label(text):
        return True
    long = len(text) > LONG and "，" in text
    return line.is_sentence or (long and not ITEM.match(text) and not is_within_label(text))


def _runs(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Runs of lines that may be one table, by their first and last line with a number; running text and wide gaps part them."""
    first = last = -1
    for k, line in enumerate(lines):
        if last >= 0 and (_is_far_below(lines, last, k) or _is_prose(line) or _is_taller(line, lines[last])):
            yield first, last
            first = last = -1
        if line.is_row:
            first, last = (k if first < 0 else first), k
    if last >= 0:
        yield first, last


def _is_far_below(lines: Sequence[Line], row: int, k: int) -> bool:
    """Whether the gap above line `k` is too wide for a line of the same table; `row` is the last line that ends in numbers.

    Where a form knows both lines, or they make up one of its labels, the gap may be wider.
    """
    gap = lines[k][0].y - lines[k - 1][0].y
    if gap <= ROW_REACH * lines[k][0].height:  # most lines
        return False
    height = max(lines[k].height, lines[k - 1].height)
    if gap <= ROW_REACH * height:
        return False
    if gap < KNOWN_REACH * height and _is_of_form(lines[row]) and _is_of_form(lines[k]):
        return False
    if gap > BROKEN_REACH * height:
        return True
    label = lines[row][: len(lines[row]) - len(lines[row].tail)]
    rest = [word for line in lines[row + 1 : k + 1] for word in line]
    return not is_label(text_of([*label, *rest]))


def _is_of_form(line: Line) -> bool:
    """Whether it holds a form's label, or the beginning of one."""
    return _known(line, *ROLES) > 0 or begins_label(text_of(pieces(line)[0]))


def _is_taller(line: Line, row: Line) -> bool:
    return line.sizes[0] > TALLER * row.sizes[1]


def _upwards(lines: Sequence[Line], first: int, free: int) -> int:
    """Where the table's heading begins: the first of the lines above its first row that belong to it."""
    start = first
    row = lines[min(first, len(lines) - 1)] if lines else Line()
    while start > free:
        above, below = lines[start - 1], lines[min(start, len(lines) - 1)]
        # a line of numbers alone may look smaller than it is set
        gap, height = below[0].y - above[0].y, max(above.height, below.height)
        far = gap > HEAD_REACH * height
        if far and gap < KNOWN_REACH * height:  # the labels' last lines may tell nothing
            far = not any(_known(line, "column", "corner") for line in lines[max(start - 3, free) : start])
        if far or _is_prose(above) or _is_taller(above, row):
            break
        start -= 1
    return start


def _downwards(lines: Sequence[Line], last: int) -> int:
    """Where the table ends: below its last numbers there may be the rest of the last label, or rows of labels alone."""
    end = last
    left = lines[last][0].x0
    values = lines[last].tail
    labels = pieces(lines[last][: len(lines[last]) - len(values)])
    whole, own = (text_of(chain.from_iterable(mine)) for mine in (labels, labels[-1:]))
    rest = ""
    for k in range(last + 1, len(lines)):
        line = lines[k]
        rest += line.text
        gap = line[0].y - lines[k - 1][0].y
        far = gap > WRAP_REACH * line.height and (
            gap > BROKEN_REACH * line.height or not begins_label(own + rest)
        )
        beyond = line[0].x0 < left - 2 * line[0].height and len(values) < len(lines[last])
        if beyond:  # the label's first line may be indented
            beyond = not begins_label(whole + rest)
        under = line[-1].x1 > values[0].x1 and not _known(line, *ROLES)
        if far or beyond or under or _is_prose(line) or _is_taller(line, lines[last]):
            break
        end = k
    return end


def _is_table(lines: Sequence[Line], goes_on: bool) -> bool:
    """Whether lines are a table: a form knows two of the labels, or several lines have numbers in columns apart from the words."""
    if goes_on or any(known >= 2 for known in accumulate(_known(line, *ROLES) for line in lines)):
        return True
    rows = [line for line in lines if line.is_row]
    return sum(len(line.tail) > 1 for line in rows) >= 2 or (len(rows) >= 2 and all(map(_is_far, rows)))


def _is_far(line: Line) -> bool:
    """A number far from its label."""
    values = line.tail
    labels = line[: len(line) - len(values)]
    return bool(labels) and values[0].x0 - labels[-1].x1 > FAR_GAP * values[0].height


def _is_head(line: Line, row: Line, below: Line | None) -> bool:
    """Whether a line is a row of column labels. `row` is the line of numbers above it, `below` the line that follows.

    It has no number. A form must know two of its labels, or one of several, or one where it stands over the numbers of `row`.
    """
    if True in [word.is_number for word in line]:
        return False
    known = _known(line, "column", but="row")
    if known != 1:
        return known > 1
    if line[-1].x1 > row.tail[0].x0 or len(line) > 2:
        return True
    # the row's first numbers may be blank
    return len(line) > 1 and has_role(line[0].text, "corner") and below is not None and below.is_row


def _known(line: Line, *roles: str, but: str = "") -> int:
    """How many labels of the line a form knows, whether their words stand close together or apart."""
    alone, close = line.roles
    ways = (alone,) if close is alone else (alone, close)
    return max(sum([not found.isdisjoint(roles) and but not in found for found in labels]) for labels in ways)


def split_at_change(part: Part) -> list[Part]:
    """Parts a table from one without a heading that stands right below it: the numbers of the second stand at other places."""
    rows = [(k, line.tail) for k, line in enumerate(part.body) if len(line.tail) >= WIDE_ROW]
    pending: list[Word] = []
    seen: tuple[list[float], ...] = ([], [], [])  # left edges, middles, right edges of the values so far
    before: list[Word] = []
    for (k, values), (_, after) in pairwise(rows):
        if not _stand_below(values, before):
            for places, xs in zip(seen, zip(*map(_sides, pending), strict=True), strict=False):
                places.extend(xs)
                places.sort()
            pending = []
            if len(seen[0]) >= 2 * WIDE_ROW:
                # the side on which the values stand at the fewest places is the one they are set to
                side = min(range(len(seen)), key=lambda n: len(set(map(int, seen[n]))))
                if all(_share(row, side, seen[side]) < SHARED for row in (values, after)):
                    return [Part(part.head, part.body[:k]), *split_at_change(Part((), part.body[k:]))]
        pending += values
        before = values
    return [part]


def _stand_below(values: Sequence[Word], before: Sequence[Word]) -> bool:
    """Whether each value has its left or its right edge below that of the row before, as in most rows."""
    return len(values) == len(before) and all(
        -EDGE_PT < word.x0 - above.x0 < EDGE_PT or -EDGE_PT < word.x1 - above.x1 < EDGE_PT
        for word, above in zip(values, before, strict=True)
    )


def _share(values: Sequence[Word], side: int, places: Sequence[float]) -> float:
    """How many of the values stand below earlier ones, on the side on which these are set."""
    return sum([_is_near(_sides(word)[side], places) for word in values]) / len(values)


def _sides(word: Word) -> tuple[float, float, float]:
    return (word.x0, word.x, word.x1)


def _is_near(x: float, places: Sequence[float]) -> bool:
    """Whether any of the ordered places is near it."""
    k = bisect_right(places, x - EDGE_PT)
    return k < len(places) and places[k] < x + EDGE_PT


def _is_above_head(line: Line, row: Line) -> bool:
    """A caption, or labels over the numbers."""
    if has_role(line.text, "corner", "column"):
        return True
    return not line.tail and line[-1].x0 > row.tail[0].x0


def _is_rest(line: Line, row: Line) -> bool:
    """Whether a line above the numbers is no heading but the first line of a row's label, set to the middle of its row."""
    values = row.tail
    return line[-1].x1 < values[0].x0 and not has_role(line.text, "corner", "column")


def _parts(lines: Sequence[Line]) -> Iterator[Part]:
    """The table cut before each heading; a caption alone on the line above goes with it."""
    start = 0
    k = next((k for k, line in enumerate(lines) if line.is_row), len(lines))
    while start < len(lines):
        head = list(lines[start:k])
        while head and k < len(lines) and _is_rest(head[-1], lines[k]):
            head.pop()
        pairs = zip_longest(lines[k + 1 :], lines[k + 2 :])
        heads = (n for n, (line, below) in enumerate(pairs, k + 1) if _is_head(line, lines[k], below))
        stop = next(heads, len(lines))
        after = next((n for n in range(stop, len(lines)) if lines[n].is_row), len(lines))
        while k + 1 < stop < len(lines) and _is_above_head(lines[stop - 1], lines[k]):
            stop -= 1
        yield Part(tuple(head), tuple(lines[start + len(head) : stop]))
        start, k = stop, after
