"""Tables of several offices in one document → which office owns each, by a line or a row beside it that names the office.

A volume may list office after office within each section, or name the office below its tables (填报单位：X) or in one of
their rows; its titles and headings then do not tell. In: the blocks. Out: pieces of tables with their owners, or nothing
where that is not sure; the document is then parted by its titles.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter

from extract.locate.tables import ENOUGH_LABELS
from extract.model import Block, Cell, Paragraph, Table
from extract.table.vocabulary import section_told
from extract.texts.headings import heading_of
from extract.texts.titles import is_table_title
from extract.volumes.titled_heads import heads_section
from normalize.agency import (
    agency_alone,
    agency_of_caption,
    agency_of_title,
    agency_reporting,
    agency_signed,
    is_summary,
)
from normalize.published import signature_date
from normalize.text import without_space

SUMMARY = "汇总"  # stands for the owner of the sums of several offices
REPEATED = 0.5  # share of a table's labels
ENOUGH_TWICE = 3  # labels printed twice, in a document that holds several reports
LONG_LABEL = 5  # characters; shorter ones (总计, 其他) stand in several tables of one report
LONGEST_NAME = 60  # characters of a line that names an owner; 填报单位：X 填表人： 填报日期： has 40

# from the surest way of naming an owner to the least
_REPORTING, _SIGNED, _ALONE, _CAPTION = range(4)


@dataclass(frozen=True, slots=True)
class OwnerName:
    """A line, or a row of a table (`row`), that names an owner."""

    owner: str
    kind: int
    block: int
    row: int | None

    @property
    def heads(self) -> bool:
        """Whether it stands alone on a line, as a heading does."""
        return self.row is None and self.kind != _CAPTION


@dataclass(frozen=True, slots=True)
class TablePiece:
    """Rows `start` to `end` of a table in block `block`: those between two that name an owner. `labels`: the forms' in it."""

    block: int
    start: int
    end: int
    labels: frozenset[str]


@dataclass(frozen=True, slots=True)
class Owned:
    """The pieces in order, the name beside each (None: it has the owner of its neighbour), and their owners.

    `below`: the names stand below the tables that they name the owner of.
    `sure`: every piece has an owner, no owner prints a table twice, and each prints one that another prints, too. (Tables
    of a single report may say which office counted them, but these are not alike.)
    """

    pieces: tuple[TablePiece, ...]
    names: tuple[OwnerName | None, ...]
    owners: tuple[str | None, ...]
    below: bool
    sure: bool

    @property
    def interleaved(self) -> bool:
        """Whether an owner comes back after another one."""
        runs = [owner for owner, _ in groupby(self.owners) if owner]
        return len(runs) > len(set(runs))


def may_have_owners(blocks: Sequence[Block]) -> bool:
    """Whether several long labels stand twice in the tables; of single reports hardly any gets beyond this."""
    texts = [cell.text for block in blocks if isinstance(block, Table) for cell in block.cells]
    labels = [text for text in texts if len(text) > LONG_LABEL and not text.isascii()]
    if len(labels) - len(set(labels)) < ENOUGH_TWICE:
        return False
    return sum(number > 1 for number in Counter(labels).values()) >= ENOUGH_TWICE


def owned_tables(blocks: Sequence[Block]) -> Owned | None:
    """Whose each table is; null where fewer than two owners are named."""
    pieces, gaps = _pieces_and_gaps(blocks)
    tried = [owned for below in (True, False) if (owned := _owned(blocks, pieces, gaps, below))]
    return next((owned for owned in tried if owned.sure), tried[-1] if tried else None)


def _pieces_and_gaps(blocks: Sequence[Block]) -> tuple[list[TablePiece], list[list[OwnerName]]]:
    pieces: list[TablePiece] = []
    gaps: list[list[OwnerName]] = [[]]
    for number, block in enumerate(blocks):
        if isinstance(block, Paragraph):
            below = blocks[number + 1] if number + 1 < len(blocks) else None
            found = _name_in_line(block.text, below.text if isinstance(below, Paragraph) else "")
            if found:
                gaps[-1].append(OwnerName(*found, number, None))
        elif isinstance(block, Table):
            for part in _parts_of_table(block, number):
                if isinstance(part, OwnerName):
                    gaps[-1].append(part)
                else:
                    pieces.append(part)
                    gaps.append([])
    return pieces, gaps


def _name_in_line(text: str, below: str = "") -> tuple[str, int] | None:
    if len(text) > LONGEST_NAME or heads_section(text):
        return None
    if name := agency_reporting(text):
        return name, _REPORTING
    if name := agency_alone(text):
        return name, _SIGNED if signature_date(below) else _ALONE
    if signature_date(text) and (name := agency_signed((text,))):
        return name, _SIGNED
    if is_summary(text):
        return SUMMARY, _ALONE
    name = agency_of_caption(text) or (agency_of_title(text) if is_table_title(text) else None)
    return (name, _CAPTION) if name else None


def _parts_of_table(table: Table, block: int) -> Iterator[OwnerName | TablePiece]:
    names: dict[int, OwnerName] = {}
    labels: dict[int, set[str]] = {}
    for row, group in groupby(table.cells, attrgetter("row")):
        cells = [cell for cell in group if cell.text]
        labels[row] = {without_space(cell.text) for cell in cells if section_told(cell.text)}
        found = _name_in_row(cells) if not labels[row] else None
        if found:
            names[row] = OwnerName(*found, block, row)
    told = {label for found in labels.values() for label in found}
    if len(told) < ENOUGH_LABELS:
        return
    start = 0
    for end in (*names, table.n_rows):
        own = frozenset(label for row, found in labels.items() if start <= row < end for label in found)
        if own:
            yield TablePiece(block, start, end, own)
        if end in names:
            yield names[end]
        start = end + 1


def _name_in_row(cells: Sequence[Cell]) -> tuple[str, int] | None:
    for cell in cells:
        if len(cell.text) <= LONGEST_NAME and (name := agency_reporting(cell.text)):
            return name, _REPORTING
    return _name_in_line(cells[0].text) if len(cells) == 1 else None


def _owned(
    blocks: Sequence[Block], pieces: Sequence[TablePiece], gaps: Sequence[Sequence[OwnerName]], below: bool
) -> Owned | None:
    """Each piece's owner by the names on one side of it; pieces of one set may have theirs in common."""
    if below:
        kind = min((name.kind for name in gaps[-1]), default=None)
        kept = [tuple(name for name in gap if name.kind == kind) for gap in gaps]
        if not kept[-1] or kept[0]:
            return None
    else:
        kept = [tuple(name for name in gap if name.kind != _SIGNED) for gap in gaps]
    named = [_chosen(gap, below) for gap in (kept[1:] if below else kept[:-1])]
    known = _one_spelling([name.owner for name in named if name])
    if len(set(known.values())) < 2:
        return None
    owners = [known[name.owner] if name else None for name in named]
    step = 1 if below else -1
    for number in range(len(owners) - 2, -1, -1) if below else range(1, len(owners)):
        owners[number] = owners[number] or owners[number + step]
    owned = Owned(tuple(pieces), tuple(named), tuple(owners), below, False)
    taken_over = owned.interleaved and any(
        name is None and number and _headed(blocks, pieces[number - 1], pieces[number])
        for number, name in enumerate(named)
    )
    return replace(owned, sure=not taken_over and all(owners) and _are_reports(owned))


def _headed(blocks: Sequence[Block], before: TablePiece, piece: TablePiece) -> bool:
    """Whether a section begins between the two."""
    between = (block for block in blocks[before.block : piece.block] if isinstance(block, Paragraph))
    return any(heading is not None for heading in map(heading_of, (block.text for block in between)))


def _chosen(gap: Sequence[OwnerName], below: bool) -> OwnerName | None:
    """The surest and nearest of the names."""
    return min(gap if below else gap[::-1], key=attrgetter("kind"), default=None)


def _one_spelling(owners: Sequence[str]) -> Mapping[str, str]:
    """水利局 and 清河县水利局 in one document are one office."""
    by_length = sorted(set(owners), key=len, reverse=True)
    return {owner: next(longer for longer in by_length if longer.endswith(owner)) for owner in by_length}


def _are_reports(owned: Owned) -> bool:
    seen: dict[str | None, set[str]] = {}
    for piece, owner in zip(owned.pieces, owned.owners, strict=True):
        own = seen.setdefault(owner, set())
        if _repeats(piece, own):
            return False
        own |= piece.labels
    return all(
        any(
            _repeats(piece, seen[other])
            for piece, whose in zip(owned.pieces, owned.owners, strict=True)
            if whose == owner
            for other in seen
            if other != owner
        )
        for owner in seen
    )


def _repeats(piece: TablePiece, seen: set[str]) -> bool:
    return len(piece.labels & seen) >= REPEATED * len(piece.labels)
