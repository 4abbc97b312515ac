"""Text in the colour of the area that it stands on -> hidden: nothing of it shows.

What makes it hard: areas lie on each other, and the one drawn last before the text is its ground.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extract.readers._page.arrays import Floats, Ints, positions
from extract.readers._page.geometry import Box, points_in

ALIKE = 32  # of 255: text nearer to its ground in each colour does not show

Colour = tuple[float, ...]


class Ground(NamedTuple):
    """An opaque area, and how many runs of text were drawn before it."""

    runs: int
    box: Box
    colour: Colour


def on_like_ground(
    boxes: Floats, runs: Ints, inks: Sequence[Colour], grounds: Sequence[Ground]
) -> NDArray[np.bool_]:
    """Which characters have the colour of their ground; `runs` gives for each its run of text, `inks` the runs' colours."""
    hidden = np.zeros(len(runs), dtype=bool)
    like = {ink: [_are_alike(ink, ground.colour) for ground in grounds] for ink in set(inks)}
    asked = positions(np.array([any(like[inks[run]]) for run in runs.tolist()], dtype=bool))
    if not len(asked):
        return hidden
    x, y = (boxes[asked, :2] + boxes[asked, 2:]).T / 2
    areas = np.array([ground.box for ground in grounds])
    below: dict[int, int] = {}  # for each character the last area drawn before it
    for area, k in sorted(zip(*(each.tolist() for each in points_in(x, y, areas)), strict=True)):
        if grounds[area].runs <= runs[asked[k]]:
            below[k] = area
    for k, area in below.items():
        hidden[asked[k]] = like[inks[runs[asked[k]]]][area]
    return hidden


def _are_alike(one: Colour, other: Colour) -> bool:
    return len(one) == len(other) > 0 and max(abs(a - b) for a, b in zip(one, other, strict=True)) < ALIKE
