"""Titles of several reports in one document, each with its office: named in it, on the line above, or nowhere.

What makes it hard: a name above a generic title (2023年政府信息公开工作年度报告) heads that report or signs the one before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from extract.texts.headings import heading_of, heads_overview
from extract.texts.titles import titles
from normalize.agency import (
    agency_alone,
    agency_of_caption,
    agency_of_title,
    agency_reporting,
    agency_with_year,
)
from normalize.office import is_government
from normalize.opening import agency_announced
from normalize.published import signature_date
from normalize.text import without_space
from normalize.year import year_below_title, year_of

LAST_LINES = 3  # of a document, among which a signature stands
LONGEST_YEAR = 16  # characters of a line that only gives a year
_REPORT = re.compile("(?:年度|工作|年度工作)*报告$|年报$")


class Head(NamedTuple):
    """What stands at the head of a report: its title as printed, the office and the year that it names.

    `named`: an office's name alone, which may as well be a signature above an annex.
    """

    title: str | None
    agency: str | None
    year: int | None
    named: bool


def are_of_two(one: Head, other: Head) -> bool:
    """Whether the heads of two parts name two offices or two years."""
    if one.title is None or other.title is None:
        return False
    first, second = one.agency, other.agency
    shortened = not first or not second or first.endswith(second) or second.endswith(first)
    return len({one.year, other.year} - {None}) > 1 or not shortened


def head_of(title: str | None, *, named: bool = False) -> Head:
    if title is None:
        return Head(None, None, None, named)
    tried = (
        agency_of_title,
        agency_reporting,
        agency_alone,
        agency_with_year,
        agency_of_caption,
        agency_announced,
    )
    agency = next((name for read in tried if (name := read(title))), None)
    return Head(title, agency, year_of(title) or _year_of_head(title), named)


def _year_of_head(line: str) -> int | None:
    return year_below_title(_REPORT.sub("", line))


def gives_year(line: str) -> bool:
    """2022年, 2022年年度报告: above each report of one office."""
    plain = without_space(line)
    return _year_of_head(plain) is not None and len(plain) <= LONGEST_YEAR


def names_office(line: str) -> bool:
    return any(read(line) for read in (agency_alone, agency_with_year, agency_reporting))


def heads_section(line: str) -> bool:
    """Whether the line heads a section; 一、X and 附件1：X统计表 do not."""
    heading = heading_of(line)
    return heading is not None and heading.number > 0 and agency_alone(line) is None


def names_place(agency: str | None) -> bool:
    """Whether a name is a place's, its government's, or 各乡镇、县直各单位: of a volume of its offices' reports, as a rule."""
    return agency is not None and (is_government(agency) or "各" in agency)


def titled_heads(places: Sequence[int], lines: Sequence[str]) -> Iterator[tuple[int, Head]]:
    """The titles with the numbers of their first lines, which stand at these places among the blocks."""
    named = list(titles(lines))
    if len(named) < 2:
        yield from ((n, head_of(title)) for n, title in named)
        return
    alone = list(titles(lines, bare=True))
    first = _first_report([n for n, _ in alone], lines)
    reporting = bool(first) and agency_reporting(lines[first - 1]) is not None
    headed = reporting or _are_headed([n for n, _ in alone if n > first], first, places, lines)
    for n, title in named if headed and not reporting else alone:
        above = without_space(lines[n - 1]) if n and headed else ""
        agency = agency_reporting(above)
        if reporting and agency is not None:
            yield n - 1, head_of(title)._replace(agency=agency)
        elif agency_alone(above) and agency_of_title(title) is None and agency_of_title(above + title):
            yield n - 1, head_of(above + title)
        else:
            yield n, head_of(title)


def _first_report(starts: Sequence[int], lines: Sequence[str]) -> int:
    """The line of the first title below which a section 一 stands before the next one: those before are the volume's own."""
    for start, end in pairwise((*starts, len(lines))):
        if any(map(heads_overview, lines[start:end])):
            return start
    return starts[0]


def _are_headed(starts: Sequence[int], first: int, places: Sequence[int], lines: Sequence[str]) -> bool:
    """Whether a name on the line above each title heads that report, and does not sign the one before it.

    It does where the signature stands above it, too. One that also ends the last report signs; else it heads where one
    stands above all reports but the first, or above the first as well, where that is not the last line of the contents.
    """
    signed = sum(names_office(lines[n - 1]) and _is_signed(places, lines, n - 1) for n in starts)
    if signed and 2 * signed >= len(starts):
        return True
    if any(map(names_office, lines[-LAST_LINES:])):
        return False
    if starts and all(names_office(lines[n - 1]) for n in starts):
        return True
    contents = first > 1 and names_office(lines[first - 2])
    return first > 0 and names_office(lines[first - 1]) and not contents


def _is_signed(places: Sequence[int], lines: Sequence[str], end: int) -> bool:
    """Whether an office's name, or one and a date, stand right above line `end`, with no table between."""
    start = end - (1 + (end > 0 and signature_date(lines[end - 1]) is not None))
    return start >= 0 and names_office(lines[start]) and places[end] - places[start] == end - start
