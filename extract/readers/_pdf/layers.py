"""Layers of a PDF that are switched off (optional content): what stands on them is taken off the page before it is read.

PDFium shows a page without them, yet gives their text as any other. So what may stand on a layer is drawn by itself:
that of which nothing shows is off, however the file says so. Few files have layers.
"""

from __future__ import annotations

import ctypes
import re
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Final

import pypdfium2.raw as pdfium

from extract.readers._page.content import TooManyObjects
from extract.readers._pdf.calls import Argument, argument
from extract.readers._pdf.canvas import draw_page, page_size
from extract.readers._pdf.drawing import MAX_DEPTH

LONGEST_NAME: Final = 16  # characters; that of a layer's mark has two
MAX_PACKED: Final = 1 << 22  # bytes of one stream of objects, unpacked
MAX_DRAWN: Final = 400  # parts of one page drawn by themselves, at some 2 ms each
WIDEST: Final = 1000  # pixels of the longer side
_GROUND: Final = 0xFF7F3A91  # a colour in which no text is printed

_PACKED = re.compile(rb"/ObjStm\b[^>]{0,200}>>\s*stream\r?\n")
_LAYERS: Final = b"/OCProperties"


def has_layers(data: bytes) -> bool:
    # `rfind` looks twice as fast as `in`
    return data.rfind(_LAYERS) >= 0 or any(_LAYERS in objects for objects in _packed_objects(data))


def _packed_objects(data: bytes) -> Iterator[bytes]:
    if data.rfind(b"/ObjStm") < 0:
        return
    for stream in _PACKED.finditer(data):
        try:
            yield zlib.decompressobj().decompress(data[stream.end() :], MAX_PACKED)
        except zlib.error:
            continue


def take_off(page: pdfium.FPDF_PAGE) -> None:
    """Removes what does not show of layers and forms from a page in memory. Raises TooManyObjects."""
    objects = [pdfium.FPDFPage_GetObject(page, k) for k in range(pdfium.FPDFPage_CountObjects(page))]
    for form, each in list(_unshown(objects, None, _Canvas(argument(page)), 0)):
        removed = (
            pdfium.FPDFFormObj_RemoveObject(form, each) if form else pdfium.FPDFPage_RemoveObject(page, each)
        )
        if removed:
            pdfium.FPDFPageObj_Destroy(each)


class _Canvas:
    """A drawing of the page's active objects, to see whether they leave a trace."""

    def __init__(self, page: Argument) -> None:
        self._page, self._left = page, MAX_DRAWN
        self._scale = min(1.0, WIDEST / max(*page_size(page), 1.0))

    def shows(self) -> bool:
        self._left -= 1
        if self._left < 0:
            raise TooManyObjects
        return bool((draw_page(self._page, self._scale, _GROUND) != _GROUND).any())


def _unshown(
    objects: Sequence[pdfium.FPDF_PAGEOBJECT],
    form: pdfium.FPDF_PAGEOBJECT | None,
    canvas: _Canvas,
    depth: int,
) -> Iterator[tuple[pdfium.FPDF_PAGEOBJECT | None, pdfium.FPDF_PAGEOBJECT]]:
    """The layers and forms of a page or form that leave no trace, each with the form that holds it."""
    parts = defaultdict(list)
    for place, each in enumerate(objects):
        layers = tuple(_layers_of(each))
        is_form = pdfium.FPDFPageObj_GetType(each) == pdfium.FPDF_PAGEOBJ_FORM
        if layers or is_form:
            parts[layers, place if is_form else None].append(each)
    if not parts:
        return
    for each in objects:
        pdfium.FPDFPageObj_SetIsActive(each, False)
    for (_, is_form), part in parts.items():
        for each in part:
            pdfium.FPDFPageObj_SetIsActive(each, True)
        if not canvas.shows():
            yield from ((form, each) for each in part)
        elif is_form is not None and depth < MAX_DEPTH:
            (own,) = part
            inner = [
                pdfium.FPDFFormObj_GetObject(own, k) for k in range(pdfium.FPDFFormObj_CountObjects(own))
            ]
            yield from _unshown(inner, own, canvas, depth + 1)
        for each in part:
            pdfium.FPDFPageObj_SetIsActive(each, False)
    for each in objects:
        pdfium.FPDFPageObj_SetIsActive(each, True)


def _layers_of(page_object: pdfium.FPDF_PAGEOBJECT) -> Iterator[int]:
    """The addresses of an object's marks that name a layer. The objects of one marked stretch share them."""
    for k in range(pdfium.FPDFPageObj_CountMarks(page_object)):
        mark = pdfium.FPDFPageObj_GetMark(page_object, k)
        if _text(partial(pdfium.FPDFPageObjMark_GetName, mark)) == "OC":
            yield ctypes.cast(mark, ctypes.c_void_p).value or 0


def _text(ask: Callable[..., int]) -> str:
    """What PDFium writes into a buffer of its 16-bit letters; "" where it has nothing to say or too much."""
    size = ctypes.c_ulong()
    buffer = ctypes.create_string_buffer(2 * LONGEST_NAME)
    if not ask(ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), len(buffer), size):
        return ""
    return (
        buffer.raw[: size.value - 2].decode("utf-16-le", "replace") if 2 < size.value <= len(buffer) else ""
    )
