"""A document that holds several reports (汇编: a county's compiled volume) → one document for each.

What makes it hard: titles also stand in tables of contents, on divider pages, at the head of every page and in lists of
links, and pages cut tables. A report may start at a title, at a heading 一、总体情况, or at an office's name above either
or above tables (`report_heads`). It does start there where
- it names another office or year than the report before, and has a table, or
- the rows of its tables were all printed in the report before, or
- its tables are pictures, and a whole text of its own follows.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extract.model import Block, Document, Paragraph, Table
from extract.table.vocabulary import meanings
from extract.texts.identity import identify
from extract.texts.sections import read_texts
from extract.texts.sources import read_sources
from extract.volumes.own_reports import Part, merged, part_between, with_annexes
from extract.volumes.regroup import owners_documents
from extract.volumes.report_heads import COVER_LINES, report_starts
from extract.volumes.sheet_names import name_of_sheet, names_believed
from extract.volumes.sheets_of_parts import without_parts_of_year
from extract.volumes.titled_heads import Head, names_place
from extract.volumes.untitled_sheets import doubted
from normalize.agency import agency_of_title
from normalize.number import number as read_number
from normalize.year import year_of

# characters; shorter lines (字体：大 中 小) may stand in one copy of a page's report alone
LEAST_SENTENCE = 20


@dataclass(frozen=True, slots=True)
class BoundReport:
    """One of the reports of a document, as a document of its own; the only one as a rule.

    `year`: the one that the volume's own title gives, where the report itself gives none. `agency`: the office that lines
    beside its tables name as their owner. `sheet`: the sheet's name, where that is believed before its title. `volume`: the title of a
    place's volume.
    """

    document: Document
    year: int | None = None
    agency: str | None = None
    sheet: str | None = None
    volume: str | None = None


def split_reports(document: Document) -> tuple[BoundReport, ...]:
    """The reports of a document, most often one: then the document itself."""
    numbered = tuple(_lines(document.blocks))
    blocks = tuple(block for _, block in numbered)
    sheets = _first_of_each(document.sheets, [number for number, _ in numbered])
    if whole := without_parts_of_year(document, blocks, sheets):
        return split_reports(whole)
    return _by_owners(document, blocks) or _by_heads(document, blocks, sheets) or (BoundReport(document),)


def _first_table(document: Document, before: Sequence[Block]) -> int:
    """The number of the first table behind these blocks of a document."""
    return document.first_table + sum(isinstance(block, Table) for block in before)


def _by_owners(document: Document, blocks: tuple[Block, ...]) -> tuple[BoundReport, ...]:
    """The reports by the owners of their tables; none where the owners do not part the document."""
    owned = owners_documents(document, blocks)
    year = _year_of_cover(document, blocks) if owned else None
    return tuple(BoundReport(each.document, year, each.owner) for each in owned)


def _by_heads(
    document: Document, blocks: tuple[Block, ...], sheets: Sequence[int]
) -> tuple[BoundReport, ...]:
    """The reports by the lines that head them; none where these do not part the document."""
    starts = [*_starts(blocks, sheets)]
    if len(starts) < 2:
        return ()
    parts = [part_between(blocks, *bounds, sheets) for bounds in _bounds(starts, len(blocks))]
    parts = merged(with_annexes(parts))
    if len(parts) < 2:
        return ()
    parts = _without_copies(document, blocks, parts)
    if len(parts) < 2:
        return (BoundReport(replace(document, blocks=blocks[: parts[0].end])),)
    if sheets:
        years = [(part.start, part.head.year) for part in parts]
        blocks = doubted(blocks, years, [place for place, _ in starts], sheets)
    return _reports(document, blocks, starts, parts)


def _reports(
    document: Document,
    blocks: tuple[Block, ...],
    starts: Sequence[tuple[int, Head]],
    parts: list[Part],
) -> tuple[BoundReport, ...]:
    """The parts as documents, each with the year and the office that only the volume gives."""
    place, head = starts[0]
    cover = None if head.year else _year_of_cover(document, blocks[:place])
    only = _only_year(starts)  # also that of tables behind a report
    owner = _owner_of_years(document, blocks[: place + 1], starts)
    sheets = names_believed(blocks, parts)
    above = [block.text for block in blocks[:place] if isinstance(block, Paragraph)]
    is_cover = parts[0].start < place == len(above)
    if is_cover and (head.agency or any(names_place(agency_of_title(line)) for line in above)):
        parts[0] = replace(parts[0], start=place)  # the volume's own title is not whose its first report is
    volume = _title_of_place(blocks[: parts[0].start])
    return tuple(
        BoundReport(
            replace(
                document,
                blocks=blocks[part.start : part.end],
                title=None,
                first_table=_first_table(document, blocks[: part.start]),
            ),
            cover or part.head.year or (None if "overview" in part.headings else only),
            owner,
            sheet=sheet,
            volume=volume,
        )
        for part, sheet in zip(parts, sheets, strict=True)
    )


def _starts(blocks: Sequence[Block], sheets: Sequence[int]) -> Iterator[tuple[int, Head]]:
    """Where a report may start, each sheet by itself; what stands above the first title of a sheet is that report's."""
    for first, end in pairwise((0, *sheets, len(blocks))):
        sheet = blocks[first:end]
        heads = report_starts(sheet)
        named = bool(sheets) and name_of_sheet(sheet) is not None
        # its name, above its title
        again = named and len(heads) > 1 and not any(isinstance(b, Table) for b in sheet[: heads[1][0]])
        for n, (place, head) in enumerate(heads[again:]):
            whole = not n and (first or named) and not any(isinstance(b, Table) for b in sheet[:place])
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


def _title_of_place(cover: Sequence[Block]) -> str | None:
    """The volume's own title, where it is a place's."""
    lines = (block.text for block in cover[:COVER_LINES] if isinstance(block, Paragraph))
    return next((line for line in lines if names_place(agency_of_title(line))), None)


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


def _without_copies(document: Document, blocks: tuple[Block, ...], parts: Sequence[Part]) -> list[Part]:
    """The parts without those printed twice, as on a page that holds its report for wide and for narrow screens."""
    kept: dict[object, Part] = {}
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
