"""Stretches of True in a row of flags: columns or rows of pixels that hold ink."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def runs(flags: NDArray[np.bool_] | np.bool_) -> list[tuple[int, int]]:
    """Stretches of True as (start, end)."""
    padded = np.concatenate(([False], np.atleast_1d(flags), [False])).astype(np.int8)
    steps = np.diff(padded)
    return list(zip(np.flatnonzero(steps == 1).tolist(), np.flatnonzero(steps == -1).tolist(), strict=True))
