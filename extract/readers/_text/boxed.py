"""Tables drawn with characters → their grid, merged cells too: text browsers, reStructuredText, Markdown's grids.

    ┌────────────┬───────────┐        +------+-------------+
    │            │ 行政诉讼  │        | 规章 | 0           |
    │  行政复议  ├─────┬─────┤        +------+-------------+
    │            │ …   │ …   │

A rule must stand behind every row. Where a line does not fit under the one above it, nothing is read here: its
characters may be wider than they are taken for.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from typing import NamedTuple

from extract.model import Cell, Table
from extract.readers._text.places import places
from normalize.number import prints_number

EDGE = " \r\f\v\t"
LEAST_RULES = 4  # lines; fewer stand around a head and rows that nothing parts
MAX_ROW_LINES = 12  # a label of 40 characters in a narrow column
MAX_LINES = 2_000  # of one table; a report's has some 150

_JOINTS = frozenset("├┤┼┬┴┌┐└┘┏┓┗┛┣┫┳┻╋╞╡╪╤╧╔╗╚╝╠╣╬╦╩")
_UPRIGHT = frozenset("|│┃║+") | _JOINTS
_LEVEL = frozenset("-=─━═") | _JOINTS | {"+"}


class _Area(NamedTuple):
    """Between two places across and two lines down."""

    left: int
    right: int
    top: int
    bottom: int
    lines: tuple[str, ...]


def boxed_table(lines: list[str], start: int) -> tuple[Table | None, int]:
    """The table whose upper edge is this line, and the line up to which was looked."""
    if not _is_rule(lines[start].strip(EDGE)):
        return None, start
    end = start
    while end < min(len(lines), start + MAX_LINES) and _is_of_box(lines[end].strip(EDGE)):
        end += 1
    drawn = [places(line.rstrip(EDGE)) for line in lines[start:end]]
    areas = _areas(drawn, _uprights(drawn))
    return _grid(areas, len(drawn)) if areas else None, end


def _is_of_box(line: str) -> bool:
    return len(line) > 2 and line[0] in _UPRIGHT and line[-1] in _UPRIGHT


def _is_rule(line: str) -> bool:
    """+---+---+, ┌───┬───┐"""
    return _is_of_box(line) and line[0] != "|" and _LEVEL.issuperset(line) and line[1] not in _UPRIGHT


def _uprights(drawn: list[list[str]]) -> list[int]:
    """The places where lines that part columns stand: the joints of the rules."""
    found: set[int] = set()
    for line in drawn:
        for place, character in enumerate(line):
            beside = (*line[max(place - 1, 0) : place], *line[place + 1 : place + 2])
            if character in _JOINTS or (character == "+" and not {"-", "="}.isdisjoint(beside)):
                found.add(place)
    return sorted(found)


def _areas(drawn: list[list[str]], uprights: list[int]) -> list[_Area]:
    """What rules and upright lines enclose; [] where a line does not fit below the one above it."""
    done: list[_Area] = []
    opened: dict[tuple[int, int], tuple[int, list[str]]] = {}
    for index, line in enumerate(drawn):
        standing = [place for place in uprights if place < len(line) and line[place] in _UPRIGHT]
        if not standing or standing[-1] != len(line) - 1:
            return []
        fresh: dict[tuple[int, int], tuple[int, list[str]]] = {}
        for left, right in pairwise(standing):
            inner = line[left + 1 : right]
            if inner and _LEVEL.issuperset(inner):
                continue
            top, texts = opened.pop((left, right), (index, []))
            fresh[left, right] = (top, [*texts, "".join(inner).strip(EDGE)])
        for (left, right), (top, texts) in opened.items():
            if any(left < other[1] and other[0] < right for other in fresh):
                return []
            done.append(_Area(left, right, top, index, tuple(texts)))
        opened = fresh
    return [] if opened else done


def _grid(areas: list[_Area], n_lines: int) -> Table | None:
    """Cells in the grid of the areas' edges; none where it has holes, or two numbers one above the other."""
    across = sorted({place for area in areas for place in (area.left, area.right)})
    down = sorted({area.top - 1 for area in areas} | {n_lines - 1})
    if len(down) < LEAST_RULES or max(b - a for a, b in pairwise(down)) > MAX_ROW_LINES:
        return None
    cells = []
    for area in areas:
        row, col = bisect_left(down, area.top - 1), bisect_left(across, area.left)
        spans = bisect_left(down, area.bottom) - row, bisect_left(across, area.right) - col
        printed = [
            line for line in (line.removesuffix("\\") for line in area.lines) if line
        ]  # Markdown's break
        if sum(prints_number(line) for line in printed) > 1:
            return None
        cells.append(Cell("\n".join(printed), row, col, *spans))
    n_rows, n_cols = len(down) - 1, len(across) - 1
    if sum(cell.rowspan * cell.colspan for cell in cells) != n_rows * n_cols:
        return None
    return Table(tuple(sorted(cells, key=lambda cell: (cell.row, cell.col))), n_rows, n_cols)
