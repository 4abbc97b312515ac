"""Located rows + a form table → for each form cell the printed cell that holds it, and how sure.

Rows are found by their labels, the whole sequence at once; columns by their header, the same way. Nothing that
is printed with a number goes unused without being said (`unknown`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from itertools import pairwise

from extract.align.align_across import align_across
from extract.align.label_paths import LabelPath, groups_of_groups, label_paths
from extract.align.leftover import Leftover
from extract.align.moved_rows import heads_above, is_misplaced, moved_rows
from extract.align.place import COLUMN, Aligned, Placer
from extract.table.data_rows import DataRow, data_rows
from extract.table.rows import PrintedRow
from extract.table.run_on import run_on
from extract.table.sequence import Label, Match, align_labels, in_order
from extract.table.several_rows import labels_in
from extract.table.split import INFERRED, JOINED, SplitRow
from extract.table.vocabulary import SUBTOTALS
from extract.texts.headings import heading_of
from normalize.label import label_key
from normalize.number import prints_number, prints_value
from normalize.text import fold, without_space
from schemas.forms import FORMS, FormTable, Row, RowEntry

_OF_BEFORE = re.compile(
    r"[（(]\s*(?:上一?|去)年度?数?\s*[)）]"
)  # 行政处罚（上年）: no key tells it from the form's
FUZZY, AMBIGUOUS, MOVED = "label_fuzzy", "label_ambiguous", "row_moved"
REST = "其他"  # begins the names of what is left of a group
# what a table ends with: who filled it in, and when
_BELOW_TABLE = re.compile(
    "(?:联系|咨询|办公)?电话|传真|邮政编码|邮编|(?:填[报表]|制表|报送|报出)(?:日期|时间)"
)


@lru_cache(maxsize=1 << 10)
def _match_rows(labels: tuple[Label, ...], form: str, section: str) -> tuple[Match, ...]:
    return align_labels(labels, FORMS[form].by_section[section].row_entries)


def _joinable(first: DataRow, second: DataRow) -> bool:
    """Whether two rows may be one row cut in two: no column has text in both."""
    one, two = first.values, second.values
    if len(second.row.cells) == 1 and heading_of(second.row.cells[0].text) is not None:
        return False  # the next section's heading, in a row of the same table
    if first.row.ragged or second.row.ragged:
        return not any(cell.text.strip() for cell in two)
    if len(one) != len(two):
        return not any(c.text.strip() for c in one) or not any(c.text.strip() for c in two)
    return not any(a.text.strip() and b.text.strip() for a, b in zip(one, two, strict=True))


def _match_flags(match: Match, row: Row, labels: Sequence[Label], span: Sequence[DataRow]) -> tuple[str, ...]:
    """Why the row may be another one; a label in pieces that make up the official one leaves no doubt.

    Nor does a row without text below it, as the end of a page leaves of a tall one.
    """
    flags = []
    pieces = [label.text for label, data in zip(labels, span, strict=True) if label.text or _has_values(data)]
    if match.alike < 1:
        flags.append(FUZZY)
    if match.ambiguous:
        flags.append(AMBIGUOUS)
    if len(pieces) > 1 and (match.alike < 1 or not all(pieces)):
        flags.append(JOINED)
    if match.moved and not row.head:  # a subtotal may stand below its parts
        flags.append(MOVED)
    return tuple(flags)


def _has_values(data: DataRow) -> bool:
    return any(cell.text.strip() for cell in data.values)


@lru_cache(maxsize=1 << 12)
def _is_two(group: str, outer: frozenset[str], section: str) -> bool:
    """Whether a cell holds the labels of two groups: the numbers beside it may be the other one's."""
    return sum(label_key(text) not in outer for text in labels_in(group, section)) > 1


def align(rows: Sequence[PrintedRow], form: str, section: str) -> Aligned:
    """Align the rows of one section with one form's table of it."""
    table = FORMS[form].by_section[section]
    data = tuple(data_rows(rows, section))
    placer = Placer(form, section)
    if table.across:
        align_across(placer, rows, data)
        placer.note_unplaced(data)
        return placer.done()
    outer = groups_of_groups(form, section)
    paths = label_paths(data, form, section)
    simple = in_order((text for text, _ in paths), table.row_entries)
    labels = _labels(data, paths) if simple is None else tuple(Label(*path) for path in paths)
    matches = list(_match_rows(labels, form, section) if simple is None else simple)
    heads = heads_above(labels, table.row_entries) if simple is None else ()
    if heads:
        entries = table.row_entries
        matches = [match for match in matches if not is_misplaced(match, matches, labels, heads, entries)]
    used = {index for match in matches for index in range(match.first, match.first + match.count)}
    matches += moved_rows(labels, heads, used, matches, table.row_entries)
    used |= {match.first for match in matches}
    printed = {table.row_entries[match.entry].row for match in matches}
    parted = _parted_rows(matches, data, table.row_entries)
    nameless = _nameless_parts(matches, data, table)
    for match in matches:
        entry = table.row_entries[match.entry]
        span = data[match.first : match.first + match.count]
        header, split = placer.split(span, entry.block, form)
        if entry.row.head and not _head_counts(entry.row, split, printed):
            continue
        printed_labels = labels[match.first : match.first + match.count]
        printed_label = without_space("".join(part.text for part in printed_labels))
        doubts = _match_flags(match, entry.row, printed_labels, span)
        of_before = "年" in printed_label and _OF_BEFORE.search(printed_label)
        if (
            match in parted
            or match in nameless
            or of_before
            or _is_anothers_rest(printed_labels[0], entry, table)
        ):
            doubts = (*doubts, AMBIGUOUS)
        groups = (group for label in printed_labels for group in label.groups)
        if INFERRED not in span[0].row.flags and any(_is_two(group, outer, section) for group in groups):
            doubts = (*doubts, JOINED)
        if FUZZY in doubts and labels_in(printed_label, section):
            placer.unknown.append(Leftover("rows", printed_label))
        placer.place(entry.row, header, split, span[0].row.table, printed_label, doubts)
        for lost in nameless.get(match, ()):
            placer.place_lost(lost, entry.block, span[0].row.table)
    for index, (item, label) in enumerate(zip(data, labels, strict=True)):
        if index not in used:
            before = [match for match in matches if match.first < index]
            nearest = table.row_entries[max(before, key=_first).entry].row if before else None
            _left_over(placer, item, label, nearest)
    placer.note_unplaced(data)
    return placer.done()


def _is_anothers_rest(label: Label, entry: RowEntry, table: FormTable) -> bool:
    """Whether 其他 stands below a group of the form's that is not that of the row it was taken for: a clerk's own 6.其他 of 不予处理."""
    if not entry.groups or not label.groups or "其" not in label.text:
        return False
    group = label_key(label.groups[-1])
    # of its own group, or typed into each of the cells before the numbers
    if not label_key(label.text).startswith(REST) or group in entry.groups[-1] or group in entry.variants:
        return False
    return any(group in other.groups[-1] for other in table.row_entries if other.groups)


def _labels(data: Sequence[DataRow], paths: Sequence[LabelPath]) -> tuple[Label, ...]:
    joins = [_joinable(one, two) for one, two in pairwise(data)]
    return tuple(Label(*path, joins) for path, joins in zip(paths, [*joins, False], strict=True))


def _head_counts(head: Row, split: SplitRow, printed: Collection[Row]) -> bool:
    """Whether a group's label has cells of its own: numbers beside it, or no parts printed below it."""
    if any(value is not None and value.text.strip() for value in split.values):
        return True
    below = any(row.code.startswith(head.code + ".") for row in printed)
    return not below and any(value is not None for value in split.values)


def _parted_rows(
    matches: Sequence[Match], data: Sequence[DataRow], entries: Sequence[RowEntry]
) -> frozenset[Match]:
    """A group's label that has the numbers and the first row below it none: a page end may have parted the two."""

    def numbers(match: Match) -> bool:
        rows = data[match.first : match.first + match.count]
        return any(prints_number(cell.text) for row in rows for cell in row.values)

    parted: set[Match] = set()
    for head, part in pairwise(matches):
        group, row = entries[head.entry].row, entries[part.entry].row
        if not group.head or not row.code.startswith(group.code + "."):
            continue
        if head.first + head.count == part.first and numbers(head) and not numbers(part):
            parted |= {head, part}
    return frozenset(parted)


def _nameless_parts(
    matches: Sequence[Match], data: Sequence[DataRow], table: FormTable
) -> dict[Match, list[Row]]:
    """Groups' labels with numbers beside a blank, an unknown or no label, and the group's parts that are not printed: they may be theirs."""
    entries = table.row_entries
    heads = [match for match in matches if entries[match.entry].row.head]
    printed = {entries[match.entry].row for match in matches} if heads else {}
    nameless = {}
    for match in heads:
        entry, printed_row = entries[match.entry], data[match.first]
        n_columns = len(table.blocks[entry.block].value_columns)
        parts = [e.row for e in entries if e.row.code.startswith(entry.row.code + ".")]
        lost = [part for part in parts if part not in printed and not part.head]
        some = bool(lost) and any(part in printed for part in parts)
        if _shares_its_label(printed_row, n_columns) or (some and _has_unknown_label(printed_row, n_columns)):
            nameless[match] = lost
    return nameless


def _shares_its_label(row: DataRow, n_columns: int) -> bool:
    """Whether the group's label goes on below, while the row's own stands in one cell with that of the row above."""
    return len(row.labels) > 0 and row.labels[-1].rowspan > 1 and 0 < len(row.values) <= n_columns


def _has_unknown_label(row: DataRow, n_columns: int) -> bool:
    """Whether a blank or words stand where a label would, between the row's labels and as many values as the form has."""
    values = row.values
    return (
        len(values) > n_columns
        and not prints_value(values[0].text)
        and any(prints_value(cell.text) for cell in values)
    )


def _first(match: Match) -> int:
    return match.first


def _left_over(placer: Placer, item: DataRow, label: Label, nearest: Row | None) -> None:
    """A row that this form lacks: under the code that another form gives it, or named as unknown.

    `nearest` is the row of the form printed before it; a bare 小计 below it belongs to its group.
    """
    key = label_key(label.text)
    own = {row.code for block in FORMS[placer.form].by_section[placer.section].blocks for row in block.rows}
    for form in FORMS.values():
        table = form.by_section.get(placer.section)
        for entry in table.row_entries if table and form.code != placer.form else ():
            if key in entry.variants and entry.row.code not in own:
                header, split = placer.split((item,), entry.block, form.code)
                placer.place(entry.row, header, split, item.row.table, without_space(label.text), ())
                return
    own_entries = FORMS[placer.form].by_section[placer.section].row_entries
    group = ""
    if nearest and key in SUBTOTALS:
        group = nearest.code if nearest.head else nearest.code.rpartition(".")[0]
    twins = [e for e in own_entries if e.row.code == group or key in e.variants]
    if twins:
        # 被依法纠错数 printed twice below 行政诉讼数量 is not that of 行政复议数量
        beside = nearest.code.rpartition(".")[0] if nearest else ""
        twin = next((e for e in twins if e.row.code.rpartition(".")[0] == beside), twins[0])
        if any(row == twin.row.code for row, _ in placer.values):
            placer.repeated.append(Leftover("row_again", without_space(label.text)))
            if COLUMN in item.row.flags:  # a guessed table may have lost what tells the rows apart
                placer.unknown.append(placer.repeated[-1])
        header, split = placer.split((item,), twin.block, placer.form)
        # 小计 below a group whose label is no known one, cut or misread
        doubts = (FUZZY,) if group and label.groups else ()
        placer.place(twin.row, header, split, item.row.table, without_space(label.text), doubts)
        return
    if _BELOW_TABLE.fullmatch(fold(label.text)):
        placer.seen.update((item.row.table, cell.row, cell.col) for cell in item.values)
        return
    # a cell may hold the numbers of several rows, below one another
    if any(prints_number(word) for cell in item.values for word in cell.text.split()) or any(
        len(run_on(cell.text, placer.section)) > 1 or labels_in(cell.text, placer.section)
        for cell in item.row.cells
    ):
        # 行政强制执行 below 行政强制措施, 2023年行政许可 below 行政许可: which of the two is the form's cannot be told
        of_its_name = {
            entry.row.code
            for entry in own_entries
            if any(key.startswith(variant) or key.endswith(variant) for variant in entry.variants)
        }
        placer.doubt(of_its_name, AMBIGUOUS)
        placer.nameless |= not key
        placer.torn |= item.row.ragged and not key and len(item.values) != item.wanted
        shown = " ".join(without_space(cell.text) or "_" for cell in item.values)
        placer.unknown.append(Leftover("row", without_space(label.text), shown))
