"""Rows out of the form's order: groups that changed places, a row put first, parts below a head that says whose they are."""

from __future__ import annotations

from collections.abc import Sequence

from extract.table.sequence import Label, Match
from normalize.label import label_key
from schemas.forms import Entry


def heads_above(labels: Sequence[Label], entries: Sequence[Entry]) -> tuple[str, ...]:
    """For each row the key of the last row above it that heads a group; "" where the row itself names its groups."""
    known = {key for entry in entries for group in entry.groups for key in group}
    heads = []
    head = ""
    for label in labels:
        key = label_key(label.text)
        head = key if key in known else head
        heads.append("" if label.groups or key in known else head)
    return tuple(heads)


def _below(head: str, entry: Entry) -> bool:
    return bool(entry.groups) and head in entry.groups[-1]


def is_misplaced(
    match: Match,
    matches: Sequence[Match],
    labels: Sequence[Label],
    heads: Sequence[str],
    entries: Sequence[Entry],
) -> bool:
    """被依法纠错数 below 行政复议数量 is not that of 行政诉讼数量, unless 行政复议数量 has one besides."""
    head, key = heads[match.first], label_key(labels[match.first].text)
    if not head or _below(head, entries[match.entry]):
        return False
    taken = {each.entry for each in matches if heads[each.first] == head}
    return any(
        key in entry.variants and _below(head, entry) and place not in taken
        for place, entry in enumerate(entries)
    )


def moved_rows(
    labels: Sequence[Label],
    heads: Sequence[str],
    matches: Sequence[Match],
    entries: Sequence[Entry],
) -> list[Match]:
    """Rows out of the form's order, whose label one free entry alone has, or one alone below the same head."""
    taken = {match.entry for match in matches}
    used = {index for match in matches for index in range(match.first, match.first + match.count)}
    found = []
    for index, label in enumerate(labels):
        if index in used or not label.text:
            continue
        key = label_key(label.text)
        fitting = [place for place, entry in enumerate(entries) if key in entry.variants]
        if heads[index]:
            fitting = [place for place in fitting if _below(heads[index], entries[place])] or fitting
        if len(fitting) == 1 and fitting[0] not in taken:
            taken.add(fitting[0])
            found.append(Match(index, 1, fitting[0], 1.0, moved=True))
    return found
