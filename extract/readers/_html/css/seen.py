"""Text of tables that nobody sees, because it has the colour of what is behind it, or no size: both by inheritance, as browsers draw it.

Most pages have no colour that could hide text, and are done with that. On the others a cell's text is looked at piece by
piece, with what the elements around it say, from its own to the page. What a class means in a sheet that is not at hand
is not known: white text that is all that such a cell holds is taken to stand on a dark ground.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from enum import Enum, auto
from functools import cache
from typing import Final, NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extract.readers._html.css.cascade import Cascade
from extract.readers._html.css.colours import BLACK, FAINT, WHITE, Colour, is_unseen
from extract.readers._html.css.paint import NOTHING, PART, UNKNOWN, Paint, own_paint, paint_of
from extract.readers._html.tags import CELLS, closest, is_in_cell, is_number

_FIELDS: Final = ("input", "textarea", "select")
_NO_TEXT: Final = frozenset(("script", "style", "template", "table", "button", "svg", "iframe", "noscript"))
_OLD_COLOURS: Final = re.compile(rb"\b(?:bgcolor|text)\s*=\s*[\"']?\s*([#\w]+)", re.IGNORECASE)


class _Verdict(Enum):
    SHOWN = auto()
    UNSEEN = auto()
    UNSURE = auto()  # a sheet that is not at hand may put a ground behind it


class _State(NamedTuple):
    """What holds for the text of an element."""

    ink: Colour | None = None  # as browsers draw by default
    ground: Colour = WHITE
    is_small: bool = False
    is_unsure: bool = False
    fill: Colour | None = None  # in which it is set, whatever the ink


def unseen_text(
    tree: LexborHTMLParser, cascade: Cascade | None, paints: set[Paint], gone: set[int]
) -> Iterator[LexborNode]:
    """Cells, or elements within them, whose text does not show, and numbers elsewhere; `paints`: what the styles of elements say."""
    page = tree.raw_html or b""
    old = set(_OLD_COLOURS.findall(page)) if b"bgcolor" in page or b"BGCOLOR" in page else set()
    said = {*paints, *(own_paint({"bgcolor": value.decode("ascii", "replace")}) for value in old)}
    if cascade is not None:
        said.update(paint_of(rule.declared) for rule in cascade.rules)
    said.discard(NOTHING)
    if not said:
        return
    is_sheet_known = _are_sheets_known(tree, cascade, page)
    is_suspect = _suspects(said, is_sheet_known)
    if not any(map(is_suspect, said)):
        return
    painter = _Painter(tree, cascade, is_sheet_known)
    cells: dict[int, LexborNode] = {}
    for node in painter.saying(is_suspect):
        found = _cells_of(node)
        cells.update((cell.mem_id, cell) for cell in found)
        if not found and is_number(node) and _is_unseen_number(node, painter, gone):
            yield node
    for cell in cells.values():
        yield from _unseen_in(cell, painter, gone)


def _are_sheets_known(tree: LexborHTMLParser, cascade: Cascade | None, page: bytes) -> bool:
    """Whether the page holds all that says how it looks."""
    is_alone = b"class" not in page if cascade is None else not cascade.imports
    return is_alone and tree.css_first("link[rel~=stylesheet i]") is None


def _suspects(said: set[Paint], is_sheet_known: bool) -> Callable[[Paint], bool]:
    """Which of what a page says may hide text: an ink like the paper or like some ground, a ground like the usual ink, no size."""
    grounds = {paint.ground for paint in said if paint.ground is not None} - {UNKNOWN}

    @cache
    def is_suspect(paint: Paint) -> bool:
        ink, ground = paint.fill or paint.ink, paint.ground
        if paint.size == 0:
            return True
        if ink is None:
            return is_sheet_known and ground not in (None, UNKNOWN) and is_unseen(BLACK, ground.over(WHITE))
        if ink is UNKNOWN or ground is UNKNOWN:
            return False
        if ground is not None:
            return is_unseen(ink, ground.over(WHITE))
        return is_unseen(ink, WHITE) or ink in grounds

    return is_suspect


class _Painter:
    """What holds for each element of a page, by what it and those around it say."""

    def __init__(self, tree: LexborHTMLParser, cascade: Cascade | None, is_sheet_known: bool) -> None:
        self._tree = tree
        self._cascade = cascade
        self._is_sheet_known = is_sheet_known
        self._states: dict[int, _State] = {}

    def saying(self, is_suspect: Callable[[Paint], bool]) -> Iterator[LexborNode]:
        """The elements that say something of the kind by themselves."""
        for node in self._tree.css("[style],[bgcolor],font[color],body[text]"):
            attributes = node.attributes
            if is_suspect(paint_of(self._own(node))) or is_suspect(own_paint(attributes)):
                yield node
        if self._cascade is not None:
            for rule in self._cascade.rules:
                if is_suspect(paint_of(rule.declared)):
                    yield from self._cascade.nodes(rule.selector)

    def verdict(self, node: LexborNode) -> _Verdict:
        """Whether the text of an element, not that of elements within it, shows."""
        ink, ground, is_small, is_unsure, fill = self._state(node)
        if is_small:
            return _Verdict.UNSURE if is_unsure else _Verdict.UNSEEN
        ink = fill or ink
        if ink is None:
            ink = BLACK if self._is_sheet_known else UNKNOWN
        if ink is UNKNOWN or (ground is UNKNOWN and ink.alpha >= FAINT) or not is_unseen(ink, ground):
            return _Verdict.SHOWN
        return _Verdict.UNSURE if is_unsure and ink.alpha >= FAINT else _Verdict.UNSEEN

    def _own(self, node: LexborNode) -> str:
        if self._cascade is not None:
            return self._cascade.painted(node)
        return node.attributes.get("style") or ""

    def _state(self, node: LexborNode | None) -> _State:
        path: list[LexborNode] = []
        while node is not None and node.mem_id not in self._states:
            path.append(node)
            node = node.parent
        state = self._states[node.mem_id] if node is not None else _State()
        for each in reversed(path):
            state = self._states[each.mem_id] = self._within(each, state)
        return state

    def _within(self, node: LexborNode, around: _State) -> _State:
        """What holds for an element's text where that holds around it."""
        tag = node.tag or ""
        if tag in ("-undef", "html", "-text"):
            return around
        if tag in _FIELDS:
            around = _State(ink=BLACK)
        attributes = node.attributes
        paint = paint_of(self._own(node))
        old = own_paint(attributes)
        ink = paint.ink or old.ink or (UNKNOWN if tag == "a" and "href" in attributes else None)
        ground = paint.ground or old.ground or (UNKNOWN if tag == "mark" else None)
        is_small, is_unsure = around.is_small, around.is_unsure
        if tag == "table":
            is_unsure = False
        if paint.size is not None and paint.size != PART:
            is_small = paint.size == 0
        if not self._is_sheet_known and ("class" in attributes or tag == "th"):
            is_unsure = True
        ink, fill = ink or around.ink, paint.fill or around.fill
        if ground is None:
            return _State(ink, around.ground, is_small, is_unsure, fill)
        behind = around.ground
        if ground is not UNKNOWN and ground.alpha < 1:
            ground = ground.over(behind) if behind is not UNKNOWN else UNKNOWN
        return _State(ink, ground, is_small, fill=fill)


def _is_unseen_number(node: LexborNode, painter: _Painter, gone: set[int]) -> bool:
    """Whether a number outside of cells does not show; if that is unsure, it is taken so beside another that does."""
    own = {painter.verdict(piece) for piece in _with_text(node, gone)}
    if own != {_Verdict.UNSURE}:
        return own == {_Verdict.UNSEEN}
    around = node.parent
    if around is None or any(map(str.isalpha, around.text() or "")):
        return False
    return any(painter.verdict(piece) is _Verdict.SHOWN for piece in _with_text(around, gone))


def _cells_of(node: LexborNode) -> Sequence[LexborNode]:
    """The cell in which an element stands, or the cells within it."""
    if node.tag not in CELLS and not is_in_cell(node):
        return node.css("td,th")
    cell = node if node.tag in CELLS else closest(node, CELLS)
    return (cell,) if cell is not None else ()


def _unseen_in(cell: LexborNode, painter: _Painter, gone: set[int]) -> Iterator[LexborNode]:
    """The cell where nothing in it shows, else those of its elements whose text does not."""
    pieces = {piece.mem_id: piece for piece in _with_text(cell, gone)}
    verdicts = {mem_id: painter.verdict(piece) for mem_id, piece in pieces.items()}
    hidden = {mem_id for mem_id, verdict in verdicts.items() if verdict is _Verdict.UNSEEN}
    shown = {mem_id for mem_id, verdict in verdicts.items() if verdict is _Verdict.SHOWN}
    if shown:
        hidden = verdicts.keys() - shown  # not all of the cell, so it is no white text on a dark ground
    if not hidden:
        return
    around = {each for mem_id in shown for each in _ancestors(pieces[mem_id])}
    if not shown or not around.isdisjoint(hidden):
        yield cell
    else:
        yield from (pieces[mem_id] for mem_id in hidden)


def _ancestors(node: LexborNode) -> Iterator[int]:
    parent = node.parent
    while parent is not None and parent.tag not in CELLS:
        yield parent.mem_id
        parent = parent.parent
    if parent is not None:
        yield parent.mem_id


def _with_text(cell: LexborNode, gone: set[int]) -> Iterator[LexborNode]:
    """The elements of a cell that hold text themselves, or are a field that does."""
    left = [cell]
    while left:
        node = left.pop()
        if node.tag in _FIELDS:
            yield node
            continue
        for child in node.iter(include_text=True):
            if child.tag == "-text":
                if (child.text_content or "").strip():
                    yield node
            elif child.tag not in _NO_TEXT and child.mem_id not in gone:
                left.append(child)
