"""PDFium's functions bound anew as plain C functions.

They take addresses as integers and keep the interpreter's lock, which costs a third of pypdfium2's own bindings;
PDFium is called some five times for each character. Handles are the integers that `address` gives.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import pypdfium2.raw as pdfium

ADDRESS, INT, FLOAT = ctypes.c_void_p, ctypes.c_int, ctypes.c_float


def _bound(name: str, result: type | None, *arguments: type) -> Callable[..., Any]:
    start = ctypes.cast(getattr(pdfium, name), ADDRESS).value or 0
    return ctypes.PYFUNCTYPE(result, *arguments)(start)


count_chars = _bound("FPDFText_CountChars", INT, ADDRESS)
get_unicode = _bound("FPDFText_GetUnicode", ctypes.c_uint, ADDRESS, INT)
get_box = _bound("FPDFText_GetLooseCharBox", INT, ADDRESS, INT, ADDRESS)
get_tight_box = _bound("FPDFText_GetCharBox", INT, ADDRESS, INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS)
get_angle = _bound("FPDFText_GetCharAngle", FLOAT, ADDRESS, INT)
no_unicode_map = _bound("FPDFText_HasUnicodeMapError", INT, ADDRESS, INT)
text_object = _bound("FPDFText_GetTextObject", ADDRESS, ADDRESS, INT)
char_origin = _bound("FPDFText_GetCharOrigin", INT, ADDRESS, INT, ADDRESS, ADDRESS)
char_matrix = _bound("FPDFText_GetMatrix", INT, ADDRESS, INT, ADDRESS)
font_size = _bound("FPDFText_GetFontSize", ctypes.c_double, ADDRESS, INT)
render_mode = _bound("FPDFTextObj_GetTextRenderMode", INT, ADDRESS)
content_id = _bound("FPDFPageObj_GetMarkedContentID", INT, ADDRESS)
page_objects = _bound("FPDFPage_CountObjects", INT, ADDRESS)
page_object = _bound("FPDFPage_GetObject", ADDRESS, ADDRESS, INT)
form_objects = _bound("FPDFFormObj_CountObjects", INT, ADDRESS)
form_object = _bound("FPDFFormObj_GetObject", ADDRESS, ADDRESS, ctypes.c_ulong)
object_type = _bound("FPDFPageObj_GetType", INT, ADDRESS)
object_matrix = _bound("FPDFPageObj_GetMatrix", INT, ADDRESS, ADDRESS)
bounds = _bound("FPDFPageObj_GetBounds", INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS)
fill_color = _bound("FPDFPageObj_GetFillColor", INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS)
stroke_color = _bound("FPDFPageObj_GetStrokeColor", INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS)
stroke_width = _bound("FPDFPageObj_GetStrokeWidth", INT, ADDRESS, ADDRESS)
draw_mode = _bound("FPDFPath_GetDrawMode", INT, ADDRESS, ADDRESS, ADDRESS)
segments = _bound("FPDFPath_CountSegments", INT, ADDRESS)
segment = _bound("FPDFPath_GetPathSegment", ADDRESS, ADDRESS, INT)
point = _bound("FPDFPathSegment_GetPoint", INT, ADDRESS, ADDRESS, ADDRESS)
segment_type = _bound("FPDFPathSegment_GetType", INT, ADDRESS)
segment_closes = _bound("FPDFPathSegment_GetClose", INT, ADDRESS)


def address(handle: Any) -> int:
    """A handle of pypdfium2 as the integer these functions take."""
    return ctypes.cast(handle, ADDRESS).value or 0
