"""What the forms say of the groups of columns in a header (表头): how many parts each has, and in which order they stand."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import cache, lru_cache

from rapidfuzz import fuzz, process

from extract.table.vocabulary import FUZZY_CUTOFF, SUBTOTALS, parts_in_one, roles
from normalize.label import label_key
from schemas.forms import tables_of


@cache
def _parts(section: str) -> dict[str, set[frozenset[str]]]:
    """The direct parts that a column group of the section has, each under all of its names."""
    parts: dict[frozenset[str], set[frozenset[str]]] = {}
    for table in tables_of(section).values():
        for entries in table.column_entries:
            for entry in entries:
                path = (*entry.groups, entry.variants)
                for outer, inner in itertools.pairwise(path):
                    parts.setdefault(outer, set()).add(inner)
    return {key: inner for outer, inner in parts.items() for key in outer}


@cache
def _children(section: str) -> dict[str, int]:
    """How many direct parts a column group of the section has: 法人或其他组织 → 5."""
    return {key: len(inner) for key, inner in _parts(section).items()}


@lru_cache(maxsize=1 << 12)
def n_children(text: str, section: str) -> int:
    """How many parts the column group that this label names has; 0 where it names none."""
    children = _children(section)
    key = label_key(text)
    if key in children:
        return children[key]
    if len(key) < 4 or "column" not in roles(text, section) or parts_in_one(text, section):
        return 0
    found = process.extractOne(key, children.keys(), scorer=fuzz.ratio, score_cutoff=FUZZY_CUTOFF)
    return children[found[0]] if found else 0


@lru_cache(maxsize=1 << 12)
def keys_of_parts(text: str, section: str) -> frozenset[str]:
    """All names of the direct parts of a column group."""
    return frozenset().union(*_parts(section).get(label_key(text), ()))


def spread(line: Sequence[str], cells: list[str], section: str) -> list[list[str]] | None:
    """Deal the labels of one header row out to the groups in the row above; None where they do not fit.

    Where the row repeats the other labels of the row above (merged cells written out), those are passed over.
    """
    counts = [n_children(text, section) for text in line]
    groups = [count for count in counts if count]
    if sum(groups) + len(line) - len(groups) == len(cells):
        widths = [(count or 1, bool(count)) for count in counts]
    elif sum(groups) == len(cells):
        widths = [(count, True) for count in groups]
    elif len(cells) % len(groups) == 0:
        widths = [(len(cells) // len(groups), True)] * len(groups)
    else:
        return None
    dealt, start = [], 0
    for width, is_group in widths:
        if is_group:
            dealt.append(cells[start : start + width])
        start += width
    return dealt


@cache
def _places(section: str) -> dict[str, int]:
    """Where the form's columns and their groups stand in its order."""
    places: dict[str, int] = {}
    for table in tables_of(section).values():
        for entries in table.column_entries:
            for place, entry in enumerate(entries):
                for key in (*(key for group in entry.groups for key in group), *entry.variants):
                    places.setdefault(key, place)
    return places


def place_of(text: str, section: str) -> int | None:
    return _places(section).get(label_key(text))


def levels(cells: list[str], section: str) -> list[list[str]]:
    """The header rows of a header written in one line: groups, and behind each level the parts of its groups."""
    for width in range(1, len(cells)):
        found, start, end = [cells[:width]], 0, width
        while parts := sum(n_children(text, section) for text in cells[start:end]):
            start, end = end, end + parts
            found.append(cells[start:end])
        if end == len(cells) and _are_levels(found, section):
            return found
    return [cells]


def _are_levels(found: list[list[str]], section: str) -> bool:
    """Whether no column of the form's stands below another group than its own, none of a group's parts beside it, and none twice.

    A header in one line that has a column more (合计 beside 商业企业) would come out, too, with one level cut too late.
    """
    below = [{key for text in line for key in keys_of_parts(text, section)} for line in found]
    alone = [text for text in found[0] if not n_children(text, section)]
    places = [place for text in alone if (place := place_of(text, section)) is not None]
    if len(set(places)) < len(places) or not (below[0] | SUBTOTALS).isdisjoint(map(label_key, alone)):
        return False
    return all(
        label_key(text) in parts or "column" not in roles(text, section)
        for parts, line in zip(below, found[1:], strict=False)
        for text in line
    )
