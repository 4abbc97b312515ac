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

from extract.headings import heading_of
from extract.identity import identify, read_sources
from extract.model import Block, Document, Paragraph, Table
from extract.regroup import shares
from extract.report_heads import COVER_LINES, Head, are_of_two, labels_of, report_starts
from extract.sections import read_texts
from extract.titles import is_table_title
from extract.vocabulary import meanings
from normalize.office import may_fill_in
from normalize.year import year_of

REPEATED = 0.5  # share of a part's row labels that stood in the report before it
ENOUGH_HEADINGS = 3
ENOUGH_PROSE = 60  # characters in sentences, of a report without tables; a table of contents has none
_SENTENCE = re.compile("[，。]")
LEAST_SENTENCE = (
    20  # characters; shorter lines (字体：大 中 小) may stand in one copy of a page's report alone
)


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
    head: Head
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
    starts = report_starts(blocks)
    if len(starts) < 2:
        return (Volume(document, 0),)
    parts = _merged(_with_annexes([_part(blocks, *bounds) for bounds in _bounds(starts, len(blocks))]))
    if len(parts) < 2:
        return (Volume(document, 0),)
    if len(parts) == 2 and _is_annex(parts[1], parts[0]):
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


def _only_year(starts: Sequence[tuple[int, Head]]) -> int | None:
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


def _bounds(starts: Sequence[tuple[int, Head]], n_blocks: int) -> Iterator[tuple[int, int, Head]]:
    """The first part takes what stands before it."""
    ends = [*(start for start, _ in starts[1:]), n_blocks]
    for number, ((start, head), end) in enumerate(zip(starts, ends, strict=True)):
        yield (start if number else 0), end, head


def _part(blocks: Sequence[Block], start: int, end: int, head: Head) -> _Part:
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
    return _Part(start, end, head, frozenset(labels), frozenset(headings), prose)


def _with_annexes(parts: Sequence[_Part]) -> list[_Part]:
    """The parts, a table of form 2014 with a title of its own joined to the text of the report before it."""
    kept: list[_Part] = []
    for part in parts:
        titled = is_table_title((part.head.title or "").partition(" ")[0])
        if kept and titled and kept[-1].headings and part.labels and _is_annex(part, kept[-1]):
            head = kept[-1].head
            kept[-1] = _joined(kept[-1], part, head._replace(agency=head.agency or part.head.agency))
        else:
            kept.append(part)
    return kept


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
        # townships without a single application print the same tables; their names or sentences differ
        alone = replace(document, blocks=own, title=None)
        texts = read_texts(alone)
        lines = (*texts.opening, *(texts.sections.overview or "").split("\n"))
        prose = tuple(line for line in lines if len(line) >= LEAST_SENTENCE)
        title = part.head.title
        agency = identify(read_sources(texts, alone, "")).agency
        kept.setdefault((title, agency, printed, prose) if title and printed else part, part)
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
    if goes_on and (head.named or (head.agency and head.agency == above.agency)):
        return False  # 填报单位：X above a table of the report itself, a stray name
    if not head.named and not goes_on and are_of_two(head, above):
        return True
    return len(part.labels & before.labels) >= REPEATED * len(part.labels)


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
    )
