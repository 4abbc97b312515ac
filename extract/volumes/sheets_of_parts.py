"""A workbook with sheets of parts of a year (第一季度, 上半年, 1月) beside those of the whole → the document without the former.

The quarters' numbers would be the year's own, printed again with other numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from extract.model import Block, Document, Paragraph, Table
from extract.volumes.report_heads import LONGEST_HEADING, labels_of
from normalize.year import month_alone, part_of_year

LEFT_OUT = "工作表{}不是全年的数据，未收入 (sheets of parts of a year left out)"


def without_parts_of_year(
    document: Document, blocks: Sequence[Block], sheets: Sequence[int]
) -> Document | None:
    """The document with nothing on its sheets of parts of a year, and a problem that names them; None where there are only such, or none."""
    if not sheets:
        return None
    spans = pairwise((0, *sheets, len(blocks)))
    printed = [(start, end) for start, end in spans if any(map(_has_labels, blocks[start:end]))]
    parts = {span: part for span in printed if (part := _part(blocks[slice(*span)]))}
    if len(parts) in (0, len(printed)):
        return None
    of_parts = {place for span in parts for place in range(*span)}
    said = LEFT_OUT.format("、".join(dict.fromkeys(parts.values())))
    return replace(
        document,
        blocks=tuple(_emptied(block) if n in of_parts else block for n, block in enumerate(blocks)),
        problems=(*document.problems, said),
        sheets=tuple(sheets),
    )


def _emptied(block: Block) -> Block:
    """The next tables keep their numbers."""
    return Table((), 0, 0) if isinstance(block, Table) else Paragraph("")


def _part(blocks: Sequence[Block]) -> str | None:
    """What a sheet's name, or a line above its first table, names; a month alone on such a line is the day of the report."""
    above = takewhile(lambda block: not isinstance(block, Table), blocks)
    lines = [block for block in above if isinstance(block, Paragraph) and len(block.text) <= LONGEST_HEADING]
    months = (month_alone(line.text) for line in lines if line.heading)
    parts = (part_of_year(line.text) for line in lines if "。" not in line.text)
    return next(filter(None, (*months, *parts)), None)


def _has_labels(block: Block) -> bool:
    return isinstance(block, Table) and bool(labels_of(block))
