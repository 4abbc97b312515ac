"""One expected cell, and the tab-separated file in which a person can review many of them."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

COLUMNS = ("section", "item", "category", "raw", "value", "status", "unit")
_INVISIBLE = re.compile(r"[\\\t\n\r\u00a0\u1680\u2000-\u200f\u2028-\u202f\u205f\u2060\u3000\ufeff]")
_ESCAPE = re.compile(r"\\u([0-9a-f]{4})")


@dataclass(frozen=True, slots=True)
class TruthCell:
    """What must be read for one cell. `status` as in the cells table; `raw` is None where nothing is printed."""

    section: str
    item: str
    category: str
    raw: str | None
    value: float | None
    status: str
    unit: str | None

    @property
    def key(self) -> tuple[str, str, str]:
        return self.section, self.item, self.category


def write_truth(path: Path, cells: Iterable[TruthCell]) -> None:
    """Invisible characters are written as `\\uXXXX`, so that they can be seen in review."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE, quotechar=None)
        writer.writerow(COLUMNS)
        for cell in cells:
            raw = "" if cell.raw is None else _INVISIBLE.sub(lambda m: f"\\u{ord(m[0]):04x}", cell.raw)
            value = "" if cell.value is None else f"{cell.value:.12g}"
            writer.writerow([*cell.key, raw, value, cell.status, cell.unit or ""])


def read_truth(path: Path) -> tuple[TruthCell, ...]:
    lines = path.read_text(encoding="utf-8").split("\n")
    if tuple(lines[0].split("\t")) != COLUMNS:
        raise ValueError(f"{path}: first line must be {COLUMNS}")
    return tuple(_line_to_cell(line) for line in lines[1:] if line)


def _line_to_cell(line: str) -> TruthCell:
    section, item, category, raw, value, status, unit = line.split("\t")
    text = None if status == "missing" else _ESCAPE.sub(lambda m: chr(int(m[1], 16)), raw)
    return TruthCell(section, item, category, text, float(value) if value else None, status, unit or None)
