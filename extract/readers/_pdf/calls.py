"""PDFium's functions bound anew as plain C functions.

They keep the interpreter's lock and convert nothing, which costs a fifth of pypdfium2's own bindings; PDFium is called
some five times for each character. Handles come as integers and go as ready-made arguments (`argument`, `arguments`),
memory to write to goes as `ctypes.byref`: a bare integer would go to C as an `int`, which cuts an address short.
"""

from __future__ import annotations

import ctypes
import os
import sys
import threading
from collections.abc import Callable, Iterable
from functools import cache, partial
from itertools import repeat
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from extract.readers._page.arrays import Floats

AT_ONCE = 1024  # characters; a page has some thousand

# PDFium is for one thread at a time, whatever the documents: in two it gives one's text to the other, or crashes
PDFIUM = threading.RLock()
if (
    sys.platform != "win32"
):  # a process forked in the midst of another thread's PDF would wait for it for ever
    os.register_at_fork(before=PDFIUM.acquire, after_in_parent=PDFIUM.release, after_in_child=PDFIUM.release)

ADDRESS, INT, FLOAT = ctypes.c_void_p, ctypes.c_int, ctypes.c_float

Argument = Any  # a handle as ctypes passes it on untouched


def _bound(name: str, result: type | None, *arguments: type) -> Callable[..., Any]:
    start = ctypes.cast(getattr(pdfium, name), ADDRESS).value or 0
    return ctypes.PYFUNCTYPE(result, *arguments)(start)


count_chars = _bound("FPDFText_CountChars", INT)
get_text = _bound("FPDFText_GetText", INT)
get_unicode = _bound("FPDFText_GetUnicode", ctypes.c_uint)
get_box = _bound("FPDFText_GetLooseCharBox", INT)
get_tight_box = _bound("FPDFText_GetCharBox", INT)
get_angle = _bound("FPDFText_GetCharAngle", FLOAT)
no_unicode_map = _bound("FPDFText_HasUnicodeMapError", INT)
text_object = _bound("FPDFText_GetTextObject", ctypes.c_size_t)  # 0 for none, where an address is None
char_origin = _bound("FPDFText_GetCharOrigin", INT)
char_matrix = _bound("FPDFText_GetMatrix", INT)
font_size = _bound("FPDFText_GetFontSize", ctypes.c_double)
render_mode = _bound("FPDFTextObj_GetTextRenderMode", INT)
text_font = _bound("FPDFTextObj_GetFont", ctypes.c_size_t)
is_embedded = _bound("FPDFFont_GetIsEmbedded", INT)
content_id = _bound("FPDFPageObj_GetMarkedContentID", INT)
page_objects = _bound("FPDFPage_CountObjects", INT)
page_object = _bound("FPDFPage_GetObject", ADDRESS)
form_objects = _bound("FPDFFormObj_CountObjects", INT)
form_object = _bound("FPDFFormObj_GetObject", ADDRESS, ADDRESS, ctypes.c_ulong)
object_type = _bound("FPDFPageObj_GetType", INT)
object_matrix = _bound("FPDFPageObj_GetMatrix", INT)
bounds = _bound("FPDFPageObj_GetBounds", INT)
marks = _bound("FPDFPageObj_CountMarks", INT)
mark = _bound("FPDFPageObj_GetMark", ADDRESS, ADDRESS, ctypes.c_ulong)
mark_value_type = _bound("FPDFPageObjMark_GetParamValueType", INT)
mark_bytes = _bound("FPDFPageObjMark_GetParamBlobValue", INT)
remove_from_mark = _bound("FPDFPageObjMark_RemoveParam", INT)
has_transparency = _bound("FPDFPageObj_HasTransparency", INT)
clip_path = _bound("FPDFPageObj_GetClipPath", ADDRESS)
clips = _bound("FPDFClipPath_CountPaths", INT)
clip_segments = _bound("FPDFClipPath_CountPathSegments", INT, ADDRESS, INT)
clip_segment = _bound("FPDFClipPath_GetPathSegment", ADDRESS, ADDRESS, INT, INT)
fill_color = _bound("FPDFPageObj_GetFillColor", INT)
stroke_color = _bound("FPDFPageObj_GetStrokeColor", INT)
stroke_width = _bound("FPDFPageObj_GetStrokeWidth", INT)
draw_mode = _bound("FPDFPath_GetDrawMode", INT)
segments = _bound("FPDFPath_CountSegments", INT)
segment = _bound("FPDFPath_GetPathSegment", ADDRESS)
point = _bound("FPDFPathSegment_GetPoint", INT)
segment_type = _bound("FPDFPathSegment_GetType", INT)
segment_closes = _bound("FPDFPathSegment_GetClose", INT)
set_active = _bound("FPDFPageObj_SetIsActive", INT)
page_width = _bound("FPDF_GetPageWidthF", FLOAT)
page_height = _bound("FPDF_GetPageHeightF", FLOAT)
new_bitmap = _bound("FPDFBitmap_CreateEx", ADDRESS)
destroy_bitmap = _bound("FPDFBitmap_Destroy", None)
render = _bound("FPDF_RenderPageBitmap", None)
structure = _bound("FPDF_StructTree_GetForPage", ADDRESS)
close_structure = _bound("FPDF_StructTree_Close", None)
root_elements = _bound("FPDF_StructTree_CountChildren", INT)
root_element = _bound("FPDF_StructTree_GetChildAtIndex", ADDRESS)
elements = _bound("FPDF_StructElement_CountChildren", INT)
element = _bound("FPDF_StructElement_GetChildAtIndex", ADDRESS)
child_content_id = _bound("FPDF_StructElement_GetChildMarkedContentID", INT)
element_type = _bound("FPDF_StructElement_GetType", ctypes.c_ulong, ADDRESS, ADDRESS, ctypes.c_ulong)
attributes = _bound("FPDF_StructElement_GetAttributeCount", INT)
attribute = _bound("FPDF_StructElement_GetAttributeAtIndex", ADDRESS)
attribute_value = _bound("FPDF_StructElement_Attr_GetValue", ADDRESS)
value_number = _bound("FPDF_StructElement_Attr_GetNumberValue", INT)


def argument(handle: Any) -> Argument:
    """A handle of pypdfium2 as an argument of these functions."""
    return ADDRESS.from_param(ctypes.cast(handle, ADDRESS).value)


def arguments(addresses: Iterable[int]) -> list[Argument]:
    """Handles, or addresses in memory, as ready-made arguments of these functions."""
    return list(map(ADDRESS.from_param, addresses))


def filled(
    call: Callable[..., int],
    text_page: Argument,
    wanted: list[int],
    kind: type[np.number[Any]],
    sizes: tuple[int, ...],
) -> Floats:
    """One row for each wanted character, as `call` writes it into blocks of so many numbers each."""
    return _filled(partial(map, call, repeat(text_page)), wanted, kind, sizes)[0]


def of_objects(
    call: Callable[..., int], handles: list[Argument], kind: type[np.number[Any]], sizes: tuple[int, ...]
) -> tuple[Floats, list[int]]:
    """As `filled`, for drawing objects; and for each what `call` returns, 0 where it wrote nothing."""
    return _filled(partial(map, call), handles, kind, sizes)


def _filled(
    ask: Callable[..., Iterable[int]],
    wanted: list[Argument],
    kind: type[np.number[Any]],
    sizes: tuple[int, ...],
) -> tuple[Floats, list[int]]:
    memory, places = _memory(threading.get_ident(), np.dtype(kind).str, sizes)
    found = np.empty((len(wanted), sum(sizes)))
    answers: list[int] = []
    for start in range(0, len(wanted), AT_ONCE):
        those = wanted[start : start + AT_ONCE]
        rows = memory[: len(those)]
        rows.fill(0)
        answers += ask(those, *places)
        found[start : start + AT_ONCE] = rows
    return found, answers


@cache
def _memory(thread: int, kind: str, sizes: tuple[int, ...]) -> tuple[NDArray[Any], list[list[Argument]]]:
    """Memory of a thread for PDFium to write to, and the addresses of its blocks, worked out once as that takes as long as filling them.

    `kind` is numpy's name for the type of the numbers.
    """
    memory = np.zeros((AT_ONCE, sum(sizes)), dtype=kind)
    first = memory.ctypes.data
    row = sum(sizes) * memory.itemsize
    firsts = [first + sum(sizes[:k]) * memory.itemsize for k in range(len(sizes))]
    return memory, [arguments(range(start, first + memory.nbytes, row)) for start in firsts]
