"""Lexbor's nodes → what they are to a report: the kind of each tag, what a style hides, lines of plain text."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extract.readers._html_styles import NO_SIZE, UNSEEN, hidden_in_cells

SHORT_TEXT = 64  # characters; kept for the next report, as labels recur
SPACE = " \t\n\r\f"  # what HTML collapses: neither U+00A0 nor U+3000
_SPACES = re.compile(r"[ \t\n\r\f]+")
_NOT_SHOWN = re.compile(
    r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*collapse|mso-hide\s*:\s*all"
    r"|mso-element\s*:\s*(?:comment|comment-list|annotation)\b)",
    re.IGNORECASE,
)
_INVISIBLE = re.compile(rf"(?:^|[;\s]){UNSEEN}", re.IGNORECASE)
_NO_SIZE = re.compile(rf"(?:^|[;\s]){NO_SIZE}", re.IGNORECASE)
_STRUCK = re.compile(r"(?:^|[;\s])text-decoration[\w-]*\s*:[^;]*line-through", re.IGNORECASE)
_STYLED = ",".join(
    f'[style*="{word}" i]'
    for word in (
        "display",
        "visibility",
        "mso-hide",
        "mso-element",
        "line-through",
        "opacity",
        "font-size:0",
        "font-size: 0",
    )
)
_ATTRIBUTED = f"[hidden],s.msoDel,span.msoDel,{_STYLED}"

BLOCK, SKIP, BREAK, TABLE, GROUP, FOOT, ROW, CELL, HEADING = range(1, 10)
LINK, INPUT, SELECT, IMAGE, PRE, RAISED, LOWERED, STRIKE = range(10, 18)
_TAGS = {
    BLOCK: "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset"
    " figcaption figure footer form header hgroup hr html legend li listing main menu nav ol p search section"
    " summary ul",
    SKIP: "head script style noscript template iframe noembed noframes svg audio video canvas object datalist"
    " rp del colgroup",
    BREAK: "br",
    TABLE: "table",
    GROUP: "thead tbody",
    FOOT: "tfoot",
    ROW: "tr",
    CELL: "td th",
    HEADING: "h1 h2 h3 h4 h5 h6",
    LINK: "a",
    INPUT: "input",
    SELECT: "select",
    IMAGE: "img",
    PRE: "pre xmp plaintext",
    RAISED: "sup",
    LOWERED: "sub",
    STRIKE: "s strike",
}


@cache
def codes_of_tags() -> tuple[int, dict[int, int]]:
    """Lexbor's number of a text node, and what to do at each numbered tag."""
    tree = LexborHTMLParser("<p>x")
    paragraph = tree.body.first_child if tree.body else None
    assert paragraph is not None
    assert paragraph.first_child is not None
    codes = {tree.create_node(tag).tag_id: code for code, tags in _TAGS.items() for tag in tags.split()}
    return paragraph.first_child.tag_id, codes


def collapsed(text: str) -> str:
    """White space as a browser draws it: one space each, none at the ends."""
    return _short_collapsed(text) if len(text) <= SHORT_TEXT else _SPACES.sub(" ", text).strip(" ")


@lru_cache(maxsize=1 << 13)
def _short_collapsed(text: str) -> str:
    """Labels and numbers are the same in report after report."""
    return _SPACES.sub(" ", text).strip(" ")


def lines_of(first: LexborNode, hidden: set[int], marked: set[int]) -> list[str] | None:
    """The lines of siblings that hold only text, inline and block elements; None where they hold more."""
    text_id, codes = codes_of_tags()
    lines: list[str] = []
    pieces: list[str] = []
    above: list[LexborNode] = []
    node: LexborNode | None = first
    while node is not None or above:
        child = None
        if node is None:
            node = above.pop()
            ends_line = codes.get(node.tag_id) == BLOCK
        elif node.tag_id == text_id:
            pieces.append(node.text_content or "")
            ends_line = False
        else:
            code = codes.get(node.tag_id, 0) if node.mem_id not in hidden else SKIP
            if code > BREAK or node.mem_id in marked:
                return None
            child = node.first_child if code != SKIP else None
            ends_line = code in (BLOCK, BREAK)
        if ends_line and pieces:
            lines.append(collapsed("".join(pieces)))
            pieces.clear()
        if child is not None:
            above.append(node)
        node = child if child is not None else node.next
    lines.append(collapsed("".join(pieces)))
    return [line for line in lines if line]


def attributed_nodes(tree: LexborHTMLParser) -> tuple[set[int], set[int], set[int]]:
    """Addresses of the elements that are not there, invisible in their place, struck through."""
    gone: set[int] = set()
    invisible: set[int] = set()
    struck: set[int] = set()
    for node in tree.css(_ATTRIBUTED):
        attributes = node.attributes
        style = attributes.get("style") or ""
        deleted = "msodel" in (attributes.get("class") or "").lower().split()
        # elements inside may have a size of their own
        no_size = _NO_SIZE.search(style) and len(node.css("*")) == 1
        if deleted or "hidden" in attributes or _NOT_SHOWN.search(style) or no_size:
            gone.add(node.mem_id)
        elif _INVISIBLE.search(style):
            invisible.add(node.mem_id)
        elif _STRUCK.search(style):
            struck.add(node.mem_id)
    gone.update(node.mem_id for node in hidden_in_cells(tree))
    return gone, invisible, struck
