"""Holds cells that were read against the truth: right, wrong but flagged, wrong and silent."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.builder.truth import TruthCell, read_truth


@dataclass(frozen=True, slots=True)
class Wrong:
    """`truth` is None for a number that was read although nothing of the kind is printed."""

    source: str
    key: tuple[str, str, str]
    truth: TruthCell | None
    value: float | None
    status: str
    flags: tuple[str, ...]

    def __str__(self) -> str:
        told = f"{self.truth.status} {self.truth.value} (raw {self.truth.raw!r})" if self.truth else "nothing"
        return f"{self.source} {'/'.join(self.key)}: is {told}, read {self.status} {self.value} {self.flags}"


@dataclass(slots=True)
class Score:
    """`right` counts cells whose value and status are true; `units` lists right cells with another unit."""

    right: int = 0
    flagged: list[Wrong] = field(default_factory=list)
    silent: list[Wrong] = field(default_factory=list)
    units: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        return self.right + len(self.flagged) + len(self.silent)

    def add(self, other: Score) -> None:
        self.right += other.right
        self.flagged += other.flagged
        self.silent += other.silent
        self.units += other.units

    def __str__(self) -> str:
        share = 100 * self.right / self.total if self.total else 0.0
        return (
            f"{self.total} cells, {share:.3f} % right, {len(self.flagged)} wrong but flagged, "
            f"{len(self.silent)} wrong and silent, {len(self.units)} other units"
        )


def compare(truth: Iterable[TruthCell], cells: Iterable[Any], source: str = "") -> Score:
    """`cells` are mappings or objects with section, item, category, value, status, flags (and unit).

    Every cell of the truth counts, one that was not given at all as silent, but for a subtotal (which no form has) in a
    table all of whose cells are `missing` and flagged. A number that was read for a cell
    outside the truth counts as wrong too; `missing` and `blank` outside the truth do not.
    """
    score = Score()
    read = {(_get(c, "section"), _get(c, "item"), _get(c, "category")): c for c in cells}
    found = {section for (section, *_), c in read.items() if _get(c, "status") != "missing" or not _flags(c)}
    lost = {section for section, *_ in read} - found
    for true in truth:
        cell = read.pop(true.key, None)
        if cell is None:
            flags = ("table not found",) if true.section in lost else ()
            _add_wrong(score, Wrong(source, true.key, true, None, "no such cell", flags))
        elif _value(cell) == true.value and _get(cell, "status") == true.status:
            score.right += 1
            if true.value is not None and _get(cell, "unit") != true.unit:
                score.units.append(f"{source} {'/'.join(true.key)}: {true.unit} read as {_get(cell, 'unit')}")
        else:
            _add_wrong(
                score, Wrong(source, true.key, true, _value(cell), str(_get(cell, "status")), _flags(cell))
            )
    for key, cell in read.items():
        if _get(cell, "status") == "reported":
            _add_wrong(score, Wrong(source, key, None, _value(cell), "reported", _flags(cell)))
    return score


def _add_wrong(score: Score, wrong: Wrong) -> None:
    (score.flagged if wrong.flags else score.silent).append(wrong)


def _get(cell: Any, name: str) -> Any:
    return cell.get(name) if isinstance(cell, Mapping) else getattr(cell, name, None)


def _value(cell: Any) -> float | None:
    value = _get(cell, "value")
    return None if value is None or value != value else float(value)  # NaN: pandas' word for null


def _flags(cell: Any) -> tuple[str, ...]:
    flags = _get(cell, "flags")
    return () if flags is None else tuple(flags)


def score_folder(folder: Path, parquet: Path, *, errors: int = 20) -> str:
    """A table of accuracy by form and extension, then the first silent errors with their mess."""
    import pyarrow.parquet as pq

    by_source: dict[str, list[dict[str, Any]]] = {}
    for row in pq.read_table(parquet).to_pylist():
        by_source.setdefault(Path(row["source"]).name, []).append(row)
    groups: dict[str, Score] = {}
    for path in sorted(folder.glob("*.cells.tsv")):
        stem = path.name.removesuffix(".cells.tsv")
        (source,) = [s for s in folder.glob(f"{stem}.*") if s.suffix not in (".tsv", ".json")]
        score = compare(read_truth(path), by_source.get(source.name, []), source.name)
        groups.setdefault(f"{stem.split('_')[0]} {source.suffix}", Score()).add(score)
    lines = [f"{name}: {score}" for name, score in groups.items()]
    silent = [wrong for score in groups.values() for wrong in score.silent]
    lines += [f"  {wrong}" for wrong in silent[:errors]]
    lines += [_mess_of(folder, source) for source in dict.fromkeys(wrong.source for wrong in silent[:errors])]
    return "\n".join(lines)


def _mess_of(folder: Path, source: str) -> str:
    path = (folder / source).with_suffix(".mess.json")
    if not path.exists():
        return f"{source}: no mess recorded"
    from tests.builder.mess import Mess

    plain = {name: getattr(Mess(), name) for name in Mess.__dataclass_fields__}
    mess = json.loads(path.read_text("utf-8"))["mess"]
    turned = {name: value for name, value in mess.items() if value not in (plain.get(name), [])}
    return f"{source}: {turned}"
