"""Tables with labels of the national tables that are not these: trends, tables in section 一 or 六, an empty form as an annex.

The report's own table stands below the heading of its section. What stands elsewhere counts only for rows that the own
table lacks: a page may print its tables at its end, or a part below another heading.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from operator import attrgetter

from extract.flags import COLUMN_INFERRED
from extract.model import Document, Paragraph, Table
from extract.table.header import lies_across
from extract.table.rows import PrintedRow, have_number, have_value
from extract.table.vocabulary import ROW_ONLY, parts_in_one, roles
from extract.texts.headings import LONGEST_HEADING, OTHER, heading_of
from normalize.label import label_key
from normalize.number import prints_number
from normalize.text import shortens
from schemas.forms import tables_of

ENOUGH_TABLES = 2  # headings of sections in one table; with so many it holds several tables of the report
WHOLE = 0.8  # share of the own table's labels that makes a second whole table
LONGEST_LINE = 2 * LONGEST_HEADING  # characters with white space


@dataclass(frozen=True, slots=True)
class SectionRows:
    """Rows of one form table that belong together; `home` is the section whose heading stands above them, None if there is none."""

    section: str
    home: str | None
    rows: list[PrintedRow]


@dataclass(frozen=True, slots=True)
class TableHome:
    """The section whose heading stands above a table, and those whose headings are rows of the table, across all its columns."""

    above: str | None
    within: tuple[tuple[int, str], ...] = ()  # row and section, downwards

    def at(self, row: int) -> str | None:
        """The section under whose heading a row stands."""
        return next((section for start, section in reversed(self.within) if start <= row), self.above)


def homes(document: Document) -> list[TableHome]:
    """For each table the section of the report under whose heading it stands, and its rows."""
    found: list[TableHome] = []
    home: str | None = None
    for block in document.blocks:
        if isinstance(block, Paragraph):
            heading = heading_of(block.text) if len(block.text) <= LONGEST_LINE else None
            home = heading.section if heading is not None else home
        elif isinstance(block, Table):
            found.append(TableHome(home, _headings_within(block)))
            home = found[-1].at(block.n_rows)
    return found


def _headings_within(table: Table) -> tuple[tuple[int, str], ...]:
    """The rows that are the headings of sections, where these are those of a whole report."""
    wide = [cell for cell in table.cells if cell.colspan == table.n_cols > 1]
    if table.ragged:  # merges left no trace
        printed = [cell for cell in table.cells if cell.text.strip()]
        texts = Counter(cell.row for cell in printed)
        wide = [cell for cell in printed if texts[cell.row] == 1]
    headings = [(cell.row, heading_of(cell.text)) for cell in wide if len(cell.text) <= LONGEST_LINE]
    told = tuple((row, heading.section) for row, heading in headings if heading is not None)
    return told if len({section for _, section in told} - {OTHER}) >= ENOUGH_TABLES else ()


def without_foreign(blocks: Sequence[SectionRows]) -> list[SectionRows]:
    """The blocks without those that stand outside of their section and only repeat rows of the table inside it.

    Kept, but behind the section's own table, is a whole second table with numbers: where it differs, this is a doubt. In doubt
    are rows elsewhere that the own table lacks; a few rows elsewhere where the section has no own table, as they may be another
    table's; and a table without numbers below another section's heading where other sections have theirs, an empty form.
    """
    blocks = _without_lists(_without_comparisons(block) for block in _without_empty_forms(blocks))
    at_home = [block for block in blocks if block.home == block.section]
    own = {
        section: _labels_of(block for block in at_home if block.section == section)
        for section in {block.section for block in at_home}
    }

    def is_outside(block: SectionRows) -> bool:
        """Whether its section has a table of its own, and this is none of it."""
        return block.home != block.section and block.section in own

    kept = [
        _lacking(block, own[block.section]) if is_outside(block) else block
        for block in blocks
        if not (is_outside(block) and _repeats(block, own[block.section]))
    ]
    unread = {block.section for block in kept if _is_elsewhere(block)} - own.keys()
    elsewhere = {section: [b for b in kept if b.section == section] for section in unread}
    doubted = {
        section
        for section, found in elsewhere.items()
        if _are_few(found) or (own and not any(_have_numbers(block.rows) for block in found))
    }
    told = [
        replace(block, rows=in_doubt(block.rows)) if block.section in doubted or is_outside(block) else block
        for block in kept
    ]
    # the first printing of a row holds
    return sorted(told, key=lambda block: is_outside(block) and _is_again(block, own[block.section]))


def _without_empty_forms(blocks: Iterable[SectionRows]) -> Iterator[SectionRows]:
    """The blocks without empty forms: whole tables without a number, outside of their section, behind a block with numbers."""
    numbered: set[str] = set()
    for block in blocks:
        if _have_numbers(block.rows):
            numbered.add(block.section)
        elif block.section in numbered and _is_elsewhere(block) and not _are_few([block]):
            continue
        yield block


def _without_lists(blocks: Iterable[SectionRows]) -> list[SectionRows]:
    """The blocks without lists of totals outside of section 四 (行政复议 | 5, 行政诉讼 | 3) where another block has the outcomes."""
    blocks = list(blocks)
    across = [block for block in blocks if lies_across(block.section)]
    if len(across) < ENOUGH_TABLES or not any(map(_names_outcomes, across)):
        return blocks
    return [
        block
        for block in blocks
        if not lies_across(block.section)
        or block.home == block.section
        or _names_outcomes(block)
        or not _have_numbers(block.rows)
    ]


def _names_outcomes(block: SectionRows) -> bool:
    """Whether a block prints outcomes (结果维持), the labels below the groups of section 四."""
    keys = {
        key
        for table in tables_of(block.section).values()
        for _, own in table.blocks[0].column_keys
        for key in own
    }
    texts = {cell.text for row in block.rows for cell in row.cells}
    return any(label_key(text) in keys or parts_in_one(text, block.section) for text in texts)


def _is_elsewhere(block: SectionRows) -> bool:
    """Whether it stands below the heading of another section."""
    return block.home not in (None, block.section)


def _without_comparisons(block: SectionRows) -> SectionRows:
    """The block without tables that only compare some of its rows, with another year or otherwise.

    Such a table has none of the form's columns, and no row that the tables with these columns lack. Or it has the columns above
    numbers and no row of the form, and stands before the first table with rows; behind that it may be a row cut in two.
    """
    if block.rows[0].table == block.rows[-1].table:
        return block
    tables = [list(rows) for _, rows in groupby(block.rows, attrgetter("table"))]
    labels = [_labels_of([replace(block, rows=rows)]) for rows in tables]
    rows_of = [_rows_own_labels(rows, block.section) for rows in tables]
    headed: list[bool] = []
    below_header = False  # behind a table that is only a header: its rows follow in other tables
    for rows, each, own in zip(tables, labels, rows_of, strict=True):
        if each.columns:
            below_header = not own and not _have_numbers(rows)
        headed.append(bool(each.columns) or below_header)
    told = {
        key
        for each, columns in zip(labels, headed, strict=True)
        if columns
        for key in each.rows
        if roles(key, block.section) == ROW_ONLY  # 其他 of the header shortens 其他处理
    }
    first = next((n for n, own in enumerate(rows_of) if own and headed[n]), 0)

    def is_own(n: int) -> bool:
        if rows_of[n]:
            return headed[n] or not all(_is_among(key, told) for key in rows_of[n])
        return n >= first or not headed[n] or not _have_numbers(tables[n])

    return replace(block, rows=[row for n, rows in enumerate(tables) if is_own(n) for row in rows])


def _rows_own_labels(rows: Sequence[PrintedRow], section: str) -> set[str]:
    """The keys of labels that can only be rows'. Of a row with values the last one counts, as its groups' may stand before it."""
    keys: set[str] = set()
    for row in rows:
        own = [
            cell.text for cell in row.cells if cell.row == row.index and "row" in roles(cell.text, section)
        ]
        if have_value(row.cells):
            own = own[-1:]
        keys.update(label_key(text) for text in own if roles(text, section) == ROW_ONLY)
    return keys


def _have_numbers(rows: Sequence[PrintedRow]) -> bool:
    return any(have_number(row.cells) for row in rows)


def _labels_of(blocks: Iterable[SectionRows]) -> _Labels:
    labels = _Labels()
    for block in blocks:
        labels.add(block)
    return labels


def _are_few(blocks: Sequence[SectionRows]) -> bool:
    """Whether the blocks together print only a small part of their section's rows."""
    labels = _labels_of(blocks)
    least = min(len(table.row_entries) for table in tables_of(blocks[0].section).values())
    return len(labels.rows) < WHOLE * least


def in_doubt(rows: Iterable[PrintedRow]) -> list[PrintedRow]:
    return [replace(row, cells=tuple(cell.flagged(COLUMN_INFERRED) for cell in row.cells)) for row in rows]


@dataclass(slots=True)
class _Labels:
    """Keys of the form's labels in a table: of its rows, and of its columns."""

    rows: set[str] = field(default_factory=set)
    columns: set[str] = field(default_factory=set)

    def add(self, block: SectionRows) -> None:
        for row in block.rows:
            for cell in row.cells:
                if cell.row == row.index and not cell.text.isascii():
                    found = roles(cell.text, block.section)
                    if "row" in found:
                        self.rows.add(label_key(cell.text))
                    elif "column" in found:
                        self.columns.add(label_key(cell.text))


def _is_again(block: SectionRows, own: _Labels) -> bool:
    """Whether it has no row that the section's own table lacks."""
    labels = _labels_of([block])
    return all(_is_among(key, own.rows) for key in labels.rows or labels.columns - own.columns)


def _repeats(block: SectionRows, own: _Labels) -> bool:
    if not _is_again(block, own):
        return False
    labels = _labels_of([block])
    n_labels, n_own = len(labels.rows | labels.columns), len(own.rows | own.columns)
    printed = (cell.text for row in block.rows for cell in row.cells)
    return n_labels < WHOLE * n_own or all(not prints_number(text) for text in printed)


def _lacking(block: SectionRows, own: _Labels) -> SectionRows:
    """The block with only the rows that the section's own table lacks, if it has none of the form's columns (类别 | 数量)."""
    if _labels_of([block]).columns:
        return block

    def stays(row: PrintedRow) -> bool:
        keys = _rows_own_labels([row], block.section)
        if not have_value(row.cells):
            return True
        return not all(_is_among(key, own.rows) for key in keys)

    return replace(block, rows=[row for row in block.rows if stays(row)])


def _is_among(key: str, own: set[str]) -> bool:
    """Whether a label is one of these, or words one of them shorter or longer (新收申请数量)."""
    return key in own or any(shortens(key, other) or shortens(other, key) for other in own)
