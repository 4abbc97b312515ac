"""Located rows and a table of a form → for each cell of the form the printed cell that holds it, and the doubts about it.

Rows are found by their labels, the whole sequence at once, and columns by their header in the same way. A printed number
that no cell takes is always noted (`unknown`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import takewhile

from extract.align.align_across import align_across
from extract.align.aligned import Aligned
from extract.align.leftover import Leftover
from extract.align.lost_above import has_lost_table_above
from extract.align.match_rows import matched_rows
from extract.align.other_rows import place_other_row
from extract.align.place import Placer
from extract.align.row_doubts import nameless_parts, parted_rows, row_doubts, torn_rows
from extract.flags import COLUMN_INFERRED, LABEL_AMBIGUOUS, LABEL_FUZZY
from extract.model import Cell, are_blank
from extract.table.data_rows import DataRow, data_rows
from extract.table.rows import PrintedRow
from extract.table.several_rows import labels_in
from extract.table.split import SplitRow
from extract.table.turned import turned, with_changed_places
from extract.table.vocabulary import names_column
from normalize.label import label_key
from normalize.number import is_unit, is_words
from normalize.text import without_space
from schemas.forms import FORMS, Row


def align(rows: Sequence[PrintedRow], form: str, section: str) -> Aligned:
    """Align the rows of one section with one form's table of it."""
    first = tuple(takewhile(lambda row: row.table == rows[0].table, rows))  # below it another may repeat it
    on_side = turned(first, section)
    printed = (*on_side, *rows[len(first) :]) if on_side else rows
    data = tuple(data_rows(printed, section))
    placer = Placer(form, section)
    if FORMS[form].by_section[section].across:
        align_across(placer, rows, data)
    else:
        _align_down(placer, data)
    if has_lost_table_above(placer, printed):
        placer.printings.doubt([code for code, _ in placer.printings.values], COLUMN_INFERRED)
    placer.note_unplaced(data)
    return _turned_back(placer.done(), first[0].table) if on_side else placer.done()


def _turned_back(aligned: Aligned, table: int) -> Aligned:
    values = {
        key: value._replace(cell=with_changed_places(value.cell))
        if value.cell is not None and value.table == table
        else value
        for key, value in aligned.values.items()
    }
    return replace(aligned, values=values)


def _align_down(placer: Placer, data: Sequence[DataRow]) -> None:
    """Places the rows that the form has, then those that it lacks."""
    form, section = placer.form, placer.section
    table = FORMS[form].by_section[section]
    entries = table.row_entries
    labels, matches = matched_rows(data, form, section)
    printed = {entries[match.entry].row for match in matches}
    nameless = nameless_parts(matches, data, table)
    unsure = {*parted_rows(matches, data, entries), *nameless, *torn_rows(matches, data)}
    used: set[int] = set()
    for match in matches:
        entry = entries[match.entry]
        end = match.first + match.count
        used.update(range(match.first, end))
        own_rows, own_labels = data[match.first : end], labels[match.first : end]
        header, split = placer.split(own_rows, entry.block, form)
        if entry.row.head and not _counts(
            split, has_parts=not printed.isdisjoint(table.parts[entry.row.code])
        ):
            continue
        label = without_space("".join([part.text for part in own_labels]))
        doubts = row_doubts(match, label, own_labels, own_rows, form, section)
        if match in unsure:
            doubts = (*doubts, LABEL_AMBIGUOUS)
        first = split.values[0]
        if (
            first is not None
            and is_words(first.text)
            and (names_column(first.text) or _hold_piece(split.values, (label_key(label), *entry.variants)))
        ):
            doubts = (*doubts, COLUMN_INFERRED)
        if LABEL_FUZZY in doubts and labels_in(label, section):
            placer.unknown.append(Leftover("rows", label))
        table_number = own_rows[0].row.table
        placer.place(entry.row, header, split, table_number, label, doubts)
        for lost in nameless.get(match, ()):
            placer.place_lost(lost, entry.block, table_number)
    told = {match.first: entries[match.entry].row for match in matches}
    above: Row | None = None
    for index, (row, other) in enumerate(zip(data, labels, strict=True)):
        if index not in used:
            above = place_other_row(placer, row, other, above) or above
        elif index in told:
            above = told[index]


def _counts(split: SplitRow, *, has_parts: bool) -> bool:
    """Whether a group's label has cells of its own: numbers beside it, or no parts printed below it."""
    printed = [value for value in split.values if value is not None]
    return bool(printed) and not (has_parts and are_blank(printed))


def _hold_piece(values: Iterable[Cell | None], labels: Collection[str]) -> bool:
    """Whether the columns of values hold a piece of the row's label, as printed or as the form has it: the row has moved beside its header."""
    pieces = (label_key(cell.text) for cell in values if cell is not None and not is_unit(cell.text))
    return any(len(piece) > 1 and any(piece in label for label in labels) for piece in pieces)
