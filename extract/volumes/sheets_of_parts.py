"""A workbook with sheets of parts of a year (第一季度, 上半年, 1月) beside those of the whole → which blocks are whose.

The quarters' numbers would be the year's own, printed again with other numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise, takewhile
from typing import NamedTuple

from extract.model import Block, Paragraph, Table
from extract.volumes.report_heads import LONGEST_HEADING, labels_of
from normalize.year import month_alone, part_of_year


class Span(NamedTuple):
    """Blocks from `start` up to `end`; `part`: the part of a year that they tell of, None of a whole one."""

    start: int
    end: int
    part: str | None


def spans_of_parts(blocks: Sequence[Block], sheets: Sequence[int]) -> tuple[Span, ...]:
    """A span for each sheet of a part of the year, and one for the others; none where there are no such sheets, or only such."""
    starts = sorted({0, *sheets, len(blocks)})
    if len(starts) <= 2:  # one sheet
        return ()
    each = [Span(start, end, _part(blocks[start:end])) for start, end in pairwise(starts)]
    joined: list[Span] = []
    for part, its in groupby(each, key=lambda span: span.part):
        spans = [*its]
        joined += [Span(spans[0].start, spans[-1].end, None)] if part is None else spans
    whole = [span for span in joined if span.part is None and _has_tables(blocks[span.start : span.end])]
    parted = [span for span in joined if span.part is not None and _has_tables(blocks[span.start : span.end])]
    return tuple(joined) if len(whole) == 1 and parted else ()


def _part(blocks: Sequence[Block]) -> str | None:
    """What a sheet's name, or a line above its first table, names; a month alone on such a line is the day of the report."""
    above = takewhile(lambda block: not isinstance(block, Table), blocks)
    lines = [block for block in above if isinstance(block, Paragraph) and len(block.text) <= LONGEST_HEADING]
    months = (month_alone(line.text) for line in lines if line.heading)
    parts = (part_of_year(line.text) for line in lines if "。" not in line.text)
    return next(filter(None, (*months, *parts)), None)


def _has_tables(blocks: Sequence[Block]) -> bool:
    return any(labels_of(block) for block in blocks if isinstance(block, Table))
