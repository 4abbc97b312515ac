"""Page numbers and running heads: what a page prints that is none of the report's text.

What makes it hard: titles and headings of sections may stand at the same edge of several pages, too, and the reports of a
volume may all begin and end with the same words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Sequence
from statistics import median_low
from typing import TypeVar

from extract.readers._page.page_blocks import PageBlocks
from extract.readers._page.text import Line
from normalize.text import NUMERALS

EDGE_SHARE = 0.12  # of the page's height: page numbers and running heads stand within this margin
OTHER_SIZE = 1.25  # times a line's height: a title above running text
# 一、 （一） 1. before a heading or the first line of a paragraph
NUMBERED = re.compile(rf"^([{NUMERALS}]{{1,3}}、|[（(][{NUMERALS}]{{1,3}}[）)]|\d{{1,2}}[.．、](?!\d))")
_PAGE_NUMBER = re.compile(
    r"^(第?\s*[-—–―－·~～\s]*\d{1,4}[-—–―－·~～\s]*(页|/\s*\d{1,4})?[\s,，/]*(共\s*\d{1,4}\s*页)?)$"
)
Key = TypeVar("Key", bound=Hashable)
_DIGITS = re.compile(r"[\d ]+")
_NAMES_REPORT = re.compile("年.*(年度报告|年报)")
# 2024/1/30 15:03 and the page's title, its address and 1/2: of a fixed size, however small the page is printed
_BROWSERS_HEAD = re.compile(r"^\d+[/.-]\d+[/.-]\d+,?\s*(上午|下午)?\d+:\d\d|://.*\d/\d+$")


def is_page_number(line: Line, height: float) -> bool:
    """A lone number at the head or the foot of the page."""
    near_edge = line.y1 < height * EDGE_SHARE or line.y0 > height * (1 - EDGE_SHARE)
    return near_edge and bool(_PAGE_NUMBER.match(line.text))


def is_browsers_head(line: Line) -> bool:
    """What a browser prints at a page's edges: the time and the page's title, its address and the page's number."""
    return _BROWSERS_HEAD.search(line.text) is not None


def drop_running_heads(pages: Sequence[PageBlocks]) -> None:
    """Drops running heads: texts at the same edge of at least two pages and of half of them; their digits may differ.

    Kept are titles, headings and sentences, and what stands farther in than those: the reports of a volume may all begin and
    end with the same words at the same places. On the first page the one line that names the report is kept as well, since
    each sheet of a printed workbook may bear it in the size of the text.
    """
    least = max(2.0, len({page.number for page in pages}) / 2)
    places = [[_edge_place(page, line) for line in page.lines] for page in pages]
    shared = _in_many(places, least)
    keys = [
        [
            (*place, _DIGITS.sub("", line.text)) if place in shared else None
            for place, line in zip(*each, strict=True)
        ]
        for each in zip(places, (page.lines for page in pages), strict=True)
    ]
    heads = _in_many(keys, least)
    largest = OTHER_SIZE * median_low([line.height for page in pages for line in page.lines] or [0.0])
    for page, of_page in zip(pages, keys, strict=True) if heads else ():
        lines = page.lines
        inwards = sorted(range(len(lines)), key=[line.y0 for line in lines].__getitem__)
        edges = [
            key[0] if (key := of_page[k]) in heads and _may_run(lines[k], largest) else "" for k in inwards
        ]
        first, last = 0, len(inwards)
        while first < last and edges[first] == "head":
            first += 1
        if page is pages[0] and not any(_NAMES_REPORT.search(lines[k].text) for k in inwards[first:]):
            first = next((n for n in range(first) if _NAMES_REPORT.search(lines[inwards[n]].text)), first)
        while last > first and edges[last - 1] == "foot":
            last -= 1
        page.lines = [lines[k] for k in sorted(inwards[first:last])]


def _in_many(found: Sequence[Sequence[Key | None]], least: float) -> set[Key]:
    """What so many pages have."""
    counts = Counter(key for of_page in found for key in set(of_page) if key)
    return {key for key, count in counts.items() if count >= least}


def _may_run(line: Line, largest: float) -> bool:
    small = line.height < largest or is_browsers_head(line)
    return small and not line.text.endswith("。") and not NUMBERED.match(line.text)


def _edge_place(page: PageBlocks, line: Line) -> tuple[str, int] | None:
    if line.y1 < page.height * EDGE_SHARE:
        return "head", round(line.y0 / 4)
    if line.y0 > page.height * (1 - EDGE_SHARE):
        return "foot", round(line.y0 / 4)
    return None
