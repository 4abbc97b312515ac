"""Runs the checks (勾稽关系) that `schemas/checks.toml` declares over a report's cells.

A failed check gives a finding and marks its cells' flags; it never changes a number. Where a number of the sum was
read with doubt, the finding is a warning: the report need not be wrong. A blank counts as 0, a sum
with an unreadable number, or with one that may stand in a row that could not be matched, is not judged.

A total left blank over numbers is `info`; in the other sums that it is part of, it counts as what its parts add up to, and so
does one whose row is not printed.
It alone is marked where nothing says that the numbers beside it were read from the wrong place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from extract.flags import CHECK, LABEL_FUZZY, ROW_MOVED, TABLE_INCOMPLETE
from extract.result import CellRecord, Finding, flagged
from schemas.checks import CHECKS, Check, leaves
from schemas.forms import FORMS, levels_of

# fees may carry two decimals; sums of doubles are compared to less than half a unit of the last one
TOLERANCE = 0.004
# flags that leave no doubt of the number itself: its row is told by what is left of its label, or by its place
_OF_LABELS = frozenset((LABEL_FUZZY, ROW_MOVED))
EMPTY = ("blank", "not_applicable", "missing")
IN_DOUBT = "（其中有读取存疑的数字）"
_NONE: Mapping[int, float] = {}


class _Sum(NamedTuple):
    """A side of a check: its amount (None: not to be judged), its printed cells, and whether any holds a number."""

    amount: float | None
    cells: tuple[int, ...]
    reported: bool


@cache
def _parts(form: str, section: str, group: str) -> dict[str, tuple[str, ...]]:
    rows = tuple(row for block in FORMS[form].by_section[section].blocks for row in block.rows)
    return leaves(rows, group)


def _may_be_printed(cell: CellRecord) -> bool:
    """A cell that was not found may stand in a row of the table that could not be matched."""
    return cell.status != "missing" or TABLE_INCOMPLETE in cell.flags


def _sum(
    codes: Iterable[str],
    places: Mapping[str, int],
    cells: Sequence[CellRecord],
    implied: Mapping[int, float] = _NONE,
) -> _Sum:
    """`implied`: what blank totals stand for."""
    amount: float | None = 0.0
    used = []
    reported = False
    for code in codes:
        place = places.get(code)
        if place is None:
            continue
        cell = cells[place]
        if not _may_be_printed(cell):
            amount = amount + implied.get(place, 0.0) if amount is not None else None
            continue
        used.append(place)
        if cell.status == "unreadable" or TABLE_INCOMPLETE in cell.flags:
            amount = None  # its number may stand in a row that could not be matched
        elif cell.value is not None:
            reported = True
            amount = amount + cell.value if amount is not None else None
        elif place in implied:
            amount = amount + implied[place] if amount is not None else None
    return _Sum(amount, tuple(used), reported)


def _printed_parts(
    group: str, form: str, section: str, places: Mapping[str, int], cells: Sequence[CellRecord]
) -> list[str]:
    """The codes that make up a group: its lowest printed rows."""
    codes: list[str] = []
    for part, below in _parts(form, section, group).items():
        printed = [code for code in below if code in places and _may_be_printed(cells[places[code]])]
        codes.extend(printed or [part])
    return codes


_Lines = dict[str, dict[str, int]]


@lru_cache(maxsize=1 << 6)
def _lines(keys: tuple[tuple[str, str, str], ...]) -> dict[tuple[str, str], _Lines]:
    """For each section and direction of a check (`item` down the rows, `category` across the columns) its lines:
    the line's code, and the places of its cells by their codes along it.

    `keys` are the section, item and category of each cell, the same in most reports on one form.
    """
    lines: dict[tuple[str, str], _Lines] = {}
    for place, (section, item, category) in enumerate(keys):
        lines.setdefault((section, "item"), {}).setdefault(category, {})[item] = place
        lines.setdefault((section, "category"), {}).setdefault(item, {})[category] = place
    return lines


def _amount(value: float) -> str:
    return f"{value:.10g}"


def _judge(check: Check, line: str, left: _Sum, right: _Sum, cells: Sequence[CellRecord]) -> Finding | None:
    if not left.cells or not right.cells or left.amount is None or right.amount is None:
        return None
    if abs(left.amount - right.amount) < TOLERANCE:
        return None
    blank_total = len(check.left) == 1 and not left.reported
    doubtful = any(not _OF_LABELS.issuperset(cells[place].flags) for place in (*left.cells, *right.cells))
    one = cells[left.cells[0]]
    label = one.category_label if check.along == "item" else one.item_label
    # 第一项加第二项 is what 第三项加第四项 should be; a total is held against its parts
    expected, actual = (left.amount, right.amount) if len(check.left) > 1 else (right.amount, left.amount)
    return Finding(
        check.id,
        "info" if blank_total else "warning" if doubtful else "error",
        category=line,
        expected=expected,
        actual=actual,
        cells=tuple(dict.fromkeys(cells[place].item for place in (*left.cells, *right.cells))),
        message=check.message.format(
            name=levels_of(label)[-1],
            left="空白" if blank_total else _amount(left.amount),
            right=_amount(right.amount),
        ).replace(" 空白", "空白")
        + (IN_DOUBT if doubtful and not blank_total else ""),
    )


class _Line(NamedTuple):
    """One check along one row or column: the codes on its two sides, and the places of its cells by code."""

    check: Check
    code: str
    left: tuple[str, ...]
    right: Sequence[str]
    places: Mapping[str, int]


def _check_lines(cells: Sequence[CellRecord]) -> list[_Line]:
    sections = {cell.section: cell.form for cell in cells if cell.status != "missing"}
    # / or a blank beside a group's label in all columns is no subtotal
    labels_alone = {
        (section, head)
        for section, form in sections.items()
        for head in FORMS[form].by_section[section].heads
    }.difference((cell.section, cell.item) for cell in cells if cell.status not in EMPTY)
    lines = _lines(tuple((cell.section, cell.item, cell.category) for cell in cells))
    return [
        _Line(
            check,
            code,
            check.left,
            check.right
            or _printed_parts(check.parts_of or "", sections[check.section], check.section, places, cells),
            places,
        )
        for check in CHECKS
        if check.section in sections
        for code, places in lines[check.section, check.along].items()
        if not places.keys().isdisjoint(check.left)  # a group's subtotal that no form has
        and not any((check.section, left) in labels_alone for left in check.left)
    ]


def _blank_totals(lines: Iterable[_Line], cells: Sequence[CellRecord]) -> dict[int, float]:
    """The totals left blank, marked as none or not printed over numbers, and what those add up to."""
    implied: dict[int, float] = {}
    totals = [line for line in lines if len(line.left) == 1]
    blank = [line for line in totals if cells[line.places[line.left[0]]].status in EMPTY]
    for line in blank:
        amount = _sum(line.right, line.places, cells, implied).amount
        if amount:
            implied.setdefault(line.places[line.left[0]], amount)
    return implied


def _is_left_out(line: _Line, lines: Iterable[_Line], cells: Sequence[CellRecord]) -> bool:
    """Whether a blank total is only that, and not one place off: then it would stand in the last part, no less than the
    parts before it. Across the columns another row's total must be right where it stands."""
    *values, last = (cells[line.places[code]].value or 0.0 for code in line.right if code in line.places)
    if last > sum(values) - TOLERANCE:
        return False
    if line.check.along == "item":
        return True
    return any(
        other.check is line.check
        and _sum(other.left, other.places, cells).amount
        and _holds_with(_NONE, other, cells)
        for other in lines
    )


def run_checks(
    cells: Sequence[CellRecord], *, chosen: bool = False
) -> tuple[tuple[CellRecord, ...], tuple[Finding, ...]]:
    """The cells, with the flags `check:…` of the checks they fail, and the findings.

    `chosen`: only chosen numbers of the report are printed, so that what a sum lacks may be in the others.
    """
    findings: list[Finding] = []
    doubts: dict[int, list[str]] = {}
    lines = _check_lines(cells)
    implied = _blank_totals(lines, cells)
    for line in lines:
        check, places = line.check, line.places
        left, right = _sum(line.left, places, cells), _sum(line.right, places, cells)
        finding = _judge(check, line.code, left, right, cells)
        if finding is None or (chosen and _lacks_parts(line, left, right, lines, cells)):
            continue
        marked: Iterable[int] = (*left.cells, *right.cells)
        if finding.severity == "info":
            marked = left.cells if _is_left_out(line, lines, cells) else marked
        elif _holds_with(implied, line, cells):
            continue
        findings.append(finding)
        # a cell that was not found may be why the sum does not hold
        absent = [places[code] for code in (*line.left, *line.right) if code in places]
        lost = [place for place in absent if cells[place].status == "missing"]
        for place in dict.fromkeys((*marked, *lost)):
            doubts.setdefault(place, []).append(CHECK + check.id)
    return flagged(cells, doubts), tuple(findings)


def _lacks_parts(
    line: _Line, left: _Sum, right: _Sum, lines: Iterable[_Line], cells: Sequence[CellRecord]
) -> bool:
    """Whether the lesser side has a part that is printed nowhere: one that other rows or columns have was not chosen to be left out."""
    lesser = line.left if (left.amount or 0.0) < (right.amount or 0.0) else line.right
    printed = {
        code
        for other in lines
        if other.check is line.check
        for code, place in other.places.items()
        if cells[place].status != "missing"
    }
    return not printed.issuperset(lesser)


def _holds_with(implied: Mapping[int, float], line: _Line, cells: Sequence[CellRecord]) -> bool:
    """Whether the sum holds where blank totals count as what they stand for."""
    left, right = (_sum(side, line.places, cells, implied).amount for side in (line.left, line.right))
    return left is not None and right is not None and abs(left - right) < TOLERANCE
