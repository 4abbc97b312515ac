"""Printed rows → the row of the form that each is: the labels of all of them laid beside the form's.

Of a whole table printed twice (本级, 下属单位) the first printing's are, however either spells its labels.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from extract.align.label_paths import LabelPath, label_paths
from extract.align.moved_rows import heads_above, is_misplaced, moved_rows
from extract.model import are_blank
from extract.table.data_rows import DataRow
from extract.table.sequence import Label, Match, align_labels, in_order
from extract.texts.headings import heading_of
from normalize.label import label_key
from schemas.forms import FORMS, Entries, RowEntry

WHOLE = 0.5  # of the form's rows, each known by its label: the rest may be spelt otherwise


def matched_rows(data: Sequence[DataRow], form: str, section: str) -> tuple[Sequence[Label], Sequence[Match]]:
    """The label of each printed row, and the matches of rows with rows of the form: first those in its order, then the others."""
    entries = FORMS[form].by_section[section].row_entries
    paths = label_paths(data, form, section)
    simple = in_order((text for text, _ in paths), entries)
    if simple is not None:
        return [Label(*path) for path in paths], simple
    every = _labels(data, paths)
    labels = every[: _first_printing(every, entries)]
    heads = heads_above(labels, entries)
    found = _in_forms_order(labels, form, section)
    matches = [match for match in found if not is_misplaced(match, found, labels, heads, entries)]
    return every, [*matches, *moved_rows(labels, heads, matches, entries)]


def _first_printing(labels: Sequence[Label], entries: Entries[RowEntry]) -> int:
    """How many rows stand before those of a second whole table, whose first row is printed before, and is the form's first of all below."""
    places = [entries.places.get(label_key(label.text), -1) for label in labels]
    enough = WHOLE * len(entries)
    known: set[int] = set()
    starts = []
    for index in range(len(places) - 1, -1, -1):
        known.update({places[index]} - {-1})
        if len(known) >= enough and places[index] == min(known):
            starts.append(index)
    seen = set(places[: starts[-1]]) - {-1} if starts else set()
    for start, after in pairwise((*reversed(starts), len(places))):
        if places[start] in seen and len(seen) >= enough:
            return start
        seen.update({*places[start:after]} - {-1})
    return len(labels)


@lru_cache(maxsize=1 << 10)
def _in_forms_order(labels: tuple[Label, ...], form: str, section: str) -> tuple[Match, ...]:
    return align_labels(labels, FORMS[form].by_section[section].row_entries)


def _labels(data: Sequence[DataRow], paths: Sequence[LabelPath]) -> tuple[Label, ...]:
    joins = [_joinable(one, two) for one, two in pairwise(data)]
    return tuple(Label(*path, joins) for path, joins in zip(paths, [*joins, False], strict=True))


def _joinable(first: DataRow, second: DataRow) -> bool:
    """Whether two rows may be one row that was cut in two: no column has text in both of them."""
    one, two = first.values, second.values
    if len(second.row.cells) == 1 and heading_of(second.row.cells[0].text) is not None:
        return False  # the second row is the heading of the next section, within the same table
    ragged = first.row.ragged or second.row.ragged
    if ragged or len(one) != len(two):
        # without a grid a label alone may be a group's: the first half of a row has blanks for all of its numbers
        return are_blank(two) or (are_blank(one) and (len(one) == len(two) or not ragged))
    return not [a for a, b in zip(one, two, strict=True) if a.text.strip() and b.text.strip()]
