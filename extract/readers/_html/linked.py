"""A page and the style sheets that it links to, where its archive holds them → the page with them in it.

Chrome takes even the sheets that stand in a page out of it when it saves one, so what a style hides is told by a part
of the archive alone.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import urljoin

_LINK: Final = re.compile(r"<link\b[^<>]*>", re.IGNORECASE)
_END: Final = re.compile(r"</(?=style)", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(
    r"\b(rel|href|media)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE
)


def with_sheets(markup: str, sheets: Mapping[str, str], base: str) -> str:
    """Each link to one of these sheets, known by their addresses, replaced by it, at its first place; `base`: the page's."""
    left = dict(sheets)

    def linked(link: re.Match[str]) -> str:
        said = {name.lower(): html.unescape("".join(value)) for name, *value in _ATTRIBUTE.findall(link[0])}
        sheet = left.pop(address(base, said.get("href", "")), None)
        if sheet is None or said.get("rel", "").lower().split() != ["stylesheet"]:
            return link[0]
        media = html.escape(said.get("media", "all"))
        return f'<style media="{media}">{_END.sub("", sheet)}</style>'

    return _LINK.sub(linked, markup) if left else markup


def address(base: str, location: str) -> str:
    """Where a part is, of what its page or its own header says."""
    try:
        return urljoin(base, location.strip())
    except ValueError:  # no address at all
        return location
