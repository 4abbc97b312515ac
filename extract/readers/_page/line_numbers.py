"""Numbers of lines (行号) in the left margin, as word processors print them: no part of the text beside them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from extract.readers._page.arrays import positions
from extract.readers._page.content import PageContent
from extract.readers._page.text import BLANKS, is_digit, is_in

FEWEST = 4  # numbers below each other; fewer may be anything
LEVEL = 0.3  # of a digit's height: digits of one number stand at one height
CLOSE = 0.5  # of a digit's height: and no farther apart


def without_line_numbers(content: PageContent) -> PageContent:
    """The content without numbers that stand left of all other text and all ruling lines, and count evenly down the page."""
    chars = content.chars
    other = ~is_in(chars.codes, BLANKS)
    inked = positions(other)
    if not len(inked) or not is_digit(chars.codes[inked[chars.boxes[inked, 0].argmin()]]):
        return content
    other &= ~is_digit(chars.codes)
    edge = min(
        chars.boxes[other, 0].min(initial=np.inf),
        content.rules.upright[:, 0].min(initial=np.inf),
        content.rules.level[:, 1].min(initial=np.inf),
    )
    digits = inked[(chars.boxes[inked, 2] < edge) & is_digit(chars.codes[inked])]
    if len(digits) < FEWEST:
        return content
    boxes, height = chars.boxes[digits], chars.height[digits]
    apart = np.abs(np.diff(boxes[:, 3])) > LEVEL * height[1:]
    apart |= np.abs(boxes[1:, 0] - boxes[:-1, 2]) > CLOSE * height[1:]
    parts = np.split(digits, positions(apart) + 1)
    parts.sort(key=lambda part: float(chars.y[part[0]]))
    values = [int(chars.codes[part].tobytes().decode("utf-32-le")) for part in parts]
    steps = set(np.diff(values).tolist())
    if len(parts) < FEWEST or len(steps) != 1 or steps.pop() <= 0:
        return content
    kept = np.ones(len(chars), dtype=bool)
    kept[digits] = False
    return replace(content, chars=chars.take(kept), indices=content.indices[kept])
