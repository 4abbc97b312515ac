"""Checks that span the reports of a run: what came over from last year, and one report published twice.

In: a table of `FACTS`, made by `extract.check.cross_report.facts` from the rows, in the order of the sources. Out: the findings, the
flags of cells and `duplicate_of`, which `extract.check.cross_report.mark` puts into rows. Nothing here reads a file. The facts of many
reports may come in parts: for `first_of_each` all of one file's bytes in one, for `check_agencies` all of one agency.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from extract.check.cross_report.by_report import ReportKey
from extract.check.cross_report.facts import CATEGORIES, CELL, Facts, Place, facts_rows, form_places
from extract.result import Finding
from schemas.forms import FORMS, levels_of

CARRIED_OVER = "requests.carried_over"
VERSIONS_DIFFER = "report.versions_differ"
CROSS_REPORT_CHECKS = (CARRIED_OVER, VERSIONS_DIFFER)
MOST_LABELS = 5  # rows named in a message
_YEARS = 1 << 16  # more than a year can be apart: an agency's years never meet another's

Flag = tuple[str, str, str, str]  # section, item, category, check


@dataclass(slots=True)
class CrossReport:
    """What was found of each report: findings, flags of its cells, the source of the first file with the same bytes."""

    findings: dict[ReportKey, list[Finding]] = field(default_factory=dict)
    flags: dict[ReportKey, set[Flag]] = field(default_factory=dict)
    duplicates: dict[ReportKey, str] = field(default_factory=dict)


def first_of_each(facts: pa.Table, cross: CrossReport) -> pa.Table:
    """Of several documents with the same bytes the first, where agency and year are known; the others are noted."""
    wanted = np.ones(len(facts), np.bool_)
    names = ("source", "report_id", "sha256")
    columns = {name: facts.column(name).combine_chunks() for name in names}
    twice = np.flatnonzero(_count_of_each(columns["report_id"]) > 1)
    told = [columns[name].take(pa.array(twice)).to_pylist() for name in names]
    firsts: dict[tuple[str, str], str] = {}
    for row, source, report_id, sha256 in zip(twice, *told, strict=True):
        first = source if sha256 is None else firsts.setdefault((sha256, report_id), source)
        if first != source:
            cross.duplicates[source, report_id] = first
            wanted[row] = False
    known = pc.and_(facts.column("key").is_valid(), facts.column("year").is_valid())
    return facts.filter(pc.and_(known, pa.chunked_array([wanted])))


def check_agencies(facts: pa.Table, cross: CrossReport) -> None:
    """The checks of each agency's reports against each other."""
    by_agency: dict[str, dict[int, list[Facts]]] = {}
    for one in facts_rows(facts.filter(pa.array(_has_neighbour(facts)))):
        by_agency.setdefault(one.key or "", {}).setdefault(one.year or 0, []).append(one)
    for years in by_agency.values():
        for year, versions in years.items():
            _check_versions(versions, cross)
            if year - 1 in years:
                _check_carried(versions, years[year - 1], cross)


def _count_of_each(column: pa.Array) -> npt.NDArray[np.int64]:
    """For each value how often it is there."""
    codes = column.dictionary_encode().indices.to_numpy(zero_copy_only=False)
    counts: npt.NDArray[np.int64] = np.bincount(codes)[codes]
    return counts


def _has_neighbour(facts: pa.Table) -> npt.NDArray[np.bool_]:
    """Whether another report is of the same agency and of the same year or one year apart."""
    agencies = facts.column("key").combine_chunks().dictionary_encode().indices.to_numpy()
    places = agencies.astype(np.int64) * _YEARS + facts.column("year").to_numpy()
    found, inverse, counts = np.unique(places, return_inverse=True, return_counts=True)
    near = (counts > 1) | np.isin(found + 1, found) | np.isin(found - 1, found)
    with_neighbour: npt.NDArray[np.bool_] = near[inverse]
    return with_neighbour


# --- checks ----------------------------------------------------------------------------------------------


def _check_versions(versions: Sequence[Facts], cross: CrossReport) -> None:
    """Each cell of each version against that of the first version that has it, whatever their forms; all versions of a differing cell are in doubt."""
    if len(versions) == 1:
        return
    cells = list(form_places())
    firsts: dict[int, tuple[int, int]] = {}  # place → which version, its number
    unsure: set[int] = set()
    for which, other in enumerate(versions):
        differing: dict[int, list[int]] = {}
        for place, number in np.frombuffer(other.cells, CELL).tolist():
            first, expected = firsts.setdefault(place, (which, number))
            if number != expected:
                differing.setdefault(first, []).append(place)
        for first, places in sorted(differing.items()):
            unsure.update(places)
            _tell_versions(versions[first], other, [cells[place] for place in places], cross)
    for one in versions if unsure else ():
        printed = np.frombuffer(one.cells, CELL)["place"].tolist()
        doubted = [cells[place] for place in printed if place in unsure]
        if doubted:
            _flag(cross, one, ((*cell, VERSIONS_DIFFER) for cell in doubted))


def _tell_versions(first: Facts, other: Facts, differing: Sequence[Place], cross: CrossReport) -> None:
    rows = list(dict.fromkeys((section, item) for section, item, _ in differing))
    items = tuple(item for _, item in rows)
    for one, its_other in ((first, other), (other, first)):
        which = its_other.source if its_other.source != one.source else its_other.report_id
        message = (
            f"同一机关 {one.year} 年度的报告另有一份（{which}），"
            f"两份有 {len(differing)} 格数字不同：{_labels(rows)}"
        )
        _add(cross, one, Finding(VERSIONS_DIFFER, "warning", message, cells=items))


def _check_carried(versions: Sequence[Facts], before: Sequence[Facts], cross: CrossReport) -> None:
    """What came over into a year, against what last year's report, in any of its versions, left to it."""
    left = np.array([np.frombuffer(version.carried_out) for version in before])
    printed = ~np.isnan(left)
    doubted: set[str] = set()
    for this in versions:
        came = np.frombuffer(this.carried_in)
        unequal = ((left != came) & printed).all(axis=0) & ~np.isnan(came)
        for number in np.flatnonzero(unequal):
            category = CATEGORIES[number]
            expected, actual = float(left[0, number]), float(came[number])
            message = (
                f"{_applicant(category)}：上年结转为 {actual:.10g}，而 {(this.year or 0) - 1} 年度报告（{before[0].source}）"
                f"结转下年度继续办理为 {expected:.10g}，二者应当相等"
            )
            finding = Finding(
                CARRIED_OVER,
                "warning",
                message,
                category=category,
                expected=expected,
                actual=actual,
                cells=("carried_in",),
            )
            _add(cross, this, finding)
            _flag(cross, this, [("requests", "carried_in", category, CARRIED_OVER)])
            doubted.add(category)
    if doubted:
        flags = [("requests", "carried_out", category, CARRIED_OVER) for category in doubted]
        for version in before:
            _flag(cross, version, flags)


def _add(cross: CrossReport, facts: Facts, finding: Finding) -> None:
    cross.findings.setdefault((facts.source, facts.report_id), []).append(finding)


def _flag(cross: CrossReport, facts: Facts, flags: Iterable[Flag]) -> None:
    cross.flags.setdefault((facts.source, facts.report_id), set()).update(flags)


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
    labels = [levels_of(next(iter(_forms_cells()[row].values()))[0])[-1] for row in rows]
    return "、".join(labels[:MOST_LABELS]) + (" 等" if len(labels) > MOST_LABELS else "")


def _applicant(category: str) -> str:
    return levels_of(_forms_cells()["requests", "carried_in"][category][1])[-1]
