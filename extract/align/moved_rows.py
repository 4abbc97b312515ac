"""Rows out of the form's order: groups that changed places, a row put first, or parts whose group's label stands above them."""

from __future__ import annotations

from collections.abc import Sequence

from extract.table.sequence import Label, Match, out_of_order, places_of
from normalize.label import label_key
from schemas.forms import Entry


def heads_above(labels: Sequence[Label], entries: Sequence[Entry]) -> tuple[str, ...]:
    """For each row the key of the nearest group's label above it, "" for a row that has its groups' labels itself."""
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
    """Whether a row stands below another group than its match: 被依法纠错数 below 行政复议数量 is not that of 行政诉讼数量.

    It is not misplaced where that group has a row of the same label besides.
    """
    head, key = heads[match.first], label_key(labels[match.first].text)
    if not head or _below(head, entries[match.entry]):
        return False
    below = [place for place in places_of(key, entries) if _below(head, entries[place])]
    return bool(below) and not {each.entry for each in matches if heads[each.first] == head}.issuperset(below)


def moved_rows(
    labels: Sequence[Label],
    heads: Sequence[str],
    matches: Sequence[Match],
    entries: Sequence[Entry],
) -> list[Match]:
    """Matches for rows out of the form's order whose label just one free row of the form has, or one in the group above them."""

    def fitting(index: int, label: Label) -> list[int]:
        named = places_of(label_key(label.text), entries)
        below = [place for place in named if heads[index] and _below(heads[index], entries[place])]
        return below or named

    return list(out_of_order(labels, matches, fitting))
