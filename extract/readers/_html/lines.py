"""Lexbor's nodes → lines of plain text, where they hold nothing else; white space as a browser draws it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from selectolax.lexbor import LexborNode

from extract.readers._html.marks import Mark
from extract.readers._html.tags import BLOCK, BREAK, SKIP, codes_of_tags

SHORT_TEXT = 64  # characters; kept for the next report, as labels recur
SPACE = " \t\n\r\f"  # what HTML collapses: neither U+00A0 nor U+3000
_SPACES = re.compile(r"[ \t\n\r\f]+")


def collapsed(text: str) -> str:
    """White space as a browser draws it: one space each, none at the ends."""
    return _short_collapsed(text) if len(text) <= SHORT_TEXT else _SPACES.sub(" ", text).strip(" ")


@lru_cache(maxsize=1 << 13)
def _short_collapsed(text: str) -> str:
    """Labels and numbers are the same in report after report."""
    return _SPACES.sub(" ", text).strip(" ")


def lines_of(first: LexborNode, hidden: set[int], marked: Mapping[int, Mark]) -> list[str] | None:
    """The lines of siblings that hold only text, inline and block elements; None where they hold more."""
    text_id, codes = codes_of_tags()
    only = first
    while only.next is None:  # most cells: <p><span>12</span></p>
        if only.tag_id == text_id:
            text = collapsed(only.text_content or "")
            return [text] if text else []
        if codes.get(only.tag_id, 0) > BLOCK or only.mem_id in hidden or only.mem_id in marked:
            break
        child = only.first_child
        if child is None:
            return []
        only = child
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
