"""What the run and its workers say to each other: what is to be read, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from extract.read import Ocr

_TASK_SECONDS: Final = 5.0  # of work, until which a task ends however much of it is left


@dataclass(frozen=True, slots=True)
class Item:
    """An input file to read; of an archive, the members from `start` to before `stop`.

    `sha256` is that of the rows in the output, if any: the same bytes need no second reading. `error` says why the
    file cannot be read at all. `size` in bytes, `stamp` in microseconds. `known_stamp`: that of the rows in the
    output, which stand while the file cannot be read; None: there are none.
    """

    source: str
    path: str
    size: int = 0
    stamp: int = 0
    error: str | None = None
    sha256: str | None = None
    start: int = 0
    stop: int | None = None
    known_stamp: int | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """Items in ascending order of source. `note`: the file that says which document is being read."""

    items: tuple[Item, ...]
    folder: Path
    session: int
    note: Path
    timeout: float
    ocr: Ocr = "auto"

    @property
    def seconds(self) -> float:
        """After these it ends, between two documents, and hands back what it has not read."""
        return min(_TASK_SECONDS, self.timeout / 4)


@dataclass(frozen=True, slots=True)
class Problem:
    """A document that was not read, or only in part; `log` is the traceback of an unexpected error.

    `outcome`: as in the output, or `unread`: the file could not be read this time, and its earlier rows stand; or
    `gone`: the input lacks it, and its rows are dropped.
    """

    source: str
    outcome: str
    error: str
    log: str | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a task: whole files done, outcomes of their reports, and the items still to read.

    `unread`: files that could not be read, whose earlier rows stand.
    """

    files: int
    outcomes: Mapping[str, int]
    problems: tuple[Problem, ...] = ()
    rest: tuple[Item, ...] = ()
    unread: int = 0
