"""The second reading of a Word file's tables, by python-docx, to tell a misreading from a misprint.

The first reading (docx.py) walks the XML itself; here the cells, their merges and their text are those of
python-docx. Only the bytes of the document part come by the same way, and rows are counted here, because
python-docx does not show rows inside a content control at all.

What python-docx does not read by design, and what is therefore never called a disagreement: rows and cells
inside a content control or a custom XML element, and merges that go on below them; tables whose lines jog; in a cell, text of tracked insertions, content controls,
simple fields, smart tags, runs of a set direction, formulas, symbols and text boxes. It does read what does not print: hidden text,
field codes' nested results, cells of tracked deletions. List numbers it leaves out: there the first reading
must end with what the second gives.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, NamedTuple

from docx.oxml.exceptions import InvalidXmlError
from docx.oxml.parser import parse_xml
from docx.oxml.text.font import CT_RPr
from docx.oxml.text.hyperlink import CT_Hyperlink
from docx.oxml.text.run import CT_R, CT_Text

from extract.model import Cell, Table
from extract.readers._docx.names import STRICT, TRANSITIONAL, widths_of_grid
from extract.readers._docx.package import Package
from extract.readers._shared.xml import child_named, local_name
from extract.readers._word.grid import has_jogs

# Anything of these in a cell: the two readings differ by design.
_BLIND_IN_CELL: Final = (
    "ins", "moveTo", "sdt", "customXml", "smartTag", "bdo", "dir", "fldSimple", "fldChar", "vanish",
    "oMath", "sym", "ruby", "drawing", "pict", "object", "AlternateContent", "tbl", "rStyle", "cellDel",
    "cellMerge", "del", "moveFrom",
)  # fmt: skip
_NUMBERED: Final = ("numPr", "pStyle")
_WRAPPERS: Final = ("sdt", "sdtContent", "customXml", "ins", "moveTo")
_SAME_TABLE: Final = 0.5  # share of the cells both see that must agree for two tables to be the same one


@dataclass(frozen=True, slots=True)
class _Seen:
    """One place of the grid as python-docx gives it; merged cells repeat."""

    text: str
    numbered: bool
    blind: bool


class _Marked(NamedTuple):
    """The cells of a table that may be merged or wide, among others, found at once: to ask each for it takes as long as its text."""

    numbered: set[Any]
    blind: set[Any]
    merged: set[Any]
    wide: set[Any]


class _Grid:
    """What python-docx sees of a table, read when it is asked for; `rows` are all that the table prints."""

    def __init__(self, element: Any) -> None:
        self._element = element
        self.rows = list(_rows(element))

    @property
    def n_rows(self) -> int:
        return len(self.rows)

    @cached_property
    def places(self) -> dict[tuple[int, int], _Seen]:
        if has_jogs(widths_of_grid(self._element)):  # python-docx counts these columns, which are none
            return {}
        try:
            return _places(self._element, self.rows)
        except (ValueError, InvalidXmlError):  # of a span that is no number: python-docx sees no table
            return {}


def disagreements(
    first: Sequence[Table], data: bytes, only: Collection[int] | None = None
) -> set[tuple[int, int, int]]:
    """Cells of the first reading that python-docx reads otherwise: (index in `first`, row, col).

    `only`: the tables to read again, by their index in `first`; by default all.
    White space does not count. Places that python-docx does not see are left out, and so is a whole table
    that has no counterpart. Raises DocumentError where the file cannot be opened.
    """
    grids = _grids(data)
    found: set[tuple[int, int, int]] = set()
    start = 0
    for index, table in enumerate(first):
        if only is not None and index not in only:
            continue
        if (match := _counterpart(table, grids, start)) is None:
            continue
        start = match + 1
        found.update((index, cell.row, cell.col) for cell in table.cells if _differs(cell, grids[match]))
    return found


def _counterpart(table: Table, grids: Sequence[_Grid], start: int) -> int | None:
    """Index of the grid of as many rows that agrees with the most cells; tables come in the same order in both."""
    best, most = None, 0
    for index in range(start, len(grids)):
        grid = grids[index]
        if grid.n_rows != table.n_rows:  # reading its cells is what costs
            continue
        judged = [cell for cell in table.cells if cell.text.strip() and _is_judged(cell, grid)]
        agreed = sum(not _differs(cell, grid) for cell in judged)
        if agreed > most and agreed >= len(judged) * _SAME_TABLE:
            best, most = index, agreed
    return best


def _is_judged(cell: Cell, grid: _Grid) -> bool:
    seen = grid.places.get((cell.row, cell.col))
    return seen is not None and not seen.blind


def _differs(cell: Cell, grid: _Grid) -> bool:
    seen = grid.places.get((cell.row, cell.col))
    if seen is None or seen.blind:
        return False
    ours, theirs = "".join(cell.text.split()), "".join(seen.text.split())
    return not ours.endswith(theirs) if seen.numbered else ours != theirs


def _grids(data: bytes) -> list[_Grid]:
    # python-docx's own parser sets fewer limits; what it is given has passed those of the first reading
    _, xml = Package(data).main_part()
    root = parse_xml(xml.replace(STRICT.encode(), TRANSITIONAL.encode()))
    body = child_named(root, "body")
    if body is None:
        return []
    # A deleted row would stand between the cells of a vertical merge, which python-docx takes from the row above.
    for row in [each for each in body.iter(f"{{{TRANSITIONAL}}}tr") if _is_deleted(each)]:
        row.getparent().remove(row)
    return [_Grid(element) for element in body.iter(f"{{{TRANSITIONAL}}}tbl")]


def _places(element: Any, rows: Sequence[Any]) -> dict[tuple[int, int], _Seen]:
    visible = set(element.tr_lst) - _rows_with_unseen(element)
    marked = _marked(element)
    places: dict[tuple[int, int], _Seen] = {}
    above: dict[int, tuple[_Seen, int]] = {}
    whole = True  # python-docx sees the row above: what a merge continues is where it looks for it
    for number, tr in enumerate(rows):
        whole = tr in visible and (whole or not any(_is_continued(tc, marked) for tc in tr.tc_lst))
        above = _row(tr, above, marked) if whole else {}
        places.update(
            ((number, place), seen)
            for col, (seen, width) in above.items()
            for place in range(col, col + width)
        )
    return places


def _rows(container: Any) -> Iterator[Any]:
    """The rows that a table prints, also those python-docx leaves out, without those of nested tables."""
    for child in container:
        name = local_name(child)
        if name == "tr":
            yield child
        elif name in _WRAPPERS:
            yield from _rows(child)


def _row(tr: Any, above: Mapping[int, tuple[_Seen, int]], marked: _Marked) -> dict[int, tuple[_Seen, int]]:
    """The cells of a row by the column they start in, with their widths; `above` is the row above it.

    As `_Row.cells`, which climbs to the top of a merge anew from each row of it: {} where a merge continues nothing.
    """
    cells: dict[int, tuple[_Seen, int]] = {}
    col = tr.grid_before
    for tc in tr.tc_lst:
        continued = _is_continued(tc, marked)
        if continued and col not in above:
            return {}
        width = max(tc.grid_span, 1) if tc in marked.wide else 1
        cells[col] = (
            above[col] if continued else (_Seen(_text(tc), tc in marked.numbered, tc in marked.blind), width)
        )
        col += cells[col][1]
    return cells


def _text(tc: Any) -> str:
    """As `_Cell.text`, which asks for the parts of each paragraph and run by an XPath."""
    return "\n".join(
        "".join(_part_text(part) for part in paragraph if isinstance(part, CT_R | CT_Hyperlink))
        for paragraph in tc.p_lst
    )


def _part_text(part: Any) -> str:
    is_plain = isinstance(part, CT_R) and all(isinstance(each, CT_Text | CT_RPr) for each in part)
    return "".join(map(str, part.t_lst)) if is_plain else part.text


def _named(element: Any, names: Iterable[str]) -> Iterator[Any]:
    yield from element.iter(*(f"{{*}}{name}" for name in names))


def _is_continued(tc: Any, marked: _Marked) -> bool:
    return tc in marked.merged and tc.vMerge == "continue"


def _marked(table: Any) -> _Marked:
    names = (_NUMBERED, _BLIND_IN_CELL, ("vMerge",), ("gridSpan",))
    return _Marked(*(_cells_with(table, each) for each in names))


def _cells_with(table: Any, names: Iterable[str]) -> set[Any]:
    """The cells in which any of these stands, however deep."""
    return {tc for each in _named(table, names) for tc in each.iterancestors(f"{{{TRANSITIONAL}}}tc")}


def _rows_with_unseen(table: Any) -> set[Any]:
    """The rows of which python-docx leaves cells out, or gives deleted ones."""
    deleted = {each.getparent().getparent() for each in _named(table, ["cellDel"])}
    return {each.getparent() for each in (*_named(table, _WRAPPERS), *deleted)}


def _is_deleted(tr: Any) -> bool:
    properties = child_named(tr, "trPr")
    return properties is not None and child_named(properties, "del") is not None
