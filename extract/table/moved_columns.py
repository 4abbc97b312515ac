"""Columns that the form's order does not tell: in another order, or with hardly a character of their label left.

In: the printed column labels, what the alignment in the form's order matched of them, and the form's columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from extract.table.sequence import Label, Match, out_of_order, places_of
from normalize.label import label_key
from schemas.forms import ColumnEntry, Entry

LEAST_GROUP = 4  # characters: 行政复议


def by_groups(labels: Sequence[Label], entries: Sequence[Entry]) -> list[Match] | None:
    """The columns by their groups, which stand in another order than in the form; None where this does not tell every column.

    Each label must have just one column of the form below its own group, and no two labels the same.
    """
    found: dict[int, int] = {}
    for index, label in enumerate(labels):
        named = places_of(label_key(label.text), entries)
        fitting = [place for place in named if _has_group(label, entries[place])]
        if named and (len(fitting) != 1 or fitting[0] in found.values()):
            return None
        if named:
            found[index] = fitting[0]
    if list(found.values()) == sorted(found.values()):
        return None
    return [Match(index, 1, place, 1.0, moved=True) for index, place in found.items()]


def _has_group(label: Label, entry: Entry) -> bool:
    if not label.groups or not entry.groups:
        return bool(label.groups) == bool(entry.groups)
    printed, known = label_key(label.groups[-1]), entry.groups[-1]
    # 行政诉讼-未经复议直接起诉: the groups in one line
    return printed in known or any(printed.endswith(group) for group in known if len(group) >= LEAST_GROUP)


def in_others_group(
    labels: Sequence[Label], matches: Iterable[Match], entries: Sequence[Entry], lost: Sequence[Entry]
) -> bool:
    """Whether a label stands below a group or column of the form's that is not its match's group: 复议后起诉, put before 直接起诉.

    Or below one of the columns `lost`, which were not found, in one cell with a group: 自然人 法人或其他组织, parted by no line.
    """
    known = {key for entry in entries for key in (frozenset().union(*entry.groups) or entry.variants)}
    for match in matches:
        groups, label = entries[match.entry].groups, labels[match.first]
        printed = label_key(label.groups[-1]) if label.groups and groups else ""
        if printed in known:
            if not any(printed in group for group in groups):
                return True
        elif any(variant in printed for entry in lost for variant in entry.variants):
            return True
    return False


def without_parts(labels: Sequence[Label], entries: Sequence[Entry]) -> frozenset[int]:
    """The places of labels of which nobody can tell the group.

    They are fewer than the form has, and stand below 行政诉讼 alone (直接起诉 or 复议后起诉?), or below no group at all.
    """
    printed = [n for n, label in enumerate(labels) if label.text.strip()]
    grouped = all(entry.groups for entry in entries)
    if len(printed) < len(entries) and grouped and not any(labels[n].groups for n in printed):
        return frozenset(printed)
    parents = {key for entry in entries if len(entry.groups) > 1 for key in entry.groups[0]}
    below = [n for n, label in enumerate(labels) if label.groups and label_key(label.groups[-1]) in parents]
    known = sum(len(entry.groups) > 1 for entry in entries)
    return frozenset(below) if len(below) < known else frozenset()


def lacking(entries: Sequence[ColumnEntry], found: Iterable[ColumnEntry]) -> list[ColumnEntry]:
    """The form's columns of numbers (单位 is none) that are not among the found ones."""
    known = set(map(id, found))
    return [entry for entry in entries if id(entry) not in known and not entry.column.aux]


def unmatched(labels: Sequence[Label], matches: Mapping[int, Match]) -> Iterator[tuple[int, Label]]:
    """The printed labels that no column of the form has taken, with their places."""
    return ((n, label) for n, label in enumerate(labels) if n not in matches and label.text.strip())


def moved_columns(
    labels: Sequence[Label], matches: Mapping[int, Match], entries: Sequence[Entry]
) -> Iterator[Match]:
    """Columns out of the form's order (总计 put first), whose label one free entry alone has."""

    def fitting(_: int, label: Label) -> list[int]:
        named = places_of(label_key(label.text), entries)
        return [place for place in named if _may_have_group(label, entries[place])]

    return out_of_order(labels, matches.values(), fitting)


def _may_have_group(label: Label, entry: Entry) -> bool:
    return not label.groups or not entry.groups or label_key(label.groups[-1]) in entry.groups[-1]


def misread_columns(
    labels: Sequence[Label], matches: Mapping[int, Match], entries: Sequence[Entry]
) -> Iterator[Match]:
    """The one column of the form that is left between two that were found, for the one label between these, if they share a character.

    So a label of which little is left is read (Ei计 below a seal), with a doubt.
    """
    taken = {match.entry for match in matches.values()}
    for index, label in unmatched(labels, matches):
        before = max((k for k in matches if k < index), default=None)
        after = min((k for k in matches if k > index), default=None)
        first = matches[before].entry + 1 if before is not None else 0
        end = matches[after].entry if after is not None else len(entries)
        between = [entry for entry in range(first, end) if entry not in taken]
        alone = sum(bool(one.text.strip()) for one in labels[(before or 0) + 1 : after or len(labels)]) == 1
        if (
            len(between) == 1
            and alone
            and before is not None
            and _shares_a_character(label, entries[between[0]])
        ):
            yield Match(index, 1, between[0], 0.5)


def _shares_a_character(label: Label, entry: Entry) -> bool:
    return any(set(label_key(label.text)) & set(variant) for variant in entry.variants)
