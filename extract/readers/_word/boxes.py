"""Numbers typed into text boxes (文本框) and frames (图文框) of a Word file, which may lie over the cells of a table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

MAX_NAMED: Final = 5  # numbers that the problem names
# a cover's year or 01 is none of a table
_NUMBER: Final = re.compile("(?!20[0-3][0-9]$|0[0-9])[0-9０-９]{1,6}")


def problems_of_boxes(texts: Iterable[str]) -> Iterator[str]:
    """The problem, if any, of boxes and frames outside of tables that hold these texts."""
    numbers = [text for text in texts if _NUMBER.fullmatch(text)]
    if numbers and not _are_pages(numbers):
        named = "、".join(numbers[:MAX_NAMED])
        yield f"文本框、图文框里只有数字 {named} (numbers in text boxes)，可能压在表格的格子上；请核对原文"


def _are_pages(numbers: Sequence[str]) -> bool:
    """Whether they count up, or down (LibreOffice's .doc): the numbers of pages, as converters leave them."""
    steps = {int(after) - int(number) for number, after in pairwise(numbers)}
    return steps in ({1}, {-1})
