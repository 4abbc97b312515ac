"""Rows below their headers → the cells of the form that they print, by item and category.

Numbers without a place in the form are kept as left over (`unknown`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from extract.align.aligned import Aligned, PrintedValue
from extract.align.leftover import Leftover
from extract.align.printings import Printings
from extract.align.units import may_be_in, unit_of_cell
from extract.flags import COLUMN_INFERRED, OCR_LOW
from extract.model import Cell, are_blank
from extract.table.data_rows import DataRow, behind_words, header_for, numbers_in_heads
from extract.table.header import Header
from extract.table.leaves import NO_GRID
from extract.table.moved_columns import lacking
from extract.table.other_columns import ENOUGH_UNLIKE, REMARKS, is_beside, stands_before, unlikeness
from extract.table.split import UNASSIGNED, SplitRow, label_count, split_row
from normalize.label import label_unit
from normalize.number import prints_number
from normalize.text import fold, without_space
from schemas.forms import FORMS, STATISTICS, Row, is_money, unit_of

MOST_SHOWN = 5  # numbers without a cell that a finding names


def _join(splits: Sequence[SplitRow]) -> tuple[Cell | None, ...]:
    def printed(cells: tuple[Cell | None, ...]) -> Cell | None:
        return next((c for c in cells if c is not None and c.text.strip()), cells[0])

    return tuple(map(printed, zip(*(split.values for split in splits), strict=True)))


class Placer:
    """Collects the values of one section while its rows are gone through."""

    def __init__(self, form: str, section: str) -> None:
        self.form, self.section = form, section
        self.printings = Printings()
        self.unknown: list[Leftover] = []
        self.nameless = False  # a row of numbers has no label
        self.torn = False  # text in which numbers stand on rows of their own: other rows may be cut wrong too
        # rows that their header does not fit, by form and block
        self.unlike: Counter[tuple[str, int]] = Counter()
        self.seen: set[tuple[int, int, int]] = set()
        self._headers: dict[tuple[int, int, int, int, str], Header] = {}

    def split(self, data: Sequence[DataRow], block: int, form: str) -> tuple[Header, SplitRow]:
        """The values of one row of the form, which may be printed in several rows."""
        header = self.header(data[0], block, form)
        splits = [self.split_row(item, header) for item in data]
        return header, splits[0] if len(splits) == 1 else SplitRow(splits[0].labels, _join(splits))

    def split_row(self, data: DataRow, header: Header, *, across: bool = False) -> SplitRow:
        wanted = len(header.leaves)
        count = data.n_labels if wanted == data.wanted else label_count(data.row, self.section, wanted)
        has_grid = header.has_grid and data.one_grid
        if header.gaps if has_grid else wanted > 1:
            self.unlike[header.form, header.block] += unlikeness(
                header, data.row.cells[count:], has_grid=has_grid
            )
        if header.repeats:
            printed = sum(cell.text.strip() != "" for cell in data.row.cells[count:])
            # more numbers than labels: its columns are not those of the rows
            self.unlike[header.form, header.block] += ENOUGH_UNLIKE * (printed > wanted)
        split = split_row(data.row, header, count, has_grid=has_grid, across=across)
        if has_grid and not across and stands_before(split, count, data.header):
            blanks = (cell.flagged(COLUMN_INFERRED) if cell is not None else None for cell in split.values)
            return split._replace(values=tuple(blanks))
        return split

    def header(self, data: DataRow, block: int, form: str) -> Header:
        """One header stands over many rows, so it is matched once."""
        values = data.values
        key = (id(data.header), values[0].col if values else NO_GRID, len(values), block, form)
        header = self._headers.get(key)
        if header is None:
            header = self._headers[key] = header_for(data, form, self.section, block)
        return header

    def place(
        self, row: Row, header: Header, split: SplitRow, table: int, label: str, flags: tuple[str, ...]
    ) -> None:
        """Enter the cells of a row under their columns; a second printing of a row only casts doubt."""
        if split.labels and not any(split.values):
            self.printings.alone[table, row.code] = split.labels[-1].row
        self.place_absent(row, header, table)
        place = header.unit_place
        unit_cell = split.values[place] if place is not None else None
        printed_unit = label_unit(label)
        if unit_cell is not None:
            printed_unit = unit_of_cell(unit_cell.text) or printed_unit or ""
        if unit_cell is not None and OCR_LOW in unit_cell.flags:
            flags = (*flags, OCR_LOW)  # 条 below a seal is read as 条人
        if unit_cell is not None and prints_number(unit_cell.text) and are_blank(_others(split, unit_cell)):
            flags = (*flags, COLUMN_INFERRED)  # the header stands one place off
        placed = [c for c, entry in zip(split.values, header.entries, strict=True) if c is not None and entry]
        self.seen.update([(table, cell.row, cell.col) for cell in placed])
        shifted = () if all(header.entries) else _shifted(header, split)
        for place, (entry, unit, fuzzy, cell) in enumerate(
            zip(header.entries, header.units, header.fuzzy, split.values, strict=True)
        ):
            if entry is None:
                self._note_other_column(place, header, split, table)
                continue
            column, own = entry.column, entry.row or row
            if column.aux:
                continue
            if printed_unit is not None and may_be_in(printed_unit, own, column):
                unit = printed_unit
            if unit in ("千", "万") and is_money(unit_of(own, column)):
                unit += "元"
            doubts = (*flags, COLUMN_INFERRED) if fuzzy or place in shifted else flags
            self.printings.enter(PrintedValue(own, column, cell, table, label or None, unit or None, doubts))

    def place_absent(self, row: Row, header: Header, table: int) -> None:
        """Enters columns of the form that the header lacks as not found, where a label of which the form's column is unsure may be theirs."""
        if header.is_sure or len(header.leaves) == 1 or header.form != self.form:
            return
        found = [entry for entry in header.entries if entry is not None and not entry.column.aux]
        if not found:
            return
        entries = FORMS[self.form].by_section[self.section].column_entries[header.block]
        for entry in lacking(entries, found):
            self.printings.enter(PrintedValue(entry.row or row, entry.column, None, table, None, None, ()))

    def place_lost(self, row: Row, block: int, table: int) -> None:
        """Enters the cells of a row as not found, as its label may be the one that another row lost."""
        for column in FORMS[self.form].by_section[self.section].blocks[block].value_columns:
            self.printings.enter(PrintedValue(row, column, None, table, None, None, ()))

    def _doubt_heads(self) -> None:
        """Puts numbers beside a group's label in doubt where other rows of the table have numbers that no column could be told for."""
        if self.section != STATISTICS:
            return  # elsewhere it is a subtotal
        unsure = {
            v.table
            for v in self.printings.values.values()
            if v.cell is not None and UNASSIGNED in v.cell.flags
        }
        for key, value in self.printings.values.items() if unsure else ():
            if value.row.head and value.table in unsure:
                self.printings.values[key] = value.flagged(COLUMN_INFERRED)

    def _note_other_column(self, place: int, header: Header, split: SplitRow, table: int) -> None:
        """Notes what a row has in a column of no form. A number without a name above it puts the header in doubt."""
        leaf, cell = header.leaves[place], split.values[place]
        if cell is None:
            return
        if is_beside(fold(leaf.text), cell.text):
            self.seen.add((table, cell.row, cell.col))
            return
        note = Leftover("column", without_space(leaf.text))
        if cell.text.strip() and note not in self.unknown:
            self.unknown.append(note)
        if _is_nameless(place, header) and prints_number(cell.text):
            # a header too short for its rows leaves no blank before what stands behind it
            before = split.values[place - 1] if _is_nameless(place - 1, header) else cell
            if before is None or before.text.strip() or not _is_behind_all(place, header):
                self.unlike[header.form, header.block] += ENOUGH_UNLIKE

    def is_whole(self) -> bool:
        """Whether every cell of the form was found."""
        cells = FORMS[self.form].by_section[self.section].cells
        found = (self.printings.values.get((cell.item, cell.category)) for cell in cells)
        return all(value is not None and value.cell is not None for value in found)

    def note_unplaced(self, rows: Sequence[DataRow]) -> None:
        """Notes the numbers of the table that found no place, unless those of an unknown row or column were noted before."""
        if self.unknown:
            return
        if self.printings.repeated and not self.is_whole():
            # the second printing of a row may be another row whose label lost what told it apart
            self.unknown.extend(dict.fromkeys(self.printings.repeated))
            return
        in_heads = numbers_in_heads(rows, self.section)
        if in_heads:
            self.unknown.append(Leftover("head", numbers="、".join(in_heads)))
            return
        lost = [
            cell.text
            for data in rows
            for cell in data.row.cells
            if cell.row == data.row.index
            and (data.row.table, cell.row, cell.col) not in self.seen
            and prints_number(cell.text)
            and cell in behind_words(data.row)
        ]
        if lost:
            more = "等" if len(lost) > MOST_SHOWN else ""
            numbers = "、".join(map(without_space, lost[:MOST_SHOWN])) + more
            self.unknown.append(Leftover("numbers", numbers=numbers))

    def done(self) -> Aligned:
        values = self.printings.values
        self._doubt_heads()
        self.printings.doubt_second()
        for (form, block), times in self.unlike.items():
            if times >= ENOUGH_UNLIKE:
                rows = FORMS[form].by_section[self.section].blocks[block].rows
                self.printings.doubt([row.code for row in rows], COLUMN_INFERRED)
        if self.torn:
            values = {key: value.flagged(COLUMN_INFERRED) for key, value in values.items()}
        return Aligned(self.form, self.section, values, tuple(self.unknown), self.nameless)


def _others(split: SplitRow, cell: Cell) -> list[Cell]:
    return [other for other in split.values if other is not None and other is not cell]


def _is_nameless(place: int, header: Header) -> bool:
    return place >= 0 and header.entries[place] is None and not header.leaves[place].text.strip()


def _is_behind_all(place: int, header: Header) -> bool:
    """Whether no column with a name follows."""
    return not any(leaf.text.strip() for leaf in header.leaves[place:])


def _shifted(header: Header, split: SplitRow) -> range:
    """The columns between a blank one and one that no form has but holds a number: the row may have moved beside its header.

    There is no such doubt where each cell stands in the grid right below a label, unless the label is one for words (备注).
    """
    if all(
        leaf.text.strip() and cell is not None and (cell.col, cell.colspan) == (leaf.col, leaf.colspan)
        for leaf, cell in zip(header.leaves, split.values, strict=True)
    ) and not any(fold(leaf.text) in REMARKS for leaf in header.leaves):
        return range(0)
    texts = ["" if cell is None else cell.text for cell in split.values]
    named = zip(header.entries, texts, strict=True)
    blank = [n for n, (entry, text) in enumerate(named) if entry is not None and not text.strip()]
    # a column without a name may hold any value (详见附表); 备注 may hold words of its own
    moved = [
        n
        for n, entry in enumerate(header.entries)
        if entry is None and (str.strip if _is_nameless(n, header) else prints_number)(texts[n])
    ]
    ends = (*blank, *moved)
    return range(min(ends), max(ends) + 1) if blank and moved else range(0)
