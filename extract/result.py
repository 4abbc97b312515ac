"""What `extract_document` gives: one source document with the reports found in it. Frozen, picklable, no Arrow yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import date
from typing import NamedTuple

from extract.flags import added

# statuses of cells of which a value, or that there is none, is known
PRINTED = ("reported", "blank", "not_applicable")


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose report it is. `region_code` is a GB/T 2260 code; every field is None where the report does not say."""

    agency: str | None = None
    region_code: str | None = None
    province: str | None = None
    city: str | None = None
    county: str | None = None
    level: str | None = None
    kind: str | None = None
    year: int | None = None


class CellRecord(NamedTuple):
    """One row of the cells table, without what all cells of a report share. Boxes in points from the top left.

    `alternative`: the second reading of a scanned cell, which stands in `raw` too; no column of the table.
    A tuple, not a dataclass: a report has some 200, and a tuple is made in a third of the time.
    """

    form: str
    section: str
    item: str
    category: str
    item_label: str
    category_label: str
    printed_label: str | None
    value: float | None
    unit: str | None
    raw: str | None
    status: str
    flags: tuple[str, ...] = ()
    page: int | None = None
    table_index: int | None = None
    row: int | None = None
    col: int | None = None
    x0: float | None = None
    y0: float | None = None
    x1: float | None = None
    y1: float | None = None
    alternative: str | None = None

    def flagged(self, *flags: str) -> CellRecord:
        return self._replace(flags=added(self.flags, *flags))


def flagged(cells: Sequence[CellRecord], doubts: Mapping[int, Sequence[str]]) -> tuple[CellRecord, ...]:
    """The cells, those at these places with more flags."""
    if not doubts:
        return tuple(cells)
    return tuple(
        cell.flagged(*doubts[place]) if place in doubts else cell for place, cell in enumerate(cells)
    )


@dataclass(frozen=True, slots=True)
class Finding:
    """One row of the findings table: a check that the report fails, said in one Chinese sentence."""

    check: str
    severity: str
    message: str
    _: KW_ONLY
    category: str | None = None
    expected: float | None = None
    actual: float | None = None
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sections:
    """The text of 一、总体情况, 五、存在的主要问题及改进情况, 六、其他需要报告的事项."""

    overview: str | None = None
    problems: str | None = None
    other_matters: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """One report, or the reason why there is none. `outcome`: ok, partial, not_a_report, failed."""

    report_id: str
    outcome: str
    error: str | None = None
    identity: Identity = Identity()
    form: str | None = None
    title: str | None = None
    published: date | None = None
    pages: int | None = None
    reader: str | None = None
    sections: Sections = Sections()
    cells: tuple[CellRecord, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportResult:
    """A source document and its reports: at least one, more where one file holds several.

    `format` is what the bytes are. `log` holds the traceback of an unexpected error, for the log only.
    """

    source: str
    sha256: str | None
    bytes: int | None
    format: str | None
    reports: tuple[Report, ...]
    log: str | None = None
