"""Lines that belong to the text and not to a table: lines through characters, and lines below them.

Word and LibreOffice print tracked deletions as text crossed out, right beside the text that replaced it: 111~~798~~ must
not become 111798. An underline must not become the border of a cell.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from extract.readers._page.arrays import Chars, Floats, Rules, positions, some
from extract.readers._page.geometry import points_in
from extract.readers._page.pieces import EXACT_PT, SMALLEST_RULE_PT, join_pieces
from extract.readers._page.text import is_digit

# of a character's height, from its top: a line between the two strikes out; an underline runs lower
FROM, TO = 0.35, 0.75
UNDER = 0.35  # of a character's height: an underline is at most this far from its lower edge
TOUCH_PT = 1.0  # points: a border's end is at most this far from an upright line
# points: the same for one drawn in pieces, whose ends may stand out by the thickness of both lines
STANDS_OUT_PT = 2.0
ENDS_PT = 1.5  # points: the ends of an underline and of its text differ by less
MOST_PAIRS = 20_000_000  # of level and upright lines; a page of dotted tables has more, and no underlines
# lines: a page where each cell has its own; looking for those at the ends of each level line takes long
MANY_UPRIGHTS = 32
OVERHANG = 0.4  # of a character's height: a line through few letters may run on beyond them by so much
BY_HAND = 1.2  # the same for a line without upright lines at its ends: one drawn by hand in a viewer
MOST_SLASH = 2.0  # of a digit's height: a slanted line that strikes it out is lower
# of the line's length must be letters: a border that crosses a stray character strikes nothing out
COVERED = 0.7


def find_strikes(chars: Chars, rules: Rules) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which of the level lines (y, x0, x1) strike text out, and which characters they strike."""
    level = rules.level
    strikes, struck = np.zeros(len(level), dtype=bool), np.zeros(len(chars), dtype=bool)
    if not len(level) or not len(chars):
        return strikes, struck
    order = np.argsort(level[:, 0], kind="stable")
    heights = level[order, 0]
    high = chars.height
    first = heights.searchsorted(chars.boxes[:, 1] + FROM * high)
    last = heights.searchsorted(chars.boxes[:, 1] + TO * high)
    hit: dict[int, list[int]] = {}
    crossed = positions(last > first)
    lines = level.tolist() if len(crossed) else []
    for k, x, start, end in zip(
        *(each.tolist() for each in (crossed, chars.x[crossed], first[crossed], last[crossed])), strict=True
    ):
        for line in order[start:end].tolist():
            if lines[line][1] <= x <= lines[line][2]:
                hit.setdefault(line, []).append(k)
    for line, members in hit.items():
        covered = float((chars.boxes[members, 2] - chars.boxes[members, 0]).sum())
        length = level[line, 2] - level[line, 1]
        beyond = (length - covered) / high[members].min()
        if (
            covered >= COVERED * length
            or beyond < OVERHANG
            or (beyond < BY_HAND and not _between_uprights(Rules(level[[line]], rules.upright))[0])
        ):
            strikes[line] = True
            struck[members] = True
    return strikes, struck


def find_slashed(chars: Chars, slants: Floats) -> NDArray[np.bool_]:
    """Which digits a slanted line (its box) strikes out, as a pen does: it is not much higher than they are."""
    x0, y0, x1, y1 = slants.T[:, :, None]
    inside = (x0 <= chars.x) & (chars.x <= x1) & (y0 <= chars.y) & (chars.y <= y1)
    inside &= y1 - y0 < MOST_SLASH * chars.height
    return np.asarray(inside.any(axis=0) & is_digit(chars.codes))


def find_underlines(chars: Chars, rules: Rules) -> NDArray[np.bool_]:
    """Which of the level lines underline text: they are as long as the text right above them.

    A line from one upright line to another is a border of a cell, whatever stands above it.
    """
    found = np.zeros(len(rules.level), dtype=bool)
    if not len(chars) or not len(found) or len(found) * len(rules.upright) > MOST_PAIRS:
        return found
    high = chars.height
    long = rules.level[:, 2] - rules.level[:, 1] >= SMALLEST_RULE_PT  # dashes and dots are none
    if len(rules.upright) > MANY_UPRIGHTS:
        long &= _begin_at_text(chars, rules.level)
    asked = positions(long)
    if not len(asked):
        return found
    asked = asked[~_between_uprights(Rules(rules.level[asked], rules.upright))]
    for k in asked[~_meets_uprights(Rules(rules.level[asked], rules.upright))].tolist():
        y, x0, x1 = rules.level[k].tolist()
        over = (np.abs(chars.boxes[:, 3] - y) < UNDER * high) & (chars.x > x0) & (chars.x < x1)
        if some(over):
            left, right = chars.boxes[over, 0].min(), chars.boxes[over, 2].max()
            found[k] = abs(left - x0) < ENDS_PT and abs(right - x1) < ENDS_PT
    return _without_borders(found, rules) if some(found) else found


def _begin_at_text(chars: Chars, level: Floats) -> NDArray[np.bool_]:
    """Which of the level lines begin where a character begins, right below it.

    Underlines do and few borders do, so that this spares most lines the costly comparison with all upright lines.
    """
    (left, _, _, bottom), reach = chars.boxes.T, UNDER * chars.height
    corners = np.array((left - 2 * ENDS_PT, bottom - reach, left + 2 * ENDS_PT, bottom + reach)).T
    found = np.zeros(len(level), dtype=bool)
    found[points_in(level[:, 1], level[:, 0], corners)[1]] = True
    return found


def _without_borders(found: NDArray[np.bool_], rules: Rules) -> NDArray[np.bool_]:
    """The underlines found, without those that are a piece of a border.

    A border that is drawn in pieces may have one as long as the text above it. Only the pieces joined run from one upright
    line to another.
    """
    whole = join_pieces(rules.level, EXACT_PT)
    borders = whole[_between_uprights(Rules(whole, rules.upright), STANDS_OUT_PT)]
    y, start, end = rules.level[found].T[:, :, None]
    inside = (np.abs(borders[:, 0] - y) < EXACT_PT) & (start > borders[:, 1] - EXACT_PT)
    kept = found.copy()
    kept[found] = ~(inside & (end < borders[:, 2] + EXACT_PT)).any(axis=1)
    return kept


def _meets_uprights(rules: Rules) -> NDArray[np.bool_]:
    """Which of the level lines an upright line meets somewhere between their ends. No upright line crosses an underlined text."""
    y, start, end = rules.level.T[:, :, None]
    x, top, bottom = rules.upright[:, 0], rules.upright[:, 1] - TOUCH_PT, rules.upright[:, 2] + TOUCH_PT
    inside = (x > start + ENDS_PT) & (x < end - ENDS_PT)
    return np.asarray((inside & (y >= top) & (y <= bottom)).any(axis=1))


def _between_uprights(rules: Rules, touch: float = TOUCH_PT) -> NDArray[np.bool_]:
    """Whether each level line has an upright one at both of its ends."""
    y = rules.level[:, 0:1]
    x, top, bottom = rules.upright[:, 0], rules.upright[:, 1] - TOUCH_PT, rules.upright[:, 2] + TOUCH_PT
    beside = (y >= top) & (y <= bottom)
    ends = [np.abs(rules.level[:, k : k + 1] - x) < touch for k in (1, 2)]
    return np.asarray((beside & ends[0]).any(axis=1) & (beside & ends[1]).any(axis=1))
