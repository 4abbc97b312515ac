"""Lines of `|`-separated cells → rows: Markdown, psql, and the dumps that text extractors make of web pages.

Such a dump fills each row up to the table's width with bars that have nothing between them, wherever its merges
were, and leaves blank cells out; where cells hold paragraphs it gives each cell its own line:

    规章 | 0 | 0 | 0 |            规章 |
    行政许可 | 0 | ||             0 |
                                  ||

So in a dump only what is printed counts as cells, and the width tells where a row ends.
"""

from __future__ import annotations

import html
import re

from extract.readers._text.folded import unfolded
from extract.readers._text.places import EDGE_OR_TAB
from extract.readers._text.rows import Rows, is_value, rows_of_cells
from extract.readers._text.some_width import rows_of_some_width

MAX_ROW_LINES = 6  # lines between two rules that may be one row with folded cells; more are several rows

# at least three dashes: `--` in a cell may stand for "not applicable", and a row may hold nothing else; beside a long
# run two may be an empty column's. Runs are taken whole: shared out between the repeats they could be in 2^n ways
_RULE = re.compile(
    r"(?=.*[-=─━])(?:[\s|+┼├┤┌┐└┘┬┴]|:?[-=─━]{3,}+:?|:-{1,2}:?|-{1,2}:)+|"
    r"(?=.*[-=─━]{8})(?:\s|[-=─━]{2,}+)+"
)
_HEAD_RULE = re.compile(r"\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?\s*)?")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_BOLD = re.compile(r"^(\*\*|__)(.+?)\1(?=$|<br)", re.DOTALL)
_BAR = re.compile(r"(?<!\\)\|")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_FILL = re.compile(r"\|\|+$")
# a blank other than a space is a cell's own, but in a dump in which no space parts cells from bars
_WIDE_BESIDE = re.compile(r"[^\S \t](?=\|)|(?<=\|)[^\S \t]")
_TOUCHING = re.compile(r"[^\s|]\|")
_HARD_BREAK = "  "
_INNER_BLANK = re.compile(r"\|\s*\|[^|]*[^|\s]")


def with_bars(line: str) -> str:
    """The line with every bar a `|`."""
    return line.replace("│", "|").replace("┃", "|")


def bar_run(lines: list[str], start: int) -> tuple[Rows, int]:
    """The rows of the `|`-table that starts at this line, and the line behind it; no rows where no table starts here.

    Lines between two rules (---) may be one row whose cells go over several lines, or rows of their own.
    """
    end = start
    segments: list[list[str]] = [[]]  # lines between two ruled ones
    heads = True  # Markdown's rules stand below the heads of tables, not behind rows
    while end < len(lines):
        line = with_bars(lines[end]).strip(EDGE_OR_TAB)
        if _RULE.fullmatch(line):
            segments.append([])
            heads = heads and _HEAD_RULE.fullmatch(line) is not None
        elif "|" in line:
            segments[-1].append(line)
        elif segments[-1] and _goes_on(lines, end):
            segments[-1][-1] += f"\n{line}" if line else ""
        else:
            break
        end += 1
    flat = [line for segment in segments for line in segment]
    # where a bar opens only a few lines, it stands behind a blank first cell of these
    framed = sum(line.startswith("|") for line in flat) * 2 > len(flat) and not _are_unframed(flat)
    if (not framed and len(flat) < 2) or not any(line.strip("| ") for line in flat):
        return [], end
    spaced = flat if any(" |" in line for line in flat) else [_WIDE_BESIDE.sub(" ", line) for line in flat]
    if _is_dump(spaced):
        return _dumped_rows(spaced, framed), end
    if all(line.startswith("|") and line.endswith("|") for line in flat):
        segments = [unfolded(segment) for segment in segments]
    # a bar behind each cell, the last one too
    closed = not framed and all(line.endswith("|") for line in _whole(flat))
    filled = [[_bar_cells(line, framed, closed) for line in segment] for segment in segments if segment]
    if not heads and len(segments) - 1 >= 4 and max(map(len, filled)) <= MAX_ROW_LINES:
        return [_unfolded(segment) for segment in filled], end
    return [row for segment in filled for row in segment], end


def _goes_on(lines: list[str], place: int) -> bool:
    """Whether a line without bars belongs to the row above it.

    html2text breaks the line of a row where one of its cells has a line break, and leaves two spaces before the break.
    """
    above, line = lines[place - 1], lines[place]
    if not above.endswith(_HARD_BREAK):
        return False
    if line.strip(EDGE_OR_TAB):
        return is_value(line)
    below = lines[place + 1] if place + 1 < len(lines) else ""
    return line.endswith(_HARD_BREAK) and len(_BAR.findall(above)) == len(_BAR.findall(below))


def _are_unframed(lines: list[str]) -> bool:
    """Whether no bar opens the rows, although most lines begin with one: that one stands behind a blank first cell.

    Such a cell is what a merged label leaves in its lower rows. It is told by several lines without a bar before them that
    have as many bars as any other.
    """
    counts = [(line.startswith("|"), len(_BAR.findall(line))) for line in lines]
    most = max(count for _, count in counts)
    return sum(not opened and count == most for opened, count in counts) > 1


def _bar_cells(line: str, framed: bool, closed: bool = False) -> list[str]:
    inner = line[1:] if framed and line.startswith("|") else line
    if (framed or closed) and inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return [_plain(cell) for cell in _BAR.split(inner)]


def _plain(cell: str) -> str:
    """A cell's text without the marks of Markdown: `**一、**`, `1\\.`, `&nbsp;`."""
    text = cell.strip(EDGE_OR_TAB)
    if len(text) > 2:
        text = _BREAK.sub("\n", _ESCAPED.sub(r"\1", _BOLD.sub(r"\2", text)))
        text = html.unescape(text) if "&" in text else text
    return text


def _unfolded(segment: Rows) -> list[str]:
    """The lines between two rules as one row: what stands below each other in a column is one cell.

    | 三、本年度办理结果   | 835 |
    | （二）部分公开       |     |
    """
    width = max(map(len, segment))
    return ["\n".join(filter(None, (row[col] for row in segment if col < len(row)))) for col in range(width)]


def _is_dump(lines: list[str]) -> bool:
    """Whether a text extractor wrote the lines, which prints no blank cells and fills rows up with bars.

    A bar behind a space closes each line, no blank stands before a printed cell, and bars stand side by side at the ends of
    some lines, or each cell has a line of its own.
    """
    if not _are_closed(lines):
        return False
    if any(_INNER_BLANK.search(line.removeprefix("|")) for line in lines):
        return False
    return any(_FILL.search(line) for line in lines) or _has_cell_lines(lines)


def _are_closed(lines: list[str]) -> bool:
    """Whether a bar behind a space ends every line. The last line may lack it, where the text was cut short."""
    return all(line.endswith("|") and not _TOUCHING.search(line) for line in _whole(lines))


def _whole(lines: list[str]) -> list[str]:
    return lines if len(lines) == 1 or lines[-1].endswith("|") else lines[:-1]


def _has_cell_lines(lines: list[str]) -> bool:
    """Most lines hold one cell and the bar behind it."""
    return sum(line.find("|") == len(line) - 1 for line in lines) * 2 > len(lines)


def _dumped_rows(lines: list[str], framed: bool) -> Rows:
    if not _has_cell_lines(lines):
        rows = ([cell for cell in _bar_cells(line, framed) if cell] for line in lines)
        return [row for row in rows if row]
    cells = [cell for line in lines for cell in _bar_cells(line.removesuffix("|"), framed=False)]
    if "" not in cells:  # without blanks some width fits by chance
        return rows_of_cells(cells)
    filled_up = any(_FILL.search(line) for line in lines)  # else a bar alone is a blank cell
    return rows_of_some_width(cells) or rows_of_cells([cell for cell in cells if cell or not filled_up])
