"""Ruling lines that come doubled, dashed and cell by cell -> whole lines."""

from __future__ import annotations

import numpy as np

from extract.readers._page.arrays import Floats

SNAP_PT = 3.0  # points: lines closer than this are one (Word's double border is up to 2.25 apart)
EXACT_PT = 1.0  # points: pieces of one line as a browser draws it differ by less
GAP_PT = 4.0  # points: pieces of one line lie no farther apart (dashes; web tables with cell spacing)
SMALLEST_RULE_PT = 6.0  # points: shorter joined lines are specks (dots of leaders, ticks)


def join_pieces(lines: Floats, snap: float = SNAP_PT) -> Floats:
    """Pieces on one line (position, start, end) -> whole lines: dashes, doubled lines, cell-wise borders."""
    if not len(lines):
        return lines.reshape(0, 3)
    lines = lines[np.lexsort((lines[:, 1], lines[:, 0]))]
    joined: list[list[float]] = []  # position, start, end, length seen, position * length
    open_from = 0  # joined lines before this lie too far above to go on
    for position, start, end in lines.tolist():
        length = max(end - start, 0.01)
        while open_from < len(joined) and joined[open_from][0] < position - snap:
            open_from += 1
        if open_from == len(joined):
            joined.append([position, start, end, length, position * length])
            continue
        met = [line for line in joined[open_from:] if line[1] - GAP_PT <= end and start <= line[2] + GAP_PT]
        if not met:
            joined.append([position, start, end, length, position * length])
            continue
        first = met[0]
        for other in met[1:]:
            first[1:] = [
                min(first[1], other[1]),
                max(first[2], other[2]),
                first[3] + other[3],
                first[4] + other[4],
            ]
            joined.remove(other)
        first[1] = start if start < first[1] else first[1]  # asked for each piece: `min` takes thrice as long
        first[2] = end if end > first[2] else first[2]
        first[3] += length
        first[4] += position * length
    whole = [[weight / length, start, end] for _, start, end, length, weight in joined]
    return np.array([line for line in whole if line[2] - line[1] >= SMALLEST_RULE_PT]).reshape(-1, 3)
