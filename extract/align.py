"""Located rows + a form table → for each form cell the printed cell that holds it, and how sure.

Rows are found by their labels, the whole sequence at once; columns by their header, the same way. Nothing that
is printed with a number goes unused without being said (`unknown`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from extract.header import NO_GRID, Header, Leaf, assumed_header, header_leaves, is_header, match_header
from extract.model import Cell
from extract.pairs import by_labels
from extract.rows import PrintedRow
from extract.sequence import Label, Match, align_labels, in_order
from extract.split import SUBTOTALS, SplitRow, label_count, split_row
from normalize.label import label_key, squeeze
from normalize.number import number
from schemas.forms import FORMS, Column, Entry, Row

FUZZY, AMBIGUOUS, JOINED, REPEATED, MOVED, COLUMN = (
    "label_fuzzy",
    "label_ambiguous",
    "row_joined",
    "row_repeated",
    "row_moved",
    "column_inferred",
)

# automatic numbers that Word prints in the cells below a merged label: no label of their own
_NUMBERS_ALONE = re.compile(r"^(?:[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）]?[.．、,，)）])+$")


_Path = tuple[str, tuple[str, ...]]  # a row's own label, and those above it, outermost first


class PrintedValue(NamedTuple):
    """The printed cell of one form cell; `cell` is None where its row is printed but this column is not."""

    row: Row
    column: Column
    cell: Cell | None
    table: int
    printed_label: str | None
    unit: str | None
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Aligned:
    """One section of a report under one form: values by (item, category), and the rows and columns left over."""

    form: str
    section: str
    values: dict[tuple[str, str], PrintedValue]
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _DataRow:
    row: PrintedRow
    header: tuple[Leaf, ...]
    n_labels: int  # leading cells that are labels; without a header any words are
    wanted: int  # columns of the header for which `n_labels` was counted
    one_grid: bool = True  # row and header stand in the same table, so that their columns can be compared

    @property
    def labels(self) -> tuple[Cell, ...]:
        return self.row.cells[: self.n_labels]

    @property
    def values(self) -> tuple[Cell, ...]:
        """The cells behind the labels."""
        return self.row.cells[self.n_labels :]


def data_rows(rows: Sequence[PrintedRow], section: str) -> Iterator[_DataRow]:
    """Rows below headers, each with the header that stands over it; repeated headers replace the earlier one."""
    header: list[PrintedRow] = []
    leaves: tuple[Leaf, ...] = ()
    open_header = False
    grid = -1
    for row in rows:
        if is_header(row, section) or (
            open_header and header[-1].table == row.table and _reaches(header, row)
        ):
            if not open_header:
                header, open_header = [], True
            header.append(row)
            continue
        if open_header:
            leaves, open_header = header_leaves(header, section) or leaves, False
            grid = header[-1].table
        wanted = len(leaves) or 1
        yield _DataRow(row, leaves, label_count(row, section, wanted), wanted, row.table == grid)


def _reaches(header: Sequence[PrintedRow], row: PrintedRow) -> bool:
    """Whether every cell of the row began in the header above: a grid row without cells of its own."""
    return all(cell.row < row.index for cell in row.cells)


def _other_forms_header(data: _DataRow, form: str, section: str, block: int) -> Header | None:
    """The header as another form prints it over the same rows: 本年新公开数量 above 行政规范性文件 in a 2021 report."""
    rows = {row.code for row in FORMS[form].by_section[section].blocks[block].rows}
    for other in FORMS.values():
        table = other.by_section.get(section)
        for place, candidate in enumerate(table.blocks if table and other.code != form else ()):
            if rows.isdisjoint(row.code for row in candidate.rows):
                continue
            header = match_header(data.header, other.code, section, place, NO_GRID, len(data.values))
            if header is not None:
                return header
    return None


def _header_for(data: _DataRow, form: str, section: str, block: int) -> Header:
    header = None
    if data.header:
        values = data.values
        first = values[0].col if values and data.one_grid and not data.row.ragged else NO_GRID
        header = match_header(data.header, form, section, block, first, len(values))
    if header is None and data.header:
        header = _other_forms_header(data, form, section, block)
    n_values = len(data.values)
    columns = FORMS[form].by_section[section].blocks[block].value_columns
    if header is None or (data.row.ragged and len(header.leaves) != n_values == len(columns) > 1):
        return assumed_header(form, section, block, n_values)
    return header


@lru_cache(maxsize=1 << 10)
def _match_rows(labels: tuple[Label, ...], form: str, section: str) -> tuple[Match, ...]:
    return align_labels(labels, FORMS[form].by_section[section].row_entries)


def _labels_above(rows: Sequence[_DataRow]) -> Iterator[_Path]:
    """Each row's own label and the labels above it; a blank label cell stands for the one above it in its column.

    A row whose own label is blank has "", whatever reaches down into it.
    """
    above: dict[int, str] = {}
    for data in rows:
        texts = []
        own = 0
        for place, cell in enumerate(data.labels):
            column, width = (place, 1) if data.row.ragged else (cell.col, cell.colspan)
            printed = bool(cell.text.strip()) and not (
                place < len(data.labels) - 1 and _NUMBERS_ALONE.match(squeeze(cell.text))
            )
            if printed:
                if width > 1:
                    above.update(dict.fromkeys(range(column, column + width), ""))
                above[column] = cell.text
                texts.append(cell.text)
            else:  # a blank as wide as several labels stands for each of them
                texts.extend(above.get(k, "") for k in range(column, column + width))
            if printed and cell.row == data.row.index:
                own = len(texts)
        yield (
            texts[own - 1] if own else "",
            tuple(text for text in texts[: own - 1 if own else None] if text),
        )


def _joinable(first: _DataRow, second: _DataRow) -> bool:
    """Whether two rows may be one row cut in two: no column has text in both."""
    one, two = first.values, second.values
    if first.row.ragged or second.row.ragged:
        return not any(cell.text.strip() for cell in two)
    if len(one) != len(two):
        return not any(c.text.strip() for c in one) or not any(c.text.strip() for c in two)
    return not any(a.text.strip() and b.text.strip() for a, b in zip(one, two, strict=True))


def _join(splits: Sequence[SplitRow]) -> tuple[Cell | None, ...]:
    def printed(cells: tuple[Cell | None, ...]) -> Cell | None:
        return next((c for c in cells if c is not None and c.text.strip()), cells[0])

    return tuple(map(printed, zip(*(split.values for split in splits), strict=True)))


class _Placer:
    """Collects the values of one section while its rows are gone through."""

    def __init__(self, form: str, section: str) -> None:
        self.form, self.section = form, section
        self.values: dict[tuple[str, str], PrintedValue] = {}
        self.unknown: list[str] = []
        self.repeated: list[str] = []
        self.seen: set[tuple[int, int, int]] = set()
        self._headers: dict[tuple[int, int, int, int, str], Header] = {}

    def split(self, data: Sequence[_DataRow], block: int, form: str) -> tuple[Header, SplitRow]:
        """The values of one row of the form, which may be printed in several rows."""
        header = self._header(data[0], block, form)
        splits = [self.split_row(item, header) for item in data]
        return header, splits[0] if len(splits) == 1 else SplitRow(splits[0].labels, _join(splits))

    def split_row(self, data: _DataRow, header: Header, *, across: bool = False) -> SplitRow:
        wanted = len(header.leaves)
        count = data.n_labels if wanted == data.wanted else label_count(data.row, self.section, wanted)
        return split_row(data.row, header, count, one_grid=data.one_grid, across=across)

    def _header(self, data: _DataRow, block: int, form: str) -> Header:
        """One header stands over many rows, so it is matched once."""
        values = data.values
        key = (id(data.header), values[0].col if values else NO_GRID, len(values), block, form)
        header = self._headers.get(key)
        if header is None:
            header = self._headers[key] = _header_for(data, form, self.section, block)
        return header

    def place(
        self, row: Row, header: Header, split: SplitRow, table: int, label: str, flags: tuple[str, ...]
    ) -> None:
        """Enter the cells of a row under their columns; a second printing of a row only casts doubt."""
        place = header.unit_place
        unit_cell = split.values[place] if place is not None else None
        printed_unit = squeeze(unit_cell.text) if unit_cell is not None else None
        for leaf, entry, unit, fuzzy, cell in zip(
            header.leaves, header.entries, header.units, header.fuzzy, split.values, strict=True
        ):
            column = entry.column if entry is not None else None
            if entry is None or column is None:
                self._note_column(leaf, cell)
                continue
            if cell is not None:
                self.seen.add((table, cell.row, cell.col))
            if column.aux:
                continue
            unit = unit if printed_unit is None else printed_unit
            doubts = (*flags, COLUMN) if fuzzy else flags
            self._enter(
                PrintedValue(entry.row or row, column, cell, table, label or None, unit or None, doubts)
            )

    def _enter(self, value: PrintedValue) -> None:
        key = (value.row.code, value.column.code)
        earlier = self.values.get(key)
        if earlier is None or earlier.cell is None:
            self.values[key] = value
        elif value.cell is not None and _text(earlier) != _text(value):
            kept = value if _says_nothing(earlier) and not _says_nothing(value) else earlier
            self.values[key] = kept._replace(flags=(*kept.flags, REPEATED))

    def _note_column(self, leaf: Leaf, cell: Cell | None) -> None:
        note = f"列“{squeeze(leaf.text)}”"
        if cell is not None and cell.text.strip() and note not in self.unknown:
            self.unknown.append(note)

    def is_whole(self) -> bool:
        """Whether every cell of the form was found."""
        cells = FORMS[self.form].by_section[self.section].cells
        found = (self.values.get((cell.item, cell.category)) for cell in cells)
        return all(value is not None and value.cell is not None for value in found)

    def note_unplaced(self, rows: Sequence[_DataRow]) -> None:
        """Say which numbers of the table found no place; those of an unknown row or column were said before."""
        if self.unknown:
            return
        if self.repeated and not self.is_whole():
            # the second printing of a row may be another row whose label lost what told it apart
            self.unknown.extend(f"重复的行“{label}”" for label in dict.fromkeys(self.repeated))
            return
        lost = [
            cell.text
            for data in rows
            for cell in _behind_words(data.row)
            if cell.row == data.row.index
            and (data.row.table, cell.row, cell.col) not in self.seen
            and number(cell.text).status == "reported"
        ]
        if lost:
            self.unknown.append(f"数字“{'、'.join(map(squeeze, lost[:5]))}”{'等' if len(lost) > 5 else ''}")

    def done(self) -> Aligned:
        return Aligned(self.form, self.section, self.values, tuple(self.unknown))


def _says_nothing(value: PrintedValue) -> bool:
    return number(_text(value)).status in ("blank", "not_applicable")


def _text(value: PrintedValue) -> str:
    return squeeze(value.cell.text) if value.cell else ""


def _behind_words(row: PrintedRow) -> tuple[Cell, ...]:
    """The cells behind the first words; what stands before them (1, 2, 3 …) only numbers the rows."""
    first = next((n for n, cell in enumerate(row.cells) if number(cell.text).status == "unreadable"), 0)
    return row.cells[first:]


def _match_flags(match: Match, row: Row, labels: Sequence[Label]) -> tuple[str, ...]:
    """Why the row may be another one; a label in pieces that make up the official one leaves no doubt."""
    flags = []
    if match.alike < 1:
        flags.append(FUZZY)
    if match.ambiguous:
        flags.append(AMBIGUOUS)
    if match.count > 1 and (match.alike < 1 or not all(label.text for label in labels)):
        flags.append(JOINED)
    if match.moved and not row.head:  # a subtotal may stand below its parts
        flags.append(MOVED)
    return tuple(flags)


def align(rows: Sequence[PrintedRow], form: str, section: str) -> Aligned:
    """Align the rows of one section with one form's table of it."""
    table = FORMS[form].by_section[section]
    data = tuple(data_rows(rows, section))
    placer = _Placer(form, section)
    if table.across:
        _align_across(placer, data)
        if placer.unknown or not placer.is_whole():
            _align_pairs(placer, rows)
        placer.note_unplaced(data)
        return placer.done()
    paths = [_group_of_subtotal(*path) for path in _labels_above(data)]
    simple = in_order((text for text, _ in paths), table.row_entries)
    labels = _labels(data, paths) if simple is None else tuple(Label(*path) for path in paths)
    matches = list(_match_rows(labels, form, section) if simple is None else simple)
    used = {index for match in matches for index in range(match.first, match.first + match.count)}
    matches += _moved(labels, used, matches, table.row_entries)
    used |= {match.first for match in matches}
    printed = {table.row_entries[match.entry].row for match in matches}
    for match in matches:
        entry = table.row_entries[match.entry]
        assert entry.row is not None
        span = data[match.first : match.first + match.count]
        header, split = placer.split(span, entry.block, form)
        if entry.row.head and not _head_counts(entry.row, split, printed):
            continue
        printed_labels = labels[match.first : match.first + match.count]
        printed_label = squeeze("".join(part.text for part in printed_labels))
        doubts = _match_flags(match, entry.row, printed_labels)
        placer.place(entry.row, header, split, span[0].row.table, printed_label, doubts)
    for index, (item, label) in enumerate(zip(data, labels, strict=True)):
        if index not in used:
            before = [match for match in matches if match.first < index]
            nearest = table.row_entries[max(before, key=_first).entry].row if before else None
            _left_over(placer, item, label, nearest)
    placer.note_unplaced(data)
    return placer.done()


def _labels(data: Sequence[_DataRow], paths: Sequence[_Path]) -> tuple[Label, ...]:
    joins = [_joinable(one, two) for one, two in pairwise(data)]
    return tuple(Label(*path, joins) for path, joins in zip(paths, [*joins, False], strict=True))


def _group_of_subtotal(text: str, groups: tuple[str, ...]) -> _Path:
    """（三）不予公开 > 小计 is the group's own row."""
    if groups and label_key(text) in SUBTOTALS:
        return groups[-1], groups[:-1]
    return text, groups


def _head_counts(head: Row, split: SplitRow, printed: set[Row | None]) -> bool:
    """Whether a group's label has cells of its own: numbers beside it, or no parts printed below it."""
    if any(value is not None and value.text.strip() for value in split.values):
        return True
    below = any(row is not None and row.code.startswith(head.code + ".") for row in printed)
    return not below and any(value is not None for value in split.values)


def _align_across(placer: _Placer, data: Sequence[_DataRow]) -> None:
    """A table whose items stand over the columns: each row of numbers under its own header."""
    headed = any(item.header for item in data)
    for item in data:
        if not item.header and headed:  # the table's title in its own first row
            continue
        if not any(cell.text.strip() for cell in item.row.cells) and placer.values:
            continue
        header = _header_for(item, placer.form, placer.section, 0)
        split = placer.split_row(item, header, across=True)
        row = FORMS[placer.form].by_section[placer.section].blocks[0].rows[0]
        for leaf, entry, fuzzy, cell in zip(
            header.leaves, header.entries, header.fuzzy, split.values, strict=True
        ):
            one = Header((leaf,), (entry,), (fuzzy,), header.inferred)
            label = squeeze(leaf.groups[-1]) if leaf.groups else ""
            placer.place(row, one, SplitRow((), (cell,)), item.row.table, label, ())


def _align_pairs(placer: _Placer, rows: Sequence[PrintedRow]) -> None:
    """The table in another layout than the form's, where that accounts for every number."""
    pairs = by_labels(rows, FORMS[placer.form].by_section[placer.section])
    if not pairs:
        return
    placer.values.clear()
    placer.unknown.clear()
    for row, column, cell, table in pairs:
        label = squeeze(row.label.rsplit(" > ", 1)[-1])
        value = PrintedValue(row, column, cell, table, label, None, (COLUMN,))
        placer.values[row.code, column.code] = value
        placer.seen.add((table, cell.row, cell.col))
    if len(pairs) < len(FORMS[placer.form].by_section[placer.section].cells):
        placer.unknown.append("版式不同的表中未读出的格")


def _first(match: Match) -> int:
    return match.first


def _left_over(placer: _Placer, item: _DataRow, label: Label, nearest: Row | None) -> None:
    """A row that this form lacks: under the code that another form gives it, or named as unknown.

    `nearest` is the row of the form printed before it; a bare 小计 below it belongs to its group.
    """
    key = label_key(label.text)
    own = {row.code for block in FORMS[placer.form].by_section[placer.section].blocks for row in block.rows}
    for form in FORMS.values():
        table = form.by_section.get(placer.section)
        for entry in table.row_entries if table and form.code != placer.form else ():
            if entry.row and key in entry.variants and entry.row.code not in own:
                header, split = placer.split((item,), entry.block, form.code)
                placer.place(entry.row, header, split, item.row.table, squeeze(label.text), ())
                return
    own_entries = FORMS[placer.form].by_section[placer.section].row_entries
    group = ""
    if nearest and key in SUBTOTALS:
        group = nearest.code if nearest.head else nearest.code.rpartition(".")[0]
    twin = next(
        (e for e in own_entries if e.row and (e.row.code == group or (key and key in e.variants))), None
    )
    if twin is not None and twin.row is not None:
        if any(row == twin.row.code for row, _ in placer.values):
            placer.repeated.append(squeeze(label.text))
        header, split = placer.split((item,), twin.block, placer.form)
        placer.place(twin.row, header, split, item.row.table, squeeze(label.text), ())
        return
    if any(number(cell.text).status == "reported" for cell in item.values):
        shown = " ".join(squeeze(cell.text) or "_" for cell in item.values)
        placer.unknown.append(f"行“{squeeze(label.text)}”（{shown}）")


def _moved(
    labels: Sequence[Label], used: set[int], matches: Sequence[Match], entries: Sequence[Entry]
) -> list[Match]:
    """Rows out of the form's order, whose label one free entry alone has."""
    taken = {match.entry for match in matches}
    found = []
    for index, label in enumerate(labels):
        if index in used or not label.text:
            continue
        key = label_key(label.text)
        fitting = [place for place, entry in enumerate(entries) if key in entry.variants]
        if len(fitting) == 1 and fitting[0] not in taken:
            taken.add(fitting[0])
            found.append(Match(index, 1, fitting[0], 1.0, moved=True))
    return found
