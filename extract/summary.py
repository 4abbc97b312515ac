"""What a run tells of itself: how far it is (`Progress`), and at its end what it did and what the output holds (`Summary`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from extract.engine.messages import Problem


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: files of the input whose rows stand in the output (`kept`), files read, files `gone`.

    `absent`: files that the input lacks, whose rows stand as long as nobody asks to `prune` them. `unread`: files
    that could not be read, whose earlier rows stand. `outcomes` counts the reports read in this run; `problems` are
    those of the last step.
    """

    kept: int
    read: int
    gone: int
    outcomes: Mapping[str, int]
    problems: tuple[Problem, ...] = ()
    absent: int = 0
    unread: int = 0

    @property
    def files(self) -> int:
        return self.kept + self.read + self.unread


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did, and what the output now holds.

    `outcomes` and `findings` count the rows of the output by outcome and by check; `errors` are the first lines of
    those: of files `unread`, of failed documents, of the others.
    `kept`, `read`, `gone`, `absent` and `unread` count files: carried over, read in this run, dropped with `prune`,
    those that the input lacks, whose rows stand without it, and those that could not be read, whose earlier rows stand.
    """

    outcomes: Mapping[str, int]
    findings: Mapping[str, int]
    errors: tuple[str, ...]
    kept: int
    read: int
    gone: int
    absent: int
    seconds: float
    writing_seconds: float
    outputs: tuple[str, ...]
    unread: int = 0

    @property
    def documents(self) -> int:
        return sum(self.outcomes.values())

    @property
    def failed(self) -> int:
        """Documents that failed or are no report."""
        return self.outcomes.get("failed", 0) + self.outcomes.get("not_a_report", 0)

    @property
    def exit_code(self) -> int:
        """0: every document was read; 1: at least one failed, is no report, or could not be read this time."""
        return 1 if self.failed or self.unread else 0
