"""A document that holds several reports (汇编: a county's compiled volume) → one document for each.

In: the document as read. Out: its parts in order. What makes it hard: titles
also stand in tables of contents, on divider pages, at the head of every page and in lists of links; tables are cut by
pages. So a part starts at a title, a heading 一、总体情况, or an office's name above either or above tables, only where it
names another office or year than the one before and has a table, or where the rows of its tables were all seen before, or,
for a report whose tables are pictures, where a whole text of its own follows.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extract.model import Block, Document, Paragraph, Table
from extract.table.vocabulary import meanings
from extract.texts.headings import heading_of
from extract.texts.identity import identify
from extract.texts.sections import read_texts
from extract.texts.sources import read_sources
from extract.texts.titles import is_table_title
from extract.volumes.regroup import shares
from extract.volumes.report_heads import COVER_LINES, labels_of, report_starts
from extract.volumes.titled_heads import Head, are_of_two, names_place
from extract.volumes.untitled_sheets import doubted
from normalize.agency import agency_of_title
from normalize.number import number as read_number
from normalize.office import may_fill_in
from normalize.year import year_of

REPEATED = 0.5  # share of a part's row labels that stood in the report before it
WHOLE = 12  # row labels told from a table; of 三 some 30
NEARLY_ALL = 0.9
ENOUGH_HEADINGS = 3
ENOUGH_PROSE = 60  # characters in sentences, of a report without tables; a table of contents has none
_SENTENCE = re.compile("[，。]")
# characters; shorter lines (字体：大 中 小) may stand in one copy of a page's report alone
LEAST_SENTENCE = 20


@dataclass(frozen=True, slots=True)
class Volume:
    """One report's blocks as a document.

    `year`: what the title of the volume gives, for a report that gives none itself. `agency`: whom the lines beside its tables name.
    """

    document: Document
    year: int | None = None
    agency: str | None = None


@dataclass(frozen=True, slots=True)
class _Part:
    """Blocks `start` to `end` below `head`; the row labels of its tables, its headings and running text.

    `on_sheet`: they begin a sheet of a workbook.
    """

    start: int
    end: int
    head: Head
    labels: frozenset[str]
    headings: frozenset[str]
    prose: int
    on_sheet: bool = False


def split_volumes(document: Document) -> tuple[Volume, ...]:
    """The reports of a document, most often one: then the document itself."""
    numbered = tuple(_lines(document.blocks))
    blocks = tuple(block for _, block in numbered)
    sheets = _first_of_each(document.sheets, [number for number, _ in numbered])
    shared = shares(document, blocks)
    if shared:
        year = _year_of_cover(document, blocks) if len(shared) > 1 else None
        return tuple(Volume(each.document, year, each.owner) for each in shared)
    starts = [*_starts(blocks, sheets)]
    if len(starts) < 2:
        return (Volume(document),)
    parts = [_part(blocks, *bounds, sheets) for bounds in _bounds(starts, len(blocks))]
    parts = _merged(_with_annexes(parts))
    if len(parts) < 2:
        return (Volume(document),)
    parts = _once(document, blocks, parts)
    if len(parts) < 2:
        return (Volume(replace(document, blocks=blocks[: parts[0].end])),)
    if sheets:
        years = [(part.start, part.head.year) for part in parts]
        blocks = doubted(blocks, years, [place for place, _ in starts], sheets)
    place, head = starts[0]
    cover = None if head.year else _year_of_cover(document, blocks[:place])
    only = _only_year(starts)  # also that of tables behind a report
    owner = _owner_of_years(document, blocks[: place + 1], starts)
    above = [block.text for block in blocks[:place] if isinstance(block, Paragraph)]
    is_cover = parts[0].start < place == len(above)
    if is_cover and (head.agency or any(names_place(agency_of_title(line)) for line in above)):
        parts[0] = replace(parts[0], start=place)  # the volume's own title is not whose its first report is
    return tuple(
        Volume(
            replace(
                document,
                blocks=blocks[part.start : part.end],
                title=None,
                first_table=sum(isinstance(block, Table) for block in blocks[: part.start]),
            ),
            cover or part.head.year or (None if "overview" in part.headings else only),
            owner,
        )
        for part in parts
    )


def _starts(blocks: Sequence[Block], sheets: Sequence[int]) -> Iterator[tuple[int, Head]]:
    """Where a report may start, each sheet by itself; what stands above the first title of a sheet is that report's."""
    for first, end in pairwise((0, *sheets, len(blocks))):
        for n, (place, head) in enumerate(report_starts(blocks[first:end])):
            whole = not n and first and not any(isinstance(b, Table) for b in blocks[first : first + place])
            yield first if whole else first + place, head


def _owner_of_years(
    document: Document, cover: Sequence[Block], starts: Sequence[tuple[int, Head]]
) -> str | None:
    """The office that the volume's own title names, where its reports are told apart by years alone."""
    years = [head.year for _, head in starts]
    if None in years or len({*years}) < len(years) or any(head.agency for _, head in starts):
        return None
    lines = (block.text for block in cover[-COVER_LINES:] if isinstance(block, Paragraph))
    return next(filter(None, map(agency_of_title, (document.title or "", *lines))), None)


def _only_year(starts: Sequence[tuple[int, Head]]) -> int | None:
    """The year of the reports whose heads give one, if it is the same for all."""
    years = {head.year for _, head in starts if head.year is not None}
    return years.pop() if len(years) == 1 else None


def _year_of_cover(document: Document, blocks: Sequence[Block]) -> int | None:
    """The year that the volume's own title gives; a page's title may be its first report's."""
    lines = (block.text for block in blocks[:COVER_LINES] if isinstance(block, Paragraph))
    title = document.title or ""
    agency = agency_of_title(title)
    years = (year_of(text) for text in (title if not agency or names_place(agency) else "", *lines))
    return next(filter(None, years), None)


def _lines(blocks: Iterable[Block]) -> Iterator[tuple[int, Block]]:
    """A paragraph of several lines may end one report and begin the next: each line by itself, with its block's number."""
    for number, block in enumerate(blocks):
        if isinstance(block, Paragraph) and "\n" in block.text:
            lines = (line for line in block.text.split("\n") if line.strip())
            yield from ((number, replace(block, text=line)) for line in lines)
        else:
            yield number, block


def _first_of_each(wanted: Sequence[int], numbers: Sequence[int]) -> tuple[int, ...]:
    """Where the first of those with each wanted number stands, but not at the beginning."""
    places = (bisect_left(numbers, number) for number in wanted)
    return tuple(place for place in places if 0 < place < len(numbers))


def _bounds(starts: Sequence[tuple[int, Head]], n_blocks: int) -> Iterator[tuple[int, int, Head]]:
    """The first part takes what stands before it."""
    ends = [*(start for start, _ in starts[1:]), n_blocks]
    for number, ((start, head), end) in enumerate(zip(starts, ends, strict=True)):
        yield (start if number else 0), end, head


def _part(blocks: Sequence[Block], start: int, end: int, head: Head, sheets: Collection[int]) -> _Part:
    labels: set[str] = set()
    headings: set[str] = set()
    prose = 0
    for block in blocks[start:end]:
        if isinstance(block, Table):
            labels |= labels_of(block)
        elif isinstance(block, Paragraph):
            for line in block.text.split("\n"):
                heading = heading_of(line)
                headings |= {heading.section} if heading else set()
                prose += len(line.strip()) if heading is None and _SENTENCE.search(line) else 0
    return _Part(start, end, head, frozenset(labels), frozenset(headings), prose, start in sheets)


def _with_annexes(parts: Sequence[_Part]) -> list[_Part]:
    """The parts, tables with a title of their own or its office's name joined to the text of the report before them."""
    kept: list[_Part] = []
    for part in parts:
        headed = part.head.agency or is_table_title((part.head.title or "").partition(" ")[0])
        if kept and headed and kept[-1].headings and part.labels and _is_annex(part, kept[-1]):
            head = kept[-1].head
            kept[-1] = _joined(kept[-1], part, head._replace(agency=head.agency or part.head.agency))
        else:
            kept.append(part)
    return kept


def _merged(parts: Sequence[_Part]) -> list[_Part]:
    """The parts that are reports of their own; the others go with the report before them, a cover with the next.

    One that stands before the first report alone, and names a place or its government, is the volume's.
    """
    kept: list[_Part] = []
    covered: list[_Part] = []  # what stands below a cover
    for part in parts:
        if kept and not _is_report(kept[-1]):
            cover = kept[-1].head
            covered.append(part)
            head = part.head._replace(
                agency=part.head.agency or cover.agency, year=part.head.year or cover.year
            )
            kept[-1] = _joined(kept[-1], part, head)
        elif kept and not _is_new(part, kept[-1]) and not _goes_back(part, kept):
            kept[-1] = _joined(kept[-1], part, kept[-1].head)
        else:
            kept.append(part)
    first = covered[0] if len(covered) == 1 < len(kept) else None
    if first is not None and first.start < kept[0].end and names_place(kept[0].head.agency):
        kept[0] = replace(kept[0], start=first.start, head=first.head)
    return kept


def _once(document: Document, blocks: tuple[Block, ...], parts: Sequence[_Part]) -> list[_Part]:
    """A page that holds its report twice, for wide and for narrow screens, holds one report."""
    kept: dict[object, _Part] = {}
    for part in parts:
        own = blocks[part.start : part.end]
        tables = (block for block in own if isinstance(block, Table))
        # only one copy may have the page's own table (索引号, 发布机构) above it
        known = [table for table in tables if sum(bool(meanings(cell.text)) for cell in table.cells) > 1]
        printed = tuple(cell.text for table in known for cell in table.cells)
        # townships without a single application print the same tables; their names or sentences differ
        alone = replace(document, blocks=own, title=None)
        texts = read_texts(alone)
        lines = (*texts.opening, *(texts.sections.overview or "").split("\n"))
        prose = tuple(line for line in lines if len(line) >= LEAST_SENTENCE)
        title = part.head.title
        agency = identify(read_sources(texts, alone, "")).agency
        is_copy = title and printed and (agency or _prints_numbers(known))
        kept.setdefault((title, agency, printed, prose) if is_copy else part, part)
    return list(kept.values())


def _prints_numbers(tables: Iterable[Table]) -> bool:
    """Whether any number but 0 stands in the tables: nameless offices without an application print the same ones."""
    return any(read_number(cell.text).value for table in tables for cell in table.cells)


def _is_report(part: _Part) -> bool:
    return bool(part.labels) or (len(part.headings) >= ENOUGH_HEADINGS and part.prose >= ENOUGH_PROSE)


def _is_new(part: _Part, before: _Part) -> bool:
    head, above = part.head, before.head
    if part.on_sheet and head.title and before.labels:
        return len(part.labels & before.labels) >= REPEATED * len(part.labels) > 0
    if head.title == above.title and "overview" not in part.headings:
        # a title at the head of every page, unless it stands above the same whole table again
        return len(part.labels) >= WHOLE and len(part.labels & before.labels) >= NEARLY_ALL * len(part.labels)
    if head.named and head.agency and head.agency == above.agency and not part.headings:
        return False  # the report's own signature, a table below it
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
    if goes_on and (head.named or (head.agency and head.agency == above.agency)):
        return False  # 填报单位：X above a table of the report itself, a stray name
    if not head.named and not goes_on and are_of_two(head, above):
        return True
    return len(part.labels & before.labels) >= REPEATED * len(part.labels)


def _goes_back(part: _Part, before: Sequence[_Part]) -> bool:
    """Whether a sheet bears the title of an earlier report than the last, below which last year's stood on its sheet."""
    titled = part.on_sheet and part.head.title is not None and are_of_two(part.head, before[-1].head)
    return titled and any(part.head.title == each.head.title for each in before[:-1])


def _is_annex(tables: _Part, text: _Part) -> bool:
    """Whether tables stand behind a report's text that has none, filled in by its own office: 填报单位：X."""
    own, unit = text.head.agency, tables.head.agency
    if text.labels or "overview" in tables.headings:
        return False
    return own is None or unit is None or may_fill_in(unit, own)


def _joined(first: _Part, second: _Part, head: Head) -> _Part:
    return _Part(
        first.start,
        second.end,
        head,
        first.labels | second.labels,
        first.headings | second.headings,
        first.prose + second.prose,
        first.on_sheet,
    )
