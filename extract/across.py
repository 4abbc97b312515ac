"""Checks that span the reports of a run: what came over from last year, and one report published twice.

In: `Facts` of every report, in the order of the rows; made by `extract.facts` from the rows. Out: the
findings, and (put into rows by `extract.mark`) the flags of cells, the counts and `duplicate_of` for batches of rows that are written
afterwards. Nothing here reads a file, and the order of the facts alone decides what comes out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np

from extract.facts import CATEGORIES, ROW, Facts, row_places
from extract.result import Finding
from schemas.forms import FORMS

CARRIED_OVER = "requests.carried_over"
VERSIONS_DIFFER = "report.versions_differ"
ACROSS_CHECKS = (CARRIED_OVER, VERSIONS_DIFFER)
MOST_LABELS = 5  # rows named in a message

ReportKey = tuple[str, str]  # source, report_id
CellKey = tuple[str, str, str]  # section, item, category or WHOLE_ROW
WHOLE_ROW = ""


@dataclass(slots=True)
class Across:
    """`findings`, `flags` and `duplicates` by report; `flags` by cell."""

    findings: dict[ReportKey, list[Finding]] = field(default_factory=dict)
    flags: dict[ReportKey, dict[CellKey, list[str]]] = field(default_factory=dict)
    duplicates: dict[ReportKey, str] = field(default_factory=dict)


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


# --- checks ----------------------------------------------------------------------------------------------


def _check_versions(versions: Sequence[Facts], across: Across) -> None:
    """Each version against the first: rows that both print, with other numbers."""
    first = versions[0]
    numbers = dict(np.frombuffer(first.rows, ROW).tolist())
    rows = list(row_places())
    for other in versions[1:]:
        if other.form != first.form:
            continue
        its = np.frombuffer(other.rows, ROW).tolist()
        differing = [rows[place] for place, digest in its if numbers.get(place, digest) != digest]
        if not differing:
            continue
        for one, its_other in ((first, other), (other, first)):
            message = (
                f"同一机关 {one.year} 年度的报告另有一份（{its_other.source}），"
                f"两份有 {len(differing)} 行数字不同：{_labels(differing)}"
            )
            items = tuple(item for _, item in differing)
            _add(across, one, Finding(VERSIONS_DIFFER, "warning", None, None, None, items, message))
            for section, item in differing:
                _flag(across, one, (section, item, WHOLE_ROW), VERSIONS_DIFFER)


def _check_carried(this: Facts, before: Sequence[Facts], across: Across) -> None:
    """What came over into this year, against what last year's report, in any of its versions, left to it."""
    came = np.frombuffer(this.carried_in)
    left = np.array([np.frombuffer(version.carried_out) for version in before])
    # NaN, not printed, is never unequal here
    for number in np.flatnonzero(((left != came) & ~np.isnan(left) & ~np.isnan(came)).all(axis=0)):
        category = CATEGORIES[number]
        expected, actual = float(left[0, number]), float(came[number])
        message = (
            f"{_applicant(category)}：上年结转为 {actual:.10g}，而 {(this.year or 0) - 1} 年度报告（{before[0].source}）"
            f"结转下年度继续办理为 {expected:.10g}，二者应当相等"
        )
        finding = Finding(CARRIED_OVER, "warning", category, expected, actual, ("carried_in",), message)
        _add(across, this, finding)
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


def _labels(rows: Sequence[tuple[str, str]]) -> str:
    labels = [next(iter(_forms_cells()[row].values()))[0].rsplit(" > ", 1)[-1] for row in rows]
    return "、".join(labels[:MOST_LABELS]) + (" 等" if len(labels) > MOST_LABELS else "")


def _applicant(category: str) -> str:
    return _forms_cells()["requests", "carried_in"][category][1].rsplit(" > ", 1)[-1]
