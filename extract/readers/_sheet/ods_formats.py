"""Number formats and conditional formats of an .ods that print in white: `[White]0` is a style of its own, whose text is white.

What a format makes of a number otherwise, the cell's own text says.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

from extract.readers._odf.names import FO, NUMBER, STYLE
from extract.readers._shared.unseen import is_pale_hex
from extract.readers._sheet.formats import as_float

_CONDITION: Final = re.compile(r"(?:value|cell-content)\(\)\s*(<=|>=|!=|<|>|=)\s*(-?\d+(?:\.\d+)?)")
COMPARED: Final = {
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
    "=": operator.eq,
    "!=": operator.ne,
}
_ALWAYS: Final = ("!=", math.nan)


@dataclass(frozen=True, slots=True)
class OdsFormats:
    """`of_cells`: formats by the name of a cell's style; `parts`: of a format, those for some numbers alone."""

    whites: frozenset[str]
    of_cells: Mapping[str, str]
    parts: Mapping[str, list[tuple[str, float, str]]]

    def is_white(self, cell_style: str, stored: str) -> bool:
        """Whether a number in a cell of that style is printed in white."""
        name = self.of_cells.get(cell_style)
        value = as_float(stored)
        if not self.whites or name is None or value is None:
            return False
        for compared, limit, part in self.parts.get(name, ()):
            if COMPARED[compared](value, limit):
                return part in self.whites
        return name in self.whites


def read_formats(roots: Iterable[etree._Element]) -> OdsFormats:
    """From the parts of a file that hold styles."""
    whites: set[str] = set()
    of_cells: dict[str, str] = {}
    parts: dict[str, list[tuple[str, float, str]]] = {}
    for style in (child for root in roots for group in root for child in group):
        name = style.get(f"{STYLE}name") or ""
        if style.tag == f"{STYLE}style":
            if f"{STYLE}data-style-name" in style.attrib:
                of_cells[name] = style.get(f"{STYLE}data-style-name", "")
        elif isinstance(style.tag, str) and style.tag.startswith(NUMBER):
            _read_format(style, name, whites, parts)
    return OdsFormats(frozenset(whites), of_cells, parts)


def hiding_conditions(root: etree._Element, hiding: Container[str]) -> dict[str, list[tuple[str, float]]]:
    """For the styles of cells: the comparisons of a number by which one of the styles `hiding` may be set; formulas are not worked out."""
    found: dict[str, list[tuple[str, float]]] = {}
    for each in root.iterfind(f".//{STYLE}style/{STYLE}map"):
        style = each.getparent()
        if style is not None and each.get(f"{STYLE}apply-style-name", "") in hiding:
            said = _CONDITION.fullmatch(each.get(f"{STYLE}condition") or "")
            condition = (said[1], float(said[2])) if said else _ALWAYS
            found.setdefault(style.get(f"{STYLE}name") or "", []).append(condition)
    return found


def _read_format(
    style: etree._Element, name: str, whites: set[str], parts: dict[str, list[tuple[str, float, str]]]
) -> None:
    for child in style:
        if child.tag == f"{STYLE}text-properties" and is_pale_hex(child.get(f"{FO}color") or ""):
            whites.add(name)
        elif child.tag == f"{STYLE}map":
            found = _CONDITION.fullmatch(child.get(f"{STYLE}condition") or "")
            if found:
                part = child.get(f"{STYLE}apply-style-name") or ""
                parts.setdefault(name, []).append((found[1], float(found[2]), part))
