"""Characters that OpenDocument writes as elements."""

from __future__ import annotations

from typing import Final

from lxml import etree

from extract.readers._odf.names import TEXT
from extract.readers._shared.xml import count_of

_MOST: Final = 100  # blanks in a row
_SIGNS: Final = {f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n"}


def sign_of(element: etree._Element) -> str | None:
    """The blanks, the tab or the line break that an element stands for; None for any other element."""
    if element.tag == f"{TEXT}s":
        return " " * min(count_of(element, f"{TEXT}c"), _MOST)
    return _SIGNS.get(element.tag)
