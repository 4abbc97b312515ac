"""Checks that span the reports of a run: what came over from last year, and one report published twice.

In: `Facts` of every report, in the order of the rows; some 700 bytes each, made where the report is read. Out: the
findings, and (put into rows by `extract.mark`) the flags of cells, the counts and `duplicate_of` for batches of rows that are written
afterwards. Nothing here reads a file, and the order of the facts alone decides what comes out.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from extract.result import CellRecord, Finding, ReportResult
from normalize.agency_key import agency_key
from schemas.forms import FORMS

CARRIED_OVER = "requests.carried_over"
VERSIONS_DIFFER = "report.versions_differ"
ACROSS_CHECKS = frozenset((CARRIED_OVER, VERSIONS_DIFFER))
CATEGORIES = tuple(cell.category for cell in FORMS["2021"].by_section["requests"].cells if cell.item == "new")
NOT_PRINTED = float("nan")
_CARRIED = struct.Struct(f"<{len(CATEGORIES)}d")
_NUMBER = struct.Struct("<HL")  # place of a row among the forms' rows, CRC of its numbers
_COUNTED = frozenset(("reported", "blank", "not_applicable"))
MOST_LABELS = 5  # rows named in a message

ReportKey = tuple[str, str]  # source, report_id
CellKey = tuple[str, str, str]  # section, item, category


@dataclass(frozen=True, slots=True)
class Facts:
    """What the checks need of one report. `key` and `year` are None where they are not sure.

    `carried_in`, `carried_out`: a packed double for each of CATEGORIES, NaN where not printed. `rows`: for each row
    whose cells are all read without doubt its place and the CRC of its numbers.
    """

    source: str
    report_id: str
    sha256: str | None
    agency: str | None
    key: str | None
    year: int | None
    form: str | None
    carried_in: bytes
    carried_out: bytes
    rows: bytes


@dataclass(slots=True)
class Across:
    """`findings`, `flags` and `duplicates` by report; `flags` by cell."""

    findings: dict[ReportKey, list[Finding]] = field(default_factory=dict)
    flags: dict[ReportKey, dict[CellKey, list[str]]] = field(default_factory=dict)
    duplicates: dict[ReportKey, str] = field(default_factory=dict)


def facts_of(result: ReportResult) -> tuple[Facts, ...]:
    """The facts of a document's reports; one that could not be read only says whether it is a duplicate."""
    return tuple(
        Facts(
            result.source,
            report.report_id,
            result.sha256,
            report.identity.agency,
            agency_key(report.identity.agency, report.identity.region_code, report.identity.level)
            if report.cells
            else None,
            report.identity.year,
            report.form,
            _carried(report.cells, "carried_in"),
            _carried(report.cells, "carried_out"),
            _rows(report.cells),
        )
        for report in result.reports
    )


def check_across(facts: Iterable[Facts]) -> Across:
    """The checks over a whole run. Of several documents with the same bytes only the first is checked."""
    across = Across()
    first_source: dict[tuple[str, str], str] = {}
    by_agency: dict[str, dict[int, list[Facts]]] = {}
    for one in facts:
        if one.sha256 is not None:
            source = first_source.setdefault((one.sha256, one.report_id), one.source)
            if source != one.source:
                across.duplicates[one.source, one.report_id] = source
                continue
        if one.key is not None and one.year is not None:
            by_agency.setdefault(one.key, {}).setdefault(one.year, []).append(one)
    for years in by_agency.values():
        for year, versions in years.items():
            _check_versions(versions, across)
            if year - 1 in years:
                for version in versions:
                    _check_carried(version, years[year - 1], across)
    return across


# --- facts -----------------------------------------------------------------------------------------------


def _carried(cells: Sequence[CellRecord], item: str) -> bytes:
    values = dict.fromkeys(CATEGORIES, NOT_PRINTED)
    for cell in cells:
        if cell.item == item and cell.section == "requests" and cell.status in _COUNTED:
            values[cell.category] = cell.value or 0.0
    return _CARRIED.pack(*(values[category] for category in CATEGORIES))


@cache
def _row_places() -> dict[tuple[str, str], int]:
    """(section, item) of all forms, numbered."""
    rows = dict.fromkeys((cell.section, cell.item) for form in FORMS.values() for cell in form.cells)
    return {row: place for place, row in enumerate(rows)}


def _rows(cells: Sequence[CellRecord]) -> bytes:
    places = _row_places()
    numbers: dict[int, int] = {}
    doubtful: set[int] = set()
    for cell in cells:
        place = places.get((cell.section, cell.item))
        if place is None:
            continue
        if cell.status not in _COUNTED or any(not flag.startswith("check:") for flag in cell.flags):
            doubtful.add(place)
        printed = f"{cell.category}={cell.value or 0.0:.10g}".encode()
        numbers[place] = zlib.crc32(printed, numbers.get(place, 0))
    return b"".join(_NUMBER.pack(place, crc) for place, crc in numbers.items() if place not in doubtful)


# --- checks ----------------------------------------------------------------------------------------------


def _check_versions(versions: Sequence[Facts], across: Across) -> None:
    """Each version against the first: rows that both print, with other numbers."""
    first = versions[0]
    numbers = dict(_NUMBER.iter_unpack(first.rows))
    rows = list(_row_places())
    for other in versions[1:]:
        if other.form != first.form:
            continue
        places = [p for p, crc in _NUMBER.iter_unpack(other.rows) if numbers.get(p, crc) != crc]
        differing = [rows[place] for place in places]
        if not differing:
            continue
        for one, its_other in ((first, other), (other, first)):
            message = f"同一机关 {one.year} 年度的报告另有一份（{its_other.source}），两份有 {len(differing)} 行数字不同：{_labels(differing)}"
            items = tuple(item for _, item in differing)
            _add(across, one, Finding(VERSIONS_DIFFER, "warning", None, None, None, items, message))
            for section, item in differing:
                for category in _categories(one.form, section, item):
                    _flag(across, one, (section, item, category), VERSIONS_DIFFER)


def _check_carried(this: Facts, before: Sequence[Facts], across: Across) -> None:
    """What came over into this year, against what last year's report, in any of its versions, left to it."""
    left = [_CARRIED.unpack(version.carried_out) for version in before]
    for number, value in enumerate(_CARRIED.unpack(this.carried_in)):
        given = [carried[number] for carried in left]
        if value != value or any(other != other or other == value for other in given):  # NaN: not printed
            continue
        message = (
            f"{_applicant(CATEGORIES[number])}：上年结转为 {value:.10g}，而 {(this.year or 0) - 1} 年度报告（{before[0].source}）"
            f"结转下年度继续办理为 {given[0]:.10g}，二者应当相等"
        )
        category = CATEGORIES[number]
        _add(
            across,
            this,
            Finding(CARRIED_OVER, "warning", category, given[0], value, ("carried_in",), message),
        )
        _flag(across, this, ("requests", "carried_in", category), CARRIED_OVER)
        for version in before:
            _flag(across, version, ("requests", "carried_out", category), CARRIED_OVER)


def _add(across: Across, facts: Facts, finding: Finding) -> None:
    across.findings.setdefault((facts.source, facts.report_id), []).append(finding)


def _flag(across: Across, facts: Facts, cell: CellKey, check: str) -> None:
    flags = across.flags.setdefault((facts.source, facts.report_id), {}).setdefault(cell, [])
    if f"check:{check}" not in flags:
        flags.append(f"check:{check}")


@cache
def _forms_cells() -> dict[tuple[str, str], dict[str, tuple[str, str]]]:
    """(section, item) → its categories with the labels of row and column."""
    cells: dict[tuple[str, str], dict[str, tuple[str, str]]] = {}
    for form in FORMS.values():
        for cell in form.cells:
            cells.setdefault((cell.section, cell.item), {})[cell.category] = (
                cell.item_label,
                cell.category_label,
            )
    return cells


def _categories(form: str | None, section: str, item: str) -> Iterator[str]:
    """The columns of a row; all forms' where the report's own has no such row (forms mix)."""
    own = (
        [cell.category for cell in FORMS[form].cells if (cell.section, cell.item) == (section, item)]
        if form
        else []
    )
    yield from own or _forms_cells()[section, item]


def _labels(rows: Sequence[tuple[str, str]]) -> str:
    labels = [next(iter(_forms_cells()[row].values()))[0].rsplit(" > ", 1)[-1] for row in rows]
    return "、".join(labels[:MOST_LABELS]) + (" 等" if len(labels) > MOST_LABELS else "")


def _applicant(category: str) -> str:
    return _forms_cells()["requests", "carried_in"][category][1].rsplit(" > ", 1)[-1]
