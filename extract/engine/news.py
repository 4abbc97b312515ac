"""What the part files say of each input file: its new rows, or that its old rows go.

In: the records of all parts. Out: one `News` a file, in ascending order. What makes it hard: as many workers as there
are give about as many files, of several sessions; the slices of an archive may lie in any of them, or not all be there.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from extract.engine.part import Entry, Record, records


@dataclass(frozen=True, slots=True)
class Piece:
    """One entry and its record: `index` is its place there."""

    record: Record
    index: int

    @property
    def entry(self) -> Entry:
        return self.record.entries[self.index]


@dataclass(frozen=True, slots=True)
class News:
    """What the parts say of one file: its new rows (`pieces`), or that its old rows go, or their new time."""

    file: str
    pieces: tuple[Piece, ...] = ()
    gone: bool = False
    stamp: int | None = None


def news(parts: Sequence[Path]) -> Iterator[News]:
    """What the parts say, file by file in ascending order; of several sessions the latest counts."""
    pieces = heapq.merge(*map(_pieces, parts), key=lambda piece: (piece.entry.file, piece.entry.start))
    for file, group in groupby(pieces, key=lambda piece: piece.entry.file):
        found = _latest(file, list(group))
        if found:
            yield found


def _pieces(path: Path) -> Iterator[Piece]:
    for record in records(path):
        for index in range(len(record.entries)):
            yield Piece(record, index)


def _latest(file: str, pieces: list[Piece]) -> News | None:
    stamp = None
    for session in sorted({piece.record.session for piece in pieces}, reverse=True):
        of_session = [piece for piece in pieces if piece.record.session == session]
        whole = _whole([piece for piece in of_session if piece.entry.kind == "rows"])
        if whole:
            return News(file, whole, stamp=stamp)
        kinds = {piece.entry.kind: piece.entry for piece in of_session}
        if "gone" in kinds:
            return News(file, gone=True)
        if "touched" in kinds and stamp is None:
            stamp = kinds["touched"].stamp
    return None if stamp is None else News(file, stamp=stamp)


def _whole(pieces: list[Piece]) -> tuple[Piece, ...]:
    """The slices from the first member to the last, or nothing while some are missing."""
    chains: dict[int, tuple[Piece, ...]] = {}
    for piece in sorted(pieces, key=lambda piece: -piece.entry.start):
        if piece.entry.last:
            chains[piece.entry.start] = (piece,)
        elif piece.entry.stop in chains:
            chains[piece.entry.start] = (piece, *chains[piece.entry.stop])
    return chains.get(0, ())
