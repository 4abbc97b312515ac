"""The kinds of HTML's elements, by Lexbor's numbers of their tags."""

from __future__ import annotations

from collections.abc import Container
from enum import Enum, auto
from functools import cache
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from normalize.number import number

BLOCK, SKIP, BREAK, TABLE, HEAD, GROUP, FOOT, ROW, CELL, HEADING = range(1, 11)
LINK, INPUT, SELECT, IMAGE, PRE, RAISED, LOWERED, STRIKE, BUTTON, DRAWN = range(11, 21)
READING: Final = 21  # of the word below it (注音)

CELLS: Final = ("td", "th")
LONG_NUMBER: Final = 40  # characters, with the blanks of the markup around it

_TAGS = {
    BLOCK: "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset"
    " figcaption figure footer form header hgroup hr html legend li listing main menu nav ol p search section"
    " summary textarea ul",
    SKIP: "head title style noscript template noembed noframes audio datalist rp colgroup",
    BREAK: "br",
    TABLE: "table",
    HEAD: "thead",
    GROUP: "tbody",
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
    STRIKE: "s strike del",
    BUTTON: "button",
    READING: "rt",
    DRAWN: "script iframe svg video canvas object embed meter progress math",
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


class Kind(Enum):
    """What an element is to a browser as long as no style says otherwise."""

    BLOCK = auto()
    INLINE = auto()  # a part of a line
    CELL = auto()
    ROW = auto()  # or a group of rows


_KINDS = {LINK: Kind.INLINE, CELL: Kind.CELL, ROW: Kind.ROW, HEAD: Kind.ROW, GROUP: Kind.ROW, FOOT: Kind.ROW}


def kind_of(node: LexborNode) -> Kind:
    return _KINDS.get(codes_of_tags()[1].get(node.tag_id, LINK), Kind.BLOCK)


def is_inline(node: LexborNode) -> bool:
    return kind_of(node) is Kind.INLINE


def closest(node: LexborNode, tags: Container[str]) -> LexborNode | None:
    """The nearest element around this one that has one of the tags."""
    parent = node.parent
    while parent is not None and (parent.tag or "") not in tags:
        parent = parent.parent
    return parent


def is_in_cell(node: LexborNode) -> bool:
    """Whether it stands in a cell, and in no further table there."""
    around = closest(node, (*CELLS, "table"))
    return around is not None and around.tag in CELLS


def is_number(node: LexborNode) -> bool:
    """Whether the text of an element is a number, perhaps with its unit, and nothing else."""
    text = node.text() or ""
    return len(text) < LONG_NUMBER and number(text).status == "reported"
