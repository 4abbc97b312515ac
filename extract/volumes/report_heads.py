"""What heads a report in a document of several: a title, 一、总体情况, or an office's name above either or above tables.

In: the blocks. Out: the places where a report may start, each with what its head says. What makes it hard: titles also
stand in tables of contents and at the head of every page, and an office's name may be a signature.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from extract.locate.tables import ENOUGH_LABELS
from extract.model import Block, Paragraph, Table
from extract.table.vocabulary import row_labels
from extract.texts.headings import heading_of, heads_overview
from extract.texts.titles import is_table_title, is_title
from extract.volumes.titled_heads import (
    Head,
    are_of_two,
    gives_year,
    head_of,
    names_office,
    names_place,
    titled_heads,
)
from normalize.agency import (
    agency_alone,
    agency_of_caption,
    agency_reporting,
    agency_with_year,
    is_stamped,
    is_summary,
)
from normalize.label import label_key
from normalize.opening import agency_announced
from normalize.published import signature_date
from normalize.text import without_space
from normalize.year import year_alone, year_below_title, year_of

LONGEST_TITLE_GAP = 30  # lines between a title and section 一
LONGEST_OPENING = 8  # lines between an office's name that heads a report, and section 一
HEADINGS_ABOVE_TABLE = 2  # lines, between the name of the office that filled a table in and the table
LONGEST_HEADING = 40  # characters
COVER_LINES = 6  # of a volume, which may give its year, and of a sheet above its first table
_HEADS_TABLES = (agency_reporting, agency_alone, agency_with_year, agency_of_caption, year_alone, is_summary)


def labels_of(table: Table) -> set[str]:
    """The keys of the form's row labels in a table, however each office writes them; none where there are too few to tell."""
    found = {label_key(label) for label in row_labels(table)}
    return found if len(found) >= ENOUGH_LABELS else set()


def report_starts(blocks: Sequence[Block]) -> list[tuple[int, Head]]:
    """Where a report may start: blocks with a title, with an office's name, or with section 一 where neither is above."""
    starts = _Starts(blocks).found()
    heads = _without_alternating_years(_joined_heads(blocks, sorted(starts.items())))
    # one office's name above a table may be a signature before an annex; those of several are of a volume
    several = len({head.agency for _, head in heads if head.named}) > 1
    return [(place, head._replace(named=head.named and not several)) for place, head in heads]


class _Starts:
    """The places where reports may start, with their heads: those of titles first, the others found line by line."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        printed = [(n, b) for n, b in enumerate(blocks) if isinstance(b, Paragraph) and b.text.strip()]
        self._blocks = blocks
        self._places = [n for n, _ in printed]
        self._paragraphs = [paragraph for _, paragraph in printed]
        self._lines = [paragraph.text for _, paragraph in printed]
        self._above_tables = {
            above
            for n, block in enumerate(blocks)
            if isinstance(block, Table)
            for above in range(n - COVER_LINES - 1, n)
        }
        self._heads = {self._places[n]: head for n, head in titled_heads(self._places, self._lines)}
        self._titles = frozenset(self._heads)
        self._open = -1  # where the report starts in which the current line stands
        self._has_overview = False  # its section 一 was met
        # whether the first report has its office's name right above section 一
        self._first_is_named: bool | None = None
        # the line of the first section 一 that has a title above it
        self._first_below_title: int | None = None
        self._named = 0  # reports headed by an office's name above section 一

    def found(self) -> dict[int, Head]:
        for n, (place, line) in enumerate(zip(self._places, self._lines, strict=True)):
            if place in self._heads:
                self._open, self._has_overview = place, False
            if heads_overview(line) and not _in_contents(self._places, self._lines, n):
                self._meet_overview(n)
            elif (
                place in self._above_tables
                and place not in self._heads
                and len(line) <= LONGEST_HEADING
                and _heads_tables(self._blocks, place)
            ):
                self._meet_name_above_table(n)
        return self._with_first_named()

    def _meet_overview(self, n: int) -> None:
        """A section 一 begins another report where none is open, or too far above, or with its own section 一 or tables."""
        place, lines = self._places[n], self._lines
        if self._first_is_named is None:
            self._first_is_named = n > 0 and names_office(lines[n - 1])
        between = self._blocks[self._open + 1 : place]
        if self._open < 0 or self._has_overview or len(between) > LONGEST_TITLE_GAP or _has_tables(between):
            name = _name_above(self._places, lines, n, self._first_is_named)
            self._open = place if name is None else self._places[name]
            self._heads[self._open] = head_of(None if name is None else without_space(lines[name]))
            self._named += name is not None and not is_title(lines[name])  # a title without a year
        elif not self._named and self._first_below_title is None:
            self._first_below_title = n
        self._has_overview = True

    def _meet_name_above_table(self, n: int) -> None:
        place, line = self._places[n], self._lines[n]
        # a heading is no signature, nor is 填报单位：X
        named = not self._paragraphs[n].heading and agency_reporting(line) is None
        below = next((p for p in (place + 1, place + 2) if p in self._titles), place)
        if named and below > place and not any(isinstance(b, Table) for b in self._blocks[place:below]):
            return  # the signature above the next report's title
        first, title = _with_lines_above(self._blocks, place, line)
        self._heads[first] = head_of(without_space(line), named=named)._replace(
            title=title, year=year_of(title) or year_alone(title)
        )

    def _with_first_named(self) -> dict[int, Head]:
        """The heads; where others are offices' names, the first is, too, and what stands above it is the volume's cover."""
        overview = self._first_below_title
        if not self._named or overview is None:
            return self._heads
        name = _name_above(self._places, self._lines, overview, bool(self._first_is_named))
        if name is None or is_title(self._lines[name]) or _has_tables(self._blocks[: self._places[name]]):
            return self._heads
        first = self._places[name]
        head = head_of(without_space(self._lines[name]))
        return {first: head} | {place: head for place, head in self._heads.items() if place > first}


def _has_tables(blocks: Sequence[Block]) -> bool:
    return any(labels_of(block) for block in blocks if isinstance(block, Table))


def _without_alternating_years(heads: Sequence[tuple[int, Head]]) -> list[tuple[int, Head]]:
    """The heads, without years that alternate (2022年, 2023年, 2022年 …): these stand above the tables of one report's sections."""
    years = [head.year for _, head in heads if head.named and head.agency is None]
    runs = [year for year, _ in groupby(years)]
    alternate = len(runs) > len(set(runs))
    return [(place, head) for place, head in heads if not (alternate and head.named and head.agency is None)]


def _joined_heads(blocks: Sequence[Block], starts: Sequence[tuple[int, Head]]) -> list[tuple[int, Head]]:
    """The heads, with those on lines one below another joined that head one report: a sheet's name 2016年, then 填报单位：X."""
    kept: list[tuple[int, Head]] = []
    printed = Counter(head.title for _, head in starts)
    for place, head in starts:
        # the title that each report has, below the volume's own
        again = bool(kept) and printed[head.title] > 1 == printed[kept[-1][1].title]
        cover = again and names_place(kept[-1][1].agency) and kept[-1][1].agency != head.agency
        if kept and not cover:
            first, above = kept[-1]
            near = place - first <= COVER_LINES and not any(isinstance(b, Table) for b in blocks[first:place])
            if near and above.title and head.title and not are_of_two(above, head):
                agency, year = above.agency or head.agency, above.year or head.year
                title = f"{above.title} {head.title}"
                kept[-1] = first, Head(title, agency, year, above.named and head.named)
                continue
        kept.append((place, head))
    return kept


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
        if places[n + 1] - places[n] > 1 or signature_date(lines[n]) or is_stamped(lines[n]):
            return None  # beyond a table or a signature
        if names_office(lines[n]):
            return n if n < overview - 1 or headed else None
        if gives_year(lines[n]) or is_title(lines[n]) or agency_announced(lines[n]):
            return n
        if heading_of(lines[n]) is not None:
            return None
    return None


def _with_lines_above(blocks: Sequence[Block], place: int, line: str) -> tuple[int, str]:
    """The first of the lines that head the same table, and all of them: 政府信息公开情况统计表, （2016年度）, 填报单位：X."""
    lines = [without_space(line)]
    for above in reversed(blocks[:place]):
        text = without_space(above.text) if isinstance(above, Paragraph) else ""
        if not (is_table_title(text) or year_below_title(text)):
            break
        lines.insert(0, text)
    return place - len(lines) + 1, " ".join(lines)


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
