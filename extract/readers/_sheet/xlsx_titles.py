"""A report's title that stands in no cell of an .xlsx: in a text box (WordArt), or at the head of the printed page."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from typing import Final

from lxml import etree

from extract.readers._shared.xml import local_name
from normalize.agency import agency_of_title

_HEAD: Final = re.compile(rb"<(?:\w+:)?(?:odd|first)Header\b[^>]*>([^<]*)<")
_PART: Final = re.compile("&[LCR]")  # left, middle and right of the page's head
_LOOK: Final = re.compile('&(?:"[^"]*"|K[0-9A-Fa-f]{6}|[0-9]+|[A-Z])')


def titles_beside(sheet: bytes, drawings: Iterable[etree._Element]) -> list[str]:
    """The titles that name an agency."""
    texts = (*_boxes(drawings), *_heads(sheet))
    return [*dict.fromkeys(text for text in texts if agency_of_title(text))]


def _boxes(drawings: Iterable[etree._Element]) -> Iterator[str]:
    for drawing in drawings:
        for body in drawing.iter("{*}txBody"):
            yield "".join(each.text or "" for each in body.iter() if local_name(each) == "t").strip()


def _heads(sheet: bytes) -> Iterator[str]:
    for found in _HEAD.finditer(sheet):
        for part in _PART.split(html.unescape(found[1].decode("utf-8", "replace"))):
            yield _LOOK.sub("", part).strip()
