"""Two readings of a scanned cell: where exactly one satisfies every sum that it stands in, that one is taken.

A sum never makes up a digit: both readings come from the same crop, both stay in `raw`, and the cell is flagged
`ocr_by_sum`. Where no choice or more than one makes the sums right, the cells stay as they were.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from extract.check.sums import run_checks
from extract.flags import CHECK, OCR_BY_SUM, OCR_LOW
from extract.result import CellRecord, Finding
from normalize.number import number

MAX_FAILING = 24  # cells in doubt in sums that fail; with more of them chance would decide
AT_ONCE = 2  # cells exchanged together: two misread digits may stand in one sum

Checked = tuple[tuple[CellRecord, ...], tuple[Finding, ...]]


def choose_readings(cells: tuple[CellRecord, ...], findings: tuple[Finding, ...]) -> Checked:
    """The checked cells with the readings that the sums tell apart, checked anew; the same ones if there are none."""
    doubtful = [
        place for place, cell in enumerate(cells) if OCR_LOW in cell.flags and _other(cell) is not None
    ]
    if not doubtful:
        return cells, findings
    bare = [cell._replace(flags=_without_checks(cell)) for cell in cells]
    chosen = dict.fromkeys(_confirmed(bare, doubtful), False)
    failing = [place for place in doubtful if place not in chosen and _fails(cells[place])]
    if len(failing) <= MAX_FAILING:
        chosen.update(dict.fromkeys(_repairs(bare, failing), True))
    if not chosen:
        return cells, findings
    return run_checks([_taken(cell, chosen[k]) if k in chosen else cell for k, cell in enumerate(bare)])


def _without_checks(cell: CellRecord) -> tuple[str, ...]:
    return tuple(flag for flag in cell.flags if not flag.startswith(CHECK))


def _fails(cell: CellRecord) -> bool:
    return any(flag.startswith(CHECK) for flag in cell.flags)


def _other(cell: CellRecord) -> CellRecord | None:
    """The cell by its other reading; None where that is no number or the same number."""
    if cell.alternative is None:
        return None
    read = number(cell.alternative)
    if read.status not in ("reported", "not_applicable") or (read.value, read.status) == (
        cell.value,
        cell.status,
    ):
        return None
    return cell._replace(value=read.value, status=read.status, unit=read.unit or cell.unit)


def _exchanged(cells: Sequence[CellRecord], places: Sequence[int]) -> list[CellRecord]:
    exchanged = list(cells)
    for place in places:
        exchanged[place] = _other(cells[place]) or cells[place]
    return exchanged


def _confirmed(cells: Sequence[CellRecord], doubtful: Sequence[int]) -> Iterator[int]:
    """Cells whose first reading satisfies its sums, and whose other reading breaks one."""
    now, _ = run_checks(cells)
    for place in doubtful:
        if not _fails(now[place]):
            then, _ = run_checks(_exchanged(cells, [place]))
            if _fails(then[place]):
                yield place


def _repairs(cells: Sequence[CellRecord], failing: Sequence[int]) -> tuple[int, ...]:
    """The cells whose other readings, taken together, make every sum right that they stand in."""
    repaired: list[int] = []
    left = list(failing)
    for size in range(1, AT_ONCE + 1):
        found = [places for places in combinations(left, size) if _satisfies(cells, (*repaired, *places))]
        # two choices that make the same sum right exclude each other
        clashing = {k for k in left if sum(k in places for places in found) > 1}
        sums = [_sums_of(cells, places) for places in found]
        for places, own in zip(found, sums, strict=True):
            alone = sum(bool(own & others) for others in sums) == 1
            if alone and clashing.isdisjoint(places):
                repaired.extend(places)
        left = [place for place in left if place not in repaired]
    return tuple(repaired)


def _satisfies(cells: Sequence[CellRecord], places: Sequence[int]) -> bool:
    checked, _ = run_checks(_exchanged(cells, places))
    return not any(_fails(checked[place]) for place in places)


def _sums_of(cells: Sequence[CellRecord], places: Sequence[int]) -> set[tuple[str, str | None]]:
    """The failing sums that an exchange makes right."""
    _, before = run_checks(cells)
    _, after = run_checks(_exchanged(cells, places))
    return {(f.check, f.category) for f in before} - {(f.check, f.category) for f in after}


def _taken(cell: CellRecord, other: bool) -> CellRecord:
    taken = (_other(cell) or cell) if other else cell
    return taken._replace(flags=tuple(OCR_BY_SUM if flag == OCR_LOW else flag for flag in taken.flags))
