"""Rows of text without blank cells that end in a remark, which would be taken for the last column's value.

    一、本年新收政府信息公开申请数量   6   0   0   0   0   0   6   已核实
    二、上年结转政府信息公开申请数量   2   0   0   0   0   2   较上年增加

A table has a column of remarks where its header names one (备注), or where a row with all of its numbers has a word behind
them. A word in place of a total (见附件) is no remark.
"""

from __future__ import annotations

from collections import Counter

from extract.readers._text.rows import Rows
from normalize.label import label_key
from normalize.number import is_words, prints_value

_HEADS = ("备注", "说明", "附注")


def rows_with_remarks(rows: Rows) -> set[int]:
    """The rows with a word behind fewer numbers than the columns have, in a table with a column of remarks."""
    counts = [sum(map(prints_value, row)) for row in rows]
    ends = [len(row) > 1 and is_words(row[-1]) for row in rows]
    plain = Counter(count for count, end in zip(counts, ends, strict=True) if count > 1 and not end)
    usual = max(plain, key=lambda count: (plain[count], count), default=0)
    most = max(counts)
    headed = any(
        label_key(cell) in _HEADS
        for row, count in zip(rows, counts, strict=True)
        if not count
        for cell in row
    )
    if not headed and not any(end and count >= usual > 1 for count, end in zip(counts, ends, strict=True)):
        return set()
    return {
        n
        for n, (row, count, end) in enumerate(zip(rows, counts, ends, strict=True))
        if end and 0 < count < most and all(cell.strip() for cell in row)
    }
