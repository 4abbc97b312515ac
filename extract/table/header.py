"""The leaf columns that a header (表头) prints → the columns of a form's block that they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import pairwise

from extract.table.leaves import NO_GRID, Leaf
from extract.table.moved_columns import (
    by_groups,
    in_others_group,
    lacking,
    misread_columns,
    moved_columns,
    unmatched,
    without_parts,
)
from extract.table.rows import PrintedRow
from extract.table.sequence import Label, Match, align_labels, is_cut_short
from extract.table.vocabulary import ROW_ONLY, is_of_year_before, roles
from normalize.label import label_key, label_unit
from normalize.number import is_unit, is_words
from normalize.text import fold
from schemas.forms import FORMS, ColumnEntry, Entries, tables_of

_OF_A_YEAR = re.compile("(?:上一?|去|前)年.*|20[0-9]{2}年度?(?:统计)?(?:数据|数量|数)?")
# beside the numbers of columns
COUNTING = frozenset(("甲", "乙", "丙", "栏次", "列次", "行次", "栏号", "列号", "序号"))
LETTERS = frozenset("ABC")  # of the columns of labels
TOTAL = "total"
MOST_LACKING = 2  # columns of the form that a header may lack; one that lacks more has another layout
MANY_COUNTED = 5  # columns; 1 2 3 alone may be three numbers


@dataclass(frozen=True)
class Header:
    """The value columns that a header prints.

    `entries[i]` is the column of the form that leaf i is, None for a column that the form does not know. The cells of a row
    belong to the leaves by their order where the numbers of both agree, else by their places in the grid.
    """

    form: str
    leaves: tuple[Leaf, ...]
    entries: tuple[ColumnEntry | None, ...]
    fuzzy: tuple[bool, ...]
    inferred: bool = False  # no header is printed: the form's own columns, by count
    lacks: bool = False  # it lacks columns of the form

    @cached_property
    def repeats(self) -> bool:
        """Whether a column of the form is printed in each of several columns. 备注 may be."""
        named = zip(self.leaves, self.entries, strict=True)
        return any(leaf.repeated and entry is not None for leaf, entry in named)

    @cached_property
    def unit_place(self) -> int | None:
        """Which leaf is the column 单位."""
        return next((i for i, e in enumerate(self.entries) if e and e.column.aux), None)

    @cached_property
    def units(self) -> tuple[str | None, ...]:
        """The unit that each leaf's label states."""
        return tuple(label_unit(leaf.text) for leaf in self.leaves)

    @cached_property
    def is_sure(self) -> bool:
        """Whether each leaf is surely a column of the form. If not, a column that was not found may be printed all the same."""
        return all(self.entries) and not any(self.fuzzy) and not any(leaf.repeated for leaf in self.leaves)

    @cached_property
    def block(self) -> int:
        """Which block of its table the form has these columns in."""
        return next((entry.block for entry in self.entries if entry is not None), 0)

    @cached_property
    def gaps(self) -> frozenset[int]:
        """The grid's columns between two leaves that none of them covers."""
        ends = ((one.end, after.col) for one, after in pairwise(self.leaves))
        return frozenset(col for end, start in ends for col in range(end, start))

    @property
    def has_grid(self) -> bool:
        return self.leaves[0].col != NO_GRID


def is_header(row: PrintedRow, section: str) -> bool:
    """Whether a row holds column labels and no row label."""
    columns = 0
    for cell in row.cells:
        if cell.row != row.index:
            continue
        known = roles(cell.text, section)
        if known == ROW_ONLY:
            return False
        columns += bool(known) and "row" not in known
    return columns > 0 and not (columns == 1 and _ends_label(row, section))


def _ends_label(row: PrintedRow, section: str) -> bool:
    """Whether a row with a column's name is no header: only blanks, numbers and units stand behind the name (数量 | 件 | 9).

    Its first cell is then the end of a row's label that a page cut.
    """
    first, *others = row.cells
    if lies_across(section) or not others or "column" not in roles(first.text, section):
        return False
    return not any(is_words(cell.text) and not is_unit(cell.text) for cell in others)


@cache
def lies_across(section: str) -> bool:
    """Whether the items of a section stand over the columns, above one row of numbers."""
    return any(table.across for table in tables_of(section).values())


def numbers_the_columns(row: PrintedRow) -> bool:
    """Whether a row below a header only counts the columns: 甲 1 2 3, A 1 2 3, or 1 2 3 4 5 without a label."""
    texts = [fold(cell.text) for cell in row.cells if cell.text.strip()]
    counts = [text for text in texts if text not in COUNTING and text not in LETTERS]
    counted = counts == [str(number) for number in range(1, len(counts) + 1)]
    return counted and (len(counts) < len(texts) or len(counts) >= MANY_COUNTED)


@lru_cache(maxsize=1 << 10)
def match_header(
    leaves: tuple[Leaf, ...], form: str, section: str, block: int, first_value: int, n_values: int
) -> Header | None:
    """The leaves as columns of one block of a form; None where not one of them is.

    Leaves before the first known one are dropped, as they stand over the labels of rows. Those over values are kept, known or
    not: `first_value` is the grid column of the rows' first value, or NO_GRID, and then `n_values` the count of values in a row.
    """
    entries = FORMS[form].by_section[section].column_entries[block]
    labels = tuple(Label("" if is_of_year_before(leaf.text) else leaf.text, leaf.groups) for leaf in leaves)
    matches = _matched(labels, entries)
    if matches is None:
        return None
    kept = range(_first_kept(leaves, matches, section, first_value, n_values), len(leaves))
    doubted = _doubted(leaves, labels, matches, entries, kept)
    return Header(
        form,
        tuple(leaves[index] for index in kept),
        tuple(entries[matches[index].entry] if index in matches else None for index in kept),
        tuple(index in doubted for index in kept),
        lacks=bool(lacking(entries, (entries[match.entry] for match in matches.values()))),
    )


def _matched(labels: Sequence[Label], entries: Entries[ColumnEntry]) -> dict[int, Match] | None:
    """The labels, by their places, that are columns of the form; None where not one of them is."""
    untold = without_parts(labels, entries)
    in_order = by_groups(labels, entries) or align_labels(labels, entries)
    matches = {match.first: match for match in in_order if match.first not in untold}
    if not matches and not untold:
        return None
    for search in (moved_columns, misread_columns):
        found = search(labels, matches, entries)
        matches |= {match.first: match for match in found if match.first not in untold}
    return matches


def _first_kept(
    leaves: Sequence[Leaf], matches: Mapping[int, Match], section: str, first_value: int, n_values: int
) -> int:
    """The place of the first leaf that stands over values."""
    first = min(matches, default=0)
    if first_value != NO_GRID and leaves[0].col != NO_GRID:
        return min([first, *(n for n, leaf in enumerate(leaves) if leaf.col >= first_value and leaf.text)])
    numbered = sum(fold(leaf.text) in COUNTING for leaf in leaves[:first])  # 序号 stands over no values
    first -= min(first - numbered, max(0, n_values - (len(leaves) - first)))
    while first and _stands_over_values(leaves[first - 1].text, section):
        first -= 1  # however many values a text lost
    return first


def _doubted(
    leaves: Sequence[Leaf],
    labels: Sequence[Label],
    matches: Mapping[int, Match],
    entries: Entries[ColumnEntry],
    kept: Iterable[int],
) -> frozenset[int]:
    """The places of the leaves that may be another column of the form than the one found for them."""
    over = {label_key(label.text) for _, label in unmatched(labels, matches)}
    lost = lacking(entries, (entries[match.entry] for match in matches.values()))
    # 于第三项加第四项之和）, 自然人, 业, 构: pieces of labels that stand for some of the form's columns, or for none
    in_pieces = bool(lost) and any(index not in matches and labels[index].text.strip() for index in kept)
    incomplete = leaves[0].col == NO_GRID and (in_pieces or _lacks_a_column(entries, matches.values()))
    if incomplete or in_others_group(labels, matches.values(), entries, lost):
        return frozenset(matches)
    return frozenset(
        index
        for index, match in matches.items()
        if (match.alike < 1 and not is_cut_short(labels[index], entries, match.entry))
        or match.ambiguous
        or _goes_on(labels, index, entries[match.entry])
        # 其他 is printed twice and 法律服务机构 not at all: one of the two may be that column
        or label_key(labels[index].text) in over
        or (leaves[index].repeated and 0 < len(lost) < len(matches))
    )


def _goes_on(labels: Sequence[Label], index: int, entry: ColumnEntry) -> bool:
    """Whether the next column has the rest of this one's label (处理决定 | 数量), and so may have the rest of its numbers (434 | 5)."""
    rest = labels[index + 1].text if index + 1 < len(labels) else ""
    return bool(label_key(rest)) and label_key(labels[index].text + rest) in entry.variants


def _stands_over_values(text: str, section: str) -> bool:
    """Whether it is another form's column, or a year's."""
    return "column" in roles(text, section) or _OF_A_YEAR.fullmatch(fold(text)) is not None


def _lacks_a_column(entries: Entries[ColumnEntry], matches: Iterable[Match]) -> bool:
    """Whether the header lacks a column or two of the form, whose labels may have run into the words of others.

    Without a grid the numbers would be dealt out to the columns that are left. The same holds where only a part of a header
    was seen: most columns of the form are missing, the total among them.
    """
    found = [entries[match.entry] for match in matches]
    lost = len(lacking(entries, found))
    if any(entry.row for entry in entries):
        return False
    if 0 < lost <= MOST_LACKING:
        return lost < len(found)
    return 1 < len(found) < lost and not any(e.column.code == TOTAL for e in found)


@cache
def assumed_header(form: str, section: str, block: int, n_values: int, *, misnamed: bool = False) -> Header:
    """The form's own columns, for rows over which no header is printed, or one of another name (`misnamed`); without 单位
    where the rows have none."""
    entries = FORMS[form].by_section[section].column_entries[block]
    without = Entries(entry for entry in entries if not entry.column.aux)
    entries = without if n_values == len(without) else entries
    leaves = (Leaf("", (), NO_GRID, 1),) * len(entries)
    return Header(form, leaves, entries, (misnamed,) * len(entries), inferred=True)
