"""The rows of a table → for each row its own label and the labels of its groups, whether these are printed or only meant.

What makes it hard: a group's label stands in a merged cell, above blank cells, or before a dash in the row's own cell. At
the head of a page it may not be printed at all (小计).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise

from extract.table.data_rows import DataRow
from extract.table.several_rows import labels_in
from extract.table.vocabulary import SUBTOTALS
from normalize.label import label_key
from normalize.text import COUNT, fold
from schemas.forms import FORMS, Entries, RowEntry

_SUM = "合计"
_COLON = re.compile("[：:]")  # what follows one is no explanation where it is a label of the group's
LabelPath = tuple[str, tuple[str, ...]]  # a row's own label, and those above it, outermost first

# automatic numbers that Word prints in the cells below a merged label: no label of their own
_NUMBERS_ALONE = re.compile(rf"^(?:（?{COUNT}）?[.．、,，）])+$")
_NUMBERED = rf"[(（]?{COUNT}[)）、.．]"
_BETWEEN_LEVELS = re.compile(rf"(?<=\w)\s*[-－—–─>＞→:：/／\\|·]+\s*(?={_NUMBERED})")


def label_paths(rows: Sequence[DataRow], form: str, section: str) -> list[LabelPath]:
    entries = FORMS[form].by_section[section].row_entries
    outer = groups_of_groups(form, section)
    steps = _steps(form, section)
    flat = (_flattened(*path, steps, section) for path in _labels_above(rows))
    return [_group_of_subtotal(*path, entries, outer) for path in flat]


@cache
def _steps(form: str, section: str) -> frozenset[tuple[str, str]]:
    """Pairs of keys: the label of a group of rows, and a label that stands right below it in the form."""
    entries = FORMS[form].by_section[section].row_entries
    heads = {key for entry in entries if entry.row.head for key in entry.variants}
    below = ((entry.groups[-1], entry.variants) for entry in entries if entry.groups)
    return frozenset((group, key) for groups, keys in below for group in groups & heads for key in keys)


@cache
def groups_of_groups(form: str, section: str) -> frozenset[str]:
    """The keys of group labels with groups below them (三、本年度办理结果)."""
    entries = FORMS[form].by_section[section].row_entries
    heads = [(entry.row.code, entry.variants) for entry in entries if entry.row.head]
    return frozenset(
        key for code, keys in heads if any(other.startswith(code + ".") for other, _ in heads) for key in keys
    )


def _labels_above(rows: Sequence[DataRow]) -> Iterator[LabelPath]:
    """Each row's own label, and the labels of its groups; a blank label cell stands for the label above it in its column.

    The own label is "" where its cell is blank, even if a cell from above reaches down into the row.
    """
    above: dict[int, str] = {}
    for data in rows:
        texts = []
        own = 0
        labels = data.labels
        last = len(labels) - 1
        for place, cell in enumerate(labels):
            column, width = (place, 1) if data.row.ragged else (cell.col, cell.colspan)
            printed = bool(cell.text.strip()) and not (place < last and _NUMBERS_ALONE.match(fold(cell.text)))
            if printed:
                if cell.row == data.row.index and above.get(column, cell.text) != cell.text:
                    above = {k: text for k, text in above.items() if k < column}  # of another group
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
            tuple([text for text in texts[: own - 1 if own else None] if text]),
        )


def _flattened(
    text: str, groups: tuple[str, ...], steps: frozenset[tuple[str, str]], section: str
) -> LabelPath:
    """The row with labels written in one cell (三、本年度办理结果-（三）不予公开-1.属于国家秘密) as a label below its groups."""
    *above, own = _levels_of(text, steps, section)
    return own, (*(group for group in groups if group != text), *above) if above else groups


@lru_cache(maxsize=1 << 12)
def _levels_of(text: str, steps: frozenset[tuple[str, str]], section: str) -> tuple[str, ...]:
    """The labels written in one cell: parted by dashes or the like, or by nothing where each is the group of the next in the form."""
    *above, own = _BETWEEN_LEVELS.split(text)
    parts = labels_in(own, section) or _COLON.split(own)
    if len(parts) > 1 and steps.issuperset(pairwise(map(label_key, parts))):
        return *above, *parts
    return *above, own


def _group_of_subtotal(
    text: str, groups: tuple[str, ...], entries: Entries[RowEntry], outer: frozenset[str]
) -> LabelPath:
    """The group that a row 小计 or 合计 stands for: （三）不予公开 > 小计 is the row of （三） itself.

    Below a group of groups it stands for the group of the rows before it. 合计 in the last group may be the row （七）总计, whose
    label was merged into the group's.
    """
    key = label_key(text) if groups else ""
    group = label_key(groups[-1]) if key in SUBTOTALS or key == _SUM else ""
    if group not in entries.places or group in outer:
        return text, groups
    code = entries[entries.places[group]].row.code
    if key == _SUM and entries[entries.places.get(key, 0) - 1].row.code.startswith(f"{code}."):
        return text, groups
    return groups[-1], groups[:-1]
