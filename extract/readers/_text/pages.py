"""Text taken from pages → its lines without what stands at the head and foot of each: its number, a browser's own lines.

- 4 -       第 4 页 共 8 页      4      https://www.hongze.gov.cn/a.html    2/5      2024/1/20 15:20    年度报告
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from extract.readers._text.places import EDGE_OR_TAB

ENOUGH_PAGES = 3  # whose numbers count up; fewer may be a table's own
_MARK = re.compile(
    r"[ \f]*(?:[-—―－·~–]+ *\d{1,3} *[-—―－·~–]+|第 *\d{1,3} *页(?: *[,，/]? *共 *\d{1,3} *页)?"
    r"|(?:https?|file)://\S+ +\d{1,3}/\d{1,3})[ \f]*"
)
_BROWSER_HEAD = re.compile(r"[ \f]*20\d\d/\d{1,2}/\d{1,2},? (?:[上下]午 ?)?\d{1,2}:\d\d(?: ?[AP]M)? +\S")
_ALONE = re.compile(r"\d{1,3}")


def without_page_marks(lines: Sequence[str]) -> list[str]:
    """The lines without those that only a page's head or foot can be, and without the lone numbers that end the pages."""
    heads = Counter(line.strip(EDGE_OR_TAB) for line in lines if _BROWSER_HEAD.match(line))
    feet = _numbers_of_pages(lines)
    return [
        line
        for n, line in enumerate(lines)
        if n not in feet and not _MARK.fullmatch(line) and (not heads or heads[line.strip(EDGE_OR_TAB)] < 2)
    ]


def _numbers_of_pages(lines: Sequence[str]) -> frozenset[int]:
    """Which lines are page numbers: the last line of several pages is a number, and these count up with the pages.

    A form feed begins each page.
    """
    starts = [n for n, line in enumerate(lines) if "\f" in line]
    feet: dict[int, int] = {}
    for page, (start, end) in enumerate(zip([0, *starts], [*starts, len(lines)], strict=True)):
        last = next((n for n in range(end - 1, start - 1, -1) if lines[n].strip(EDGE_OR_TAB)), end)
        if last < end and _ALONE.fullmatch(lines[last].strip(EDGE_OR_TAB)):
            feet[last] = int(lines[last]) - page
    counting = len(feet) >= ENOUGH_PAGES and len({*feet.values()}) == 1
    return frozenset(feet) if counting else frozenset()


def without_counted_lines(lines: list[str]) -> list[str]:
    """The lines without those of a lone number, if all of these count up, as page numbers do.

    This is asked only where the cells of a row share a line, so that no lone number is a cell.
    """
    alone = {
        n: int(text) for n, line in enumerate(lines) if _ALONE.fullmatch(text := line.strip(EDGE_OR_TAB))
    }
    numbers = [*alone.values()]
    if len(numbers) < ENOUGH_PAGES or numbers != [*range(numbers[0], numbers[0] + len(numbers))]:
        return lines
    return [line for n, line in enumerate(lines) if n not in alone]
