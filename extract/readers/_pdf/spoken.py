"""The text of a page as its glyphs show it, where the file says that they stand for other digits (ActualText).

What makes it hard: PDFium gives the ActualText of a marked span instead of what the span shows, and LibreOffice writes one
for every glyph that could mean two characters. Only those without a letter in them are held against the glyphs.
"""

from __future__ import annotations

import ctypes
import unicodedata
from dataclasses import dataclass, field
from itertools import chain, compress, repeat
from typing import TypeGuard

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from extract.readers._page.arrays import Floats
from extract.readers._pdf import calls
from extract.readers._pdf.calls import argument
from extract.readers._pdf.chars import read_chars
from extract.readers._pdf.drawing import Drawing

LONGEST = 200  # bytes of an ActualText that may be a number
KEY = b"ActualText"
_NO_BOXES = np.zeros((0, 4))


@dataclass(frozen=True, slots=True)
class _Span:
    """A marked span: its mark, its ActualText, its text objects."""

    mark: int
    said: str
    objects: set[int] = field(default_factory=set)


def load_text(page: pdfium.FPDF_PAGE, drawing: Drawing) -> tuple[pdfium.FPDF_TEXTPAGE, Floats]:
    """PDFium's handle of the page's text, and the boxes of glyphs for which the file says other digits than they show."""
    text_page = pdfium.FPDFText_LoadPage(page)
    spans = _spans(drawing)
    if not text_page or not spans:
        return text_page, _NO_BOXES
    said = _Owned(text_page, drawing)
    for span in spans:
        calls.remove_from_mark(*calls.arguments((min(span.objects), span.mark)), KEY)
    of_glyphs = pdfium.FPDFText_LoadPage(page)
    shown = _Owned(of_glyphs, drawing)
    texts = [shown.text_of(span.objects) for span in spans]
    false = {
        each
        for span, text in zip(spans, texts, strict=True)
        if _differ(span.said, text)
        for each in span.objects
    }
    if not false and not all(map(_is_readable, texts)):
        pdfium.FPDFText_ClosePage(of_glyphs)
        return text_page, _NO_BOXES
    pdfium.FPDFText_ClosePage(text_page)
    return of_glyphs, np.concatenate((said.boxes_of(false), shown.boxes_of(false)))


class _Owned:
    """The characters of a page and the text object of each."""

    def __init__(self, text_page: pdfium.FPDF_TEXTPAGE, drawing: Drawing) -> None:
        handle = argument(text_page)
        self._codes, self._boxes, indices = read_chars(handle, drawing)
        self._owners = np.fromiter(
            map(calls.text_object, repeat(handle), indices.tolist()), np.uint64, len(indices)
        )

    def _of(self, objects: set[int]) -> NDArray[np.bool_]:
        return np.isin(self._owners, np.array(sorted(objects), dtype=np.uint64))

    def text_of(self, objects: set[int]) -> str:
        return self._codes[self._of(objects)].tobytes().decode("utf-32-le")

    def boxes_of(self, objects: set[int]) -> Floats:
        return np.asarray(self._boxes[self._of(objects)])


def _spans(drawing: Drawing) -> list[_Span]:
    """The spans whose ActualText may be a number, or says that a number is not there."""
    counts = list(map(calls.marks, drawing.text_handles))
    if not any(counts):
        return []
    owners = list(chain.from_iterable(map(repeat, range(len(counts)), counts)))
    numbers = chain.from_iterable(map(range, counts))
    marks = list(map(calls.mark, map(drawing.text_handles.__getitem__, owners), numbers))
    distinct = list(dict.fromkeys(marks))  # the texts of a line mostly share one
    speaking = map(calls.mark_value_type, calls.arguments(distinct), repeat(KEY))
    said = {mark: text for mark in compress(distinct, speaking) if _may_be_number(text := _said(mark))}
    spans: dict[int, _Span] = {}
    for k, mark in zip(owners, marks, strict=True) if said else ():
        if mark in said:
            spans.setdefault(mark, _Span(mark, said[mark])).objects.add(drawing.texts[k])
    return [span for span in spans.values() if span.said or not all(map(_is_blank, span.objects))]


def _may_be_number(said: str | None) -> TypeGuard[str]:
    return said is not None and not any(map(str.isalpha, said))


def _said(mark: int) -> str | None:
    """A mark's ActualText without its blanks; None where it has none, or one too long for a number."""
    (handle,) = calls.arguments([mark])
    size, raw = ctypes.c_ulong(), ctypes.create_string_buffer(LONGEST)
    if not calls.mark_bytes(handle, KEY, raw, ctypes.c_ulong(LONGEST), ctypes.byref(size)):
        return None
    if size.value > LONGEST:
        return None
    found = raw.raw[: size.value]
    text = found[2:].decode("utf-16-be", "replace") if found[:2] == b"\xfe\xff" else found.decode("latin-1")
    return _plain(text)


def _plain(text: str) -> str:
    """The text without blanks and control characters, full-width digits as ASCII."""
    kept = (char for char in unicodedata.normalize("NFKC", text) if unicodedata.category(char)[0] not in "ZC")
    return "".join(kept)


def _differ(said: str, shown: str) -> bool:
    """Whether other digits are said than the glyphs show, as far as these can be read."""
    return _is_readable(shown) and _digits(said) != _digits(_plain(shown))


def _is_readable(text: str) -> bool:
    return not any(char == "\ufffd" or unicodedata.category(char) in ("Co", "Cn", "Cc") for char in text)


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _is_blank(text: int) -> bool:
    """Whether a text object has no ink: its glyphs have no extent."""
    (handle,) = calls.arguments([text])
    sides = [ctypes.c_float() for _ in range(4)]
    calls.bounds(handle, *map(ctypes.byref, sides))
    left, bottom, right, top = (side.value for side in sides)
    return right <= left or top <= bottom
