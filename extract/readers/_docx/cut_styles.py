"""word/styles.xml → its styles, each cut out and parsed when it is asked for.

Templates define some 160 styles in up to 350 KB, a report uses a handful of them: parsing all of them takes several times as
long as the text. Only what the usual programs write is cut; anything else in the part, and it is parsed whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from lxml import etree

from extract.errors import DocumentError
from extract.readers._docx.styles import FindStyle, styles_of
from extract.readers._shared.xml import parse

_HEAD: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml(?P<declared>[^>]*)\?>\s*)?<w:styles\s[^<>]*>")
_ENCODING: Final = re.compile(rb"encoding\s*=\s*[\"'](?!utf-8[\"'])", re.IGNORECASE)
_STYLE: Final = re.compile(rb'<w:style\s[^<>]*?(?<=\s)w:styleId="([^"&<>]*)"[^<>]*>')
_ANY_STYLE: Final = re.compile(rb"style(?<!/w:style)[\s/>]")  # begins, by whatever prefix
_END: Final = b"</w:style>"
_END_OF_ALL: Final = b"</w:styles>"
# a comment may hold a style, and so may a branch that another program reads
_ODD: Final = (b"!", b"AlternateContent")


@lru_cache(maxsize=8)  # one program's files, or one office's, have the same part
def cut_styles(xml: bytes) -> FindStyle:
    """What finds a style by its id. Raises DocumentError, then or at a style, where the part is damaged."""
    head = _HEAD.match(xml)
    if head is None or _ENCODING.search(head["declared"] or b"") or any(odd in xml for odd in _ODD):
        return styles_of(parse(xml))
    starts = {match[1]: match.span() for match in _STYLE.finditer(xml)}
    if len(_ANY_STYLE.findall(xml)) != len(starts):
        return styles_of(parse(xml))
    return _Cuts(xml, head[0], starts).find


@dataclass(slots=True)
class _Cuts:
    xml: bytes
    head: bytes
    starts: dict[bytes, tuple[int, int]]  # by id, where the start tag begins and ends
    _found: dict[str, etree._Element | None] = field(default_factory=dict)
    _whole: FindStyle | None = None

    def find(self, identifier: str) -> etree._Element | None:
        if self._whole is not None:
            return self._whole(identifier)
        if identifier not in self._found:
            try:
                self._found[identifier] = self._cut(identifier)
            except DocumentError:  # not cut where the style ends
                self._whole = styles_of(parse(self.xml))
                return self._whole(identifier)
        return self._found[identifier]

    def _cut(self, identifier: str) -> etree._Element | None:
        place = self.starts.get(identifier.encode("utf-8", "replace"))
        if place is None:
            return None
        start, inside = place
        is_empty = self.xml[inside - 2] == ord("/")
        end = inside if is_empty else self.xml.find(_END, inside) + len(_END)
        return parse(self.head + self.xml[start : max(end, inside)] + _END_OF_ALL)[0]
