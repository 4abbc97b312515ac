"""What heads a report in a document of several: a title, 一、总体情况, or an office's name above either or above tables.

In: the blocks. Out: the places where a report may start, each with what its head says. What makes it hard: titles also
stand in tables of contents and at the head of every page, and an office's name may be a signature.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from extract.headings import heading_of
from extract.known_rows import row_labels
from extract.locate import ENOUGH_LABELS
from extract.model import Block, Paragraph, Table
from extract.titles import is_table_title, titles
from normalize.agency import (
    agency_alone,
    agency_of_caption,
    agency_of_title,
    agency_reporting,
    agency_with_year,
    is_summary,
)
from normalize.label import squeeze
from normalize.office import is_government, office_of
from normalize.published import signature_date
from normalize.year import year_alone, year_below_title, year_of

LONGEST_TITLE_GAP = 30  # lines between a title and section 一
LONGEST_OPENING = 8  # lines between an office's name that heads a report, and section 一
HEADINGS_ABOVE_TABLE = 2  # lines, between the name of the office that filled a table in and the table
LONGEST_HEADING = 40  # characters
LAST_LINES = 3  # of a document, among which a signature stands
COVER_LINES = 6  # of a volume, which may give its year, and of a sheet above its first table
LONGEST_YEAR = 16  # characters of a line that only gives a year
_REPORT = re.compile("(?:年度|工作|年度工作)*报告$|年报$")
_HEADS_TABLES = (agency_reporting, agency_alone, agency_with_year, agency_of_caption, year_alone, is_summary)


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


def labels_of(table: Table) -> set[str]:
    """The labels of the form's rows in a table; none where there are too few to tell."""
    found = {"".join(label.split()) for label in row_labels(table)}
    return found if len(found) >= ENOUGH_LABELS else set()


def _head(title: str | None, *, named: bool = False) -> Head:
    if title is None:
        return Head(None, None, None, named)
    tried = (agency_of_title, agency_reporting, agency_alone, agency_with_year, agency_of_caption)
    agency = next((name for read in tried if (name := read(title))), None)
    return Head(title, agency, year_of(title) or _year_of_head(title), named)


def report_starts(blocks: Sequence[Block]) -> list[tuple[int, Head]]:
    """Where a report may start: blocks with a title, with an office's name, or with section 一 where neither is above."""
    printed = [(n, b) for n, b in enumerate(blocks) if isinstance(b, Paragraph) and b.text.strip()]
    places, lines = [n for n, _ in printed], [paragraph.text for _, paragraph in printed]
    starts = {places[n]: head for n, head in _titled(places, lines)}
    titled_places = frozenset(starts)
    above = -1
    opened = False  # section 一 of the report that starts at `above` was met
    headed: bool | None = None  # the first report has its office's name right above section 一
    titled: int | None = None  # the line of the first section 一 that has a title above it
    by_name = 0  # reports headed by an office's name above section 一
    for n, (place, line) in enumerate(zip(places, lines, strict=True)):
        if place in starts:
            above, opened = place, False
        heading = heading_of(line)
        if heading is not None and heading.section == "overview" and not _in_contents(places, lines, n):
            if headed is None:
                headed = n > 0 and _names_office(lines[n - 1])
            between = blocks[above + 1 : place]
            tables = any(labels_of(block) for block in between if isinstance(block, Table))
            if above < 0 or opened or len(between) > LONGEST_TITLE_GAP or tables:
                name = _name_above(places, lines, n, headed)
                above = place if name is None else places[name]
                starts[above] = _head(None if name is None else squeeze(lines[name]))
                by_name += name is not None
            elif not by_name and titled is None:
                titled = n
            opened = True
        elif place not in starts and len(line) <= LONGEST_HEADING and _heads_tables(blocks, place):
            # a heading is no signature, nor is 填报单位：X
            named = not printed[n][1].heading and agency_reporting(line) is None
            below = next((p for p in (place + 1, place + 2) if p in titled_places), place)
            if named and below > place and not any(isinstance(b, Table) for b in blocks[place:below]):
                continue  # the signature above the next report's title
            first, title = _with_lines_above(blocks, place, line)
            starts[first] = _head(squeeze(line), named=named)._replace(
                title=title, year=year_of(title) or year_alone(title)
            )
    name = _name_above(places, lines, titled, bool(headed)) if by_name and titled is not None else None
    if name is not None:
        # headed as the others are: what stands before it is the volume's cover
        first = places[name]
        starts = {first: _head(squeeze(lines[name]))} | {p: h for p, h in starts.items() if p > first}
    heads = _signed_heads(blocks, _without_turns(_joined_heads(blocks, sorted(starts.items()))))
    # one office's name above a table may be a signature before an annex; those of several are of a volume
    several = len({head.agency for _, head in heads if head.named}) > 1
    return [(place, head._replace(named=head.named and not several)) for place, head in heads]


def _titled(places: Sequence[int], lines: Sequence[str]) -> Iterator[tuple[int, Head]]:
    """The titles with the numbers of their first lines, which stand at these places among the blocks."""
    named = list(titles(lines))
    if len(named) < 2:
        yield from ((n, _head(title)) for n, title in named)
        return
    alone = list(titles(lines, bare=True))
    first = _first_report([n for n, _ in alone], lines)
    reporting = bool(first) and agency_reporting(lines[first - 1]) is not None
    headed = reporting or _are_headed([n for n, _ in alone if n > first], first, places, lines)
    for n, title in named if headed and not reporting else alone:
        above = squeeze(lines[n - 1]) if n and headed else ""
        agency = agency_reporting(above)
        if reporting and agency is not None:
            yield n - 1, _head(title)._replace(agency=agency)
        elif agency_alone(above) and agency_of_title(title) is None and agency_of_title(above + title):
            yield n - 1, _head(above + title)
        else:
            yield n, _head(title)


def _first_report(starts: Sequence[int], lines: Sequence[str]) -> int:
    """The line of the first title below which a section 一 stands before the next one: those before are the volume's own."""
    for start, end in pairwise((*starts, len(lines))):
        if any(heading and heading.section == "overview" for heading in map(heading_of, lines[start:end])):
            return start
    return starts[0]


def _are_headed(starts: Sequence[int], first: int, places: Sequence[int], lines: Sequence[str]) -> bool:
    """Whether a name on the line above each title heads that report, and does not sign the one before it.

    It does where the signature stands above it, too. One that also ends the last report signs; else it heads where one
    stands above all reports but the first, or above the first as well, where that is not the last line of the contents.
    """
    signed = sum(_names_office(lines[n - 1]) and _is_signed(places, lines, n - 1) for n in starts)
    if signed and 2 * signed >= len(starts):
        return True
    if any(map(_names_office, lines[-LAST_LINES:])):
        return False
    if starts and all(_names_office(lines[n - 1]) for n in starts):
        return True
    contents = first > 1 and _names_office(lines[first - 2])
    return first > 0 and _names_office(lines[first - 1]) and not contents


def _is_signed(places: Sequence[int], lines: Sequence[str], end: int) -> bool:
    """Whether an office's name, or one and a date, stand right above line `end`, with no table between."""
    start = end - (1 + (end > 0 and signature_date(lines[end - 1]) is not None))
    return start >= 0 and _names_office(lines[start]) and places[end] - places[start] == end - start


def _without_turns(heads: Sequence[tuple[int, Head]]) -> list[tuple[int, Head]]:
    """The heads without years alone that come by turns: 2022年, 2023年 above the tables of each section of one report."""
    years = [head.year for _, head in heads if head.named and head.agency is None]
    runs = [year for year, _ in groupby(years)]
    turns = len(runs) > len(set(runs))
    return [(place, head) for place, head in heads if not (turns and head.named and head.agency is None)]


def _signed_heads(blocks: Sequence[Block], heads: Sequence[tuple[int, Head]]) -> list[tuple[int, Head]]:
    """The heads; those of names alone that stand below the tables, the last one too, are signatures: each ends its report."""
    end = blocks[-1] if blocks else None
    last = agency_alone(end.text) if isinstance(end, Paragraph) else None
    before = blocks[: heads[0][0]] if heads else ()
    tables_first = any(labels_of(block) for block in before if isinstance(block, Table))
    if last is None or not tables_first or not all(head.named and head.agency for _, head in heads):
        return [*heads]
    signers = [*(head.agency for _, head in heads), last]
    places = [0, *(place + 1 for place, _ in heads)]
    return [(place, Head(name, name, None, False)) for place, name in zip(places, signers, strict=True)]


def _joined_heads(blocks: Sequence[Block], starts: Sequence[tuple[int, Head]]) -> list[tuple[int, Head]]:
    """Lines one below another that together head one report: a sheet's name 2016年, then 填报单位：X."""
    kept: list[tuple[int, Head]] = []
    printed = Counter(head.title for _, head in starts)
    for place, head in starts:
        # the title that each report has, below the volume's own
        again = bool(kept) and printed[head.title] > 1 == printed[kept[-1][1].title]
        if kept and not (again and names_place(kept[-1][1].agency or "")):
            first, above = kept[-1]
            near = place - first <= COVER_LINES and not any(isinstance(b, Table) for b in blocks[first:place])
            if near and above.title and head.title and not are_of_two(above, head):
                agency, year = above.agency or head.agency, above.year or head.year
                title = f"{above.title} {head.title}"
                kept[-1] = first, Head(title, agency, year, above.named and head.named)
                continue
        kept.append((place, head))
    return kept


def names_place(agency: str) -> bool:
    """Whether a name is a place's, its government's, or 各乡镇、县直各单位: of a volume of its offices' reports, as a rule."""
    return bool(agency) and (not office_of(agency) or is_government(agency) or "各" in agency)


def _in_contents(places: Sequence[int], lines: Sequence[str], overview: int) -> bool:
    """Whether section 一 at this line only stands in a table of contents: 二 and 三 follow with nothing between."""
    end = overview + 3
    numbers = [heading.number if heading else 0 for heading in map(heading_of, lines[overview:end])]
    return numbers == [1, 2, 3] and places[end - 1] - places[overview] == 2


def _name_above(places: Sequence[int], lines: Sequence[str], overview: int, headed: bool) -> int | None:
    """The number of the line that names the office, or the year, of the report whose section 一 is at line `overview`.

    A name above a date is the signature of the report before, and so is one right above section 一, unless the first
    report begins the same way.
    """
    for n in range(overview - 1, max(overview - 1 - LONGEST_OPENING, 0), -1):
        if places[n + 1] - places[n] > 1 or signature_date(lines[n]):
            return None  # beyond a table or a signature
        if _names_office(lines[n]):
            return n if n < overview - 1 or headed else None
        if _gives_year(lines[n]):
            return n
        if heading_of(lines[n]) is not None:
            return None
    return None


def _with_lines_above(blocks: Sequence[Block], place: int, line: str) -> tuple[int, str]:
    """The first of the lines that head the same table, and all of them: 政府信息公开情况统计表, （2016年度）, 填报单位：X."""
    lines = [squeeze(line)]
    for above in reversed(blocks[:place]):
        text = squeeze(above.text) if isinstance(above, Paragraph) else ""
        if not (is_table_title(text) or year_below_title(text)):
            break
        lines.insert(0, text)
    return place - len(lines) + 1, " ".join(lines)


def _gives_year(line: str) -> bool:
    """2022年, 2022年年度报告: above each report of one office."""
    plain = squeeze(line)
    return _year_of_head(plain) is not None and len(plain) <= LONGEST_YEAR


def _year_of_head(line: str) -> int | None:
    return year_below_title(_REPORT.sub("", line))


def _names_office(line: str) -> bool:
    return any(read(line) for read in (agency_alone, agency_with_year, agency_reporting))


def _heads_tables(blocks: Sequence[Block], place: int) -> bool:
    """Whether an office's name, a year or 汇总 alone stands above a table, with a heading or two between them at most.

    More lines may follow a heading or a year, which are no signature: a sheet's name, its title, 填报单位：X.
    """
    line = blocks[place]
    between = _lines_above_table(blocks, place)
    if between is None or not isinstance(line, Paragraph):
        return False
    reach = COVER_LINES if line.heading or year_alone(line.text) else HEADINGS_ABOVE_TABLE
    return (
        len(between) <= reach
        and any(read(line.text) for read in _HEADS_TABLES)
        and not any(map(signature_date, between))
    )


def _lines_above_table(blocks: Sequence[Block], place: int) -> list[str] | None:
    """The short lines between this block and the next table; None where others are, or too many."""
    lines: list[str] = []
    for below in blocks[place + 1 : place + 2 + COVER_LINES]:
        if isinstance(below, Table):
            return lines
        if not isinstance(below, Paragraph) or len(below.text) > LONGEST_HEADING:
            return None
        lines.append(below.text)
    return None
