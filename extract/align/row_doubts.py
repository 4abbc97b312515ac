"""Why a printed row may not be the row of the form that its label tells."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise, takewhile

from extract.align.label_paths import groups_of_groups
from extract.flags import COLUMN_INFERRED, LABEL_AMBIGUOUS, LABEL_FUZZY, ROW_JOINED, ROW_MOVED
from extract.model import are_blank
from extract.table.data_rows import DataRow
from extract.table.rows import have_number, have_value
from extract.table.sequence import Label, Match, is_cut_short
from extract.table.several_rows import labels_in
from extract.table.vocabulary import is_of_year_before
from normalize.label import label_key
from normalize.number import prints_value
from schemas.forms import FORMS, FormTable, Row, RowEntry

REST = "其他"  # begins the names of what is left of a group


def row_doubts(
    match: Match, printed: str, labels: Sequence[Label], rows: Sequence[DataRow], form: str, section: str
) -> tuple[str, ...]:
    """The flags of a row for what it prints as its label; `printed` is that label in one piece.

    There is no doubt where pieces make up the form's label, or where the lower row of two has no text, which is what a page's
    end leaves of a high row.
    """
    table = FORMS[form].by_section[section]
    entry = table.row_entries[match.entry]
    pieces = [
        label.text for label, row in zip(labels, rows, strict=True) if label.text or not are_blank(row.values)
    ]
    flags = []
    if match.alike < 1 and not (match.count == 1 and is_cut_short(labels[0], table.row_entries, match.entry)):
        flags.append(LABEL_FUZZY)
    if match.ambiguous or is_of_year_before(printed) or _is_anothers_rest(labels[0], entry, table):
        flags.append(LABEL_AMBIGUOUS)
    in_pieces = len(pieces) > 1 and (match.alike < 1 or not all(pieces))
    if in_pieces or (COLUMN_INFERRED not in rows[0].row.flags and _is_below_two(labels, form, section)):
        flags.append(ROW_JOINED)
    if match.moved and not entry.row.head:  # a subtotal may stand below its parts
        flags.append(ROW_MOVED)
    return tuple(flags)


def _is_below_two(labels: Sequence[Label], form: str, section: str) -> bool:
    return bool([group for label in labels for group in label.groups if _is_two(group, form, section)])


@lru_cache(maxsize=1 << 12)
def _is_two(group: str, form: str, section: str) -> bool:
    """Whether a cell holds the labels of two groups, so that the numbers beside it may be either's."""
    outer = groups_of_groups(form, section)
    return sum(label_key(text) not in outer for text in labels_in(group, section)) > 1


def _is_anothers_rest(label: Label, entry: RowEntry, table: FormTable) -> bool:
    """Whether a row 其他 stands below another group than that of its match, such as 6.其他 that a clerk added to 不予处理."""
    if not entry.groups or not label.groups or "其" not in label.text:
        return False
    group, key = label_key(label.groups[-1]), label_key(label.text)
    # of its own group, or typed into each of the cells before the numbers
    if not key.startswith(REST) or group in entry.groups[-1] or group in entry.variants:
        return False
    # 其他法律行政法规禁止公开 beside 三、本年度办理结果, its group a row of its own above it
    if key != REST and any(group in names for names in entry.groups):
        return False
    return any(group in other.groups[-1] for other in table.row_entries if other.groups)


def parted_rows(
    matches: Sequence[Match], data: Sequence[DataRow], entries: Sequence[RowEntry]
) -> frozenset[Match]:
    """Matches of a group's label with numbers and of the first row below it without any; a page's end may have parted the two."""

    def numbers(match: Match) -> bool:
        return any(have_number(row.values) for row in data[match.first : match.first + match.count])

    parted: set[Match] = set()
    for head, part in pairwise(matches):
        group, row = entries[head.entry].row, entries[part.entry].row
        if not group.head or not row.code.startswith(group.code + "."):
            continue
        if head.first + head.count == part.first and numbers(head) and not numbers(part):
            parted |= {head, part}
    return frozenset(parted)


def torn_rows(matches: Sequence[Match], data: Sequence[DataRow]) -> frozenset[Match]:
    """Matches of rows without a number right below a row of numbers with an unknown label: the two may be one row.

    They are asked for in text without a grid, and where a row is made up of several printed rows.
    """
    used = {index for match in matches for index in range(match.first, match.first + match.count)}
    return frozenset(
        match
        for match in matches
        if match.first > 0
        and match.first - 1 not in used
        and (match.count > 1 or data[match.first].row.ragged)
        and not any(have_number(row.values) for row in data[match.first : match.first + match.count])
        and have_number(data[match.first - 1].values)
    )


def nameless_parts(
    matches: Sequence[Match], data: Sequence[DataRow], table: FormTable
) -> dict[Match, list[Row]]:
    """Matches of groups' labels whose numbers may be those of a part, and the parts of the group that are not printed.

    Between such a group's label and its numbers stands a blank or an unknown label, or its first part is not printed and others
    are, or a row's own label is lost, and its numbers alone stand below the group's.
    """
    entries = table.row_entries
    heads = [match for match in matches if entries[match.entry].row.head]
    printed = {entries[match.entry].row for match in matches} if heads else {}
    nameless = {}
    for match in heads:
        entry, printed_row = entries[match.entry], data[match.first]
        n_columns = len(table.blocks[entry.block].value_columns)
        parts = table.parts[entry.row.code]
        lost = [part for part in parts if part not in printed and not part.head]
        some = any(part in printed for part in parts)
        if (
            _shares_its_label(printed_row, n_columns)
            or (lost and _has_unknown_label(printed_row, n_columns, or_blank=some))
            or (
                lost
                and lost[0] is parts[0]
                and any(_stands_below(one, match, parts, entries) for one in matches)
            )
        ):
            nameless[match] = lost
        elif any(map(_is_nameless, data[match.first + 1 : match.first + match.count + 1])):
            behind = takewhile(lambda entry: entry.row not in printed, entries[match.entry + 1 :])
            nameless[match] = [entry.row for entry in behind if not entry.row.head]
    return nameless


def _stands_below(one: Match, head: Match, parts: Sequence[Row], entries: Sequence[RowEntry]) -> bool:
    """Whether one match is a part of a group and stands below the group's label; a subtotal (小计) stands below its parts."""
    return one.first > head.first and entries[one.entry].row in parts


def _is_nameless(row: DataRow) -> bool:
    return are_blank(row.labels) and have_number(row.values)


def _shares_its_label(row: DataRow, n_columns: int) -> bool:
    """Whether the row's label cell reaches down over rows below: its own label may stand in the cell of the row above."""
    return len(row.labels) > 0 and row.labels[-1].rowspan > 1 and 0 < len(row.values) <= n_columns


def _has_unknown_label(row: DataRow, n_columns: int, *, or_blank: bool) -> bool:
    """Whether a cell before the values of a row may be a label: it holds words, or is blank where `or_blank` is set."""
    values = row.values
    return (
        len(values) > n_columns
        and (or_blank or values[0].text.strip() != "")
        and not prints_value(values[0].text)
        and have_value(values)
    )
