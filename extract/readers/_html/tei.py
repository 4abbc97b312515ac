"""A page as trafilatura writes it in XML or TEI → the page: its tables are of rows and cells, <lb/> ends a line."""

from __future__ import annotations

import re
from typing import Final

_HTML: Final = {"row": "tr", "cell": "td", "lb": "br"}
_TAG: Final = re.compile(rf"(?<=<)(/?)({'|'.join(_HTML)})\b")
_TITLED: Final = re.compile(r"(<doc\b[^<>]*?\stitle=\"([^\"<>]*)\"[^<>]*>)")


def as_html(markup: str) -> str:
    """The page in HTML; any other markup as it is."""
    if "<row" not in markup or "<cell" not in markup or "<tr" in markup:
        return markup
    return _TAG.sub(lambda tag: tag[1] + _HTML[tag[2]], _TITLED.sub(r"\1<title>\2</title>", markup, count=1))
