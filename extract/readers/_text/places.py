"""Places in a line as a terminal shows it: a Chinese character takes two, a mark without width none."""

from __future__ import annotations

from unicodedata import combining, east_asian_width

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
