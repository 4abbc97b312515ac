"""One part of an unruled table -> where its columns of values stand, and where its columns of labels begin.

What makes it hard: a column of blanks shows only in the heading; full-width spaces push a number out of its column; labels
of several levels stand beside each other, and a wide label reaches over the column of the next level.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import inf
from statistics import median_low

from extract.readers._page.geometry import Extent
from extract.readers._page.guessed.columns import SAME_EDGE, Columns
from extract.readers._page.guessed.regions import Part
from extract.readers._page.word_lines import APART, BETWEEN, FROM_LEFT, Line
from extract.readers._page.wording import ITEM, has_role
from extract.readers._page.words import EDGE_PT, LEVEL, Word, overlap

DEEPEST = 4  # columns of labels: the most that any form has, and one more
SHIFT = 2.4  # of a line's height: two full-width spaces, by which a number may stand beside its column


def part_to_columns(part: Part, before: Columns | None) -> Columns | None:
    """The columns of one part of a table; None where it has none.

    `before` are the columns of the part above, on this page or the one before, for a part without a heading of its own.
    """
    tails = [line.tail if len(line) > 1 or not line[0].look.is_unit else [] for line in part.body]
    words = [word for values in tails for word in values]
    if not words:
        return _of_heading(part.head) if part.head else None
    olds = before.values if before is not None and not part.head else ()
    # a word over two columns of the cut table tells of neither
    extents = _overlapping([word for word in words if _columns_met(word, olds) < 2] or words)
    others = [
        word for line, values in zip(part.body, tails, strict=True) for word in line[: -len(values) or None]
    ]
    extents = _without_words(extents, words, [word for word in others if len(word.text) > 1])
    if olds:
        extents = _among_values(extents, olds)
    height = median_low([word.height for word in words])  # the median, as a dash is lower than a digit
    extents = _without_shifted(extents, tails, part.head, height, olds)
    left = max((word.x1 for word in others if word.x < extents[0][0]), default=0.0)
    heads = _leaf_extents(part.head, left)
    extents = _without_broken(extents, olds or heads, APART * height)
    if len(heads) == len(extents):
        if not all(_meet(a, b) for a, b in zip(heads, extents, strict=True)):
            # heading and values are set to other widths: their order decides
            return _columns(part, extents, heads)
    elif len(heads) > len(extents):
        blank_too = _with_blank_columns(extents, heads)
        # some value stands not below its label, but below none or below the next one
        if len(blank_too) > len(heads):
            return _columns(part, _dealt(extents, heads), heads)
        extents = blank_too
    if before is not None and not part.head and len(extents) < len(before.values):
        extents = _taken_from(before, extents)
    return _columns(part, extents, extents, before.labels if before else ())


def _of_heading(head: Sequence[Line]) -> Columns | None:
    """The columns of a part without any value: those of its heading's lowest labels."""
    edge = min(line[0].x0 + line[0].height for line in head)
    beside = [line for line in head if len(line) > 1]  # a caption stands alone
    corner = [line[0] for line in beside if line[0].x0 < edge and has_role(line[0].text, "corner")]
    extents = _leaf_extents(head, max([word.x1 for word in corner], default=0.0))
    left = min([word.x0 for word in corner], default=inf)
    labels = (left,) if extents and left < extents[0][0] else ()
    return Columns(tuple(extents), labels, tuple(extents)) if extents else None


def _columns(part: Part, extents: list[Extent], heads: list[Extent], cut: Sequence[float] = ()) -> Columns:
    """`cut`: the left edges of the columns of labels above, which may be the same table's."""
    left, right = extents[0]
    labels = [[word for word in line if word.x < left and word.x1 < right] for line in part.body]
    return Columns(tuple(extents), _label_edges([line for line in labels if line], cut), tuple(heads))


def _with_blank_columns(extents: list[Extent], heads: list[Extent]) -> list[Extent]:
    """The columns found, and one more for each label of the heading below which no value stands."""
    return sorted([*extents, *(head for head in heads if not any(_meet(head, extent) for extent in extents))])


def _without_broken(extents: list[Extent], heads: Sequence[Extent], gap: float) -> list[Extent]:
    """The columns, with close neighbours below one label put together: spaces within numbers (1 234) had parted them.

    In place of a label one column of the table above tells it, where the page's end cut that.
    """
    kept = extents[:1]
    for extent in extents[1:]:
        last = kept[-1]
        close = extent[0] - last[1] < gap
        if close and any(_meet(head, last) and _meet(head, extent) for head in heads):
            kept[-1] = (last[0], extent[1])
        else:
            kept.append(extent)
    return kept


def _dealt(extents: list[Extent], heads: list[Extent]) -> list[Extent]:
    """One column for each label of the heading.

    The values keep their order, and each goes to the label nearest to it as far as the order allows. The other labels get
    blank columns.
    """
    best: list[tuple[float, tuple[int, ...]]] = [(0.0, ())] * (len(heads) + 1)  # with the first k labels
    for n, extent in enumerate(extents):
        reached: list[tuple[float, tuple[int, ...]]] = [(inf, ())] * (n + 1)
        for k in range(n, len(heads)):
            cost, chosen = best[k]
            taken = (cost + max(-_gap(extent, heads[k]), 0.0), (*chosen, k))
            reached.append(min(taken, reached[-1]))
        best = reached
    found: list[Extent] = []
    at = dict(zip(best[-1][1], extents, strict=True))
    for k, head in enumerate(heads):
        right = found[-1][1] if found else min(head[0], extents[0][0])
        following = next((at[n][0] for n in range(k, len(heads)) if n in at), head[1])
        blank = head if right <= head[0] and head[1] <= following else (right, right)
        found.append(at.get(k, blank))
    return found


def _gap(a: Extent, b: Extent) -> float:
    """How far two extents overlap; negative: how far apart they are."""
    return min(a[1], b[1]) - max(a[0], b[0])


def _overlapping(words: Iterable[Word]) -> list[Extent]:
    extents: list[Extent] = []
    for word in sorted(words, key=FROM_LEFT):
        if extents and word.x0 < extents[-1][1]:
            if word.x1 > extents[-1][1]:
                extents[-1] = (extents[-1][0], word.x1)
        else:
            extents.append((word.x0, word.x1))
    return extents


def _columns_met(word: Word, olds: Sequence[Extent]) -> int:
    return sum([overlap(word, old) > 0 for old in olds])


def _without_words(extents: list[Extent], values: Sequence[Word], labels: Sequence[Word]) -> list[Extent]:
    """The columns without those of words that only look like numerals and stand where labels do; all where no others are left."""
    end = max([word.x1 for word in labels], default=-inf)
    return [extent for extent in extents if not _is_among(extent, values, labels, end)] or extents


def _among_values(extents: list[Extent], olds: Sequence[Extent]) -> list[Extent]:
    """The columns without those left of the cut table's numbers, such as 无 of the label （四）无法提供.

    This is so only where all the others stand in columns of the cut table.
    """
    right = [extent for extent in extents if extent[1] > olds[0][0]]
    return right if right and all(any(_meet(extent, old) for old in olds) for extent in right) else extents


def _is_among(extent: Extent, values: Sequence[Word], labels: Sequence[Word], end: float) -> bool:
    left, right = extent
    enough = min(LEVEL * values[0].height, 0.5 * (right - left))
    if end - left <= enough:
        return False
    there = sum([overlap(word, extent) > enough for word in labels])
    return there > 0 and there > sum([overlap(word, extent) > 0 for word in values])


def _without_shifted(
    extents: list[Extent],
    rows: Sequence[Sequence[Word]],
    head: Sequence[Line],
    height: float,
    olds: Sequence[Extent],
) -> list[Extent]:
    """The columns, with neighbours put together where no line has a value in both of them.

    They must stand close, as where spaces moved a number out of its column, or the heading must have no label for the second.
    `rows` are the values of each line. Neighbours in two of `olds`, the columns of the cut table above, stay two.
    """
    lines = [*rows, *head]
    reach = SHIFT * height
    lefts, rights = zip(*extents, strict=True)
    headed: set[int] = set()
    for line in head:
        for word in line:
            headed.update(range(bisect_right(rights, word.x0), bisect_left(lefts, word.x1)))
    kept = extents[:1]
    for k, extent in enumerate(extents[1:], 1):
        last = kept[-1]
        near = extent[0] - last[1] < reach or (headed and k not in headed)
        two = _are_two(olds, last, extent) or any(_has_both(line, last, extent) for line in lines)
        if near and not two:
            kept[-1] = (last[0], extent[1])
        else:
            kept.append(extent)
    return kept


def _are_two(olds: Sequence[Extent], first: Extent, second: Extent) -> bool:
    """Whether each stands in one of the columns above, and not in the same one."""
    one, other = ([k for k, old in enumerate(olds) if _meet(old, extent)] for extent in (first, second))
    return len(one) == len(other) == 1 and one != other


def _has_both(line: Sequence[Word], first: Extent, second: Extent) -> bool:
    ones = [word for word in line if overlap(word, first) > 0]
    others = [word for word in line if overlap(word, second) > 0]
    return bool(ones) and bool(others) and any(a is not b for a in ones for b in others)


def _leaf_extents(head: Sequence[Line], left: float) -> list[Extent]:
    """Extents of the lowest labels of a heading, right of the column of labels that ends at `left`."""
    found: list[Extent] = []
    for line in reversed(head):
        for word in line:
            if word.x0 < left - EDGE_PT:
                continue
            over = [extent for extent in found if overlap(word, extent) > 0]
            if not over:
                found.append((word.x0, word.x1))
            elif len(over) == 1:
                found.remove(over[0])
                found.append((min(word.x0, over[0][0]), max(word.x1, over[0][1])))
    return sorted(found)


def _meet(a: Extent, b: Extent) -> bool:
    return _gap(a, b) > 0


def _taken_from(before: Columns, extents: list[Extent]) -> list[Extent]:
    """The columns of the cut table above, if each column found here stands in one of them or right of one; else those found."""
    olds = before.values
    places = [_old_place(extent, olds) for extent in extents]
    if None in places:
        return extents
    taken = list(olds)
    for extent, place in zip(extents, places, strict=True):
        assert place is not None
        taken[place] = (min(taken[place][0], extent[0]), max(taken[place][1], extent[1]))
    return extents if any(b[0] < a[1] for a, b in pairwise(taken)) else taken


def _old_place(extent: Extent, olds: Sequence[Extent]) -> int | None:
    over = [k for k, old in enumerate(olds) if _meet(extent, old)]
    if over:
        return over[0] if len(over) == 1 else None
    before = [k for k, old in enumerate(olds) if old[1] <= extent[0]]
    return before[-1] if before else None


def _label_edges(lines: Sequence[Sequence[Word]], cut: Sequence[float]) -> tuple[float, ...]:
    """Where the columns of labels begin: several lines begin there, or a label with a number (1.) stands there behind another."""
    firsts = [line[0] for line in lines]
    pairs = [(a, b) for line in lines for a, b in pairwise(line) if b.x0 - a.x1 > BETWEEN * a.height]
    known = [b for _, b in pairs if any(abs(b.x0 - edge) < EDGE_PT for edge in cut)]
    numbered = [b for _, b in pairs if ITEM.match(b.text) and b not in known]
    runs = _runs((*firsts, *numbered, *known))
    shared = [run for run in runs if len(run) > 1 or ITEM.match(run[0].text) or run[0] in known] or runs[:1]
    if runs and runs[0] not in shared:
        shared.insert(0, runs[0])
    most = sorted(shared, key=len, reverse=True)[:DEEPEST]
    return tuple(sorted(run[0].x0 for run in most))


def _runs(words: Iterable[Word]) -> list[list[Word]]:
    """The words by the edge at which they begin."""
    runs: list[list[Word]] = []
    for word in sorted(words, key=FROM_LEFT):
        if runs and word.x0 - runs[-1][0].x0 < SAME_EDGE * word.height:
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs
