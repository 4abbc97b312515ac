"""A document that holds several reports (汇编: a county's compiled volume) → one document for each.

In: the document as read. Out: its parts in order, each with the number of its first table. What makes it hard: titles
also stand in tables of contents, on divider pages, at the head of every page and in lists of links; tables are cut by
pages. So a part starts at a title, a heading 一、总体情况, or an office's name above either or above tables, only where it
names another office or year than the one before and has a table, or where the rows of its tables were all seen before, or,
for a report whose tables are pictures, where a whole text of its own follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from extract.headings import heading_of
from extract.known_rows import row_labels
from extract.locate import ENOUGH_LABELS
from extract.model import Block, Document, Paragraph, Table
from extract.regroup import shares
from extract.sections import read_texts
from extract.titles import is_table_title, titles
from extract.vocabulary import meanings
from normalize.agency import (
    agency_alone,
    agency_of_caption,
    agency_of_title,
    agency_reporting,
    agency_with_year,
    is_summary,
)
from normalize.label import squeeze
from normalize.published import signature_date
from normalize.year import year_alone, year_of

REPEATED = 0.5  # share of a part's row labels that stood in the report before it
ENOUGH_HEADINGS = 3
ENOUGH_PROSE = 60  # characters in sentences, of a report without tables; a table of contents has none
_SENTENCE = re.compile("[，。]")
LONGEST_TITLE_GAP = 30  # lines between a title and section 一
LONGEST_OPENING = 8  # lines between an office's name that heads a report, and section 一
HEADINGS_ABOVE_TABLE = 2  # lines, between the name of the office that filled a table in and the table
LONGEST_HEADING = 40  # characters
LEAST_SENTENCE = (
    20  # characters; shorter lines (字体：大 中 小) may stand in one copy of a page's report alone
)
COVER_LINES = 6  # of a volume, which may give its year, and of a sheet above its first table
_HEADS_TABLES = (agency_reporting, agency_alone, agency_with_year, agency_of_caption, year_alone, is_summary)


class _Head(NamedTuple):
    """What stands at the head of a report: its title as printed, the office and the year that it names.

    `named`: an office's name alone, which may as well be a signature above an annex.
    """

    title: str | None
    agency: str | None
    year: int | None
    named: bool


@dataclass(frozen=True, slots=True)
class Volume:
    """One report's blocks as a document, and the number of its first table in the whole document.

    `year`: what the title of the volume gives, for a report that gives none itself. `agency`: whom the lines beside its tables name.
    """

    document: Document
    first_table: int
    year: int | None = None
    agency: str | None = None


@dataclass(frozen=True, slots=True)
class _Part:
    """Blocks `start` to `end` below `head`; the row labels of its tables, its headings and running text."""

    start: int
    end: int
    head: _Head
    labels: frozenset[str]
    headings: frozenset[str]
    prose: int


def split_volumes(document: Document) -> tuple[Volume, ...]:
    """The reports of a document, most often one: then the document itself."""
    blocks = tuple(_lines(document.blocks))
    shared = shares(document, blocks)
    if shared:
        year = _year_of_cover(document, blocks) if len(shared) > 1 else None
        return tuple(Volume(each.document, 0, year, each.owner) for each in shared)
    starts = _starts(blocks)
    if len(starts) < 2:
        return (Volume(document, 0),)
    parts = _merged([_part(blocks, *bounds) for bounds in _bounds(starts, len(blocks))])
    if len(parts) < 2:
        return (Volume(document, 0),)
    parts = _once(document, blocks, parts)
    if len(parts) < 2:
        return (Volume(replace(document, blocks=blocks[: parts[0].end]), 0),)
    place, head = starts[0]
    cover = None if head.year else _year_of_cover(document, blocks[:place])
    only = _only_year(starts)  # also that of tables behind a report
    if head.agency and not any(isinstance(block, Table) for block in blocks[:place]):
        parts[0] = replace(parts[0], start=place)  # the volume's own title is not whose its first report is
    return tuple(
        Volume(
            replace(document, blocks=blocks[part.start : part.end], title=None),
            sum(isinstance(block, Table) for block in blocks[: part.start]),
            cover or (None if "overview" in part.headings else only),
        )
        for part in parts
    )


def _only_year(starts: Sequence[tuple[int, _Head]]) -> int | None:
    """The year of the reports whose heads give one, if it is the same for all."""
    years = {head.year for _, head in starts if head.year is not None}
    return years.pop() if len(years) == 1 else None


def _year_of_cover(document: Document, blocks: Sequence[Block]) -> int | None:
    """The year that the volume's own title gives."""
    lines = (block.text for block in blocks[:COVER_LINES] if isinstance(block, Paragraph))
    years = (year_of(text) for text in (document.title or "", *lines))
    return next(filter(None, years), None)


def _lines(blocks: Iterable[Block]) -> Iterator[Block]:
    """A paragraph of several lines may end one report and begin the next: each line by itself."""
    for block in blocks:
        if isinstance(block, Paragraph) and "\n" in block.text:
            yield from (replace(block, text=line) for line in block.text.split("\n") if line.strip())
        else:
            yield block


def _head(title: str | None, *, named: bool = False) -> _Head:
    if title is None:
        return _Head(None, None, None, named)
    tried = (agency_of_title, agency_reporting, agency_alone, agency_with_year, agency_of_caption)
    agency = next((name for read in tried if (name := read(title))), None)
    return _Head(title, agency, year_of(title) or year_alone(title), named)


def _starts(blocks: Sequence[Block]) -> list[tuple[int, _Head]]:
    """Where a report may start: blocks with a title, with an office's name, or with section 一 where neither is above."""
    printed = [(n, b) for n, b in enumerate(blocks) if isinstance(b, Paragraph) and b.text.strip()]
    places, lines = [n for n, _ in printed], [paragraph.text for _, paragraph in printed]
    starts = {places[n]: _head(title) for n, title in titles(lines)}
    above = -1
    opened = False  # section 一 of the report that starts at `above` was met
    headed: bool | None = None  # the first report has its office's name right above section 一
    for n, (place, line) in enumerate(zip(places, lines, strict=True)):
        if place in starts:
            above, opened = place, False
        heading = heading_of(line)
        if heading is not None and heading.section == "overview" and not _in_contents(places, lines, n):
            if headed is None:
                headed = n > 0 and _names_office(lines[n - 1])
            between = blocks[above + 1 : place]
            tables = any(_row_labels(block) for block in between if isinstance(block, Table))
            if above < 0 or opened or len(between) > LONGEST_TITLE_GAP or tables:
                name = _name_above(places, lines, n, headed)
                above = place if name is None else places[name]
                starts[above] = _head(None if name is None else squeeze(lines[name]))
            opened = True
        elif place not in starts and len(line) <= LONGEST_HEADING and _heads_tables(blocks, place):
            # a heading is no signature, nor is 填报单位：X
            named = not printed[n][1].heading and agency_reporting(line) is None
            first, title = _with_lines_above(blocks, place, line)
            starts[first] = _head(squeeze(line), named=named)._replace(
                title=title, year=year_of(title) or year_alone(title)
            )
    heads = _joined_heads(blocks, sorted(starts.items()))
    # one office's name above a table may be a signature before an annex; those of several are of a volume
    several = len({head.agency for _, head in heads if head.named}) > 1
    return [(place, head._replace(named=head.named and not several)) for place, head in heads]


def _joined_heads(blocks: Sequence[Block], starts: Sequence[tuple[int, _Head]]) -> list[tuple[int, _Head]]:
    """Lines one below another that together head one report: a sheet's name 2016年, then 填报单位：X."""
    kept: list[tuple[int, _Head]] = []
    for place, head in starts:
        if kept:
            first, above = kept[-1]
            near = place - first <= COVER_LINES and not any(isinstance(b, Table) for b in blocks[first:place])
            if near and above.title and head.title and not _are_of_two(above, head):
                agency, year = above.agency or head.agency, above.year or head.year
                title = f"{above.title} {head.title}"
                kept[-1] = first, _Head(title, agency, year, above.named and head.named)
                continue
        kept.append((place, head))
    return kept


def _in_contents(places: Sequence[int], lines: Sequence[str], overview: int) -> bool:
    """Whether section 一 at this line only stands in a table of contents: 二 and 三 follow with nothing between."""
    end = overview + 3
    numbers = [heading.number if heading else 0 for heading in map(heading_of, lines[overview:end])]
    return numbers == [1, 2, 3] and places[end - 1] - places[overview] == 2


def _name_above(places: Sequence[int], lines: Sequence[str], overview: int, headed: bool) -> int | None:
    """The number of the line that names the office of the report whose section 一 is at line `overview`.

    A name above a date is the signature of the report before, and so is one right above section 一, unless the first
    report begins the same way.
    """
    for n in range(overview - 1, max(overview - 1 - LONGEST_OPENING, 0), -1):
        if places[n + 1] - places[n] > 1 or signature_date(lines[n]):
            return None  # beyond a table or a signature
        if _names_office(lines[n]):
            return n if n < overview - 1 or headed else None
        if heading_of(lines[n]) is not None:
            return None
    return None


def _with_lines_above(blocks: Sequence[Block], place: int, line: str) -> tuple[int, str]:
    """The first of the lines that head the same table, and all of them: 政府信息公开情况统计表, （2016年度）, 填报单位：X."""
    lines = [squeeze(line)]
    for above in reversed(blocks[:place]):
        text = squeeze(above.text) if isinstance(above, Paragraph) else ""
        if not (is_table_title(text) or year_alone(text.strip("（）()"))):
            break
        lines.insert(0, text)
    return place - len(lines) + 1, " ".join(lines)


def _names_office(line: str) -> bool:
    return any(read(line) for read in (agency_alone, agency_with_year, agency_reporting))


def _heads_tables(blocks: Sequence[Block], place: int) -> bool:
    """Whether an office's name, a year or 汇总 alone stands above a table, with a heading or two between them at most.

    More lines may follow a heading or a year, which are no signature: a sheet's name, its title, 填报单位：X.
    """
    line = blocks[place]
    if not isinstance(line, Paragraph) or not any(read(line.text) for read in _HEADS_TABLES):
        return False
    reach = COVER_LINES if line.heading or year_alone(line.text) else HEADINGS_ABOVE_TABLE
    for below in blocks[place + 1 : place + 2 + reach]:
        if isinstance(below, Table):
            return True
        if (
            not isinstance(below, Paragraph)
            or len(below.text) > LONGEST_HEADING
            or signature_date(below.text)
        ):
            return False
    return False


def _bounds(starts: Sequence[tuple[int, _Head]], n_blocks: int) -> Iterator[tuple[int, int, _Head]]:
    """The first part takes what stands before it."""
    ends = [*(start for start, _ in starts[1:]), n_blocks]
    for number, ((start, head), end) in enumerate(zip(starts, ends, strict=True)):
        yield (start if number else 0), end, head


def _part(blocks: Sequence[Block], start: int, end: int, head: _Head) -> _Part:
    labels: set[str] = set()
    headings: set[str] = set()
    prose = 0
    for block in blocks[start:end]:
        if isinstance(block, Table):
            labels |= _row_labels(block)
        elif isinstance(block, Paragraph):
            for line in block.text.split("\n"):
                heading = heading_of(line)
                headings |= {heading.section} if heading else set()
                prose += len(line.strip()) if heading is None and _SENTENCE.search(line) else 0
    return _Part(start, end, head, frozenset(labels), frozenset(headings), prose)


def _row_labels(table: Table) -> set[str]:
    found = {"".join(label.split()) for label in row_labels(table)}
    return found if len(found) >= ENOUGH_LABELS else set()


def _merged(parts: Sequence[_Part]) -> list[_Part]:
    """The parts that are reports of their own; the others go with the report before them, a cover with the next."""
    kept: list[_Part] = []
    for part in parts:
        if kept and not _is_report(kept[-1]):
            cover = kept[-1].head
            head = part.head._replace(
                agency=part.head.agency or cover.agency, year=part.head.year or cover.year
            )
            kept[-1] = _joined(kept[-1], part, head)
        elif kept and not _is_new(part, kept[-1]):
            kept[-1] = _joined(kept[-1], part, kept[-1].head)
        else:
            kept.append(part)
    return kept


def _once(document: Document, blocks: tuple[Block, ...], parts: Sequence[_Part]) -> list[_Part]:
    """A page that holds its report twice, for wide and for narrow screens, holds one report."""
    kept: dict[object, _Part] = {}
    for part in parts:
        own = blocks[part.start : part.end]
        tables = (block for block in own if isinstance(block, Table))
        # only one copy may have the page's own table (索引号, 发布机构) above it
        known = (table for table in tables if sum(bool(meanings(cell.text)) for cell in table.cells) > 1)
        printed = tuple(cell.text for table in known for cell in table.cells)
        # townships without a single application print the same tables; their sentences differ
        texts = read_texts(replace(document, blocks=own))
        lines = (*texts.opening, *(texts.sections.overview or "").split("\n"))
        prose = tuple(line for line in lines if len(line) >= LEAST_SENTENCE)
        title = part.head.title
        kept.setdefault((title, printed, prose) if title and printed else part, part)
    return list(kept.values())


def _is_report(part: _Part) -> bool:
    return bool(part.labels) or (len(part.headings) >= ENOUGH_HEADINGS and part.prose >= ENOUGH_PROSE)


def _is_new(part: _Part, before: _Part) -> bool:
    head, above = part.head, before.head
    if head.title == above.title and "overview" not in part.headings:
        return False  # a title at the head of every page
    # sections that are numbered from 一 again, whatever tables came before
    again = "overview" in part.headings and "overview" in before.headings
    if not part.labels:
        if again and _is_report(part):
            return True
        return not head.named and _is_report(part) and head.title is not None and head.title != above.title
    if again:
        return True
    if not before.labels:
        return not head.named and head.title != above.title
    goes_on = bool(part.headings and before.headings) and part.headings.isdisjoint(before.headings)
    if not head.named and not goes_on and _are_of_two(head, above):
        return True
    return len(part.labels & before.labels) >= REPEATED * len(part.labels)


def _are_of_two(one: _Head, other: _Head) -> bool:
    """Whether the heads of two parts name two offices or two years."""
    if one.title is None or other.title is None:
        return False
    first, second = one.agency, other.agency
    shortened = not first or not second or first.endswith(second) or second.endswith(first)
    return len({one.year, other.year} - {None}) > 1 or not shortened


def _joined(first: _Part, second: _Part, head: _Head) -> _Part:
    return _Part(
        first.start,
        second.end,
        head,
        first.labels | second.labels,
        first.headings | second.headings,
        first.prose + second.prose,
    )
