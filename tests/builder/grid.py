"""Printed grids: boxes with spans, and the ways in which merges are faked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

Role = Literal["title", "head", "label", "value"]


@dataclass(frozen=True, slots=True)
class Box:
    """One printed cell. `covered` boxes are the places under a merge, kept for writers that print them."""

    text: str
    row: int
    col: int
    rowspan: int = 1
    colspan: int = 1
    role: Role = "value"


@dataclass(frozen=True, slots=True)
class Grid:
    boxes: tuple[Box, ...]
    n_rows: int
    n_cols: int

    def row(self, number: int) -> list[Box]:
        return sorted((box for box in self.boxes if box.row == number), key=lambda box: box.col)

    def covered(self) -> dict[tuple[int, int], Box]:
        """Every place of the grid, with the box that covers it."""
        return {
            (row, col): box
            for box in self.boxes
            for row in range(box.row, box.row + box.rowspan)
            for col in range(box.col, box.col + box.colspan)
        }


@dataclass(frozen=True, slots=True)
class Line:
    """A data row before it is laid out: label levels from outer to inner, and the texts of its values."""

    labels: tuple[str, ...]
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    role: Literal["title", "heading", "body"] = "body"


def lines_to_boxes(
    lines: Sequence[Line], start: int, label_widths: Sequence[int], value_widths: Sequence[int]
) -> list[Box]:
    """Equal outer labels of neighbouring lines merge; the innermost label spans what is left of the label columns."""
    boxes: list[Box] = []
    starts = [sum(label_widths[:i]) for i in range(len(label_widths) + 1)]
    for number, line in enumerate(lines):
        for level, label in enumerate(line.labels):
            inner = level == len(line.labels) - 1
            if not inner and number and _same(lines[number - 1], line, level):
                continue
            height = 1 if inner else _run(lines, number, level)
            width = (starts[-1] if inner else starts[level + 1]) - starts[level]
            boxes.append(Box(label, start + number, starts[level], height, width, "label"))
        col = starts[-1]
        widths = value_widths if len(line.values) == len(value_widths) else [1] * len(line.values)
        for text, width in zip(line.values, widths, strict=True):
            boxes.append(Box(text, start + number, col, 1, width, "value"))
            col += width
    return boxes


def _same(one: Line, other: Line, level: int) -> bool:
    return len(one.labels) > level + 1 and one.labels[: level + 1] == other.labels[: level + 1]


def _run(lines: Sequence[Line], number: int, level: int) -> int:
    end = number + 1
    while end < len(lines) and len(lines[end].labels) > level + 1 and _same(lines[number], lines[end], level):
        end += 1
    return end - number


def make_grid(boxes: Iterable[Box]) -> Grid:
    kept = tuple(sorted(boxes, key=lambda box: (box.row, box.col)))
    n_rows = max(box.row + box.rowspan for box in kept)
    n_cols = max(box.col + box.colspan for box in kept)
    return Grid(kept, n_rows, n_cols)


def unmerge(grid: Grid, rows: str, cols: str) -> Grid:
    """Merges replaced by repeated texts (`repeat`) or by empty cells (`blank`); values are never repeated."""
    boxes: list[Box] = []
    for box in grid.boxes:
        heights = box.rowspan if rows != "real" else 1
        # a repeated number would be a second number, so only labels and heads are repeated
        mode = "real" if box.role == "value" and cols == "repeat" else cols
        widths = box.colspan if mode != "real" and box.role != "title" else 1
        for down in range(heights):
            for right in range(widths):
                kept = (down == 0 or rows == "repeat") and (right == 0 or mode == "repeat")
                boxes.append(
                    replace(
                        box,
                        text=box.text if kept else "",
                        row=box.row + down,
                        col=box.col + right,
                        rowspan=1 if rows != "real" else box.rowspan,
                        colspan=1 if widths > 1 else box.colspan,
                    )
                )
    return make_grid(boxes)


def stack(grids: Sequence[Grid], n_cols: int, captions: Sequence[str]) -> Grid:
    """All grids in one, each under a full-width caption; the first label column takes up the difference."""
    boxes: list[Box] = []
    top = 0
    for grid, caption in zip(grids, captions, strict=True):
        boxes.append(Box(caption, top, 0, 1, n_cols, "title"))
        extra = n_cols - grid.n_cols
        for box in grid.boxes:
            reaches = box.col <= STRETCHED_COL < box.col + box.colspan
            boxes.append(
                replace(
                    box,
                    row=box.row + top + 1,
                    col=box.col + (extra if box.col > STRETCHED_COL else 0),
                    colspan=box.colspan + (extra if reaches else 0),
                )
            )
        top += grid.n_rows + 1
    return make_grid(boxes)


STRETCHED_COL = 0
