"""Characters with a line drawn through them: what an author crossed out, no part of the report.

Word and LibreOffice print tracked deletions so, right beside what replaced them: 111~~798~~ must not become 111798.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from extract.readers.grid import Chars, Floats

FROM, TO = 0.35, 0.75  # of a character's height, from its top: an underline runs below, a border outside
COVERED = 0.7  # of the line's length must be letters: a border that crosses a stray character is none


def find_strikes(chars: Chars, level: Floats) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which of the level lines (y, x0, x1) strike text out, and which characters they strike."""
    strikes, struck = np.zeros(len(level), dtype=bool), np.zeros(len(chars), dtype=bool)
    if not len(level) or not len(chars):
        return strikes, struck
    order = np.argsort(level[:, 0], kind="stable")
    heights = level[order, 0]
    high = chars.boxes[:, 3] - chars.boxes[:, 1]
    first = np.searchsorted(heights, chars.boxes[:, 1] + FROM * high)
    last = np.searchsorted(heights, chars.boxes[:, 1] + TO * high)
    hit: dict[int, list[int]] = {}
    middle = chars.x
    for k in np.flatnonzero(last > first).tolist():
        for line in order[first[k] : last[k]].tolist():
            if level[line, 1] <= middle[k] <= level[line, 2]:
                hit.setdefault(line, []).append(k)
    for line, members in hit.items():
        covered = float((chars.boxes[members, 2] - chars.boxes[members, 0]).sum())
        if covered >= COVERED * (level[line, 2] - level[line, 1]):
            strikes[line] = True
            struck[members] = True
    return strikes, struck
