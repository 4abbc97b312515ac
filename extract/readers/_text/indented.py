"""Dumps that keep how a page's source indents its cells, a bar behind each → a line for each cell, without the tabs.

规章  |
⇥⇥⇥0  |
⇥⇥⇥0            the last cell of a row ends on a line of its own
   |
⇥⇥
行政规范性文件  |
"""

from __future__ import annotations

from extract.readers._text.places import EDGE_OR_TAB

NEARLY_ALL = 0.8  # of the tabbed lines end with a bar or go on in one that is a bar alone


def without_indents(lines: list[str]) -> list[str]:
    """The lines as they are unless tabs do nothing but indent cells that bars end."""
    tabbed = [n for n, line in enumerate(lines) if "\t" in line and line.strip(EDGE_OR_TAB)]
    if not tabbed or any("\t" in lines[n].strip(EDGE_OR_TAB) for n in tabbed):
        return lines
    ended = sum(_ends_cell(lines, n) for n in tabbed)
    if ended < NEARLY_ALL * len(tabbed):
        return lines
    cells: list[str] = []
    for n, line in enumerate(lines):
        content = line.strip(EDGE_OR_TAB)
        if content == "|" and n and cells and _is_text(lines[n - 1]):
            cells[-1] += " |"
        elif content or "\t" not in line:
            cells.append(content)
    return cells


def _ends_cell(lines: list[str], n: int) -> bool:
    below = lines[n + 1].strip(EDGE_OR_TAB) if n + 1 < len(lines) else ""
    return lines[n].rstrip(EDGE_OR_TAB).endswith("|") or below == "|"


def _is_text(line: str) -> bool:
    return bool(line.strip(EDGE_OR_TAB)) and "|" not in line
