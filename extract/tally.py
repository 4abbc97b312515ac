"""Counts what a run does with its files, and refuses to go on where far fewer are there than the output knows.

What makes it hard: a mount that is not up, or falls during the run, looks like files that somebody deleted. What is to
be dropped is noted beside the results (`spool`), and joins them only once all of the input has been seen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from extract.discover.inputs import InputFile, Root
from extract.engine.messages import Done, Item, Problem
from extract.engine.part import FileEntry, PartWriter, part_files, records
from extract.engine.plan import Gone, Kept
from extract.errors import UsageError
from extract.summary import Progress

_MOST_ERRORS: Final = 100  # about files that could not be read
_FEW: Final = 10  # files; so many may always be pruned
_USUAL: Final = 20.0  # per cent of the files known
_ALL: Final = 100.0
_WAY_OUT: Final = (
    "; 请检查挂载；确已删除则加 --max-gone 100 (check the mount; where they were deleted, --max-gone 100)"
)


@dataclass(frozen=True, slots=True)
class Earlier:
    """The options of `extract_paths` that say what becomes of the earlier output's rows."""

    prune: bool
    max_gone: float | None
    retry_failed: bool
    fresh: bool

    def __post_init__(self) -> None:
        if self.max_gone is not None and not 0 <= self.max_gone <= _ALL:
            raise UsageError(f"max_gone {self.max_gone:g}: 应为 0 至 100 (must be 0 to 100)")

    def refuse_empty(self, folders: Iterable[str]) -> None:
        """Raises `UsageError` where there are folders without a file, unless all may be gone."""
        named = "、".join(sorted(folders))
        if named and self.max_gone != _ALL:
            raise UsageError(
                f"{named}: 输入中没有任何文件，原有的行不动 (no file in the input, nothing changed){_WAY_OUT}"
            )

    def refuse_fewer(self, gone: int, new: int, known: int) -> None:
        """Raises `UsageError` where the input has fewer files than it may. Files that have another name are `gone`, and as many `new`."""
        fewer = gone - new
        if self.max_gone is None and (not self.prune or self.fresh or fewer <= _FEW):
            return
        if fewer * _ALL > (_USUAL if self.max_gone is None else self.max_gone) * known:
            raise UsageError(
                f"已知的 {known} 个文件中 {gone} 个不在输入中了，新的只有 {new} 个，原有的行不动 "
                f"({gone} of {known} known files are gone, {new} are new, nothing changed){_WAY_OUT}"
            )


class Tally:
    """Counts what the plan says and what the workers did; notes files that are gone.

    `ignored`: how many files the earlier output knows of which a fresh run looks up none.
    """

    def __init__(
        self, spool: Path, session: int, earlier: Earlier, roots: Sequence[Root], ignored: int
    ) -> None:
        spool.mkdir(parents=True, exist_ok=True)
        self._spool = spool
        self._writer, self._earlier = PartWriter(spool, session), earlier
        self._kept = self._read = self._gone = self._absent = self._unread = 0
        self._known, self._vanished, self._new = ignored, 0, 0
        folders = [root for root in roots if root.entry.is_folder]
        # by what the names of their files begin with: the folders of which no file was seen, and those that lack known ones
        self._unseen = {f"{root.label}/" if root.label else "": root.entry.path for root in folders}
        self._lacking: set[str] = set()
        self._outcomes: Counter[str] = Counter()
        self.unread_errors: list[str] = []

    def seen(self, files: Iterable[InputFile]) -> Iterator[InputFile]:
        """The files of the input, on their way to the plan; notes which folders have any."""
        for file in files:
            for prefix in [prefix for prefix in self._unseen if file.source.startswith(prefix)]:
                del self._unseen[prefix]
            yield file

    def items(self, planned: Iterable[Item | Kept | Gone]) -> Iterator[Item]:
        """The files that the plan wants read; counts the others."""
        for step in planned:
            if isinstance(step, Item):
                self._known += step.known_stamp is not None
                self._new += step.known_stamp is None
                yield step
            elif isinstance(step, Kept):
                self._known += 1
                self._kept += 1
            else:
                self._note_gone(step)

    def _note_gone(self, step: Gone) -> None:
        if not step.unread:
            self._known += 1
            self._vanished += 1
            self._lacking |= {prefix for prefix in self._unseen if step.file.startswith(prefix)}
        if self._earlier.prune or step.unread:  # of what is gone it is no failure that it could not be opened
            self._writer.append((FileEntry(step.file, "gone"),), None)
            self._gone += 1
        else:
            self._absent += 1

    def add(self, done: Done) -> None:
        self._read += done.files
        self._unread += done.unread
        self._outcomes.update(done.outcomes)
        room = _MOST_ERRORS - len(self.unread_errors)
        unread = [problem.error for problem in done.problems if problem.outcome == "unread"]
        self.unread_errors += unread[:room]

    def progress(self, problems: tuple[Problem, ...] = ()) -> Progress:
        return Progress(
            self._kept, self._read, self._gone, dict(self._outcomes), problems, self._absent, self._unread
        )

    def settle(self, parts: Path) -> Iterator[Problem]:
        """All of the input was seen: drops the rows of what is gone, and tells it. Raises `UsageError` where that is too much."""
        self._refuse_too_many_gone()
        self._writer.close()
        for part in part_files(self._spool):
            settled = parts / f"gone-{part.name}"
            part.rename(settled)
            for file in (entry.file for record in records(settled) for entry in record.entries):
                reason = "输入中已没有，行已去掉 (gone from the input, its rows are dropped)"
                yield Problem(file, "gone", f"{file}: {reason}")

    def _refuse_too_many_gone(self) -> None:
        fresh = self._earlier.fresh
        # to a fresh run all files are new: what counts is how many fewer they are than those known
        gone, new = (max(0, self._known - self._new), 0) if fresh else (self._vanished, self._new)
        none_read = fresh and not self._new
        self._earlier.refuse_empty(
            folder for prefix, folder in self._unseen.items() if none_read or prefix in self._lacking
        )
        self._earlier.refuse_fewer(gone, new, self._known)

    def close(self) -> None:
        self._writer.close()
