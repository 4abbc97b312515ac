"""What marks up a text, outside of rows of bars → the text alone; LaTeX's rows (`规章 & 0 \\\\`) → rows of bars.

Markdown: `1\\.`, `\\-3`, `[规章]{style="font-family:宋体"}`; the latter is what pandoc makes of a web page's styled text. Org: a line
break in a blank cell (`\\\\`). In tables drawn with characters what is left is as wide as before. Text whose style may hide,
strike or raise it stays as it is, and is no number.
"""

from __future__ import annotations

import re
from typing import Final

from extract.readers._text.places import width

MOST_NESTED: Final = 6  # spans within each other
_TOLD: Final = (
    r"display\s*:\s*none|hidden|collapse|opacity|line-through|vertical-align\s*:\s*su|position\s*:\s*(?:abs|fix)|-\d{3}"
    r"|font-size\s*:\s*[01]?(?:\.\d+)?(?:p[xt]|r?em|%|;|\"|$)|(?<!-)color\s*:\s*(?:\w*white|transparent|#f|rgba|rgb\(\s*2\d\d)"
)
_SPAN: Final = re.compile(
    rf"\[(?P<text>[^\[\]\n]*)\]\{{(?![^{{}}\n]*(?:{_TOLD}))[^{{}}\n]*\}}", re.IGNORECASE
)
_ESCAPED: Final = re.compile(r"\\([-.()\[\]#+!_*>~])")  # no mark that parts cells
_BREAK_OF_ORG: Final = re.compile(r"\\\\(?=[ \t]*\|)")
_ROW_OF_LATEX: Final = re.compile(r"^(?P<cells>[^\n]*[^\n\\]&[^\n]*)\\\\[ \t]*$", re.MULTILINE)
_DRAWN: Final = ("|", "  ")  # how lines of a table begin


def without_markup(text: str) -> str:
    if "]{" in text:
        text = "\n".join(_without_spans(line) if "]{" in line else line for line in text.split("\n"))
    if "\\\\" in text:
        text = _BREAK_OF_ORG.sub("  ", text)
    if "\\begin{tabular" in text:
        text = _ROW_OF_LATEX.sub(lambda row: f"|{row['cells'].replace(' & ', ' | ')}|", text)
    if "\\" in text:
        text = "\n".join(
            _ESCAPED.sub(r"\1", line) if _is_escaped(line) else line for line in text.split("\n")
        )
    return text


def _is_escaped(line: str) -> bool:
    return "\\" in line and "|" not in line and not line.startswith(_DRAWN)


def _without_spans(line: str) -> str:
    for _ in range(MOST_NESTED):
        line, found = _SPAN.subn(_padded if line.startswith(_DRAWN) else r"\g<text>", line)
        if not found:
            break
    return line


def _padded(span: re.Match[str]) -> str:
    return span["text"] + " " * (width(span[0]) - width(span["text"]))
