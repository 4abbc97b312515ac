"""The elements of a page that do not show, and those whose text stands there in a special way, by tags, styles and scripts."""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntFlag
from functools import cached_property, lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extract.readers._html.css.cascade import Cascade
from extract.readers._html.css.look import HIDING, Look, look_of
from extract.readers._html.css.paint import Paint, own_paint, paint_of
from extract.readers._html.css.rules import declarations, with_variables
from extract.readers._html.css.seen import unseen_text
from extract.readers._html.css.styles import HIDES_NUMBERS, ROWS, cascade_of, styled_in_tables
from extract.readers._html.filled import (
    Code,
    filled_by_content,
    filled_by_data,
    filled_by_script,
    filled_in_place,
)
from extract.readers._html.roles import codes_by_labels, codes_by_role
from extract.readers._html.tabs import hidden_twins
from extract.readers._html.tags import (
    CELLS,
    closest,
    is_in_cell,
    is_inline,
    is_number,
    kind_of,
)

_WECHAT_ARTICLE = "js_content"  # sent as `visibility: hidden`, shown by WeChat's script once it is there
_PAGES = ("html", "body")  # hidden only until a script has done its work: else there would be no page
_IN_CELLS = "td[style],td [style],th [style]"
# of Bootstrap, Drupal and WordPress
_NAMES_FOR_READERS = (
    "sr-only",
    "visually-hidden",
    "visuallyhidden",
    "element-invisible",
    "screen-reader-text",
)
_READERS_ONLY = [name.encode() for name in _NAMES_FOR_READERS]
_OF_READERS = ",".join(f".{name}" for name in _NAMES_FOR_READERS)


class Mark(IntFlag):
    """How the text of an element stands on the page."""

    INVISIBLE = 1
    STRUCK = 2
    WHITE = 4
    RAISED = 8
    LOWERED = 16
    APART = 32
    DRAWN = 64  # a style sheet or a script prints something; where there is no text it is all of the cell
    FIGURE = 128  # so, and it is a number
    UNCLEAR = 256  # moved, turned or cut: no part of a number beside it


_MARKS = {Look.INVISIBLE: Mark.INVISIBLE, Look.STRUCK: Mark.STRUCK}
_TOLD_BY_TAG = "[hidden],[popover],s.msoDel,span.msoDel,del,dialog:not([open]),details:not([open]),bdo[dir]"


def attributed_nodes(
    tree: LexborHTMLParser, code: Code | None
) -> tuple[set[int], dict[int, Mark], dict[int, int]]:
    """By their `mem_id` the elements that do not show at all, the marks of those whose text is special in some way, and parts of tables without such tags.

    `code`: what the page's scripts say.
    """
    cascade = cascade_of(tree, tree.css("style"))
    gone, marks = _by_tags(tree, cascade)
    parts = codes_by_role(tree)
    paints = _mark_by_attributes(tree, cascade, gone, marks)
    if cascade is not None:
        _mark_by_sheets(cascade, gone, marks)
    parts = parts or codes_by_labels(tree)
    for node in (*unseen_text(tree, cascade, paints, gone), *_for_screen_readers(tree, cascade)):
        marks.setdefault(node.mem_id, Mark.WHITE)
    if code is not None:
        for node, figure in filled_by_script(tree, code):
            _mark_filled(node, figure, marks)
        for node in (*filled_by_data(tree), *filled_in_place(tree.css("td script,th script"))):
            _mark_filled(node, True, marks)
    return gone, marks, parts


def _by_tags(tree: LexborHTMLParser, cascade: Cascade | None) -> tuple[set[int], dict[int, Mark]]:
    """The elements that do not show, and the marks of others, as far as tags and attributes alone tell."""
    gone: set[int] = set()
    marks: dict[int, Mark] = {}
    for node in tree.css(_TOLD_BY_TAG):
        if node.tag == "bdo":
            turned = (node.attributes["dir"] or "").strip().lower() == "rtl"
            if turned and len(node.text(strip=True)) > 1:
                marks[node.mem_id] = Mark.FIGURE
        elif node.tag == "details":
            if is_in_cell(node):  # what is folded away may not be part of the number beside it
                _mark_in_cell(node, Look.UNCLEAR, marks, {})
        elif node.tag == "del" and is_in_cell(node):
            continue
        elif not _is_shown_all_the_same(node, cascade):
            gone.add(node.mem_id)
        elif cascade is not None:
            _mark_in_cell(node, cascade.look(node), marks, {})
    return gone, marks


def _is_shown_all_the_same(node: LexborNode, cascade: Cascade | None) -> bool:
    """Whether a style says `display:block` of an element that its tag or the attribute `hidden` takes away."""
    said = cascade.declared(node) if cascade is not None else node.attributes.get("style") or ""
    return "display" in said and declarations(said.lower()).get("display", "none") != "none"


def _for_screen_readers(tree: LexborHTMLParser, cascade: Cascade | None) -> Iterator[LexborNode]:
    """Numbers, and elements of cells, with a class by which style sheets hide them, where the page's own say nothing of them."""
    page = (tree.raw_html or b"").lower()
    if not any(name in page for name in _READERS_ONLY):
        return
    for node in tree.css(_OF_READERS):
        if (closest(node, CELLS) or is_number(node)) and (cascade is None or not cascade.declared(node)):
            yield node


def _mark_by_attributes(
    tree: LexborHTMLParser, cascade: Cascade | None, gone: set[int], marks: dict[int, Mark]
) -> set[Paint]:
    """Marks what an element's own style does; returns what these styles say of colours and sizes."""
    paints: set[Paint] = set()
    own_looks = _OwnLooks(tree, gone, marks)
    variables = cascade.variables if cascade is not None else {}
    plain: set[str] = set()  # a page repeats a few styles in every cell
    for node in tree.css("[style],font[color]"):
        attributes = node.attributes
        if "color" in attributes:
            paints.add(own_paint({"color": attributes["color"]}))
        style = attributes.get("style") or ""
        if style in plain:
            continue
        said = with_variables(style, variables)
        paints.add(paint_of(said))
        look = look_of(said)
        if look is Look.PLAIN:
            plain.add(style)
        else:
            own_looks.mark(node, _look_here(node, look, said, cascade))
    return paints


def _look_here(node: LexborNode, look: Look, said: str, cascade: Cascade | None) -> Look:
    """What a style of that look, which says so, makes of this element."""
    if look is Look.APART and not is_inline(node):
        return Look.PLAIN
    if look in HIDING and cascade is not None:
        look = look_of(said := cascade.overruled(node, said))
    if look is Look.OUT_OF_SIGHT:  # which may mean nothing to an element of that kind
        look = look_of(said, kind_of(node))
    attributes = node.attributes
    if attributes.get("id") == _WECHAT_ARTICLE or node.tag in _PAGES:
        return Look.PLAIN
    collapsed = look is Look.INVISIBLE and "collapse" in (attributes.get("style") or "").lower()
    return Look.GONE if node.tag in ROWS and (look is Look.OUT_OF_SIGHT or collapsed) else look


class _OwnLooks:
    """Marks elements by the looks of their own styles; most looks count within cells only."""

    def __init__(self, tree: LexborHTMLParser, gone: set[int], marks: dict[int, Mark]) -> None:
        self._tree, self._gone, self._marks = tree, gone, marks
        self._texts: dict[int, str] = {}

    def mark(self, node: LexborNode, look: Look) -> None:
        if look is Look.PLAIN:
            return
        if look in _MARKS:
            self._marks[node.mem_id] = _MARKS[look]
        elif look is Look.GONE:
            self._gone.add(node.mem_id)
        elif look in (Look.TINY, Look.UNCLEAR) and node.tag in ROWS:
            self._marks.update((cell.mem_id, Mark.WHITE) for cell in node.css("td,th"))
        elif look is Look.NO_SIZE and len(node.css("*")) == 1:
            _mark_gone(node, self._gone, self._marks)
        elif node.mem_id in self._in_cells and node.css_first("table") is None:
            if look is Look.OUT_OF_SIGHT:
                _mark_gone(node, self._gone, self._marks)
            else:
                _mark_in_cell(node, look, self._marks, self._texts)
        elif look in HIDES_NUMBERS and is_number(node):
            self._marks[node.mem_id] = Mark.WHITE

    @cached_property
    def _in_cells(self) -> set[int]:
        return {each.mem_id for each in self._tree.css(_IN_CELLS)}


def _mark_gone(node: LexborNode, gone: set[int], marks: dict[int, Mark]) -> None:
    """Notes an element that shows nothing; a cell keeps its place as an empty one."""
    if node.tag in CELLS:
        marks[node.mem_id] = Mark.INVISIBLE
    else:
        gone.add(node.mem_id)


def _mark_by_sheets(cascade: Cascade, gone: set[int], marks: dict[int, Mark]) -> None:
    texts: dict[int, str] = {}
    gone.update(node.mem_id for node in hidden_twins(cascade))
    for node, look in styled_in_tables(cascade):
        if node.mem_id in gone:
            continue
        if look is Look.STRUCK:
            marks[node.mem_id] = Mark.STRUCK
        elif node.tag in CELLS:
            marks.setdefault(node.mem_id, Mark.WHITE)
        elif look in HIDING or (look is Look.UNCLEAR and not is_in_cell(node)):
            marks[node.mem_id] = Mark.WHITE
        else:
            _mark_in_cell(node, look, marks, texts)
    for node, figure in filled_by_content(cascade):
        _mark_filled(node, figure, marks)


def _mark_filled(node: LexborNode, figure: bool, marks: dict[int, Mark]) -> None:
    if node.css_first("table") is None:
        marks.setdefault(node.mem_id, Mark.FIGURE if figure else Mark.DRAWN)


def _mark_in_cell(node: LexborNode, look: Look, marks: dict[int, Mark], texts: dict[int, str]) -> None:
    """Marks an element whose style means something only beside what else its cell holds; `texts` keeps the cells' texts once asked for."""
    mark = _meant_in_cell(node, look, texts)
    if mark is not None:
        marks[node.mem_id] = mark
    if look is Look.SPREAD:
        text = node.text() or ""
        for each in node.iter():
            if _parts_digits(each, text):
                marks.setdefault(each.mem_id, Mark.APART)


def _meant_in_cell(node: LexborNode, look: Look, texts: dict[int, str]) -> Mark | None:
    cell = node if node.tag in CELLS else closest(node, CELLS)
    if look in (Look.APART, Look.SPREAD):
        is_between = cell is not None and is_inline(node) and _parts_digits(node, _text_of(cell, texts))
        return Mark.APART if is_between else None
    if look is Look.TINY:
        return Mark.WHITE
    if look is Look.UNCLEAR:
        return Mark.UNCLEAR if _n_digits(node.text() or "") else None
    if look not in (Look.RAISED, Look.LOWERED) or cell is None:
        return None
    if "".join((node.text() or "").split()) == "".join(_text_of(cell, texts).split()):
        return None
    return Mark.RAISED if look is Look.RAISED else Mark.LOWERED


def _text_of(cell: LexborNode, texts: dict[int, str]) -> str:
    text = texts.get(cell.mem_id)
    if text is None:
        text = texts[cell.mem_id] = cell.text() or ""
    return text


def _parts_digits(node: LexborNode, cell: str) -> bool:
    """Whether an element within a line stands between digits of a cell's text that would run together without it."""
    text = node.text() or ""
    own, all_digits = _n_digits(text), _n_digits(cell)
    return 0 < own < all_digits or (not text.strip() and all_digits > 1)


@lru_cache(maxsize=64)  # a cell's text is asked for once for each element in it
def _n_digits(text: str) -> int:
    return sum(map(str.isdigit, text))
