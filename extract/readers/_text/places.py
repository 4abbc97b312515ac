"""A line of text: what a dump leaves around it, and its places as a terminal shows it.

A Chinese character takes two places, a mark without width none.
"""

from __future__ import annotations

from unicodedata import combining, east_asian_width

EDGE = " \r\f\v"  # what dumps leave around a line; U+00A0 and U+3000 stay, they are the cell's
EDGE_OR_TAB = EDGE + "\t"
_NO_WIDTH = frozenset("\u200b\u200c\u200d\u2060\ufeff")


def places(line: str) -> list[str]:
    """One string a place; the second place of a wide character is "", what has no width stands with its neighbour."""
    if line.isascii():
        return list(line)
    taken: list[str] = []
    held = ""  # without width, at the beginning of a cell
    for character in line:
        if character in _NO_WIDTH or combining(character):
            if taken and taken[-1] != " ":
                taken[-1] += character
            else:
                held += character
            continue
        taken.append(held + character)
        held = ""
        if east_asian_width(character) in "WF":
            taken.append("")
    return taken


def width(text: str) -> int:
    return len(places(text))
