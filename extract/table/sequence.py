"""Aligns two sequences of labels, the printed one and the form's.

The order of both is known, so the whole sequence is aligned at once, by dynamic programming over how alike two labels and
their groups are. This tells the 其他 of one group from that of another, and it stands missing, extra and cut rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz import fuzz

from normalize.label import label_key
from schemas.forms import Entries, Entry

LEAST_ALIKE = 0.6  # below this two labels are different labels; 其他法律行政止公开 is 0.86 alike
GROUP_WEIGHT = 0.15
UNKNOWN_GROUP = 0.7  # as good as a group label that is 0.7 alike
MOST_JOINED = 3  # printed rows that may make up one row of the form
JOIN_LIKENESS = 0.85
JOIN_GAIN = 0.1
FEWEST_OF_LABEL, ENOUGH_OF_LABEL = 4, 10  # characters that may stand for all of a label
TIE = 1e-9


class Label(NamedTuple):
    """A printed label: its text, and the labels of its groups, outermost first.

    `joins_next` says that it may be one label with the next, cut in two: no column has a number in both of their rows.
    """

    text: str
    groups: tuple[str, ...] = ()
    joins_next: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Match:
    """Printed labels `first` to `first + count - 1` are the form's label number `entry`; `moved`: not in the form's order."""

    first: int
    count: int
    entry: int
    alike: float
    ambiguous: bool = False
    moved: bool = False


@dataclass(frozen=True, slots=True)
class _Candidate:
    first: int
    count: int
    entry: int
    alike: float
    gain: float


def _alike(key: str, keys: Iterable[str]) -> float:
    return max(fuzz.ratio(key, other) for other in keys) / 100.0


def _group_alike(groups: tuple[str, ...], entry: Entry) -> float:
    if not groups or not entry.groups:
        return UNKNOWN_GROUP
    printed = label_key(groups[-1])
    expected = entry.groups[-1]
    return 1.0 if printed in expected else _alike(printed, expected)


def _candidate(
    label: Label, key: str, first: int, count: int, number: int, entry: Entry
) -> _Candidate | None:
    alike = 1.0 if key in entry.variants else _alike(key, entry.variants)
    if alike < LEAST_ALIKE:
        return None
    score = alike * (1 - GROUP_WEIGHT) + _group_alike(label.groups, entry) * GROUP_WEIGHT
    # a joined pair wins over its first half alone when both fit: nothing printed is left over
    return _Candidate(first, count, number, alike, score - LEAST_ALIKE + 0.01 * (count - 1))


def _single_candidates(
    labels: Sequence[Label], keys: Sequence[str], entries: Sequence[Entry]
) -> list[_Candidate]:
    found = []
    for first, (label, key) in enumerate(zip(labels, keys, strict=True)):
        if not key:
            continue
        for number in places_of(key, entries) or range(len(entries)):
            candidate = _candidate(label, key, first, 1, number, entries[number])
            if candidate:
                found.append(candidate)
    return found


def _joined_candidates(
    labels: Sequence[Label],
    keys: Sequence[str],
    entries: Sequence[Entry],
    exact: set[int],
    single: dict[int, float],
) -> list[_Candidate]:
    """Candidates of two or three printed labels that may be one, cut by a page or by lines: 要求行政机关确认或重新出具 / 已获取信息."""
    found = []
    for first in range(len(labels)):
        for count in range(2, MOST_JOINED + 1):
            span = range(first, first + count)
            if span.stop > len(labels) or not all(labels[index].joins_next for index in span[:-1]):
                break
            if not labels[first].text.strip() or exact.issuperset(span):
                continue
            key = label_key("".join(labels[index].text for index in span))
            best = max(single.get(index, 0.0) for index in span)
            unlabelled = not any(keys[index] for index in span[1:])
            for number, entry in enumerate(entries):
                candidate = _candidate(labels[first], key, first, count, number, entry)
                better = candidate and (candidate.alike == 1.0 or candidate.alike > best + JOIN_GAIN)
                if candidate and (unlabelled or (better and candidate.alike >= JOIN_LIKENESS)):
                    found.append(candidate)
    return found


def _table(by_end: list[list[_Candidate]], n_entries: int) -> list[list[float]]:
    """best[i][j]: the highest gain from the first i labels and the first j entries."""
    best = [[0.0] * (n_entries + 1)]
    for end in range(1, len(by_end)):
        row = best[end - 1].copy()
        for candidate in by_end[end]:
            reached = best[candidate.first][candidate.entry] + candidate.gain
            if reached > row[candidate.entry + 1]:
                row[candidate.entry + 1] = reached
        for j in range(1, n_entries + 1):
            if row[j - 1] > row[j]:
                row[j] = row[j - 1]
        best.append(row)
    return best


def _by_end(candidates: Iterable[_Candidate], n_labels: int) -> list[list[_Candidate]]:
    by_end: list[list[_Candidate]] = [[] for _ in range(n_labels + 1)]
    for candidate in candidates:
        by_end[candidate.first + candidate.count].append(candidate)
    return by_end


def _reversed(candidates: Iterable[_Candidate], n_labels: int, n_entries: int) -> list[_Candidate]:
    return [
        _Candidate(n_labels - c.first - c.count, c.count, n_entries - 1 - c.entry, c.alike, c.gain)
        for c in candidates
    ]


def _trace(best: list[list[float]], by_end: list[list[_Candidate]], n_entries: int) -> list[_Candidate]:
    chosen = []
    i, j = len(by_end) - 1, n_entries
    while i > 0:
        if best[i][j] - best[i - 1][j] < TIE:  # of two printings of a row the first one is taken
            i -= 1
            continue
        taken = next(
            (
                c
                for c in by_end[i]
                if c.entry + 1 == j and abs(best[c.first][c.entry] + c.gain - best[i][j]) < TIE
            ),
            None,
        )
        if taken is not None:
            chosen.append(taken)
            i, j = taken.first, taken.entry
        else:
            j -= 1
    return chosen[::-1]


def places_of(key: str, entries: Sequence[Entry]) -> list[int]:
    """The entries that go by this name."""
    return [place for place, entry in enumerate(entries) if key in entry.variants]


def is_cut_short(label: Label, entries: Sequence[Entry], place: int) -> bool:
    """Whether a label is the beginning of that entry's alone, half of it or more: 社会公益, where there is no room for the rest."""
    key = label_key(label.text)
    if len(key) < FEWEST_OF_LABEL or label.joins_next:
        return False
    begun = [
        (n, len(name)) for n, entry in enumerate(entries) for name in entry.variants if name.startswith(key)
    ]
    if {n for n, _ in begun} != {place}:
        return False
    return len(key) >= min(ENOUGH_OF_LABEL, max(length for _, length in begun) / 2)


def out_of_order(
    labels: Sequence[Label], matches: Iterable[Match], fitting: Callable[[int, Label], Sequence[int]]
) -> Iterator[Match]:
    """Matches for labels that the alignment in order left over, if just one label of the form fits and is still free.

    `fitting` gives for a printed label the form's labels that fit it.
    """
    matches = list(matches)
    taken = {match.entry for match in matches}
    used = {index for match in matches for index in range(match.first, match.first + match.count)}
    for index, label in enumerate(labels):
        if index in used or not label.text.strip():
            continue
        found = fitting(index, label)
        if len(found) == 1 and found[0] not in taken:
            taken.add(found[0])
            yield Match(index, 1, found[0], 1.0, moved=True)


def in_order(texts: Iterable[str], entries: Entries[Entry]) -> tuple[Match, ...] | None:
    """The matches where no search is needed: each label is spelt as in the form, and all stand in its order. Else None."""
    places = entries.places
    matches = []
    last = -1
    for index, text in enumerate(texts):
        place = places.get(label_key(text), -1)
        if place <= last:
            return None
        matches.append(Match(index, 1, place, 1.0))
        last = place
    return tuple(matches)


def align_labels(labels: Sequence[Label], entries: Entries[Entry]) -> tuple[Match, ...]:
    """The best order-keeping assignment of printed labels to entries; each is used at most once.

    `ambiguous`: another entry would have served the same printed label equally well.
    """
    simple = in_order((label.text for label in labels), entries)
    if simple is not None:
        return simple
    keys = [label_key(label.text) for label in labels]
    singles = _single_candidates(labels, keys, entries)
    exact = {c.first for c in singles if c.alike == 1.0}
    likeness: dict[int, float] = {}
    for c in singles:
        likeness[c.first] = max(c.alike, likeness.get(c.first, 0.0))
    candidates = singles + _joined_candidates(labels, keys, entries, exact, likeness)
    n_labels, n_entries = len(labels), len(entries)
    by_end = _by_end(candidates, n_labels)
    best = _table(by_end, n_entries)
    chosen = _trace(best, by_end, n_entries)
    backward = _table(_by_end(_reversed(candidates, n_labels, n_entries), n_labels), n_entries)
    total = best[n_labels][n_entries]

    def ties(taken: _Candidate) -> bool:
        return any(
            c.entry != taken.entry
            and c.first == taken.first
            and best[c.first][c.entry]
            + c.gain
            + backward[n_labels - c.first - c.count][n_entries - c.entry - 1]
            > total - TIE
            for c in candidates
        )

    return tuple(Match(c.first, c.count, c.entry, c.alike, ties(c)) for c in chosen)
