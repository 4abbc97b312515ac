"""A document that holds several reports (汇编: a county's compiled volume) → one document for each.

In: the document as read. Out: its parts in order, each with the number of its first table. What makes it hard: titles
also stand in tables of contents, on divider pages, at the head of every page and in lists of links; tables are cut by
pages. So a part starts at a title or a heading 一、总体情况 only where the rows of its tables were all seen before, or, for
a report whose tables are pictures, where a whole text of its own follows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from extract.headings import heading_of
from extract.locate import ENOUGH_LABELS
from extract.model import Block, Document, Paragraph, Table
from extract.titles import titles
from extract.vocabulary import meanings

REPEATED = 0.5  # share of a part's row labels that stood in the report before it
ENOUGH_HEADINGS = 3
ENOUGH_PROSE = 150  # characters of a report whose tables are pictures; a table of contents has no prose
LONGEST_TITLE_GAP = 30  # lines between a title and section 一


@dataclass(frozen=True, slots=True)
class Volume:
    """One report's blocks as a document, and the number of its first table in the whole document."""

    document: Document
    first_table: int


@dataclass(frozen=True, slots=True)
class _Part:
    """Blocks `start` to `end`; `title` as printed; the row labels of its tables, its headings and running text."""

    start: int
    end: int
    title: str | None
    labels: frozenset[str]
    headings: frozenset[str]
    prose: int


def split_volumes(document: Document) -> tuple[Volume, ...]:
    """The reports of a document, most often one: then the document itself."""
    blocks = tuple(_lines(document.blocks))
    starts = _starts(blocks)
    if len(starts) < 2:
        return (Volume(document, 0),)
    parts = _merged([_part(blocks, *bounds) for bounds in _bounds(starts, len(blocks))])
    if len(parts) < 2:
        return (Volume(document, 0),)
    parts = _once(blocks, parts)
    if len(parts) < 2:
        return (Volume(replace(document, blocks=blocks[: parts[0].end]), 0),)
    return tuple(
        Volume(
            replace(document, blocks=blocks[part.start : part.end], title=None),
            sum(isinstance(block, Table) for block in blocks[: part.start]),
        )
        for part in parts
    )


def _lines(blocks: Iterable[Block]) -> Iterator[Block]:
    """A paragraph of several lines may end one report and begin the next: each line by itself."""
    for block in blocks:
        if isinstance(block, Paragraph) and "\n" in block.text:
            yield from (replace(block, text=line) for line in block.text.split("\n") if line.strip())
        else:
            yield block


def _starts(blocks: Sequence[Block]) -> list[tuple[int, str | None]]:
    """Where a report may start: blocks with a title, or with section 一 where no title stands above it."""
    places = [n for n, block in enumerate(blocks) if isinstance(block, Paragraph) and block.text.strip()]
    lines = [block.text for block in blocks if isinstance(block, Paragraph) and block.text.strip()]
    starts: dict[int, str | None] = {places[first]: title for first, title in titles(lines)}
    above = -1
    for place, line in zip(places, lines, strict=True):
        above = place if place in starts else above
        heading = heading_of(line)
        if heading is not None and heading.section == "overview":
            between = blocks[above + 1 : place]
            tables = any(_row_labels(block) for block in between if isinstance(block, Table))
            if above < 0 or len(between) > LONGEST_TITLE_GAP or tables:
                starts[place] = None
                above = place
    return sorted(starts.items())


def _bounds(starts: Sequence[tuple[int, str | None]], n_blocks: int) -> Iterator[tuple[int, int, str | None]]:
    """The first part takes what stands before it."""
    ends = [*(start for start, _ in starts[1:]), n_blocks]
    for number, ((start, title), end) in enumerate(zip(starts, ends, strict=True)):
        yield (start if number else 0), end, title


def _part(blocks: Sequence[Block], start: int, end: int, title: str | None) -> _Part:
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
                prose += 0 if heading else len(line.strip())
    return _Part(start, end, title, frozenset(labels), frozenset(headings), prose)


def _row_labels(table: Table) -> set[str]:
    found = {
        "".join(cell.text.split())
        for cell in table.cells
        if cell.text and any(meaning.role == "row" for meaning in meanings(cell.text))
    }
    return found if len(found) >= ENOUGH_LABELS else set()


def _merged(parts: Sequence[_Part]) -> list[_Part]:
    """The parts that are reports of their own; the others go with the report before them, a cover with the next."""
    kept: list[_Part] = []
    for part in parts:
        if kept and not _is_report(kept[-1]):
            kept[-1] = _joined(kept[-1], part, part.title)
        elif kept and not _is_new(part, kept[-1]):
            kept[-1] = _joined(kept[-1], part, kept[-1].title)
        else:
            kept.append(part)
    return kept


def _once(blocks: Sequence[Block], parts: Sequence[_Part]) -> list[_Part]:
    """A page that holds its report twice, for wide and for narrow screens, holds one report."""
    kept: dict[object, _Part] = {}
    for part in parts:
        tables = (block for block in blocks[part.start : part.end] if isinstance(block, Table))
        # only one copy may have the page's own table (索引号, 发布机构) above it
        known = (table for table in tables if sum(bool(meanings(cell.text)) for cell in table.cells) > 1)
        printed = tuple(cell.text for table in known for cell in table.cells)
        kept.setdefault((part.title, printed) if part.title and printed else part, part)
    return list(kept.values())


def _is_report(part: _Part) -> bool:
    return bool(part.labels) or (len(part.headings) >= ENOUGH_HEADINGS and part.prose >= ENOUGH_PROSE)


def _is_new(part: _Part, before: _Part) -> bool:
    if part.title == before.title and "overview" not in part.headings:
        return False  # a title at the head of every page
    if not part.labels:
        return _is_report(part) and part.title is not None and part.title != before.title
    if not before.labels:
        return part.title != before.title
    return len(part.labels & before.labels) >= REPEATED * len(part.labels)


def _joined(first: _Part, second: _Part, title: str | None) -> _Part:
    return _Part(
        first.start,
        second.end,
        title,
        first.labels | second.labels,
        first.headings | second.headings,
        first.prose + second.prose,
    )
