"""What pandoc's Markdown makes of a web page's styled text, `[规章]{style="font-family:宋体"}` → the text alone.

In tables drawn with characters what is left is as wide as before. Text whose style may hide, strike or raise it stays as it is,
and is no number.
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
_DRAWN: Final = ("|", "  ")  # how lines of a table begin


def without_spans(text: str) -> str:
    if "]{" not in text:
        return text
    return "\n".join(_plain(line) if "]{" in line else line for line in text.split("\n"))


def _plain(line: str) -> str:
    for _ in range(MOST_NESTED):
        line, found = _SPAN.subn(_padded if line.startswith(_DRAWN) else r"\g<text>", line)
        if not found:
            break
    return line


def _padded(span: re.Match[str]) -> str:
    return span["text"] + " " * (width(span[0]) - width(span["text"]))
