"""Sheets of a workbook that do not say of which year they are, behind one with the tables of several years."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from extract.flags import OTHER_YEAR, added
from extract.model import Block, Table


def doubted(
    blocks: Sequence[Block],
    years: Sequence[tuple[int, int | None]],
    titled: Sequence[int],
    sheets: Sequence[int],
) -> tuple[Block, ...]:
    """The blocks, with the tables of such sheets flagged.

    `years`: where each report starts, and its year; `titled`: the blocks that head a report; `sheets`: with which the sheets begin.
    """
    of_such = {
        number for start, end in _spans(years, titled, sheets, len(blocks)) for number in range(start, end)
    }
    return tuple(
        replace(block, flags=added(block.flags, OTHER_YEAR))
        if number in of_such and isinstance(block, Table)
        else block
        for number, block in enumerate(blocks)
    )


def _spans(
    years: Sequence[tuple[int, int | None]], titled: Sequence[int], sheets: Sequence[int], n_blocks: int
) -> Iterator[tuple[int, int]]:
    above: set[int | None] = set()  # the years of the last sheet that has a title
    for start, end in pairwise((0, *sheets, n_blocks)):
        if any(start <= place < end for place in titled):
            within = [year for place, year in years if start < place < end]
            going_on = [year for place, year in years if place <= start][-1:]
            above = {*going_on, *within} - {None}
        elif len(above) > 1:
            yield start, end
