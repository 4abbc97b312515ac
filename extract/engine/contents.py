"""What an output holds, counted from its files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from extract.engine.edition import Edition
from extract.engine.known_files import read_batches

MOST_ERRORS: Final = 100  # lines that are kept; all are in the reports table


@dataclass(frozen=True, slots=True)
class Contents:
    """Reports by outcome, findings by check, and the first errors: those of failed documents before the others."""

    outcomes: Mapping[str, int]
    findings: Mapping[str, int]
    errors: tuple[str, ...]


def contents_of(editions: Iterable[Edition]) -> Contents:
    """What these files hold together."""
    outcomes: Counter[str] = Counter()
    findings: Counter[str] = Counter()
    errors: dict[str, list[str]] = {outcome: [] for outcome in ("failed", "not_a_report", "partial")}
    for edition in editions:
        _, reports, found = edition.files
        for batch in read_batches(reports, ["outcome", "error"]):
            _count(outcomes, batch.column("outcome"))
            for outcome, lines in errors.items():
                if len(lines) < MOST_ERRORS:
                    of_outcome = batch.filter(pc.equal(batch.column("outcome").cast(pa.string()), outcome))
                    lines.extend(of_outcome.column("error").drop_null().to_pylist())
        for batch in read_batches(found, ["check"]):
            _count(findings, batch.column("check"))
    return Contents(dict(outcomes), dict(findings), tuple(chain.from_iterable(errors.values()))[:MOST_ERRORS])


def _count(counter: Counter[str], column: pa.Array) -> None:
    for pair in column.value_counts().to_pylist():
        counter[pair["values"]] += pair["counts"]
